package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The difference of two versions of some files, for people and for the tool `apply_patch`.
final class Patch {
    private static final int CONTEXT_LINES = 3;

    private Patch() {}

    /// A run of lines that changed.
    ///
    /// @param from index of the first old line
    /// @param to index after the last old line
    private record Hunk(int from, int to, int newFrom, int newTo) {}

    /// Old and new text of a file.
    record Change(String before, String after) {}

    /// A stretch of a file that a diff shows: changed lines with context around them.
    private record Chunk(List<Hunk> hunks, int from, int to) {}

    /// A unified diff. Each chunk has as much context as it needs to be found first, so that
    /// `apply_patch`, which knows no line numbers, puts it where it belongs.
    static String unified(Map<Path, Change> changes) {
        StringBuilder out = new StringBuilder();
        changes.forEach((path, change) -> {
            List<String> old = lines(change.before());
            List<String> now = lines(change.after());
            out.append("--- a/").append(path).append("\n+++ b/").append(path).append('\n');
            for (Chunk chunk : chunks(old, now)) {
                Hunk head = chunk.hunks().getFirst();
                int newFrom = head.newFrom() - (head.from() - chunk.from());
                int count = chunk.to() - chunk.from();
                int newCount = count;
                for (Hunk hunk : chunk.hunks()) {
                    newCount += size(hunk);
                }
                out.append(
                        "@@ -%d,%d +%d,%d @@\n"
                                .formatted(chunk.from() + 1, count, newFrom + 1, newCount));
                body(out, old, now, chunk);
            }
        });
        return out.toString();
    }

    private static List<Chunk> chunks(List<String> old, List<String> now) {
        List<Chunk> chunks = new ArrayList<>();
        int start = 0;
        for (List<Hunk> group : groups(old, now)) {
            int context = CONTEXT_LINES;
            int from = Math.max(start, group.getFirst().from() - context);
            int to = Math.min(old.size(), group.getLast().to() + CONTEXT_LINES);
            while (first(old, start, from, to) != from && from > start) {
                context += 2;
                from = Math.max(start, group.getFirst().from() - context);
            }
            chunks.add(new Chunk(group, from, to));
            start = to;
        }
        return chunks;
    }

    /// The text for `apply_patch` that does what a diff of {@link #unified} does.
    static String forTool(String unified) {
        StringBuilder out = new StringBuilder("*** Begin Patch\n");
        int oldLeft = 0;
        int newLeft = 0;
        for (String line : unified.lines().toList()) {
            if (oldLeft > 0 || newLeft > 0) {
                oldLeft -= line.startsWith("+") ? 0 : 1;
                newLeft -= line.startsWith("-") ? 0 : 1;
                out.append(line).append('\n');
            } else if (line.startsWith("+++ b/")) {
                out.append("*** Update File: ").append(line.substring(6)).append('\n');
            } else if (line.startsWith("@@ -")) {
                oldLeft = count(line, line.indexOf('-'));
                newLeft = count(line, line.indexOf('+'));
                out.append("@@\n");
            }
        }
        return out.append("*** End Patch\n").toString();
    }

    /// The diff that takes back what a diff of {@link #unified} does.
    static String reversed(String unified) {
        StringBuilder out = new StringBuilder();
        int oldLeft = 0;
        int newLeft = 0;
        List<String> removed = new ArrayList<>();
        for (String line : unified.lines().toList()) {
            if (oldLeft > 0 || newLeft > 0) {
                oldLeft -= line.startsWith("+") ? 0 : 1;
                newLeft -= line.startsWith("-") ? 0 : 1;
                if (line.startsWith("-")) {
                    removed.add("+" + line.substring(1));
                } else {
                    if (line.startsWith(" ")) {
                        flush(removed, out);
                    }
                    out.append(line.startsWith("+") ? "-" + line.substring(1) : line);
                    out.append('\n');
                }
                if (oldLeft == 0 && newLeft == 0) {
                    flush(removed, out);
                }
            } else if (line.startsWith("@@ -")) {
                oldLeft = count(line, line.indexOf('-'));
                newLeft = count(line, line.indexOf('+'));
                String[] words = line.split(" ", -1);
                out.append("@@ -").append(words[2].substring(1));
                out.append(" +").append(words[1].substring(1)).append(" @@\n");
            } else {
                out.append(line).append('\n');
            }
        }
        return out.toString();
    }

    private static void flush(List<String> lines, StringBuilder out) {
        lines.forEach(line -> out.append(line).append('\n'));
        lines.clear();
    }

    private static int count(String head, int from) {
        int comma = head.indexOf(',', from);
        int blank = head.indexOf(' ', from);
        return comma < 0 || comma > blank ? 1 : Integer.parseInt(head, comma + 1, blank, 10);
    }

    private static int size(Hunk hunk) {
        return (hunk.newTo() - hunk.newFrom()) - (hunk.to() - hunk.from());
    }

    private static void body(StringBuilder out, List<String> old, List<String> now, Chunk chunk) {
        int at = chunk.from();
        for (Hunk hunk : chunk.hunks()) {
            print(out, ' ', old.subList(at, hunk.from()));
            print(out, '-', old.subList(hunk.from(), hunk.to()));
            print(out, '+', now.subList(hunk.newFrom(), hunk.newTo()));
            at = hunk.to();
        }
        print(out, ' ', old.subList(at, chunk.to()));
    }

    private static void print(StringBuilder out, char mark, List<String> lines) {
        for (String line : lines) {
            out.append(mark).append(line).append('\n');
        }
    }

    /// Where the old lines `from` to `to` are found first, looking from `start` on.
    private static int first(List<String> old, int start, int from, int to) {
        for (int at = start; at + (to - from) <= old.size(); at++) {
            if (old.subList(at, at + to - from).equals(old.subList(from, to))) {
                return at;
            }
        }
        return -1;
    }

    private static List<String> lines(String text) {
        String[] parts = text.split("\r?\n", -1);
        List<String> lines = new ArrayList<>(List.of(parts));
        if (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    /// Runs of changed lines, those with little between them together.
    private static List<List<Hunk>> groups(List<String> old, List<String> now) {
        List<List<Hunk>> groups = new ArrayList<>();
        int end = Integer.MIN_VALUE / 2;
        for (Hunk hunk : hunks(old, now)) {
            if (hunk.from() - end > 2 * CONTEXT_LINES) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(hunk);
            end = hunk.to();
        }
        return groups;
    }

    private static List<Hunk> hunks(List<String> old, List<String> now) {
        int head = 0;
        int shorter = Math.min(old.size(), now.size());
        while (head < shorter && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<Hunk> hunks = new ArrayList<>();
        split(old, now, new Hunk(head, old.size() - tail, head, now.size() - tail), hunks);
        return hunks;
    }

    /// Splits a run at the longest stretch of equal lines in it.
    private static void split(List<String> old, List<String> now, Hunk run, List<Hunk> hunks) {
        int best = 0;
        int bestOld = 0;
        int bestNew = 0;
        for (int i = run.from(); i < run.to(); i++) {
            for (int j = run.newFrom(); j < run.newTo(); j++) {
                int length = 0;
                while (i + length < run.to()
                        && j + length < run.newTo()
                        && old.get(i + length).equals(now.get(j + length))) {
                    length++;
                }
                if (length > best) {
                    best = length;
                    bestOld = i;
                    bestNew = j;
                }
            }
        }
        if (best == 0) {
            if (run.to() > run.from() || run.newTo() > run.newFrom()) {
                hunks.add(run);
            }
            return;
        }
        split(old, now, new Hunk(run.from(), bestOld, run.newFrom(), bestNew), hunks);
        split(old, now, new Hunk(bestOld + best, run.to(), bestNew + best, run.newTo()), hunks);
    }
}
