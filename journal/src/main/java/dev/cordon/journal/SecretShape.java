package dev.cordon.journal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Secrets whose form is more than a prefix and a run of characters.
enum SecretShape {
    PEM {
        @Override
        Optional<SecretRule.Span> match(CharSequence text, int at) {
            int headEnd = find(text, "-----", at + 10, MAX_HEAD_CHARS);
            if (headEnd < 0 || find(text, "PRIVATE KEY", at, headEnd - at) < 0) {
                return Optional.empty();
            }
            // Another beginning means that this block has no end; who looked on would look at the
            // same text again and again.
            int next = find(text, "-----BEGIN", headEnd, MAX_BLOCK_CHARS);
            int within = next < 0 ? MAX_BLOCK_CHARS : next - headEnd;
            int end = find(text, "-----END", headEnd, within);
            int close = end < 0 ? -1 : find(text, "-----", end + 8, MAX_HEAD_CHARS);
            return span(at, close < 0 ? keyText(text, headEnd + 5) : close + 5, "private-key");
        }
    },
    PUTTY {
        @Override
        Optional<SecretRule.Span> match(CharSequence text, int at) {
            int line = find(text, "\n", at, MAX_HEAD_CHARS);
            return line < 0
                    ? Optional.empty()
                    : span(line + 1, keyText(text, line + 1), "private-key");
        }
    },
    JWT {
        @Override
        Optional<SecretRule.Span> match(CharSequence text, int at) {
            if (!TokenMatcher.stands(text, at, "eyJ") || TokenMatcher.joined(text, at)) {
                return Optional.empty();
            }
            int first = run(text, at);
            if (first - at < 10 || !TokenMatcher.stands(text, first, ".")) {
                return Optional.empty();
            }
            int second = run(text, first + 1);
            if (second - first < 10 || !TokenMatcher.stands(text, second, ".")) {
                return Optional.empty();
            }
            int third = run(text, second + 1);
            return third - second < 10 ? Optional.empty() : span(at, third, "jwt");
        }
    },
    URL {
        @Override
        Optional<SecretRule.Span> match(CharSequence text, int at) {
            int start = at + 3;
            int colon = -1;
            int limit = Math.min(text.length(), start + MAX_LINE_CHARS);
            int end = -1;
            for (int i = start; i < limit; i++) {
                char c = text.charAt(i);
                if (c <= ' ' || "/\"'`<>?#\\,;)".indexOf(c) >= 0) {
                    break;
                }
                colon = c == ':' && colon < 0 ? i : colon;
                end = c == '@' ? i : end;
            }
            boolean found = colon >= 0 && end > colon + 1 && text.charAt(colon + 1) != '$';
            boolean placeholder =
                    found
                            && ("{<*[".indexOf(text.charAt(colon + 1)) >= 0
                                    || WORDS.contains(text.subSequence(colon + 1, end).toString()));
            return found && !placeholder ? span(colon + 1, end, "url-password") : Optional.empty();
        }
    },
    NETRC {
        @Override
        Optional<SecretRule.Span> match(CharSequence text, int at) {
            int login = word(text, at + 7, "login", 2);
            int password = login < 0 ? -1 : word(text, login, "password", 2);
            int start = password < 0 ? -1 : skipSpace(text, password);
            int end = start < 0 ? -1 : wordEnd(text, start);
            return end > start ? span(start, end, "netrc-password") : Optional.empty();
        }
    },
    HEADER {
        @Override
        Optional<SecretRule.Span> match(CharSequence text, int at) {
            int value = skipMarks(text, at + 13);
            int word = wordEnd(text, value);
            String scheme = text.subSequence(value, Math.max(word, value)).toString();
            boolean basic = scheme.equalsIgnoreCase("basic");
            boolean bearer = scheme.equalsIgnoreCase("bearer") || scheme.equalsIgnoreCase("token");
            if (!basic && !bearer) {
                return Optional.empty();
            }
            int start = skipSpace(text, word);
            int end = start;
            while (end < text.length() && SecretRule.CharClass.T.has(text.charAt(end))) {
                end++;
            }
            return end - start < 8
                    ? Optional.empty()
                    : span(start, end, basic ? "basic-auth" : "bearer-token");
        }
    },
    COOKIE {
        @Override
        Optional<SecretRule.Span> match(CharSequence text, int at) {
            int limit = Math.min(text.length(), at + MAX_LINE_CHARS);
            int nameStart = skipSpace(text, at + 7);
            for (int i = nameStart; i < limit && text.charAt(i) >= ' '; i++) {
                char c = text.charAt(i);
                if (c == ';' || c == ' ') {
                    nameStart = i + 1;
                } else if (c == '=') {
                    int end = i + 1;
                    while (end < limit && "; \t\r\n\"'\\,".indexOf(text.charAt(end)) < 0) {
                        end++;
                    }
                    if (end - i > 16 && sessionName(text.subSequence(nameStart, i))) {
                        return span(i + 1, end, "session-cookie");
                    }
                    i = end - 1;
                }
            }
            return Optional.empty();
        }
    };

    // What stands for a password in documentation.
    private static final Set<String> WORDS =
            Set.of("password", "passwd", "pass", "pwd", "pw", "secret", "token");
    private static final int MAX_HEAD_CHARS = 80;
    private static final int MAX_LINE_CHARS = 2048;
    private static final int MAX_BLOCK_CHARS = 16 * 1024;

    /// Looks at the anchor that stands at `at`.
    abstract Optional<SecretRule.Span> match(CharSequence text, int at);

    private static Optional<SecretRule.Span> span(int start, int end, String kind) {
        return end > start ? Optional.of(new SecretRule.Span(start, end, kind)) : Optional.empty();
    }

    private static boolean sessionName(CharSequence name) {
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.contains("sess")
                || lower.contains("sid")
                || lower.contains("auth")
                || lower.contains("token")
                || lower.contains("jwt");
    }

    private static int find(CharSequence text, String wanted, int from, int within) {
        int limit = Math.min(text.length() - wanted.length(), from + within);
        for (int i = from; i <= limit; i++) {
            if (TokenMatcher.stands(text, i, wanted)) {
                return i;
            }
        }
        return -1;
    }

    /// The end of base64 lines, also where the newline is written as `\n`.
    private static int keyText(CharSequence text, int from) {
        int limit = Math.min(text.length(), from + MAX_BLOCK_CHARS);
        int at = from;
        while (at < limit
                && (SecretRule.CharClass.B.has(text.charAt(at))
                        || "=\r\n\\ ".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    private static int run(CharSequence text, int from) {
        int limit = Math.min(text.length(), from + MAX_BLOCK_CHARS);
        int at = from;
        while (at < limit && SecretRule.CharClass.K.has(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /// Behind `wanted`, which is one of the next `within` words, each followed by another one.
    private static int word(CharSequence text, int from, String wanted, int within) {
        int at = from;
        for (int i = 0; i < within; i++) {
            int start = skipSpace(text, at);
            at = wordEnd(text, start);
            if (text.subSequence(start, at).toString().equals(wanted)) {
                return at;
            }
        }
        return -1;
    }

    private static int skipSpace(CharSequence text, int from) {
        int at = from;
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Math.min(at, text.length());
    }

    private static int skipMarks(CharSequence text, int from) {
        int at = from;
        while (at < text.length()
                && at - from < 8
                && " \t\"'=:\\,`".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Math.min(at, text.length());
    }

    private static int wordEnd(CharSequence text, int from) {
        int limit = Math.min(text.length(), from + MAX_LINE_CHARS);
        int at = from;
        while (at < limit && text.charAt(at) > ' ' && "\"'`".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
