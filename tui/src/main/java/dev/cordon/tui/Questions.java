package dev.cordon.tui;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Question;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The questions that wait for the user, one at a time. An answer that grants more than one action
/// settles all that wait for the same.
final class Questions {
    private static final int MAX_TOLD_CHARS = 120;

    private final Path workspace;
    private final UiContext ui;
    private final Function<CallId, Optional<PatchPreview>> patches;
    private Optional<Pager> inspected = Optional.empty();
    private final Deque<ApprovalPanel> waiting = new ArrayDeque<>();

    /// @param patches what is known of the files that a patch would change
    Questions(Path workspace, UiContext ui, Function<CallId, Optional<PatchPreview>> patches) {
        this.workspace = workspace;
        this.ui = ui;
        this.patches = patches;
    }

    void asked(Question question) {
        waiting.add(
                new ApprovalPanel(
                        question,
                        action(question),
                        () -> view(question),
                        reply -> replied(question, reply)));
        count();
    }

    /// Somebody answered, or time ran out.
    void answered(String id) {
        waiting.removeIf(panel -> panel.question().id().equals(id));
        inspected = Optional.empty();
        count();
    }

    void clear() {
        inspected = Optional.empty();
        waiting.clear();
    }

    /// The question to answer, or the whole action while the user looks at it.
    Optional<Panel> current() {
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(inspected.isPresent() ? inspected.get() : waiting.peek());
    }

    /// @return whether it was one of these
    boolean close(Panel panel) {
        if (panel instanceof Pager pager && inspected.filter(p -> p == pager).isPresent()) {
            inspected = Optional.empty();
            return true;
        }
        return panel instanceof ApprovalPanel approval && waiting.remove(approval);
    }

    /// What is shown was drawn.
    void drawn(long nowNanos) {
        boolean first = inspected.isEmpty();
        for (ApprovalPanel panel : waiting) {
            if (first) {
                panel.shown(nowNanos);
            } else {
                panel.hidden();
            }
            first = false;
        }
    }

    private void count() {
        for (ApprovalPanel panel : waiting) {
            panel.others(waiting.size() - 1);
        }
    }

    private Block action(Question question) {
        return columns ->
                ActionText.rows(
                        question, patches.apply(question.action().call()), workspace, columns);
    }

    private void view(Question question) {
        inspected = Optional.of(new Pager("The whole action", action(question)));
    }

    private void replied(Question question, ApprovalPanel.Reply reply) {
        answer(question, reply.answer());
        if (!reply.comment().isEmpty()) {
            ui.submit(new Op.Steer(List.of(new Content.Text(reply.comment()))));
        }
        if (reply.answer() instanceof Answer.Approve yes && yes.scope() != Grant.Scope.ONCE) {
            List<ApprovalPanel> settled =
                    waiting.stream()
                            .filter(p -> !p.question().id().equals(question.id()))
                            .filter(p ->
                                    p.question().ask().capabilities().contains(yes.capability()))
                            .toList();
            settled.forEach(panel -> answer(panel.question(), yes));
            waiting.removeAll(settled);
            count();
        }
    }

    private void answer(Question question, Answer answer) {
        ui.submit(new Op.Reply(question.id(), answer));
        String object = Visible.line(Actions.object(question.action(), workspace));
        String what =
                Actions.verb(question.action())
                        + " "
                        + (object.length() > MAX_TOLD_CHARS
                                ? object.substring(0, MAX_TOLD_CHARS) + "…"
                                : object);
        switch (answer) {
            case Answer.Approve(_, var capability, Grant.Scope scope) ->
                    ui.print(
                            new HungBlock(
                                    "✔ ",
                                    switch (scope) {
                                        case ONCE -> "You allowed once: " + what;
                                        case TURN ->
                                                "You allowed until this turn ends: "
                                                        + Actions.words(capability);
                                        case SESSION ->
                                                "You allowed in this session: "
                                                        + Actions.words(capability);
                                        case PROJECT ->
                                                "You allowed in this project: "
                                                        + Actions.words(capability)
                                                        + "; /permissions takes it back";
                                    },
                                    Role.SUCCESS));
            case Answer.Decline(_, Optional<String> guidance) ->
                    ui.print(
                            new HungBlock(
                                    "✗ ",
                                    "You said no: "
                                            + what
                                            + guidance.map(g -> "; instead: " + g).orElse(""),
                                    Role.WARNING));
            case Answer.Abort _ ->
                    ui.print(new HungBlock("✗ ", "You said no and stop: " + what, Role.WARNING));
        }
    }
}
