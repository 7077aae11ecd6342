package dev.cordon.journal;

/// The journal cannot take an entry; no effect may follow.
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message a sentence that says what is wrong and how to mend it
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    /// As above, without a cause.
    public JournalException(String message) {
        super(message);
    }
}
