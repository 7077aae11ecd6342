package dev.cordon.tui;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.algorithm.myers.MyersDiff;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What changed in one file.
///
/// @param path its name now, of any origin
/// @param oldPath its name before, if it had another one
/// @param hunks the changed places with lines around them, in order
/// @param notes what lines do not show, for example `binary`, `mode 100644 to 100755`
record FileDiff(
        String path,
        Optional<String> oldPath,
        Change change,
        List<Hunk> hunks,
        List<String> notes) {

    /// Lines shown around a change.
    static final int CONTEXT_LINES = 3;

    /// Beyond this many differing lines the places are not searched for: all of it is one place.
    private static final int MAX_DIFFERENCES = 1500;

    FileDiff {
        hunks = List.copyOf(hunks);
        notes = List.copyOf(notes);
    }

    /// What happened to the file.
    enum Change {
        ADDED,
        EDITED,
        DELETED,
        RENAMED
    }

    /// One place.
    ///
    /// @param oldStart number of the first line before, counted from 1
    /// @param newStart number of the first line now, counted from 1
    record Hunk(int oldStart, int newStart, List<Entry> lines) {
        Hunk {
            lines = List.copyOf(lines);
        }
    }

    /// One line, as it stands in the file.
    record Entry(Sign sign, String text) {}

    /// What a line is.
    enum Sign {
        CONTEXT,
        ADDED,
        REMOVED
    }

    int added() {
        return count(Sign.ADDED);
    }

    int removed() {
        return count(Sign.REMOVED);
    }

    private int count(Sign sign) {
        int count = 0;
        for (Hunk hunk : hunks) {
            for (Entry line : hunk.lines()) {
                count += line.sign() == sign ? 1 : 0;
            }
        }
        return count;
    }

    /// The difference between two contents.
    ///
    /// @param before absent if there was no file
    /// @param after absent if there is none any more
    static FileDiff between(String path, Optional<String> before, Optional<String> after) {
        Change change =
                before.isEmpty() ? Change.ADDED : after.isEmpty() ? Change.DELETED : Change.EDITED;
        List<String> notes = new ArrayList<>();
        String old = before.orElse("");
        String now = after.orElse("");
        if (old.indexOf('\0') >= 0 || now.indexOf('\0') >= 0) {
            notes.add("binary");
            return new FileDiff(path, Optional.empty(), change, List.of(), notes);
        }
        if (!now.isEmpty() && !now.endsWith("\n")) {
            notes.add("no line end at the end");
        }
        return new FileDiff(path, Optional.empty(), change, hunks(lines(old), lines(now)), notes);
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return List.of(body.split("\n", -1));
    }

    private static List<Hunk> hunks(List<String> old, List<String> now) {
        List<Hunk> hunks = new ArrayList<>();
        List<Entry> lines = new ArrayList<>();
        int oldStart = 0;
        int newStart = 0;
        int shown = 0;
        List<Piece> pieces = pieces(old, now);
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (lines.isEmpty()) {
                shown = Math.max(0, piece.oldFrom() - CONTEXT_LINES);
                oldStart = shown + 1;
                newStart = piece.newFrom() - (piece.oldFrom() - shown) + 1;
            }
            context(lines, old, shown, piece.oldFrom());
            entries(lines, Sign.REMOVED, old, piece.oldFrom(), piece.oldTo());
            entries(lines, Sign.ADDED, now, piece.newFrom(), piece.newTo());
            shown = piece.oldTo();
            boolean last = i + 1 == pieces.size();
            if (last || pieces.get(i + 1).oldFrom() - shown > 2 * CONTEXT_LINES) {
                context(lines, old, shown, Math.min(old.size(), shown + CONTEXT_LINES));
                hunks.add(new Hunk(oldStart, newStart, lines));
                lines = new ArrayList<>();
            }
        }
        return hunks;
    }

    private static void context(List<Entry> lines, List<String> old, int from, int to) {
        entries(lines, Sign.CONTEXT, old, from, to);
    }

    private static void entries(
            List<Entry> lines, Sign sign, List<String> source, int from, int to) {
        for (String text : source.subList(Math.min(from, to), to)) {
            lines.add(new Entry(sign, text));
        }
    }

    /// Lines `oldFrom` to `oldTo` became `newFrom` to `newTo`, counted from 0.
    private record Piece(int oldFrom, int oldTo, int newFrom, int newTo) {}

    private static List<Piece> pieces(List<String> old, List<String> now) {
        int start = 0;
        int most = Math.min(old.size(), now.size());
        while (start < most && old.get(start).equals(now.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start
                && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
            end++;
        }
        if (start == old.size() && start == now.size()) {
            return List.of();
        }
        List<String> oldPart = old.subList(start, old.size() - end);
        List<String> newPart = now.subList(start, now.size() - end);
        List<Piece> pieces = new ArrayList<>();
        try {
            for (AbstractDelta<String> delta :
                    DiffUtils.diff(oldPart, newPart, new MyersDiff<>(), new Patience())
                            .getDeltas()) {
                int a = start + delta.getSource().getPosition();
                int b = start + delta.getTarget().getPosition();
                pieces.add(
                        new Piece(
                                a, a + delta.getSource().size(), b, b + delta.getTarget().size()));
            }
        } catch (TooDifferent _) {
            return List.of(new Piece(start, old.size() - end, start, now.size() - end));
        }
        return pieces;
    }

    /// Ends a search that would take long.
    private static final class Patience implements DiffAlgorithmListener {
        @Override
        public void diffStart() {
            // Nothing to count yet.
        }

        @Override
        public void diffStep(int value, int max) {
            if (value > MAX_DIFFERENCES) {
                throw new TooDifferent();
            }
        }

        @Override
        public void diffEnd() {
            // The search was short enough.
        }
    }

    private static final class TooDifferent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooDifferent() {
            super("too different", null, false, false);
        }
    }
}
