package dev.cordon.engine;

/// A patch cannot be read or does not fit the files. The message is a sentence for the model or the
/// user; nothing was changed by whoever throws this.
public final class PatchException extends Exception {
    private static final long serialVersionUID = 1L;

    /// A sentence that says what does not fit and where.
    public PatchException(String message) {
        super(message);
    }
}
