package dev.cordon.telemetry;

import java.io.IOException;

/// Brings requests of one signal to its collector. Encoded requests pass through as they are.
sealed interface Carrier extends AutoCloseable permits HttpCarrier, GrpcCarrier {

    /// How a request fared.
    enum Outcome {
        DELIVERED,
        /// The collector will never take it: it is broken or too large.
        REFUSED,
        /// It may be taken later.
        FAILED
    }

    /// How a request fared, and why.
    record Report(Outcome outcome, String reason) {
        static final Report DELIVERED = new Report(Outcome.DELIVERED, "");

        static Report failed(IOException problem) {
            String message = problem.getMessage();
            return new Report(
                    Outcome.FAILED, message == null ? problem.getClass().getSimpleName() : message);
        }

        /// @param never whether the same request would be refused again
        static Report not(boolean never, String reason) {
            return new Report(never ? Outcome.REFUSED : Outcome.FAILED, reason.strip());
        }
    }

    /// Brings one request and waits for the answer, within bounds.
    ///
    /// @param ending that it was spooled with, `pb` or `json`
    Report carry(byte[] request, String ending);

    /// Whether it takes requests that were spooled with this ending.
    boolean takes(String ending);

    /// Gives up what is on its way.
    @Override
    void close();

    /// One for a destination.
    ///
    /// @throws TelemetryException if its certificates or headers cannot be used
    static Carrier of(Signal signal, Destination destination) {
        Transport transport = Transport.to(signal, destination);
        return switch (destination.protocol()) {
            case GRPC -> new GrpcCarrier(transport);
            case HTTP_BINARY, HTTP_JSON -> new HttpCarrier(transport);
        };
    }
}
