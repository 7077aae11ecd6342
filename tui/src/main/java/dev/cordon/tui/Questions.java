package dev.cordon.tui;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Question;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The questions that wait for the user, one at a time. An answer that grants more than one action
/// settles all that wait for the same.
final class Questions {
    private final Path workspace;
    private final UiContext ui;
    private final Deque<ApprovalPanel> waiting = new ArrayDeque<>();

    Questions(Path workspace, UiContext ui) {
        this.workspace = workspace;
        this.ui = ui;
    }

    void asked(Question question) {
        waiting.add(
                new ApprovalPanel(
                        question,
                        workspace,
                        () -> view(question),
                        reply -> replied(question, reply)));
        count();
    }

    /// Somebody answered, or time ran out.
    void answered(String id) {
        waiting.removeIf(panel -> panel.question().id().equals(id));
        count();
    }

    void clear() {
        waiting.clear();
    }

    Optional<Panel> current() {
        return Optional.ofNullable(waiting.peek());
    }

    /// @return whether it was one of these
    boolean close(Panel panel) {
        return panel instanceof ApprovalPanel approval && waiting.remove(approval);
    }

    /// What is shown was drawn.
    void drawn(long nowNanos) {
        boolean first = true;
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

    private void view(Question question) {
        ui.page("The whole action", columns -> ActionText.rows(question, workspace, columns));
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
        String what =
                Actions.verb(question.action())
                        + " "
                        + Visible.line(Actions.object(question.action(), workspace));
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
