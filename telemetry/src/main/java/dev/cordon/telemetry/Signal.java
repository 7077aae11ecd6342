package dev.cordon.telemetry;

/// The three kinds of telemetry.
public enum Signal {
    LOGS("logs", "exporter", "opentelemetry.proto.collector.logs.v1.LogsService/Export"),
    METRICS(
            "metrics",
            "metrics_exporter",
            "opentelemetry.proto.collector.metrics.v1.MetricsService/Export"),
    TRACES(
            "traces",
            "trace_exporter",
            "opentelemetry.proto.collector.trace.v1.TraceService/Export");

    private final String word;
    private final String key;
    private final String method;

    Signal(String word, String key, String method) {
        this.word = word;
        this.key = key;
        this.method = method;
    }

    /// The word in addresses (`/v1/logs`) and in the names of spooled files.
    String word() {
        return word;
    }

    /// The configuration key below `otel` that says where it goes.
    public String key() {
        return key;
    }

    /// The gRPC method that takes it.
    String method() {
        return method;
    }
}
