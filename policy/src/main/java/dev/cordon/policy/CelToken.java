package dev.cordon.policy;

/// A word of an expression.
///
/// @param text the name, the sign, or the value of a string
/// @param offset where it begins, counted in characters
record CelToken(Kind kind, String text, int offset) {
    enum Kind {
        NAME,
        INT,
        REAL,
        TEXT,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /// How a sentence names it.
    String described() {
        return switch (kind) {
            case END -> "the end";
            case TEXT -> "a string";
            case NAME, INT, REAL, SIGN -> "\"" + text + "\"";
        };
    }
}
