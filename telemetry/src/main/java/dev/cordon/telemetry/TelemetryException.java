package dev.cordon.telemetry;

/// Telemetry cannot be set up as it is configured; the message says what to mend.
public final class TelemetryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TelemetryException(String message, Throwable cause) {
        super(message, cause);
    }
}
