package dev.cordon.cli;

/// The command line or the configuration is wrong; nothing was started. Exit code 2.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message a sentence that says what is wrong and what is right
    UsageException(String message) {
        super(message);
    }
}
