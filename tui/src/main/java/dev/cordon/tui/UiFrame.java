package dev.cordon.tui;

import dev.cordon.protocol.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the live rows together, never more than the screen has: what runs, what waits, the panel or
/// the composer, the status line.
final class UiFrame {
    private static final int MAX_COMPOSER_ROWS = 12;
    private static final int MAX_WAITING_ROWS = 4;

    private final Ui ui;

    UiFrame(Ui ui) {
        this.ui = ui;
    }

    LiveRegion.Frame of(int columns, int screenRows, long now) {
        int room = Math.max(1, screenRows - 1);
        List<Line> bottom = new ArrayList<>();
        Optional<Panel> panel = ui.panel();
        Optional<LiveRegion.Cursor> cursor = Optional.empty();
        if (panel.isPresent()) {
            bottom.add(Line.EMPTY);
            bottom.addAll(panel.get().rows(columns, Math.max(1, room - 3)));
        } else {
            cursor = Optional.of(composer(columns, room, bottom));
        }
        bottom.add(StatusLine.row(ui.state(), ui.surroundings(), ui.keys().hint(), columns));
        List<Line> top = new ArrayList<>();
        if (panel.filter(p -> p instanceof Pager).isEmpty()) {
            top = top(columns, room - bottom.size(), now);
        }
        int above = top.size();
        List<Line> rows = new ArrayList<>(top);
        rows.addAll(bottom);
        int over = rows.size() - room;
        if (over > 0) {
            // A screen of a few rows: the end of it matters most.
            rows = new ArrayList<>(rows.subList(over, rows.size()));
        }
        int shift = above - Math.max(0, over);
        return new LiveRegion.Frame(
                rows,
                cursor.map(c -> new LiveRegion.Cursor(Math.max(0, c.row() + shift), c.column())));
    }

    private List<Line> top(int columns, int room, long now) {
        List<Line> rest = new ArrayList<>();
        if (ui.state().runningTurn().isPresent()) {
            long seconds = (now - ui.shown().turnStartedNanos()) / 1_000_000;
            rest.add(Line.EMPTY);
            rest.add(
                    Wrap.cut(
                            Line.of(
                                    new Span(spin(now), Role.ACCENT),
                                    new Span(" Working ", Role.STRONG),
                                    new Span(
                                            ToolCell.duration(seconds / 1000 * 1000)
                                                    + " · Esc to interrupt",
                                            Role.DIM)),
                            columns));
        }
        if (ui.panel().filter(p -> p instanceof QueuePanel).isEmpty()) {
            waiting(columns, rest);
        }
        List<Line> rows = new ArrayList<>();
        if (room > rest.size()) {
            rows.addAll(ui.view().live(columns, room - rest.size(), now));
        }
        rows.addAll(rest);
        int over = rows.size() - Math.max(0, room);
        return over > 0 ? rows.subList(over, rows.size()) : rows;
    }

    private static String spin(long now) {
        return "◐◓◑◒".substring((int) (now / 500_000_000 & 3), (int) (now / 500_000_000 & 3) + 1);
    }

    private void waiting(int columns, List<Line> rows) {
        int shown = 0;
        for (String text : ui.shown().unsent()) {
            if (shown++ < MAX_WAITING_ROWS) {
                rows.add(oneLine("→ ", text, columns));
            }
        }
        int number = 1;
        for (List<Content> queued : ui.state().queue()) {
            if (number <= MAX_WAITING_ROWS) {
                String text = Attachments.words(queued);
                rows.add(oneLine("queued " + number + ": ", text, columns));
            }
            number++;
        }
        if (!ui.state().queue().isEmpty()) {
            int more = ui.state().queue().size() - MAX_WAITING_ROWS;
            String hint =
                    (more > 0 ? "and " + more + " more · " : "")
                            + (ui.state().held()
                                    ? "left by an earlier run: Ctrl-Q sends or changes them"
                                    : "Alt-↑ edits the last one, Ctrl-Q shows all");
            rows.add(Wrap.cut(Line.of("  " + hint, Role.DIM), columns));
        }
    }

    private static Line oneLine(String mark, String text, int columns) {
        return Wrap.cut(Line.of(new Span(mark, Role.DIM), Rows.span(text, Role.USER)), columns);
    }

    private LiveRegion.Cursor composer(int columns, int room, List<Line> rows) {
        rows.add(Line.EMPTY);
        int width = Math.max(1, columns - 2);
        int max = Math.clamp(room / 2, 1, MAX_COMPOSER_ROWS);
        Composition.Shown shown = ui.keys().composer().shown(width, max);
        int first = rows.size();
        for (int i = 0; i < shown.rows().size(); i++) {
            boolean top = i == 0 && shown.above() == 0;
            Span mark = new Span(top ? "❯ " : i == 0 ? "↑ " : "  ", Role.ACCENT);
            rows.add(Line.of(mark, new Span(shown.rows().get(i), Role.TEXT)));
        }
        if (ui.keys().composer().isEmpty()) {
            rows.set(
                    first,
                    Wrap.cut(
                            Line.of(
                                    new Span("❯ ", Role.ACCENT),
                                    new Span(ui.keys().placeholder(), Role.DIM)),
                            columns));
        }
        rows.addAll(ui.keys().popup(columns, Math.max(0, room - rows.size() - 1)));
        return new LiveRegion.Cursor(
                first + shown.cursor().row(), Math.min(columns, 2 + shown.cursor().column()));
    }
}
