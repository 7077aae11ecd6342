package dev.cordon.protocol;

/// The name of one tool call inside a session, as the model gave it or as Cordon made it.
///
/// @param value 1 to 256 characters
public record CallId(String value) {
    public CallId {
        if (value.isEmpty() || value.length() > 256) {
            throw new IllegalArgumentException(
                    "a call id has 1 to 256 characters, not " + value.length());
        }
    }
}
