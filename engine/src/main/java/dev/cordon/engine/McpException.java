package dev.cordon.engine;

/// A server of tools did not do what the protocol says, or did nothing in time.
final class McpException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message a sentence for people and models
    McpException(String message) {
        super(message);
    }
}
