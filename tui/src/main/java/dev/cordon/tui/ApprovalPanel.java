package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks the user about one action.
///
/// Promises: what is shown is the parsed action, with every character that cannot be seen written
/// out; its part has a fixed height and says how much is left out, so nothing pushes the rest off
/// the screen; keys that were typed before the panel could be read do not count; there is no key
/// that answers yes by accident. Kept by `ApprovalPanelTest`.
final class ApprovalPanel implements Panel {
    /// Keys count only after the panel was shown for this long.
    static final long DEAF_NANOS = 300_000_000;

    /// Rows of the action that are shown without `v`.
    static final int ACTION_ROWS = 8;

    private static final int REASON_ROWS = 2;
    private static final String USER = "user";
    private static final int MAX_COMMENT_CHARS = 4000;

    private final Question question;
    private final Path workspace;
    private final Consumer<Reply> reply;
    private final Runnable view;
    private final Composer words = new Composer();
    private final List<Capability> grantable;
    private Writing writing = Writing.NOTHING;
    private int chosen;
    private long shownAtNanos = Long.MIN_VALUE;
    private int others;

    /// What is being written.
    private enum Writing {
        NOTHING,
        /// What to do instead.
        GUIDANCE,
        /// A comment to a yes.
        COMMENT
    }

    /// What the user said.
    ///
    /// @param comment goes to the model with a yes; may be empty
    record Reply(Answer answer, String comment) {}

    /// @param view shows the whole action
    ApprovalPanel(Question question, Path workspace, Runnable view, Consumer<Reply> reply) {
        this.question = question;
        this.workspace = workspace;
        this.view = view;
        this.reply = reply;
        this.grantable =
                question.ask().capabilities().stream()
                        .filter(c -> !(c instanceof Capability.ExactAction))
                        .toList();
    }

    Question question() {
        return question;
    }

    /// How many questions wait behind this one.
    void others(int waiting) {
        others = waiting;
    }

    /// It can be read now.
    void shown(long nowNanos) {
        if (shownAtNanos == Long.MIN_VALUE) {
            shownAtNanos = nowNanos;
        }
    }

    /// Something else was shown over it: it must be read anew.
    void hidden() {
        shownAtNanos = Long.MIN_VALUE;
    }

    /// Whether keys count.
    boolean listens(long nowNanos) {
        return shownAtNanos != Long.MIN_VALUE && nowNanos - shownAtNanos >= DEAF_NANOS;
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        List<Line> rows = new ArrayList<>();
        int width = Math.max(1, columns - 2);
        String count = others > 0 ? " · 1 of " + (others + 1) : "";
        rows.add(Rows.line("Approval wanted" + count, Role.WARNING));
        rows.add(Line.of(new Span(Actions.verb(question.action()) + ":", Role.STRONG)));
        List<Line> foot = foot(width);
        int room = Math.clamp(maxRows - rows.size() - foot.size(), 1, ACTION_ROWS);
        rows.addAll(action(width, room));
        rows.addAll(foot);
        List<Line> framed = new ArrayList<>(rows.size());
        for (Line row : rows) {
            List<Span> spans = new ArrayList<>();
            spans.add(new Span("▌ ", Role.WARNING));
            spans.addAll(row.spans());
            framed.add(Wrap.cut(new Line(spans), columns));
        }
        // The keys stand last: a screen that is too small loses the head, never the answers' names.
        int over = framed.size() - maxRows;
        return over > 0 ? framed.subList(over, framed.size()) : framed;
    }

    private List<Line> action(int width, int room) {
        List<Line> all = ActionText.rows(question, workspace, width);
        if (all.size() <= room) {
            return all;
        }
        List<Line> rows = new ArrayList<>(all.subList(0, room - 1));
        rows.add(
                Line.of(
                        "… " + (all.size() - room + 1) + " more lines, press v to view",
                        Role.WARNING));
        return rows;
    }

    private List<Line> foot(int width) {
        List<Line> rows = new ArrayList<>();
        if (question.action() instanceof Action.RunCommand run) {
            rows.add(labelled("in", Visible.exact(run.cwd().toString()), Role.TEXT));
            run.escalation()
                    .ifPresent(e -> {
                        rows.add(labelled("wants", "to run outside the sandbox", Role.WARNING));
                        if (!e.justification().isBlank()) {
                            String words = Visible.exact(Visible.line(e.justification()));
                            rows.add(labelled("the model says", "“" + words + "”", Role.DIM));
                        }
                    });
        }
        because(width, rows);
        if (writing == Writing.NOTHING) {
            answers(rows);
        } else {
            field(width, rows);
        }
        return rows;
    }

    /// The reason in a few rows, whatever it holds, and the rule in one of its own.
    private void because(int width, List<Line> rows) {
        Line reason = labelled("because", Visible.line(question.ask().reason()), Role.TEXT);
        List<Line> whole = Wrap.words(reason, width);
        int shown = Math.min(whole.size(), REASON_ROWS);
        rows.addAll(whole.subList(0, shown));
        if (shown < whole.size()) {
            rows.set(rows.size() - 1, Wrap.cut(followed(whole.get(shown - 1)), width));
        }
        rows.add(
                labelled(
                        "rule",
                        Visible.line(question.ask().rule())
                                + ", "
                                + Visible.line(question.ask().origin().toString()),
                        Role.TEXT));
    }

    private static Line followed(Line row) {
        List<Span> spans = new ArrayList<>(row.spans());
        spans.add(new Span(" …", Role.DIM));
        return new Line(spans);
    }

    private void answers(List<Line> rows) {
        rows.add(key("y", "yes, once"));
        if (!grantable.isEmpty()) {
            String what = Visible.exact(Actions.words(grantable.get(chosen)));
            if (question.scopes().contains(Grant.Scope.TURN)) {
                rows.add(key("t", "yes, until this turn ends: " + what));
            }
            if (question.scopes().contains(Grant.Scope.SESSION)) {
                rows.add(key("s", "yes, in this session: " + what));
            }
            if (question.scopes().contains(Grant.Scope.PROJECT)) {
                rows.add(key("p", "always in this project: " + what + " (see /permissions)"));
            }
        }
        if (grantable.size() > 1) {
            rows.add(key("←→", "other grant, " + (chosen + 1) + " of " + grantable.size()));
        }
        rows.add(key("n", "no · g no, and say what to do instead · Tab yes, with a comment"));
        rows.add(key("Esc", "no, and stop the turn · v view everything"));
    }

    private void field(int width, List<Line> rows) {
        String label = writing == Writing.GUIDANCE ? "instead" : "comment";
        rows.add(
                Line.of(
                        new Span(label + ": ", Role.ACCENT),
                        new Span(tail(words.text(), width - label.length() - 3), Role.TEXT),
                        new Span("▏", Role.ACCENT)));
        rows.add(key("Enter", writing == Writing.GUIDANCE ? "no, with this" : "yes, with this"));
        rows.add(key("Esc", "back to the question"));
    }

    private static String tail(String text, int cells) {
        String line = Visible.line(text);
        int over = CellWidth.of(line) - Math.max(1, cells);
        return over <= 0 ? line : line.substring(CellWidth.fit(line, 0, over + 1));
    }

    private static Line labelled(String label, String text, Role role) {
        return Line.of(new Span(label + " ", Role.DIM), new Span(text, role));
    }

    private static Line key(String key, String text) {
        return Line.of(new Span(key + "  ", Role.ACCENT), new Span(text, Role.TEXT));
    }

    @Override
    public Outcome take(Input input) {
        if (!listens(System.nanoTime())) {
            return Outcome.STAYS;
        }
        if (writing != Writing.NOTHING) {
            return write(input);
        }
        // A paste is no answer.
        return input instanceof Input.Press press ? answer(press) : Outcome.STAYS;
    }

    private Outcome answer(Input.Press press) {
        if (press.is(Input.Name.ESCAPE)) {
            return reply(new Answer.Abort(USER));
        }
        if (press.is(Input.Name.TAB)) {
            writing = Writing.COMMENT;
            return Outcome.STAYS;
        }
        if (grantable.size() > 1 && press.is(Input.Name.LEFT)) {
            chosen = (chosen + grantable.size() - 1) % grantable.size();
        }
        if (grantable.size() > 1 && press.is(Input.Name.RIGHT)) {
            chosen = (chosen + 1) % grantable.size();
        }
        if (press.name() != Input.Name.CHAR || press.ctrl() || press.alt()) {
            return Outcome.STAYS;
        }
        return switch (press.codePoint()) {
            case 'y' -> reply(yes());
            case 't' -> granted(Grant.Scope.TURN);
            case 's' -> granted(Grant.Scope.SESSION);
            case 'p' -> granted(Grant.Scope.PROJECT);
            case 'n' -> reply(new Answer.Decline(USER, Optional.empty()));
            case 'g' -> {
                writing = Writing.GUIDANCE;
                yield Outcome.STAYS;
            }
            case 'v' -> {
                view.run();
                yield Outcome.STAYS;
            }
            default -> Outcome.STAYS;
        };
    }

    private Outcome write(Input input) {
        switch (input) {
            case Input.Paste(String text, _) -> insert(text.replace('\n', ' '));
            case Input.Press press when press.is(Input.Name.ESCAPE) -> {
                writing = Writing.NOTHING;
                words.clear();
            }
            case Input.Press press when press.is(Input.Name.ENTER) -> {
                return written();
            }
            case Input.Press press -> words.take(press);
            case Input.Focus _, Input.Report _ -> {
                // Nothing to write.
            }
        }
        return Outcome.STAYS;
    }

    private void insert(String text) {
        int room = MAX_COMMENT_CHARS - words.text().length();
        words.insert(text.length() > room ? text.substring(0, Math.max(0, room)) : text);
    }

    private Outcome written() {
        String text = words.text().strip();
        if (writing == Writing.GUIDANCE) {
            return reply(
                    new Answer.Decline(
                            USER, text.isEmpty() ? Optional.empty() : Optional.of(text)));
        }
        reply.accept(new Reply(yes(), text));
        return Outcome.CLOSES;
    }

    private Answer yes() {
        return new Answer.Approve(USER, question.ask().capabilities().getFirst(), Grant.Scope.ONCE);
    }

    private Outcome granted(Grant.Scope scope) {
        if (grantable.isEmpty() || !question.scopes().contains(scope)) {
            return Outcome.STAYS;
        }
        return reply(new Answer.Approve(USER, grantable.get(chosen), scope));
    }

    private Outcome reply(Answer answer) {
        reply.accept(new Reply(answer, ""));
        return Outcome.CLOSES;
    }

    @Override
    public void cancelled() {
        reply.accept(new Reply(new Answer.Abort(USER), ""));
    }
}
