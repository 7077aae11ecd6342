package dev.cordon.tui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The patterns of one `.gitignore`, matched without regular expressions.
///
/// @see <a href="https://git-scm.com/docs/gitignore">the format</a>
final class IgnoreRules {
    static final IgnoreRules NONE = new IgnoreRules(List.of());

    private static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_PATTERN_CHARS = 1000;

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    /// What the rules say of a file.
    enum Verdict {
        IGNORED,
        /// A pattern with `!` took it back.
        KEPT,
        UNNAMED
    }

    /// @param pattern without its marks
    private record Rule(String pattern, Verdict verdict, Place place, Kind kind) {}

    private enum Place {
        /// The pattern has a slash: it is for one path.
        PATH,
        /// For a name in any folder.
        NAME
    }

    private enum Kind {
        ANY,
        FOLDER
    }

    /// The rules of a file; none if there is none.
    static IgnoreRules read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return NONE;
            }
            return parse(Files.readString(file));
        } catch (IOException _) {
            // Not UTF-8 or not readable: names in it cannot be compared.
            return NONE;
        }
    }

    static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String pattern = trimmed(line);
            if (pattern.isEmpty()
                    || pattern.startsWith("#")
                    || pattern.length() > MAX_PATTERN_CHARS) {
                continue;
            }
            Verdict verdict = pattern.startsWith("!") ? Verdict.KEPT : Verdict.IGNORED;
            pattern = verdict == Verdict.KEPT ? pattern.substring(1) : pattern;
            Kind kind = pattern.endsWith("/") ? Kind.FOLDER : Kind.ANY;
            pattern = kind == Kind.FOLDER ? pattern.substring(0, pattern.length() - 1) : pattern;
            Place place = pattern.indexOf('/') >= 0 ? Place.PATH : Place.NAME;
            pattern = pattern.startsWith("/") ? pattern.substring(1) : pattern;
            while (pattern.contains("***")) {
                pattern = pattern.replace("***", "**");
            }
            if (!pattern.isEmpty()) {
                rules.add(new Rule(pattern, verdict, place, kind));
            }
        }
        return rules.isEmpty() ? NONE : new IgnoreRules(rules);
    }

    private static String trimmed(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        while (text.endsWith(" ") && !text.endsWith("\\ ")) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /// What the last pattern that fits says.
    ///
    /// @param path from the folder of the rules, with `/`
    Verdict judge(String path, boolean folder) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            String subject = rule.place() == Place.NAME ? name : path;
            boolean kind = rule.kind() == Kind.ANY || folder;
            if (kind && new Glob(rule.pattern(), subject).matches()) {
                return rule.verdict();
            }
        }
        return Verdict.UNNAMED;
    }

    /// One comparison. Remembers the last star of each kind to go back to, so that the time is at
    /// most the product of the lengths.
    private static final class Glob {
        private final String pattern;
        private final String text;

        Glob(String pattern, String text) {
            this.pattern = pattern;
            this.text = text;
        }

        boolean matches() {
            int p = 0;
            int t = 0;
            int starP = -1;
            int starT = -1;
            int deepP = -1;
            int deepT = -1;
            while (t < text.length() || p < pattern.length()) {
                if (pattern.startsWith("**/", p) && startsPart(p)) {
                    deepP = p + 3;
                    deepT = t;
                    starP = -1;
                    p = deepP;
                } else if (pattern.startsWith("**", p)
                        && p + 2 == pattern.length()
                        && startsPart(p)) {
                    return t < text.length();
                } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                    starP = p + 1;
                    starT = t;
                    p = starP;
                } else if (p < pattern.length() && t < text.length() && one(p, t)) {
                    p = after(p);
                    t++;
                } else if (starP >= 0 && starT < text.length() && text.charAt(starT) != '/') {
                    starT++;
                    t = starT;
                    p = starP;
                } else {
                    int slash = deepP < 0 ? -1 : text.indexOf('/', deepT);
                    if (slash < 0) {
                        return false;
                    }
                    deepT = slash + 1;
                    t = deepT;
                    p = deepP;
                    starP = -1;
                }
            }
            return true;
        }

        private boolean startsPart(int p) {
            return p == 0 || pattern.charAt(p - 1) == '/';
        }

        private boolean one(int p, int t) {
            char wanted = pattern.charAt(p);
            char c = text.charAt(t);
            if (wanted == '?') {
                return c != '/';
            }
            if (wanted == '[' && setEnd(p) > 0) {
                return c != '/' && inSet(p, c);
            }
            if (wanted == '\\' && p + 1 < pattern.length()) {
                return pattern.charAt(p + 1) == c;
            }
            return wanted == c;
        }

        private int after(int p) {
            char c = pattern.charAt(p);
            if (c == '[' && setEnd(p) > 0) {
                return setEnd(p) + 1;
            }
            return c == '\\' && p + 1 < pattern.length() ? p + 2 : p + 1;
        }

        /// Where the set that begins here ends; -1 if it does not.
        private int setEnd(int p) {
            int first =
                    p + 1 < pattern.length() && "!^".indexOf(pattern.charAt(p + 1)) >= 0 ? 2 : 1;
            return pattern.indexOf(']', p + first + 1);
        }

        private boolean inSet(int p, char c) {
            int end = setEnd(p);
            boolean not = "!^".indexOf(pattern.charAt(p + 1)) >= 0;
            boolean found = false;
            int at = p + (not ? 2 : 1);
            while (at < end) {
                boolean range = at + 2 < end && pattern.charAt(at + 1) == '-';
                char last = range ? pattern.charAt(at + 2) : pattern.charAt(at);
                found |= c >= pattern.charAt(at) && c <= last;
                at += range ? 3 : 1;
            }
            return found != not;
        }
    }
}
