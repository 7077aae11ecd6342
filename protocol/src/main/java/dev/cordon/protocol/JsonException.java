package dev.cordon.protocol;

/// Text is not JSON, or JSON does not have the shape that was expected.
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// A sentence that says what is wrong and where.
    public JsonException(String message) {
        super(message);
    }
}
