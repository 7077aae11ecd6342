package dev.cordon.engine;

/// No session, or more than one, is what was asked for.
public final class UnknownSessionException extends SessionLogException {
    private static final long serialVersionUID = 1L;

    /// @param message a sentence that says what was asked for and what to do
    public UnknownSessionException(String message) {
        super(message);
    }
}
