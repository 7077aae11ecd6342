package dev.cordon.journal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One line of the rules: what to look for where an anchor stands in a text.
///
/// Matching never goes back: every part takes as much as it may and the next one goes on from
/// there. So a rule costs at most its own length at each anchor, whatever the text.
sealed interface SecretRule {

    /// The anchor in lower case.
    String anchor();

    /// Text that begins with an anchor and goes on with parts.
    ///
    /// @param exact the anchor as it must stand
    record Token(String kind, String exact, Optional<Run> before, List<Part> parts)
            implements SecretRule {
        public Token {
            parts = List.copyOf(parts);
        }

        @Override
        public String anchor() {
            return exact.toLowerCase(Locale.ROOT);
        }
    }

    /// A name to which a secret is assigned.
    record Word(String kind, Strength strength, String anchor) implements SecretRule {}

    /// A form with a reader of its own.
    record Shaped(SecretShape shape, String anchor) implements SecretRule {}

    /// A value that is known to be secret.
    record Known(String kind, String value, String anchor) implements SecretRule {}

    /// How much a name says about its value.
    enum Strength {
        /// The value is a secret unless it looks like none.
        STRONG,
        /// The value is a secret if it looks like one.
        WEAK
    }

    /// A part of a token.
    sealed interface Part {}

    /// These characters.
    record Literal(String text) implements Part {}

    /// Characters of a class.
    record Run(CharClass chars, int min, int max) implements Part {}

    /// A class of characters.
    enum CharClass {
        D,
        U,
        L,
        H,
        W,
        K,
        B,
        P,
        T,
        Q;

        boolean has(char c) {
            boolean digit = c >= '0' && c <= '9';
            boolean upper = c >= 'A' && c <= 'Z';
            boolean lower = c >= 'a' && c <= 'z';
            return switch (this) {
                case D -> digit;
                case U -> digit || upper;
                case L -> digit || lower;
                case H -> digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
                case W -> digit || upper || lower;
                case K -> digit || upper || lower || c == '_' || c == '-';
                case B -> digit || upper || lower || c == '+' || c == '/';
                case P -> digit || upper || lower || c == '_' || c == '.' || c == '-';
                case T -> digit || upper || lower || "._~+/=-".indexOf(c) >= 0;
                case Q -> digit || upper || lower || c == '%';
            };
        }
    }

    /// Where a secret stands.
    ///
    /// @param start the first character to replace
    /// @param end behind the last one
    record Span(int start, int end, String kind) {}
}
