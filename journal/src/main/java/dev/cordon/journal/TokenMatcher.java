package dev.cordon.journal;

import java.util.Optional;

/// Matches {@link SecretRule.Token}.
final class TokenMatcher {
    private static final int MIN_DISTINCT_CHARS = 5;

    private TokenMatcher() {}

    static Optional<SecretRule.Span> match(CharSequence text, int at, SecretRule.Token rule) {
        if (!stands(text, at, rule.exact())) {
            return Optional.empty();
        }
        int start = at;
        if (rule.before().isPresent()) {
            SecretRule.Run before = rule.before().get();
            while (start > 0
                    && at - start < before.max()
                    && before.chars().has(text.charAt(start - 1))) {
                start--;
            }
            if (at - start < before.min()) {
                return Optional.empty();
            }
        } else if (joined(text, start)) {
            return Optional.empty();
        }
        int end = parts(text, at + rule.exact().length(), rule);
        return end < 0 || !varied(text, at + rule.exact().length(), end)
                ? Optional.empty()
                : Optional.of(new SecretRule.Span(start, end, rule.kind()));
    }

    /// Behind the last part, or -1.
    private static int parts(CharSequence text, int from, SecretRule.Token rule) {
        int at = from;
        for (SecretRule.Part part : rule.parts()) {
            switch (part) {
                case SecretRule.Literal(String literal) -> {
                    if (!stands(text, at, literal)) {
                        return -1;
                    }
                    at += literal.length();
                }
                case SecretRule.Run run -> {
                    int end = at;
                    while (end < text.length()
                            && end - at < run.max()
                            && run.chars().has(text.charAt(end))) {
                        end++;
                    }
                    boolean goesOn =
                            end - at == run.max()
                                    && end < text.length()
                                    && SecretRule.CharClass.W.has(text.charAt(end));
                    if (end - at < run.min() || goesOn) {
                        return -1;
                    }
                    at = end;
                }
            }
        }
        return at;
    }

    /// Whether a word is going on that began before.
    static boolean joined(CharSequence text, int at) {
        return at > 0
                && SecretRule.CharClass.W.has(text.charAt(at - 1))
                && SecretRule.CharClass.W.has(text.charAt(at))
                && !escaped(text, at - 1);
    }

    /// The `n` of `\n` in a JSON or source string is no part of the word behind it.
    private static boolean escaped(CharSequence text, int at) {
        return at > 0 && text.charAt(at - 1) == '\\' && "nrt".indexOf(text.charAt(at)) >= 0;
    }

    static boolean stands(CharSequence text, int at, String wanted) {
        if (at < 0 || at + wanted.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (text.charAt(at + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Placeholders repeat themselves: `AKIAXXXXXXXXXXXXXXXX`.
    private static boolean varied(CharSequence text, int start, int end) {
        long low = 0;
        long high = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < 64) {
                low |= 1L << c;
            } else {
                high |= 1L << (c & 63);
            }
        }
        return Long.bitCount(low) + Long.bitCount(high) >= MIN_DISTINCT_CHARS;
    }
}
