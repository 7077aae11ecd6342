package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// Finds which words of a line changed. Removed lines that are followed by as many added ones are
/// compared pair by pair.
final class WordMarks {
    private static final int MAX_WORDS = 300;
    private static final int MAX_LINE_CHARACTERS = 2000;

    /// Below this share of equal characters two lines are two lines, not one that changed.
    private static final double MIN_LIKENESS = 0.35;

    private WordMarks() {}

    /// A piece of a line, as it stands in the file.
    record Part(String text, Weight weight) {}

    /// Whether a piece differs from the line it is compared with.
    enum Weight {
        SAME,
        CHANGED
    }

    /// The parts of each line.
    static List<List<Part>> of(List<FileDiff.Entry> lines) {
        List<List<Part>> marked = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            int removed = run(lines, i, FileDiff.Sign.REMOVED);
            int added = run(lines, i + removed, FileDiff.Sign.ADDED);
            if (removed > 0 && removed == added) {
                List<List<Part>> after = new ArrayList<>();
                for (int k = i; k < i + removed; k++) {
                    Pair pair = pair(lines.get(k).text(), lines.get(k + removed).text());
                    marked.add(pair.before());
                    after.add(pair.after());
                }
                marked.addAll(after);
            } else {
                for (int k = i; k < i + Math.max(1, removed + added); k++) {
                    marked.add(List.of(new Part(lines.get(k).text(), Weight.SAME)));
                }
            }
            i += Math.max(1, removed + added);
        }
        return marked;
    }

    private static int run(List<FileDiff.Entry> lines, int from, FileDiff.Sign sign) {
        int at = from;
        while (at < lines.size() && lines.get(at).sign() == sign) {
            at++;
        }
        return at - from;
    }

    private record Pair(List<Part> before, List<Part> after) {}

    private static Pair pair(String before, String after) {
        Pair unmarked =
                new Pair(
                        List.of(new Part(before, Weight.SAME)),
                        List.of(new Part(after, Weight.SAME)));
        if (before.length() > MAX_LINE_CHARACTERS || after.length() > MAX_LINE_CHARACTERS) {
            return unmarked;
        }
        List<String> old = words(before);
        List<String> now = words(after);
        if (old.size() > MAX_WORDS || now.size() > MAX_WORDS) {
            return unmarked;
        }
        boolean[] oldSame = new boolean[old.size()];
        boolean[] newSame = new boolean[now.size()];
        int same = match(old, now, oldSame, newSame);
        int total = Math.max(before.strip().length(), after.strip().length());
        return same < MIN_LIKENESS * total
                ? unmarked
                : new Pair(parts(old, oldSame), parts(now, newSame));
    }

    /// The longest common subsequence; marks its words and gives how many visible characters they
    /// have.
    private static int match(
            List<String> old, List<String> now, boolean[] oldSame, boolean[] newSame) {
        int[][] best = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int k = now.size() - 1; k >= 0; k--) {
                best[i][k] =
                        old.get(i).equals(now.get(k))
                                ? best[i + 1][k + 1] + old.get(i).length()
                                : Math.max(best[i + 1][k], best[i][k + 1]);
            }
        }
        int i = 0;
        int k = 0;
        int same = 0;
        while (i < old.size() && k < now.size()) {
            if (old.get(i).equals(now.get(k))) {
                oldSame[i] = true;
                newSame[k] = true;
                same += old.get(i).isBlank() ? 0 : old.get(i).length();
                i++;
                k++;
            } else if (best[i + 1][k] >= best[i][k + 1]) {
                i++;
            } else {
                k++;
            }
        }
        return same;
    }

    private static List<Part> parts(List<String> words, boolean[] same) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            text.append(words.get(i));
            if (i + 1 == words.size() || same[i] != same[i + 1]) {
                parts.add(new Part(text.toString(), same[i] ? Weight.SAME : Weight.CHANGED));
                text.setLength(0);
            }
        }
        return parts;
    }

    /// Words, runs of spaces, and single other characters.
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            int end = at + Character.charCount(line.codePointAt(at));
            int kind = kind(line.codePointAt(at));
            while (kind > 0 && end < line.length() && kind(line.codePointAt(end)) == kind) {
                end += Character.charCount(line.codePointAt(end));
            }
            words.add(line.substring(at, end));
            at = end;
        }
        return words;
    }

    private static int kind(int character) {
        if (Character.isLetterOrDigit(character) || character == '_') {
            return 1;
        }
        boolean mark = Character.getType(character) == Character.NON_SPACING_MARK;
        return mark ? 1 : Character.isWhitespace(character) ? 2 : 0;
    }
}
