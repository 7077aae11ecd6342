package dev.cordon.policy;

import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// `matches`: whether a regular expression is found in a text. The syntax is that of RE2, which is
/// a part of the platform's own; what RE2 does not have is refused.
///
/// The platform's engine backtracks, so an expression like `(a+)+$` can take for ever. Each
/// character that it looks at is counted, and the condition ends when its steps are spent.
final class CelPattern {
    static final int MAX_PATTERN_CHARS = 1_000;
    static final int MAX_TEXT_CHARS = 64 * 1024;

    private CelPattern() {}

    /// @throws CelException if the expression is none, or too much
    static boolean find(String pattern, String text, LongConsumer step) {
        if (pattern.length() > MAX_PATTERN_CHARS || text.length() > MAX_TEXT_CHARS) {
            throw new CelException("matches is given too long a text");
        }
        refuseBeyondRe2(pattern);
        try {
            return Pattern.compile(pattern).matcher(new Counted(text, step)).find();
        } catch (PatternSyntaxException _) {
            throw new CelException(Quoted.of(pattern) + " is not a regular expression");
        } catch (StackOverflowError _) {
            throw new CelException(Quoted.of(pattern) + " is too deep for this text");
        }
    }

    private static void refuseBeyondRe2(String pattern) {
        boolean group = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            char next = i + 1 < pattern.length() ? pattern.charAt(i + 1) : '\0';
            if (c == '\\') {
                boolean reference = (next >= '1' && next <= '9') || next == 'k' || next == 'G';
                if (reference) {
                    throw unknown(pattern);
                }
                i++;
            } else if (c == '[') {
                group = true;
            } else if (c == ']') {
                group = false;
            } else if (c == '(' && next == '?' && !group) {
                String rest = pattern.substring(i + 2);
                boolean named =
                        rest.startsWith("P<") || (rest.startsWith("<") && !isLookBehind(rest));
                boolean flags = !rest.isEmpty() && ":imsU-".indexOf(rest.charAt(0)) >= 0;
                if (!named && !flags) {
                    throw unknown(pattern);
                }
            } else if (next == '+' && (c == '+' || c == '*' || c == '?' || c == '}') && !group) {
                throw unknown(pattern);
            } else if (c == '&' && next == '&' && group) {
                throw unknown(pattern);
            }
        }
    }

    private static boolean isLookBehind(String rest) {
        return rest.startsWith("<=") || rest.startsWith("<!");
    }

    private static CelException unknown(String pattern) {
        return new CelException(
                Quoted.of(pattern)
                        + " uses what matches does not know: no look-around, no references to"
                        + " groups, no possessive repetition");
    }

    /// Counts what the engine looks at.
    private record Counted(String text, LongConsumer step) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            step.accept(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.substring(start, end), step);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
