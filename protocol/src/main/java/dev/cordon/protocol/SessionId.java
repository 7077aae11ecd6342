package dev.cordon.protocol;

/// The name of one conversation, a UUID of version 7.
public record SessionId(String value) {
    public SessionId {
        Uuid7.check(value);
    }

    /// A new id; ids made later sort later.
    public static SessionId fresh() {
        return new SessionId(Uuid7.next());
    }
}
