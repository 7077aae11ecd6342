package dev.cordon.telemetry;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What is sent, where to, and what happens if that fails.
///
/// @param version of Cordon
/// @param host the name of this machine as records give it
/// @param environment for example `dev` or `prod`
/// @param destinations signals that go nowhere are not in it
/// @param content what of prompts, answers and calls is sent; everything after redaction
/// @param spanAttributes on every span
/// @param parent the W3C `traceparent` of whoever started Cordon, if it has one
/// @param traceState the W3C `tracestate` that goes with every span; empty for none
/// @param spool where records wait for the collector
/// @param failure what happens if records do not arrive
public record TelemetrySettings(
        String version,
        String host,
        String environment,
        Map<Signal, Destination> destinations,
        Content content,
        Map<String, String> spanAttributes,
        Optional<String> parent,
        Map<String, String> traceState,
        Path spool,
        Failure failure) {

    /// How long the end of a process waits for the network, unless told otherwise.
    public static final int EXIT_WAIT_MILLIS = 50;

    /// How much waits for the collector on disk, unless told otherwise.
    public static final long MAX_SPOOL_BYTES = 64L << 20;

    /// How late records may be before effects stop, where they stop, unless told otherwise.
    public static final int MAX_LAG_SECONDS = 60;

    /// What of the content is sent.
    ///
    /// @param resultBytes how much of a tool's output; 0 for nothing
    public record Content(
            boolean prompts, boolean answers, boolean toolArguments, int resultBytes) {
        /// Lengths and digests only.
        public static final Content NONE = new Content(false, false, false, 0);
    }

    /// What happens if records do not arrive.
    ///
    /// @param stops whether effects stop when records are late; otherwise the user is warned
    /// @param maxLagSeconds how late they may be
    /// @param maxSpoolBytes how much waits on disk; behind that the oldest is dropped and counted
    /// @param exitWaitMillis how long the end of a process waits for the network
    public record Failure(
            boolean stops, int maxLagSeconds, long maxSpoolBytes, int exitWaitMillis) {
        /// A warning, and nothing stops.
        public static final Failure WARN =
                new Failure(false, MAX_LAG_SECONDS, MAX_SPOOL_BYTES, EXIT_WAIT_MILLIS);

        public Failure {
            if (maxLagSeconds <= 0 || maxSpoolBytes <= 0 || exitWaitMillis < 0) {
                throw new IllegalArgumentException("the bounds of telemetry are positive");
            }
        }
    }

    public TelemetrySettings {
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("no signal has a destination");
        }
        destinations = Map.copyOf(destinations);
        spanAttributes = Map.copyOf(spanAttributes);
        traceState = Map.copyOf(traceState);
    }
}
