package dev.cordon.journal;

/// Bytes that should be an entry and are none.
final class BadEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message what is wrong, to follow "entry 12: "
    BadEntryException(String message) {
        super(message);
    }
}
