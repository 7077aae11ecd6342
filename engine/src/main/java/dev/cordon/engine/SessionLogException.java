package dev.cordon.engine;

/// The log of a session cannot be written or read.
public sealed class SessionLogException extends RuntimeException permits UnknownSessionException {
    private static final long serialVersionUID = 1L;

    /// @param message a sentence that says which file, what is wrong and what to do
    public SessionLogException(String message) {
        super(message);
    }

    /// As above, with what caused it.
    public SessionLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
