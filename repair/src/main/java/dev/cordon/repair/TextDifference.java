package dev.cordon.repair;

import java.util.Optional;

/// Mends a text literal so that what was found becomes what was expected.
final class TextDifference {
    private TextDifference() {}

    /// The literal with the differing part exchanged, if the part of `found` that differs lies in
    /// it or at its edge.
    static Optional<String> mend(String literal, Hints.Texts pair) {
        String expected = pair.expected();
        String found = pair.found();
        if (expected.equals(found) || found.isEmpty()) {
            return Optional.empty();
        }
        if (literal.equals(found)) {
            return Optional.of(expected);
        }
        int same = 0;
        int shorter = Math.min(expected.length(), found.length());
        while (same < shorter && expected.charAt(same) == found.charAt(same)) {
            same++;
        }
        int tail = 0;
        while (tail < shorter - same
                && expected.charAt(expected.length() - 1 - tail)
                        == found.charAt(found.length() - 1 - tail)) {
            tail++;
        }
        String wanted = expected.substring(same, expected.length() - tail);
        for (int at = found.indexOf(literal);
                at >= 0 && !literal.isEmpty();
                at = found.indexOf(literal, at + 1)) {
            int from = same - at;
            int to = found.length() - tail - at;
            if (from >= 0 && to <= literal.length() && from <= to) {
                return Optional.of(literal.substring(0, from) + wanted + literal.substring(to));
            }
        }
        return Optional.empty();
    }

    /// The text as a Java literal.
    static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
