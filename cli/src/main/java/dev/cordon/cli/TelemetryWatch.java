package dev.cordon.cli;

import dev.cordon.policy.Config;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.telemetry.Destination;
import dev.cordon.telemetry.Signal;
import dev.cordon.telemetry.Telemetry;
import dev.cordon.telemetry.TelemetryException;
import dev.cordon.telemetry.TelemetrySettings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Telemetry as the configuration wants it.
final class TelemetryWatch implements SessionWatch {
    private final Telemetry telemetry;

    private TelemetryWatch(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    static SessionWatch start(SessionId session, Host host, Config config, SecretFilter filter) {
        try {
            return new TelemetryWatch(
                    Telemetry.start(
                            session, settings(host, config), filter::apply, Clock.systemUTC()));
        } catch (TelemetryException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /// @throws UsageException if the configuration contradicts itself
    static TelemetrySettings settings(Host host, Config config) {
        Map<Signal, Destination> destinations = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            destination(config, "otel." + signal.key())
                    .ifPresent(there -> destinations.put(signal, there));
        }
        try {
            return new TelemetrySettings(
                    Version.TEXT,
                    hostName(host),
                    config.text("otel.environment").orElse("dev"),
                    destinations,
                    new TelemetrySettings.Content(
                            config.bool("otel.log_user_prompt"),
                            config.bool("otel.log_agent_responses"),
                            config.bool("otel.log_tool_details"),
                            (int) config.integer("otel.tool_result.max_bytes").orElse(0)),
                    texts(config, "otel.span_attributes"),
                    Optional.ofNullable(host.environment().get("TRACEPARENT")),
                    texts(config, "otel.tracestate"),
                    spool(host),
                    failure(config));
        } catch (IllegalArgumentException e) {
            throw new UsageException("[otel]: " + e.getMessage());
        }
    }

    /// Where records wait.
    static Path spool(Host host) {
        return host.cordonHome().resolve("telemetry");
    }

    /// Where what goes, a line each.
    ///
    /// @throws UsageException if the configuration contradicts itself
    static List<String> describe(Host host, Config config) {
        TelemetrySettings settings = settings(host, config);
        List<String> lines = new ArrayList<>();
        settings.destinations()
                .forEach((signal, there) ->
                        lines.add(
                                signal.key()
                                        + " to "
                                        + there.endpoint()
                                        + " ("
                                        + there.protocol().name().toLowerCase(Locale.ROOT)
                                        + ")"));
        lines.sort(null);
        lines.add(
                settings.failure().stops()
                        ? "effects stop when records are later than "
                                + settings.failure().maxLagSeconds()
                                + " s"
                        : "a warning when records do not arrive");
        return lines;
    }

    private static TelemetrySettings.Failure failure(Config config) {
        return new TelemetrySettings.Failure(
                config.text("otel.on_failure").equals(Optional.of("stop")),
                (int)
                        config.integer("otel.max_lag_seconds")
                                .orElse(TelemetrySettings.MAX_LAG_SECONDS),
                config.integer("otel.max_spool_bytes").orElse(TelemetrySettings.MAX_SPOOL_BYTES),
                (int)
                        config.integer("otel.exit_wait_millis")
                                .orElse(TelemetrySettings.EXIT_WAIT_MILLIS));
    }

    private static Optional<Destination> destination(Config config, String key) {
        List<String> transports = config.names(key);
        if (transports.isEmpty()) {
            return Optional.empty();
        }
        if (transports.size() > 1) {
            throw new UsageException(
                    key + " names both otlp-http and otlp-grpc; a signal goes one way");
        }
        String transport = key + "." + transports.getFirst();
        String endpoint =
                config.text(transport + ".endpoint")
                        .orElseThrow(() -> new UsageException(transport + " has no endpoint"));
        try {
            return Optional.of(
                    new Destination(
                            protocol(config, transport),
                            URI.create(endpoint),
                            texts(config, transport + ".headers"),
                            path(config, transport + ".tls.ca-certificate"),
                            path(config, transport + ".tls.client-certificate"),
                            path(config, transport + ".tls.client-private-key")));
        } catch (IllegalArgumentException e) {
            throw new UsageException(transport + ": " + e.getMessage());
        }
    }

    private static Destination.Protocol protocol(Config config, String transport) {
        if (transport.endsWith("otlp-grpc")) {
            return Destination.Protocol.GRPC;
        }
        return config.text(transport + ".protocol").equals(Optional.of("json"))
                ? Destination.Protocol.HTTP_JSON
                : Destination.Protocol.HTTP_BINARY;
    }

    private static Optional<Path> path(Config config, String key) {
        return config.text(key).map(Path::of);
    }

    private static Map<String, String> texts(Config config, String prefix) {
        Map<String, String> texts = new LinkedHashMap<>();
        config.table(prefix)
                .members()
                .forEach((name, value) -> {
                    if (value instanceof Json.Str(String text)) {
                        texts.put(name, text);
                    }
                });
        return texts;
    }

    /// What the kernel calls this machine: a look-up by the resolver could wait for a network.
    private static String hostName(Host host) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return host.environment().getOrDefault("HOSTNAME", "unknown");
        }
    }

    @Override
    public void on(Envelope envelope) {
        telemetry.on(envelope);
    }

    @Override
    public void connected(Action.Connect connection, Optional<Result.Refused> refused) {
        telemetry.connected(connection, refused);
    }

    @Override
    public Map<String, String> context(CallId call) {
        return telemetry.context(call);
    }

    @Override
    public Optional<String> takeWarning() {
        return telemetry.takeWarning();
    }

    @Override
    public Optional<String> stopReason() {
        return telemetry.stopReason();
    }

    @Override
    public void close() {
        telemetry.close();
    }
}
