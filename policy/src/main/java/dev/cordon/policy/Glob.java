package dev.cordon.policy;

/// A pattern with `*` for any characters but `/`, `**` for any characters, and `?` for one that is
/// no `/`. Everything else stands for itself. Takes time in proportion to both lengths multiplied,
/// whatever the pattern.
final class Glob {
    private Glob() {}

    static boolean matches(String pattern, String text) {
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        int p = 0;
        while (p < pattern.length()) {
            char c = pattern.charAt(p);
            if (c == '*') {
                boolean across = p + 1 < pattern.length() && pattern.charAt(p + 1) == '*';
                p += across ? 2 : 1;
                for (int t = 1; t <= text.length(); t++) {
                    reached[t] |= reached[t - 1] && (across || text.charAt(t - 1) != '/');
                }
                continue;
            }
            for (int t = text.length(); t > 0; t--) {
                char other = text.charAt(t - 1);
                reached[t] = reached[t - 1] && (c == other || (c == '?' && other != '/'));
            }
            reached[0] = false;
            p++;
        }
        return reached[text.length()];
    }
}
