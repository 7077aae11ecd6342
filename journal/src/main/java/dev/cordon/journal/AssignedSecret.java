package dev.cordon.journal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds the value that is assigned to a telling name: `db_password: "x"`, `API_KEY=x`,
/// `<password>x</password>`, `--token x`, `put("secret", "x")`.
final class AssignedSecret {
    private static final int MAX_VALUE_CHARS = 512;
    private static final int MAX_GAP_CHARS = 12;
    private static final int MAX_KIND_CHARS = 40;
    private static final int MIN_STRONG_CHARS = 6;
    private static final int MIN_WEAK_CHARS = 12;
    private static final double MIN_WEAK_BITS_PER_CHAR = 3.0;
    private static final Set<String> SUFFIXES =
            Set.of("prod", "dev", "test", "staging", "live", "old", "new", "value", "default");
    private static final String[] PLACEHOLDERS = {
        "example",
        "changeme",
        "change_me",
        "placeholder",
        "your",
        "xxxx",
        "****",
        "....",
        "dummy",
        "redacted",
        "[secret:",
        "insert",
        "todo",
        "replace",
        "secretsmanager",
        "undefined"
    };

    private AssignedSecret() {}

    static Optional<SecretRule.Span> match(CharSequence text, int at, SecretRule.Word rule) {
        int nameEnd = suffix(text, at + rule.anchor().length());
        if (nameEnd < 0 || inMarker(text, at)) {
            return Optional.empty();
        }
        int start = value(text, at, nameEnd);
        if (start < 0 || start >= text.length()) {
            return Optional.empty();
        }
        char quote = text.charAt(start);
        boolean quoted = quote == '"' || quote == '\'' || quote == '`';
        int first = quoted ? start + 1 : start;
        int end = quoted ? quotedEnd(text, first, quote) : bareEnd(text, first);
        if (end < 0) {
            return Optional.empty();
        }
        String value = text.subSequence(first, end).toString();
        return secret(value, rule.strength(), quoted, next(text, end))
                ? Optional.of(new SecretRule.Span(first, end, rule.kind()))
                : Optional.empty();
    }

    /// Whether a value looks like a secret when a telling name stands before it.
    static boolean secret(
            String value, SecretRule.Strength strength, boolean quoted, char following) {
        boolean strong = strength == SecretRule.Strength.STRONG;
        if (value.length() < (strong ? MIN_STRONG_CHARS : MIN_WEAK_CHARS)
                || following == '('
                || placeholder(value)) {
            return false;
        }
        Makeup makeup = Makeup.of(value);
        if (makeup.spaces() > 0) {
            return false;
        }
        if (strong && quoted) {
            return makeup.digits() > 0
                    || makeup.specials() > 0
                    || (makeup.bothCases() && odd(value));
        }
        if (strong) {
            return value.length() >= 8
                    && makeup.digits() > 0
                    && makeup.letters() > 0
                    && !expression(value);
        }
        return makeup.digits() >= 2
                && makeup.letters() > 0
                && !expression(value)
                && makeup.bitsPerChar() >= MIN_WEAK_BITS_PER_CHAR;
    }

    /// Of what a value is made.
    private record Makeup(
            int digits,
            int letters,
            int specials,
            int spaces,
            boolean bothCases,
            double bitsPerChar) {
        static Makeup of(String value) {
            int digits = 0;
            int upper = 0;
            int lower = 0;
            int spaces = 0;
            int[] counts = new int[128];
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                digits += c >= '0' && c <= '9' ? 1 : 0;
                upper += c >= 'A' && c <= 'Z' ? 1 : 0;
                lower += c >= 'a' && c <= 'z' ? 1 : 0;
                spaces += c <= ' ' ? 1 : 0;
                counts[c & 127]++;
            }
            double bits = 0;
            for (int count : counts) {
                if (count > 0) {
                    double share = (double) count / value.length();
                    bits -= share * Math.log(share) / Math.log(2);
                }
            }
            int specials = value.length() - digits - upper - lower - spaces - separators(value);
            return new Makeup(
                    digits, upper + lower, specials, spaces, upper > 0 && lower > 0, bits);
        }

        private static int separators(String value) {
            int count = 0;
            for (int i = 0; i < value.length(); i++) {
                count += "_-./:".indexOf(value.charAt(i)) >= 0 ? 1 : 0;
            }
            return count;
        }
    }

    /// Mixed case that is not one of the ways to write a name.
    private static boolean odd(String value) {
        int changes = 0;
        for (int i = 1; i < value.length(); i++) {
            boolean up = Character.isUpperCase(value.charAt(i));
            changes += up != Character.isUpperCase(value.charAt(i - 1)) ? 1 : 0;
        }
        return changes * 3 > value.length();
    }

    /// A name, a path of names, or something computed.
    private static boolean expression(String value) {
        if (value.indexOf("::") >= 0 || value.indexOf('(') >= 0 || value.indexOf('[') >= 0) {
            return true;
        }
        if (value.startsWith("/") || value.startsWith("./") || value.indexOf("://") >= 0) {
            return true;
        }
        boolean dotted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Character.isLetter(c) && c != '_' && c != '.' && c != '-') {
                return dotted && Character.isDigit(c) && words(value);
            }
            dotted |= c == '.';
        }
        return true;
    }

    /// `config.server1.password`: every piece begins with a letter and is short.
    private static boolean words(String value) {
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == '.') {
                boolean word = i > start && Character.isLetter(value.charAt(start));
                if (!word || i - start > 16) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }

    private static boolean placeholder(String value) {
        char first = value.charAt(0);
        if ((first == '$' && value.indexOf('$', 1) < 0) || first == '<' || first == '{') {
            return true;
        }
        if (value.startsWith("#{") || value.startsWith("%(") || value.endsWith("}")) {
            return true;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        for (String word : PLACEHOLDERS) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the name stands in what a secret was replaced by, `[secret:url-password:...]`.
    private static boolean inMarker(CharSequence text, int name) {
        int at = name;
        while (at > 0
                && name - at < MAX_KIND_CHARS
                && SecretRule.CharClass.K.has(text.charAt(at - 1))) {
            at--;
        }
        return TokenMatcher.stands(text, at - 1, "[secret:")
                || TokenMatcher.stands(text, at - 8, "[secret:");
    }

    /// The name may go on with a number or with one of a few endings, else it is another name.
    private static int suffix(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && SecretRule.CharClass.K.has(text.charAt(end))) {
            end++;
        }
        if (end == from) {
            return end;
        }
        int start = text.charAt(from) == '_' || text.charAt(from) == '-' ? from + 1 : from;
        String rest = text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
        boolean number = rest.length() <= 3 && rest.chars().allMatch(c -> c >= '0' && c <= '9');
        return number || SUFFIXES.contains(rest) ? end : -1;
    }

    /// Where the value begins, its quote included, or -1.
    private static int value(CharSequence text, int name, int nameEnd) {
        int at = nameEnd;
        int limit = Math.min(text.length(), nameEnd + MAX_GAP_CHARS);
        boolean keyQuoted = at < limit && isQuote(text, at);
        boolean separated = false;
        while (at < limit) {
            char c = text.charAt(at);
            boolean quote = isQuote(text, at);
            if (quote && separated) {
                return at;
            }
            if (c == '=' || c == ':' || c == '>' || (c == ',' && keyQuoted)) {
                separated = true;
            } else if (c != ' ' && c != '\t' && c != '\\' && c != ']' && c != ')' && !quote) {
                return separated || (at > nameEnd && flag(text, name)) ? at : -1;
            }
            at++;
        }
        return -1;
    }

    /// Whether the name is an option of a command, `--password x`.
    private static boolean flag(CharSequence text, int name) {
        int start = name;
        while (start > 0 && SecretRule.CharClass.K.has(text.charAt(start - 1))) {
            start--;
        }
        return TokenMatcher.stands(text, start, "--");
    }

    private static boolean isQuote(CharSequence text, int at) {
        char c = text.charAt(at);
        return c == '"' || c == '\'' || c == '`';
    }

    private static int quotedEnd(CharSequence text, int from, char quote) {
        int limit = Math.min(text.length(), from + MAX_VALUE_CHARS);
        for (int i = from; i < limit; i++) {
            char c = text.charAt(i);
            if (c == quote || (c == '\\' && i + 1 < limit && text.charAt(i + 1) == quote)) {
                return i > from ? i : -1;
            }
            if (c == '\n') {
                return -1;
            }
        }
        return -1;
    }

    private static int bareEnd(CharSequence text, int from) {
        int limit = Math.min(text.length(), from + MAX_VALUE_CHARS);
        int end = from;
        while (end < limit && "\"'`,;)}]<>&\\ \t\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end > from ? end : -1;
    }

    private static char next(CharSequence text, int at) {
        return at < text.length() ? text.charAt(at) : '\n';
    }
}
