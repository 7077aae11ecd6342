package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// Changes of files with line numbers, the changed words marked. Without colours the signs `+` and
/// `-` tell everything.
final class DiffBlock implements Block {
    /// A longer file is cut behind this many of its lines, with the number of those left out.
    static final int COLLAPSED_LINES = 30;

    private static final int MAX_LINE_CHARACTERS = 2000;

    /// What the reader has to do with it.
    enum Purpose {
        /// To read what was done: hidden characters are removed.
        READ,
        /// To decide: hidden characters are written out.
        JUDGE
    }

    private final List<FileDiff> files;
    private final int maxLines;
    private final Purpose purpose;

    /// @param maxLines shown of each file; {@link Integer#MAX_VALUE} for all
    DiffBlock(List<FileDiff> files, int maxLines, Purpose purpose) {
        this.files = List.copyOf(files);
        this.maxLines = maxLines;
        this.purpose = purpose;
    }

    @Override
    public List<Line> rows(int columns) {
        List<Line> rows = new ArrayList<>();
        for (FileDiff file : files) {
            if (!rows.isEmpty()) {
                rows.add(Line.EMPTY);
            }
            rows.addAll(Wrap.words(title(file), columns));
            body(file, columns, rows);
        }
        return rows;
    }

    private Line title(FileDiff file) {
        List<Span> spans = new ArrayList<>();
        String verb =
                switch (file.change()) {
                    case ADDED -> "Added ";
                    case EDITED -> "Edited ";
                    case DELETED -> "Deleted ";
                    case RENAMED -> "Renamed ";
                };
        spans.add(new Span(verb, Role.STRONG));
        file.oldPath()
                .ifPresent(old -> {
                    spans.addAll(shown(old, Role.TEXT));
                    spans.add(new Span(" to ", Role.DIM));
                });
        spans.addAll(shown(file.path(), Role.STRONG));
        if (file.added() + file.removed() > 0) {
            spans.add(new Span(" (", Role.DIM));
            spans.add(new Span("+" + file.added(), Role.ADDED));
            spans.add(new Span(" ", Role.DIM));
            spans.add(new Span("-" + file.removed(), Role.REMOVED));
            spans.add(new Span(")", Role.DIM));
        }
        for (String note : file.notes()) {
            spans.add(new Span(", " + Visible.line(note), Role.DIM));
        }
        return new Line(spans);
    }

    private List<Span> shown(String text, Role role) {
        return purpose == Purpose.JUDGE
                ? Visible.exact(text, role)
                : List.of(new Span(Visible.line(text), role));
    }

    private void body(FileDiff file, int columns, List<Line> rows) {
        int digits = digits(file);
        int total = file.hunks().stream().mapToInt(hunk -> hunk.lines().size()).sum();
        // One line more than allowed is shown rather than counted.
        int allowed = total <= (long) maxLines + 1 ? total : maxLines;
        int shown = 0;
        boolean first = true;
        for (FileDiff.Hunk hunk : file.hunks()) {
            if (shown == allowed) {
                break;
            }
            if (!first) {
                rows.add(Line.of(" ".repeat(Math.min(digits, columns - 1)) + "⋮", Role.HUNK));
            }
            first = false;
            shown += hunk(file, hunk, new Room(columns, digits, allowed - shown), rows);
        }
        if (shown < total) {
            String rest = "… " + (total - shown) + " more lines";
            rows.addAll(Wrap.words(Line.of(rest, Role.DIM), columns));
        }
    }

    /// What a hunk may use.
    private record Room(int columns, int digits, int lines) {}

    private int hunk(FileDiff file, FileDiff.Hunk hunk, Room room, List<Line> rows) {
        Highlighter highlighter = new Highlighter(Highlighter.languageOf(file.path()));
        int old = hunk.oldStart();
        int now = hunk.newStart();
        List<FileDiff.Entry> lines = hunk.lines();
        List<List<WordMarks.Part>> marked = WordMarks.of(lines);
        int count = Math.min(room.lines(), lines.size());
        for (int i = 0; i < count; i++) {
            FileDiff.Entry line = lines.get(i);
            int number = line.sign() == FileDiff.Sign.REMOVED ? old : now;
            old += line.sign() == FileDiff.Sign.ADDED ? 0 : 1;
            now += line.sign() == FileDiff.Sign.REMOVED ? 0 : 1;
            List<Span> spans = new ArrayList<>();
            if (line.sign() == FileDiff.Sign.CONTEXT) {
                for (Span part : readable(line.text(), Role.TEXT)) {
                    boolean plain = part.role() == Role.TEXT;
                    spans.addAll(plain ? highlighter.line(part.text()) : List.of(part));
                }
            } else {
                for (WordMarks.Part part : marked.get(i)) {
                    spans.addAll(readable(part.text(), role(line.sign(), part.weight())));
                }
            }
            rows.addAll(row(number, line.sign(), new Line(spans), room));
        }
        return count;
    }

    private static Role role(FileDiff.Sign sign, WordMarks.Weight weight) {
        boolean changed = weight == WordMarks.Weight.CHANGED;
        if (sign == FileDiff.Sign.ADDED) {
            return changed ? Role.ADDED_WORD : Role.ADDED;
        }
        return changed ? Role.REMOVED_WORD : Role.REMOVED;
    }

    private List<Span> readable(String line, Role role) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        String whole = maxLines == Integer.MAX_VALUE ? text : bounded(text);
        String expanded = whole.replace("\t", "    ");
        return purpose == Purpose.JUDGE
                ? Visible.exact(expanded, role)
                : List.of(new Span(Visible.output(expanded).replace("\n", " "), role));
    }

    /// A line without end would push everything else out of view.
    private static String bounded(String text) {
        int more = text.length() - MAX_LINE_CHARACTERS;
        return more <= 0
                ? text
                : text.substring(0, MAX_LINE_CHARACTERS) + "… " + more + " more characters";
    }

    private static List<Line> row(int number, FileDiff.Sign sign, Line text, Room room) {
        Role role =
                switch (sign) {
                    case CONTEXT -> Role.DIM;
                    case ADDED -> Role.ADDED;
                    case REMOVED -> Role.REMOVED;
                };
        String mark =
                switch (sign) {
                    case CONTEXT -> "  ";
                    case ADDED -> "+ ";
                    case REMOVED -> "- ";
                };
        String digits = Integer.toString(number);
        String gutter = " ".repeat(Math.max(0, room.digits() - digits.length())) + digits + " ";
        boolean narrow = room.columns() < gutter.length() + 12;
        Line before =
                narrow
                        ? Line.of(mark.substring(0, 1), role)
                        : Line.of(new Span(gutter, Role.DIM), new Span(mark, role));
        Line later =
                narrow
                        ? Line.of(" ", Role.TEXT)
                        : Line.of(" ".repeat(gutter.length() + mark.length()), Role.TEXT);
        return Wrap.cells(text, room.columns(), before, later);
    }

    private static int digits(FileDiff file) {
        int most = 1;
        for (FileDiff.Hunk hunk : file.hunks()) {
            int old = hunk.oldStart() - 1;
            int now = hunk.newStart() - 1;
            for (FileDiff.Entry line : hunk.lines()) {
                old += line.sign() == FileDiff.Sign.ADDED ? 0 : 1;
                now += line.sign() == FileDiff.Sign.REMOVED ? 0 : 1;
            }
            most = Math.max(most, Integer.toString(Math.max(old, now)).length());
        }
        return most;
    }
}
