package dev.cordon.protocol;

/// The name of one user request with everything done for it, a UUID of version 7.
public record TurnId(String value) {
    public TurnId {
        Uuid7.check(value);
    }

    /// A new id; ids made later sort later.
    public static TurnId fresh() {
        return new TurnId(Uuid7.next());
    }
}
