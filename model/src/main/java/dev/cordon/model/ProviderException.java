package dev.cordon.model;

/// A provider, a model or a key is not configured as it must be. The message says what and where,
/// and what to do; it never holds a key.
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProviderException(String message) {
        super(message);
    }
}
