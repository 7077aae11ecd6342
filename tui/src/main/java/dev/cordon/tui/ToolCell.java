package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Result;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/// One action while it happens: what it is, how long it takes, the last lines of its output.
final class ToolCell {
    /// Lines kept of a running command.
    static final int MAX_TAIL_LINES = 40;

    private static final int LIVE_LINES = 3;
    private static final int FINISHED_LINES = 5;
    private static final int MAX_HEAD_ROWS = 3;
    private static final int MAX_NOTE_ROWS = 6;

    private final Action action;
    private final Path workspace;
    private final long startNanos;
    private final OutputLines output = new OutputLines();
    private final Deque<String> tail = new ArrayDeque<>();
    private long lines;
    private String waiting = "";

    ToolCell(Action action, Path workspace, long startNanos) {
        this.action = action;
        this.workspace = workspace;
        this.startNanos = startNanos;
    }

    Action action() {
        return action;
    }

    void output(String text) {
        output.append(text);
        for (String line : output.drain()) {
            keep(line);
        }
    }

    /// Says what it waits for; empty if it runs.
    void waiting(String what) {
        waiting = what;
    }

    /// The rows while it runs.
    List<Line> live(int columns, boolean expanded, long nowNanos) {
        List<Line> rows = new ArrayList<>();
        String time = duration((nowNanos - startNanos) / 1_000_000);
        String state = waiting.isEmpty() ? time : waiting;
        head("◦ ", Role.ACCENT, Line.of(" " + state, Role.DIM), columns, rows);
        List<String> last = new ArrayList<>(tail);
        if (!output.open().isEmpty()) {
            last.add(output.open());
        }
        body(last, lines, expanded ? MAX_TAIL_LINES : LIVE_LINES, columns, rows);
        return rows;
    }

    /// The rows when it is over.
    List<Line> finished(Result result, int columns, boolean expanded) {
        List<Line> rows = new ArrayList<>();
        switch (result) {
            case Result.CommandOutput done -> command(done, columns, expanded, rows);
            case Result.Refused refused -> {
                head("✗ ", Role.ERROR, Line.of(" refused", Role.ERROR), columns, rows);
                String where = " [" + refused.rule() + ", " + refused.origin() + "]";
                note(refused.message() + where, Role.WARNING, columns, rows);
            }
            case Result.Failed(String message) -> {
                head("✗ ", Role.ERROR, Line.of(" failed", Role.ERROR), columns, rows);
                note(message, Role.ERROR, columns, rows);
            }
            case Result.Done(String message) -> {
                head("• ", Role.SUCCESS, Line.EMPTY, columns, rows);
                if (!message.isBlank()) {
                    note(message, Role.DIM, columns, rows);
                }
            }
            case Result.FilesChanged changed ->
                    head("• ", Role.SUCCESS, detail(changed.files().size(), "file"), columns, rows);
            case Result.FileContent content ->
                    head("• ", Role.SUCCESS, detail(content.totalBytes(), "byte"), columns, rows);
            case Result.Listing listing ->
                    head("• ", Role.SUCCESS, detail(listing.lines().size(), "line"), columns, rows);
            case Result.Document document ->
                    head("• ", Role.SUCCESS, detail(document.totalBytes(), "byte"), columns, rows);
        }
        return rows;
    }

    private void command(
            Result.CommandOutput done, int columns, boolean expanded, List<Line> rows) {
        boolean runsOn = done.exitCode().isEmpty();
        boolean good = runsOn || done.exitCode().getAsInt() == 0;
        String state =
                runsOn
                        ? " runs on as process " + done.process().orElse(0)
                        : (good ? " " : " exit " + done.exitCode().getAsInt() + " · ")
                                + duration(done.wallMillis());
        head(
                good ? "• " : "✗ ",
                good ? Role.SUCCESS : Role.ERROR,
                Line.of(state, good ? Role.DIM : Role.ERROR),
                columns,
                rows);
        List<String> all = Visible.lines(done.output().stripTrailing());
        if (done.output().isBlank()) {
            all = List.of();
        }
        body(all, all.size(), expanded ? MAX_TAIL_LINES : FINISHED_LINES, columns, rows);
        for (String note : done.notes()) {
            note(note, Role.WARNING, columns, rows);
        }
    }

    private void keep(String line) {
        lines++;
        tail.add(line);
        if (tail.size() > MAX_TAIL_LINES) {
            tail.removeFirst();
        }
    }

    private void head(String mark, Role role, Line state, int columns, List<Line> rows) {
        Span first = new Span(mark, role);
        String object = Actions.object(action, workspace);
        List<String> lines = Visible.lines(object.strip());
        String user = action instanceof Action.RunCommand run && fromUser(run) ? "You: " : "";
        for (int i = 0; i < Math.min(lines.size(), MAX_HEAD_ROWS); i++) {
            Span verb =
                    i == 0
                            ? new Span(user + Actions.verb(action) + " ", Role.STRONG)
                            : new Span("    ", Role.DIM);
            boolean last = i == MAX_HEAD_ROWS - 1 && lines.size() > MAX_HEAD_ROWS;
            Line left =
                    Line.of(
                            i == 0 ? first : new Span("  ", Role.DIM),
                            verb,
                            new Span(lines.get(i) + (last ? " …" : ""), Role.CODE));
            if (i > 0) {
                rows.add(Wrap.cut(left, columns));
                continue;
            }
            int room = Math.max(columns / 2, columns - Rows.width(state));
            List<Span> spans = new ArrayList<>(Wrap.cut(left, room).spans());
            spans.addAll(state.spans());
            rows.add(Wrap.cut(new Line(spans), columns));
        }
    }

    private static boolean fromUser(Action.RunCommand run) {
        return run.requester() == Action.Requester.USER;
    }

    private void body(List<String> all, long total, int shown, int columns, List<Line> rows) {
        int from = Math.max(0, all.size() - shown);
        long hidden = total - (all.size() - from);
        if (hidden > 0) {
            rows.add(
                    Wrap.cut(
                            Line.of("  └ … " + hidden + " lines before (Ctrl-T)", Role.DIM),
                            columns));
        }
        for (int i = from; i < all.size(); i++) {
            boolean first = i == from && hidden <= 0;
            rows.add(
                    Wrap.cut(
                            Line.of(
                                    new Span(first ? "  └ " : "    ", Role.DIM),
                                    new Span(all.get(i), Role.DIM)),
                            columns));
        }
    }

    private static void note(String text, Role role, int columns, List<Line> rows) {
        List<Line> all = Rows.text(text, role, Math.max(1, columns - 4));
        List<Line> shown = all;
        if (all.size() > MAX_NOTE_ROWS) {
            shown = new ArrayList<>(all.subList(0, MAX_NOTE_ROWS));
            shown.add(Line.of("… " + (all.size() - MAX_NOTE_ROWS) + " more lines", Role.DIM));
        }
        rows.addAll(Rows.hung(shown, new Span("  └ ", Role.DIM), new Span("    ", Role.DIM)));
    }

    private static Line detail(long count, String what) {
        return Line.of(" " + count + " " + what + (count == 1 ? "" : "s"), Role.DIM);
    }

    /// For example `0.4 s`, `12 s`, `3 m 05 s`.
    static String duration(long millis) {
        if (millis < 10_000) {
            return millis / 1000 + "." + millis % 1000 / 100 + " s";
        }
        long seconds = millis / 1000;
        if (seconds < 60) {
            return seconds + " s";
        }
        String rest = Long.toString(seconds % 60).toLowerCase(Locale.ROOT);
        return seconds / 60 + " m " + (rest.length() < 2 ? "0" : "") + rest + " s";
    }
}
