package dev.cordon.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The SDK of OpenTelemetry with nothing behind it but the spool. Used by one thread.
///
/// Nothing in here sends: encoded requests are put on disk, and the {@link Courier} brings them.
final class Pipeline {
    private final TelemetrySettings settings;
    private final Spool spool;
    private final Clock clock;
    private final NextId ids = new NextId();
    private final List<SpanData> spans = new ArrayList<>();
    private final List<LogRecordData> logs = new ArrayList<>();
    private final Reader reader = new Reader();
    private final SdkTracerProvider tracers;
    private final SdkLoggerProvider loggers;
    private final SdkMeterProvider meters;

    Pipeline(TelemetrySettings settings, Spool spool, Clock clock) {
        this.settings = settings;
        this.spool = spool;
        this.clock = clock;
        Resource resource =
                Resource.builder()
                        .put("service.name", Names.AGENT)
                        .put("service.version", settings.version())
                        .put("service.instance.id", UUID.randomUUID().toString())
                        .put("host.name", settings.host())
                        .put("deployment.environment.name", settings.environment())
                        // The name under which dashboards for Codex look.
                        .put("env", settings.environment())
                        .build();
        tracers =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setIdGenerator(ids)
                        .addSpanProcessor(new Spans())
                        .build();
        loggers =
                SdkLoggerProvider.builder()
                        .setResource(resource)
                        .addLogRecordProcessor(new Logs())
                        .build();
        meters =
                SdkMeterProvider.builder()
                        .setResource(resource)
                        .registerMetricReader(reader)
                        .build();
    }

    Tracer tracer() {
        return tracers.get(Names.SCOPE);
    }

    Logger logger() {
        return loggers.get(Names.SCOPE);
    }

    Meter meter() {
        return meters.get(Names.SCOPE);
    }

    /// The next span that is made gets these names.
    void next(String traceId, String spanId) {
        ids.traceId = traceId;
        ids.spanId = spanId;
    }

    /// How many records wait to be encoded.
    int pending() {
        return spans.size() + logs.size();
    }

    /// Encodes spans and logs that are complete and puts them on disk.
    void flush() throws IOException {
        if (!logs.isEmpty()) {
            put(Signal.LOGS, LogsRequestMarshaler.create(List.copyOf(logs)));
            logs.clear();
        }
        if (!spans.isEmpty()) {
            put(Signal.TRACES, TraceRequestMarshaler.create(List.copyOf(spans)));
            spans.clear();
        }
    }

    /// Puts the counts of now on disk.
    void flushMetrics() throws IOException {
        var collected = reader.registration.collectAllMetrics();
        if (!collected.isEmpty()) {
            put(Signal.METRICS, MetricsRequestMarshaler.create(collected));
        }
    }

    private void put(Signal signal, Marshaler request) throws IOException {
        Destination destination = settings.destinations().get(signal);
        if (destination == null) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String ending = destination.protocol().ending();
        if (ending.equals("json")) {
            request.writeJsonTo(bytes);
        } else {
            request.writeBinaryTo(bytes);
        }
        spool.add(signal, ending, bytes.toByteArray(), clock.millis());
    }

    /// Spans that ended.
    private final class Spans implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            settings.spanAttributes()
                    .forEach((name, value) ->
                            span.setAttribute(AttributeKey.stringKey(name), value));
        }

        @Override
        public boolean isStartRequired() {
            return !settings.spanAttributes().isEmpty();
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return settings.destinations().containsKey(Signal.TRACES);
        }
    }

    /// Log records as they come.
    private final class Logs implements LogRecordProcessor {
        @Override
        public void onEmit(Context context, ReadWriteLogRecord record) {
            if (settings.destinations().containsKey(Signal.LOGS)) {
                logs.add(record.toLogRecordData());
            }
        }
    }

    /// Gives the metrics when it is asked.
    private static final class Reader implements MetricReader {
        private CollectionRegistration registration = CollectionRegistration.noop();

        @Override
        public void register(CollectionRegistration given) {
            registration = given;
        }

        @Override
        public AggregationTemporality getAggregationTemporality(InstrumentType type) {
            return AggregationTemporality.CUMULATIVE;
        }

        @Override
        public CompletableResultCode forceFlush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    /// Names that were set before, else random ones.
    private static final class NextId implements IdGenerator {
        private final IdGenerator random = IdGenerator.random();
        private String traceId = "";
        private String spanId = "";

        @Override
        public String generateSpanId() {
            String id = spanId.isEmpty() ? random.generateSpanId() : spanId;
            spanId = "";
            return id;
        }

        @Override
        public String generateTraceId() {
            String id = traceId.isEmpty() ? random.generateTraceId() : traceId;
            traceId = "";
            return id;
        }
    }
}
