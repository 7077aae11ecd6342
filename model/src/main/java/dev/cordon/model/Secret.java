package dev.cordon.model;

/// A key. It shows itself to nobody who does not ask by name.
///
/// Made final by hand instead of as a record, so that no generated method can print it.
public final class Secret {
    private final String value;

    /// @throws IllegalArgumentException if there is nothing but white space, or a character that no
    ///   header may carry; the value is never part of the message
    public Secret(String value) {
        String bare = value.strip();
        if (bare.isEmpty()) {
            throw new IllegalArgumentException("the key is empty");
        }
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if (c <= 0x20 || c >= 0x7f) {
                throw new IllegalArgumentException(
                        "the key has a blank or a character that is not ASCII inside");
            }
        }
        this.value = bare;
    }

    /// The key itself, for a header or a store.
    String reveal() {
        return value;
    }

    /// `text` without the key.
    String removeFrom(String text) {
        return text.replace(value, "[key]");
    }

    boolean same(Secret other) {
        return value.equals(other.value);
    }

    @Override
    public String toString() {
        return "[key]";
    }
}
