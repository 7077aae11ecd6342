package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Question;
import java.util.ArrayList;
import java.util.List;

/// How a question looks: the action at a fixed height, what matters for the answer, the keys.
///
/// Of a long action the beginning and the end are shown with the number of rows between them, so
/// that neither can be pushed away. Where there is not enough room, what is told about the action
/// goes before anything of the action itself.
final class ApprovalRows {
    /// Rows of the action that are shown without looking at the whole of it.
    static final int ACTION_ROWS = 8;

    private static final int LAST_ROWS = 3;

    /// With fewer rows of an action that has more, nobody can say yes.
    private static final int LEAST_ROWS = 3;

    private static final int REASON_ROWS = 2;
    private static final int GRANT_ROWS = 3;

    private final Question question;
    private final Block action;

    ApprovalRows(Question question, Block action) {
        this.question = question;
        this.action = action;
    }

    /// @param readable whether enough of the action is shown to agree to it
    record Shown(List<Line> rows, boolean readable) {}

    /// @param others how many questions wait behind this one
    /// @param answers the rows with the keys
    Shown of(int others, List<Line> answers, int columns, int maxRows) {
        int width = Math.max(1, columns - 2);
        List<Line> all = action.rows(width);
        List<Line> facts = facts(width);
        List<Line> keys = answers;
        int least = Math.min(all.size(), LEAST_ROWS);
        int room = maxRows - 2 - keys.size();
        boolean readable = room >= least;
        if (!readable) {
            keys = noRoom(width);
            room = Math.max(0, maxRows - 2 - keys.size());
        }
        int told = Math.clamp((long) room - least, 0, facts.size());
        List<Line> rows = new ArrayList<>();
        String count = others > 0 ? " · 1 of " + (others + 1) : "";
        rows.add(Rows.line("Approval wanted" + count, Role.WARNING));
        rows.add(Line.of(new Span(Actions.verb(question.action()) + ":", Role.STRONG)));
        rows.addAll(cut(all, Math.clamp((long) room - told, 0, ACTION_ROWS)));
        rows.addAll(facts.subList(0, told));
        rows.addAll(keys);
        List<Line> framed = new ArrayList<>(rows.size());
        for (Line row : rows) {
            List<Span> spans = new ArrayList<>();
            spans.add(new Span("▌ ", Role.WARNING));
            spans.addAll(row.spans());
            framed.add(Wrap.cut(new Line(spans), columns));
        }
        int over = framed.size() - maxRows;
        return new Shown(over > 0 ? framed.subList(over, framed.size()) : framed, readable);
    }

    private static List<Line> noRoom(int width) {
        List<Line> rows = new ArrayList<>();
        rows.add(Line.of("make the window larger to say yes", Role.WARNING));
        rows.addAll(keys(width, "n", "no", "v", "view", "Esc", "no, and stop"));
        return rows;
    }

    private static List<Line> cut(List<Line> all, int room) {
        if (all.size() <= room) {
            return all;
        }
        if (room == 0) {
            return List.of();
        }
        int last = Math.min(LAST_ROWS, (room - 1) / 2);
        int first = room - 1 - last;
        String left = "… " + (all.size() - first - last) + " more lines, press v to view";
        List<Line> rows = new ArrayList<>(all.subList(0, first));
        rows.add(Line.of(left, Role.WARNING));
        rows.addAll(all.subList(all.size() - last, all.size()));
        return rows;
    }

    /// What is told about the action, what matters most first.
    private List<Line> facts(int width) {
        List<Line> rows = new ArrayList<>();
        if (question.action() instanceof Action.RunCommand run && run.escalation().isPresent()) {
            rows.add(labelled("wants", "to run outside the sandbox", Role.WARNING));
        }
        String reason = Visible.line(question.ask().reason());
        rows.addAll(bounded(labelled("because", reason, Role.TEXT), REASON_ROWS, width));
        if (question.action() instanceof Action.RunCommand run) {
            rows.add(labelled("in", Visible.exact(run.cwd().toString()), Role.TEXT));
        }
        String rule = Visible.line(question.ask().rule());
        String origin = Visible.line(question.ask().origin().toString());
        rows.add(labelled("rule", rule + ", " + origin, Role.TEXT));
        if (question.action() instanceof Action.RunCommand run) {
            run.escalation()
                    .filter(e -> !e.justification().isBlank())
                    .ifPresent(e -> {
                        String words = Visible.exact(Visible.line(e.justification()));
                        rows.add(labelled("the model says", "“" + words + "”", Role.DIM));
                    });
        }
        return rows;
    }

    /// In a few rows, whatever it holds.
    private static List<Line> bounded(Line text, int maxRows, int width) {
        List<Line> whole = Wrap.words(text, width);
        if (whole.size() <= maxRows) {
            return whole;
        }
        List<Line> rows = new ArrayList<>(whole.subList(0, maxRows));
        List<Span> spans =
                new ArrayList<>(Wrap.cut(rows.getLast(), Math.max(1, width - 2)).spans());
        spans.add(new Span(" …", Role.DIM));
        rows.set(maxRows - 1, Wrap.cut(new Line(spans), width));
        return rows;
    }

    /// The keys of a question, and what those that are for more than once would remember.
    static List<Line> answers(
            Question question, List<Capability> grantable, int chosen, int width) {
        List<Line> rows = new ArrayList<>();
        rows.addAll(keys(width, "y", "yes, once", "Tab", "yes, with a comment"));
        if (!grantable.isEmpty()) {
            List<String> scopes = new ArrayList<>();
            for (Grant.Scope scope : question.scopes()) {
                switch (scope) {
                    case ONCE -> {
                        // That is a plain yes.
                    }
                    case TURN -> scopes.addAll(List.of("t", "until this turn ends"));
                    case SESSION -> scopes.addAll(List.of("s", "in this session"));
                    case PROJECT -> scopes.addAll(List.of("p", "always in this project"));
                }
            }
            String what = Visible.exact(CapabilityWords.of(grantable.get(chosen)));
            if (!scopes.isEmpty()) {
                rows.addAll(bounded(labelled("or allow to", what, Role.TEXT), GRANT_ROWS, width));
                rows.addAll(keys(width, scopes.toArray(new String[0])));
            }
            if (grantable.size() > 1) {
                String other = "allow something else, " + (chosen + 1) + " of " + grantable.size();
                rows.addAll(keys(width, "←→", other));
            }
        }
        rows.addAll(keys(width, "n", "no", "g", "no, and say what to do instead"));
        rows.addAll(keys(width, "Esc", "no, and stop the turn", "v", "view everything"));
        return rows;
    }

    /// What is being written, and the keys for it.
    ///
    /// @param answer what Enter says with it
    static List<Line> field(String label, String answer, String text, int width) {
        List<Line> rows = new ArrayList<>();
        rows.add(
                Line.of(
                        new Span(label + ": ", Role.ACCENT),
                        new Span(tail(text, width - label.length() - 3), Role.TEXT),
                        new Span("▏", Role.ACCENT)));
        rows.addAll(keys(width, "Enter", answer + ", with this", "Esc", "back to the question"));
        return rows;
    }

    private static String tail(String text, int cells) {
        String line = Visible.line(text);
        int over = CellWidth.of(line) - Math.max(1, cells);
        return over <= 0 ? line : line.substring(CellWidth.fit(line, 0, over + 1));
    }

    private static Line labelled(String label, String text, Role role) {
        return Line.of(new Span(label + " ", Role.DIM), new Span(text, role));
    }

    /// Keys and what they do, side by side where there is room, else below each other.
    private static List<Line> keys(int width, String... pairs) {
        List<Line> rows = new ArrayList<>();
        List<Span> row = new ArrayList<>();
        int used = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            int cells = CellWidth.of(pairs[i]) + 2 + CellWidth.of(pairs[i + 1]);
            if (used > 0 && used + 3 + cells > width) {
                rows.add(new Line(row));
                row = new ArrayList<>();
                used = 0;
            }
            if (used > 0) {
                row.add(new Span(" · ", Role.DIM));
                used += 3;
            }
            row.add(new Span(pairs[i] + "  ", Role.ACCENT));
            row.add(new Span(pairs[i + 1], Role.TEXT));
            used += cells;
        }
        rows.add(new Line(row));
        return rows;
    }
}
