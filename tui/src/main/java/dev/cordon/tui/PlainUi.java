package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Question;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The UI as lines, for a dumb terminal or a screen reader: nothing is drawn twice, no boxes, no
/// spinner, labels stand before values. The terminal edits the line; Ctrl-C interrupts.
final class PlainUi implements SessionHost.Watcher {
    private static final int COLUMNS = 100_000;
    private static final int MAX_LINE_BYTES = 1024 * 1024;
    private static final long FOREVER_NANOS = 3_600_000_000_000L;

    private final UiParts parts;
    private final PrintStream out;
    private final Inbox inbox = new Inbox();
    private final SessionHost host;
    private final SessionState state = new SessionState();
    private final TurnView view;
    private final Deque<Question> questions = new ArrayDeque<>();
    private final KeyLines lines = new KeyLines();
    private Optional<Integer> exitCode = Optional.empty();
    private boolean prompted;

    PlainUi(UiParts parts, PrintStream out) {
        this.parts = parts;
        this.out = out;
        this.host = new SessionHost(parts.opener(), inbox, this);
        this.view = new TurnView(parts.workspace());
    }

    /// Runs until the input ends or the user says `/quit`.
    int run(InputStream in) {
        out.println(
                "Cordon "
                        + Visible.line(parts.version())
                        + ", workspace: "
                        + Visible.line(parts.workspace().toString()));
        out.println("Type a message and Enter. /quit ends, Ctrl-C interrupts a turn.");
        Thread.ofPlatform().daemon().name("lines").start(() -> read(in));
        host.open(parts.start());
        if (!parts.prompt().isEmpty()) {
            host.submit(new Op.Submit(parts.prompt(), Optional.empty()));
        }
        try {
            while (exitCode.isEmpty()) {
                step(inbox.take(FOREVER_NANOS));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        host.close();
        return exitCode.orElse(0);
    }

    /// Stops the running turn; without one, ends.
    void interrupt() {
        inbox.run(() -> {
            if (state.runningTurn().isPresent()) {
                view.interrupting();
                host.submit(new Op.Interrupt("user"));
            } else {
                exitCode = Optional.of(0);
            }
        });
    }

    private void step(Inbox.Batch batch) {
        batch.work().forEach(Runnable::run);
        batch.events().forEach(envelope -> event(envelope.event()));
        for (Line line : view.takeFinished(COLUMNS)) {
            out.println(line.text().stripTrailing());
            prompted = false;
        }
        for (byte[] bytes : batch.input()) {
            lines.add(bytes);
        }
        for (String line = lines.next(); line != null; line = lines.next()) {
            said(line);
        }
        if (batch.inputEnded()) {
            exitCode = Optional.of(0);
        }
        if (!prompted && host.isOpen() && state.runningTurn().isEmpty()) {
            out.print("> ");
            prompted = true;
        }
        out.flush();
    }

    private void event(Event event) {
        state.apply(event);
        view.apply(event, 0);
        switch (event) {
            case Event.ActionStarted _, Event.TurnStarted _ -> prompted = false;
            case Event.Asked asked -> {
                questions.add(asked.question());
                ask(asked.question());
            }
            case Event.Answered answered ->
                    questions.removeIf(q -> q.id().equals(answered.questionId()));
            case Event.TurnEnded _ -> {
                questions.clear();
                prompted = false;
            }
            default -> {
                // The view shows what there is to show.
            }
        }
    }

    private void ask(Question question) {
        out.println();
        out.println("Approval wanted: " + Actions.verb(question.action()));
        for (Line line : ActionText.rows(question, parts.workspace(), COLUMNS)) {
            out.println("  " + line.text());
        }
        if (question.action() instanceof Action.RunCommand run) {
            run.escalation()
                    .ifPresent(e -> {
                        out.println("Wants: to run outside the sandbox");
                        if (!e.justification().isBlank()) {
                            out.println(
                                    "The model says: "
                                            + Visible.exact(Visible.line(e.justification())));
                        }
                    });
        }
        out.println("Because: " + Visible.line(question.ask().reason()));
        out.println(
                "Rule: "
                        + Visible.line(question.ask().rule())
                        + ", "
                        + Visible.line(question.ask().origin().toString()));
        out.println("Answer: yes, no, no and what to do instead, or stop. Then Enter.");
        out.print("answer> ");
        prompted = true;
    }

    private void said(String line) {
        prompted = false;
        String text = line.strip();
        if (!questions.isEmpty()) {
            answer(questions.peek(), text);
        } else if (text.equals("/quit") || text.equals("/exit")) {
            exitCode = Optional.of(0);
        } else if (text.startsWith("!") && text.length() > 1) {
            host.submit(new Op.Shell(text.substring(1).strip()));
        } else if (!text.isEmpty()) {
            List<Content> content = List.of(new Content.Text(text));
            host.submit(
                    state.runningTurn().isPresent()
                            ? new Op.Steer(content)
                            : new Op.Submit(content, Optional.empty()));
        }
    }

    private void answer(Question question, String text) {
        Answer answer;
        if (text.equals("yes")) {
            answer =
                    new Answer.Approve(
                            "user", question.ask().capabilities().getFirst(), Grant.Scope.ONCE);
        } else if (text.equals("no")) {
            answer = new Answer.Decline("user", Optional.empty());
        } else if (text.startsWith("no ")) {
            answer = new Answer.Decline("user", Optional.of(text.substring(3).strip()));
        } else if (text.equals("stop")) {
            answer = new Answer.Abort("user");
        } else {
            out.println("Say yes, no, no and what to do instead, or stop.");
            return;
        }
        questions.remove(question);
        host.submit(new Op.Reply(question.id(), answer));
        out.println("Answered: " + text);
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                inbox.input(java.util.Arrays.copyOf(buffer, count));
            }
        } catch (IOException _) {
            // The terminal is gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        inbox.inputEnded();
    }

    @Override
    public void opened(SessionOpener.Opened session) {
        state.opened(session);
        session.warnings().forEach(w -> out.println("Warning: " + Visible.line(w)));
        out.println(
                "Model: "
                        + Visible.line(state.model())
                        + ", sandbox: "
                        + Visible.line(state.sandboxMode())
                        + ", approvals: "
                        + Visible.line(state.approvalPolicy()));
    }

    @Override
    public void failed(String message) {
        out.println("Failed: " + Visible.line(message));
        exitCode = Optional.of(1);
    }

    @Override
    public void patchProposed(dev.cordon.protocol.Action.ApplyPatch patch, PatchPreview before) {
        view.preview(patch.call(), before);
    }

    /// Puts lines together out of the bytes of a terminal.
    private static final class KeyLines {
        private final java.io.ByteArrayOutputStream open = new java.io.ByteArrayOutputStream();
        private final Deque<String> whole = new ArrayDeque<>();

        void add(byte[] bytes) {
            for (byte b : bytes) {
                if (b == '\n') {
                    whole.add(open.toString(StandardCharsets.UTF_8));
                    open.reset();
                } else if (open.size() < MAX_LINE_BYTES) {
                    open.write(b);
                }
            }
        }

        @org.jspecify.annotations.Nullable
        String next() {
            return whole.poll();
        }
    }
}
