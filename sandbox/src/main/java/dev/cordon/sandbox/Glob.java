package dev.cordon.sandbox;

/// A path pattern as in gitignore(5): `*` and `?` stay inside one name, `**` crosses folders,
/// `[a-z]` is a class, a backslash takes the meaning off the next character.
///
/// Matching takes at most {@value #MAX_STEPS} steps; a pattern that needs more does not match.
final class Glob {
    private static final int MAX_STEPS = 200_000;

    private final String pattern;
    private int steps;

    Glob(String pattern) {
        this.pattern = pattern;
    }

    /// Whether the whole text matches.
    static boolean matches(String pattern, String text) {
        return new Glob(pattern).match(0, text, 0);
    }

    private boolean match(int at, String text, int from) {
        int p = at;
        int t = from;
        while (p < pattern.length()) {
            if (++steps > MAX_STEPS) {
                return false;
            }
            char c = pattern.charAt(p);
            if (c == '*') {
                return star(p, text, t);
            }
            if (t >= text.length()) {
                return false;
            }
            char actual = text.charAt(t);
            if (c == '?') {
                if (actual == '/') {
                    return false;
                }
                p++;
            } else if (c == '[' && classEnd(p) > 0) {
                if (actual == '/' || !inClass(p, actual)) {
                    return false;
                }
                p = classEnd(p) + 1;
            } else {
                if (c == '\\' && p + 1 < pattern.length()) {
                    c = pattern.charAt(++p);
                }
                if (c != actual) {
                    return false;
                }
                p++;
            }
            t++;
        }
        return t == text.length();
    }

    private boolean star(int p, String text, int t) {
        boolean crosses = pattern.startsWith("**", p);
        int next = p;
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        // "**/" also stands for no folder at all
        if (crosses && next < pattern.length() && pattern.charAt(next) == '/') {
            if (match(next + 1, text, t)) {
                return true;
            }
        }
        for (int end = t; end <= text.length(); end++) {
            if (match(next, text, end)) {
                return true;
            }
            if (steps > MAX_STEPS || (end < text.length() && text.charAt(end) == '/' && !crosses)) {
                return false;
            }
        }
        return false;
    }

    private int classEnd(int open) {
        int first = open + 1;
        if (first < pattern.length()
                && (pattern.charAt(first) == '!' || pattern.charAt(first) == '^')) {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private boolean inClass(int open, char actual) {
        int at = open + 1;
        boolean negated = pattern.charAt(at) == '!' || pattern.charAt(at) == '^';
        if (negated) {
            at++;
        }
        int end = classEnd(open);
        boolean found = false;
        while (at < end) {
            char low = pattern.charAt(at);
            if (low == '\\' && at + 1 < end) {
                low = pattern.charAt(++at);
            }
            char high = low;
            if (at + 2 < end && pattern.charAt(at + 1) == '-') {
                high = pattern.charAt(at + 2);
                at += 2;
            }
            found |= low <= actual && actual <= high;
            at++;
        }
        return found != negated;
    }
}
