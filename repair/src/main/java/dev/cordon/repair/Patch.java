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

    /// A unified diff.
    static String unified(Map<Path, Change> changes) {
        StringBuilder out = new StringBuilder();
        changes.forEach((path, change) -> {
            List<String> old = lines(change.before());
            List<String> now = lines(change.after());
            out.append("--- a/").append(path).append("\n+++ b/").append(path).append('\n');
            for (List<Hunk> group : groups(old, now)) {
                Hunk head = group.getFirst();
                int from = Math.max(0, head.from() - CONTEXT_LINES);
                int to = Math.min(old.size(), group.getLast().to() + CONTEXT_LINES);
                int newFrom = head.newFrom() - (head.from() - from);
                int newCount = to - from;
                for (Hunk hunk : group) {
                    newCount += size(hunk);
                }
                out.append(
                        "@@ -%d,%d +%d,%d @@\n"
                                .formatted(from + 1, to - from, newFrom + 1, newCount));
                body(out, old, now, group, from, to);
            }
        });
        return out.toString();
    }

    /// The text for `apply_patch`. Each chunk has as much context as it needs to be found first.
    static String forTool(Map<Path, Change> changes) {
        StringBuilder out = new StringBuilder("*** Begin Patch\n");
        changes.forEach((path, change) -> {
            List<String> old = lines(change.before());
            List<String> now = lines(change.after());
            out.append("*** Update File: ").append(path).append('\n');
            int start = 0;
            for (List<Hunk> group : groups(old, now)) {
                int context = CONTEXT_LINES;
                int from = Math.max(start, group.getFirst().from() - context);
                int to = Math.min(old.size(), group.getLast().to() + context);
                while (first(old, start, from, to) != from && from > start) {
                    context += 2;
                    from = Math.max(start, group.getFirst().from() - context);
                }
                out.append("@@\n");
                body(out, old, now, group, from, to);
                start = to;
            }
        });
        return out.append("*** End Patch\n").toString();
    }

    private static int size(Hunk hunk) {
        return (hunk.newTo() - hunk.newFrom()) - (hunk.to() - hunk.from());
    }

    private static void body(
            StringBuilder out,
            List<String> old,
            List<String> now,
            List<Hunk> group,
            int from,
            int to) {
        int at = from;
        for (Hunk hunk : group) {
            print(out, ' ', old.subList(at, hunk.from()));
            print(out, '-', old.subList(hunk.from(), hunk.to()));
            print(out, '+', now.subList(hunk.newFrom(), hunk.newTo()));
            at = hunk.to();
        }
        print(out, ' ', old.subList(at, to));
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
