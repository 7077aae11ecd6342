package dev.cordon.repair;

import org.jspecify.annotations.Nullable;

/// Tests cannot be run at all: nothing can be said about any candidate.
final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
