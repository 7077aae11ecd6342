package dev.cordon.tui;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Question;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks the user about one action.
///
/// Promises: what is shown is the parsed action, with every character that cannot be seen written
/// out; its part has a fixed height and says how much is left out, so nothing pushes the rest off
/// the screen; on a screen too small for that a yes does not count; keys that were typed before the
/// panel could be read do not count; there is no key that answers yes by accident. Kept by
/// `ApprovalPanelTest`.
final class ApprovalPanel implements Panel {
    /// Keys count only after the panel was shown for this long.
    static final long DEAF_NANOS = 300_000_000;

    private static final String USER = "user";
    private static final int MAX_COMMENT_CHARS = 4000;

    private final Question question;
    private final Block action;
    private final Consumer<Reply> reply;
    private final Runnable view;
    private final Composer words = new Composer();
    private final List<Capability> grantable;
    private Writing writing = Writing.NOTHING;
    private int chosen;
    private long shownAtNanos = Long.MIN_VALUE;
    private int others;
    private boolean readable = true;

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

    /// @param action all of it, with nothing hidden
    /// @param view shows the whole action
    ApprovalPanel(Question question, Block action, Runnable view, Consumer<Reply> reply) {
        this.question = question;
        this.action = action;
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
        int width = Math.max(1, columns - 2);
        List<Line> answers =
                switch (writing) {
                    case NOTHING -> ApprovalRows.answers(question, grantable, chosen, width);
                    case GUIDANCE -> ApprovalRows.field("instead", "no", words.text(), width);
                    case COMMENT -> ApprovalRows.field("comment", "yes", words.text(), width);
                };
        ApprovalRows.Shown shown =
                new ApprovalRows(question, action).of(others, answers, columns, maxRows);
        readable = shown.readable();
        return shown.rows();
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
        if (press.is(Input.Name.TAB) && readable) {
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
            case 'y' -> readable ? reply(yes()) : Outcome.STAYS;
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
        if (!readable) {
            return Outcome.STAYS;
        }
        reply.accept(new Reply(yes(), text));
        return Outcome.CLOSES;
    }

    private Answer yes() {
        return new Answer.Approve(USER, question.ask().capabilities().getFirst(), Grant.Scope.ONCE);
    }

    private Outcome granted(Grant.Scope scope) {
        if (grantable.isEmpty() || !readable || !question.scopes().contains(scope)) {
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
