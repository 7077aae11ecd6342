package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The UI as lines, for a dumb terminal or a screen reader: nothing is drawn twice, no boxes, no
/// spinner, labels stand before values, lists have numbers. The terminal edits the line; Ctrl-C
/// interrupts. Every command works here too.
final class PlainUi implements UiContext, SessionHost.Watcher {
    private static final int COLUMNS = 100_000;
    private static final int READ_BYTES = 8192;
    private static final long FOREVER_NANOS = 3_600_000_000_000L;

    private final UiParts parts;
    private final PrintStream out;
    private final Inbox inbox = new Inbox();
    private final SessionHost host;
    private final SessionState state = new SessionState();
    private final TurnView view;
    private final PlainAsking asking;
    private final PlainLines lines = new PlainLines();
    private final List<SlashCommand> commands;
    private Optional<String> lastMessage = Optional.empty();
    private String draft = "";
    private Optional<Integer> exitCode = Optional.empty();
    private boolean prompted;

    /// Work that is being done, and what the session was asked for: what comes of it is said before
    /// anybody is prompted again.
    private int working;

    private Optional<Op> asked = Optional.empty();

    /// The message that was typed last: it stands in the terminal already.
    private Optional<String> typed = Optional.empty();

    PlainUi(UiParts parts, PrintStream out, PlainAsking.Echo echo) {
        this.parts = parts;
        this.out = out;
        this.commands = SlashCommands.all(parts.reports());
        this.host =
                new SessionHost(
                        new SetupFlow(parts.opener(), parts.firstRun(), this, inbox::run),
                        inbox,
                        this);
        this.view = new TurnView(parts.workspace());
        this.asking = new PlainAsking(parts.workspace(), out, this::submit, echo, view::preview);
    }

    /// Runs until the input ends or the user says `/quit`.
    int run(InputStream in) {
        out.println(
                "Cordon "
                        + Visible.line(parts.version())
                        + ", workspace: "
                        + Visible.line(parts.workspace().toString()));
        out.println(
                "Type a message and Enter. /help lists commands, /quit ends, Ctrl-C interrupts.");
        parts.notices().forEach(this::warn);
        Thread.ofPlatform().daemon().name("lines").start(() -> read(in));
        if (parts.start() instanceof SessionOpener.Start.Choose) {
            ResumeCommand.choose(
                    parts.reports(),
                    this,
                    host::open,
                    () -> host.open(new SessionOpener.Start.Fresh()));
        } else {
            host.open(parts.start());
        }
        if (!parts.prompt().isEmpty()) {
            submit(new Op.Submit(parts.prompt(), Optional.empty()));
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
                submit(new Op.Interrupt("user"));
            } else {
                quit();
            }
        });
    }

    private void step(Inbox.Batch batch) {
        batch.work().forEach(Runnable::run);
        batch.events().forEach(envelope -> event(envelope.event()));
        printFinished();
        for (byte[] bytes : batch.input()) {
            lines.add(bytes);
        }
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            said(line.get());
            printFinished();
        }
        if (batch.inputEnded()) {
            exitCode = Optional.of(0);
        }
        prompt();
        out.flush();
    }

    private void printFinished() {
        for (Line line : view.takeFinished(COLUMNS)) {
            out.println(line.text().stripTrailing());
            prompted = false;
        }
    }

    private void prompt() {
        String wanted = asking.prompt();
        boolean idle =
                host.isOpen() && state.runningTurn().isEmpty() && working == 0 && asked.isEmpty();
        if (!prompted && (idle || !wanted.isEmpty())) {
            out.print(wanted.isEmpty() ? "> " : wanted);
            prompted = true;
        }
    }

    private void event(Event event) {
        asked = asked.filter(op -> !answers(event, op));
        state.apply(event);
        if (event instanceof Event.ItemAdded(Item.UserMessage message)
                && typed.equals(Optional.of(message.text()))) {
            typed = Optional.empty();
        } else {
            view.apply(event, 0);
        }
        switch (event) {
            case Event.ActionStarted _, Event.TurnStarted _ -> prompted = false;
            case Event.Asked wanted -> {
                asking.asked(wanted.question());
                prompted = false;
            }
            case Event.Answered answered -> asking.answered(answered.questionId());
            case Event.InputRequested wanted -> {
                printFinished();
                open(
                        new InputPanel(
                                wanted,
                                replies -> submit(new Op.GiveInput(wanted.request(), replies))));
            }
            case Event.Queued queued -> {
                out.println(
                        "Waiting: " + Visible.line(new Item.UserMessage(queued.content()).text()));
                prompted = false;
            }
            case Event.ItemAdded(Item.AssistantMessage message) ->
                    lastMessage = Optional.of(message.text());
            case Event.TurnEnded _ -> {
                asking.turnEnded();
                prompted = false;
            }
            default -> {
                // The view shows what there is to show.
            }
        }
    }

    /// Whether something comes of what was asked for; what only happens on the way is no answer.
    private static boolean answers(Event event, Op op) {
        if (event instanceof Event.Warning || event instanceof Event.TurnEnded) {
            return true;
        }
        return switch (op) {
            case Op.Submit _, Op.RunQueue _, Op.Review _ ->
                    event instanceof Event.TurnStarted || event instanceof Event.Queued;
            case Op.Rewind _ -> event instanceof Event.Rewound;
            default -> true;
        };
    }

    private void said(String line) {
        prompted = false;
        if (asking.take(line)) {
            return;
        }
        String text = line.strip();
        if (!draft.isEmpty()) {
            text = text.isEmpty() ? draft : text.startsWith("+") ? draft + text.substring(1) : text;
            draft = "";
        }
        if (text.startsWith("/") && command(text)) {
            return;
        }
        if (text.startsWith("!") && text.length() > 1) {
            submit(new Op.Shell(text.substring(1).strip()));
        } else if (!text.isEmpty()) {
            boolean now = state.runningTurn().isEmpty() && text.equals(line.strip());
            typed = now ? Optional.of(text) : Optional.empty();
            send(List.of(new Content.Text(text)));
        }
    }

    /// @return whether it is a command; a path that begins with a slash is none
    private boolean command(String text) {
        int space = text.indexOf(' ');
        String name = text.substring(1, space < 0 ? text.length() : space);
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            return false;
        }
        List<SlashCommand> found = CommandCompletion.named(name, commands);
        if (found.isEmpty()) {
            fail("There is no command /" + name + "; /help lists those there are.");
        } else if (state.runningTurn().isPresent() && !found.getFirst().duringTurn()) {
            fail("/" + name + " waits for the end of the turn; Ctrl-C interrupts it.");
        } else {
            found.getFirst().run(space < 0 ? "" : text.substring(space + 1).strip(), this);
        }
        return true;
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[READ_BYTES];
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

    private void warn(String text) {
        print("Warning: ", text);
    }

    private void print(String label, String text) {
        printFinished();
        out.println(label + Visible.line(text));
        prompted = false;
    }

    @Override
    public void opened(SessionOpener.Opened session) {
        state.opened(session);
        session.shown().forEach(item -> view.apply(new Event.ItemAdded(item), 0));
        printFinished();
        session.warnings().forEach(this::warn);
        out.println(
                "Model: "
                        + Visible.line(state.model())
                        + ", sandbox: "
                        + Visible.line(state.sandboxMode())
                        + ", approvals: "
                        + Visible.line(state.approvalPolicy())
                        + ", network: "
                        + Visible.line(state.network()));
        if (state.held()) {
            say(state.queue().size() + " messages wait since before; /queue shows them.");
        }
    }

    @Override
    public void failed(String message) {
        fail(message);
        exitCode = Optional.of(1);
    }

    @Override
    public void patchProposed(Action.ApplyPatch patch, PatchPreview before) {
        view.preview(patch.call(), before);
    }

    @Override
    public Path workspace() {
        return parts.workspace();
    }

    @Override
    public Map<String, String> environment() {
        return parts.environment();
    }

    @Override
    public SessionState state() {
        return state;
    }

    @Override
    public Optional<LiveSession> session() {
        return host.opened().map(SessionOpener.Opened::session);
    }

    @Override
    public void submit(Op op) {
        if (op instanceof Op.Interrupt) {
            view.interrupting();
        } else if (op instanceof Op.Submit || op instanceof Op.RunQueue) {
            state.released();
        }
        asked = Optional.of(op);
        host.submit(op);
    }

    @Override
    public void send(List<Content> content) {
        submit(
                state.runningTurn().isPresent()
                        ? new Op.Steer(content)
                        : new Op.Submit(content, Optional.empty()));
    }

    @Override
    public void print(Block block) {
        view.print(block);
    }

    @Override
    public void say(String text) {
        print("", text);
    }

    @Override
    public void fail(String text) {
        print("Failed: ", text);
    }

    @Override
    public void open(Panel panel) {
        printFinished();
        panel.say(asking);
        prompted = false;
    }

    @Override
    public void choose(String title, List<Picker.Choice> choices, Consumer<Picker.Choice> chosen) {
        open(new Picker(title, choices, chosen));
    }

    @Override
    public void page(String title, Block block) {
        view.print(block);
    }

    /// A line cannot be filled in before it is typed, so the text waits for the next one.
    @Override
    public void compose(String text) {
        draft = text;
        print("Draft: ", text);
        out.println("Enter alone sends it, + and words adds them, other words replace it.");
    }

    @Override
    public void compose(List<Content> message) {
        compose(new Item.UserMessage(message).text());
    }

    @Override
    public void copy(String text) {
        fail(
                "Nothing can be copied from a terminal of lines; /export writes the session to a file.");
    }

    @Override
    public Optional<String> lastMessage() {
        return lastMessage;
    }

    @Override
    public <T> void later(Work<T> work, Consumer<T> then) {
        working++;
        Later.start(
                inbox,
                work,
                found -> {
                    working--;
                    then.accept(found);
                },
                problem -> {
                    working--;
                    fail(problem);
                });
    }

    @Override
    public void change(SessionOpener.Start start) {
        state.reset();
        view.reset();
        asking.turnEnded();
        host.open(start);
    }

    @Override
    public void theme(String name) {
        throw new IllegalArgumentException("lines have no colours");
    }

    @Override
    public void changed() {
        // Nothing is drawn twice.
    }

    @Override
    public List<SlashCommand> commands() {
        return commands;
    }

    @Override
    public void quit() {
        exitCode = Optional.of(0);
    }
}
