import java.util.ArrayList;
import java.util.List;

/// Patterns in which * stands for any characters but /, ** for any at all, ? for one,
/// and [a-z] or [!a-z] for one of a set.
final class Wildcards {
    private Wildcards() {}

    static boolean matches(String pattern, String text) {
        return matches(pattern, 0, text, 0);
    }

    static List<String> filter(List<String> patterns, List<String> paths) {
        List<String> kept = new ArrayList<>();
        for (String path : paths) {
            boolean keep = false;
            for (String pattern : patterns) {
                if (pattern.startsWith("!")) {
                    keep = keep && !matches(pattern.substring(1), path);
                } else {
                    keep = keep || matches(pattern, path);
                }
            }
            if (keep) {
                kept.add(path);
            }
        }
        return kept;
    }

    private static boolean matches(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        char c = pattern.charAt(p);
        if (c == '*') {
            boolean deep = pattern.startsWith("**", p);
            int next = deep ? p + 2 : p + 1;
            for (int end = t; end <= text.length(); end++) {
                if (matches(pattern, next, text, end)) {
                    return true;
                }
                if (end < text.length() && text.charAt(end) == '/' && !deep) {
                    return false;
                }
            }
            return false;
        }
        if (t == text.length()) {
            return false;
        }
        if (c == '[') {
            int close = pattern.indexOf(']', p + 1);
            if (close > 0) {
                return inSet(pattern.substring(p + 1, close), text.charAt(t))
                        && matches(pattern, close + 1, text, t + 1);
            }
        }
        boolean one = c == '?' ? text.charAt(t) != '/' : c == text.charAt(t);
        return one && matches(pattern, p + 1, text, t + 1);
    }

    private static boolean inSet(String set, char c) {
        boolean negated = set.startsWith("!");
        boolean found = false;
        int i = negated ? 1 : 0;
        while (i < set.length()) {
            if (i + 2 < set.length() && set.charAt(i + 1) == '-') {
                found |= set.charAt(i) <= c && c <= set.charAt(i + 2);
                i += 3;
            } else {
                found |= set.charAt(i) == c;
                i++;
            }
        }
        return found != negated;
    }
}
