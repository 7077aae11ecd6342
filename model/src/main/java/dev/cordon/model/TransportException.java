package dev.cordon.model;

import org.jspecify.annotations.Nullable;

/// No response came.
final class TransportException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    TransportException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /// What went wrong.
    enum Reason {
        /// The name does not resolve, or nobody listens, or the network is down.
        UNREACHABLE,
        /// The certificate or the handshake.
        TLS,
        /// Nothing came in time.
        TIMEOUT,
        /// The connection was closed before a response.
        CLOSED,
        /// What came is not HTTP, or a proxy refused.
        PROTOCOL
    }
}
