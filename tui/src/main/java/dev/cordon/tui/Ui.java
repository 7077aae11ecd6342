package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The UI: takes keys and events, keeps what is shown, draws it. Everything happens on one thread;
/// nothing here waits for a session, a file or a program.
final class Ui implements UiContext, SessionHost.Watcher {
    private static final long FOREVER_NANOS = 3_600_000_000_000L;
    private static final long TICK_NANOS = 500_000_000;
    private static final int MAX_COPY_CHARS = 512 * 1024;
    private static final long MAX_AGE_MILLIS = 7 * 24 * 3_600_000L;

    private final UiParts parts;
    private final List<SlashCommand> commands;
    private final Inbox inbox;
    private final Screen screen;
    private final Tty tty;
    private final SessionHost host;
    private final SessionState state = new SessionState();
    private final TurnView view;
    private final UiKeys keys;
    private final UiFrame frame;
    private final Announcer announcer;
    private final Questions questions;
    private final Deque<Panel> panels = new ArrayDeque<>();
    private final List<String> unsent = new ArrayList<>();
    private Optional<String> lastMessage = Optional.empty();
    private Optional<String> branch = Optional.empty();
    private Optional<Integer> exitCode = Optional.empty();
    private boolean failed;
    private boolean dirty = true;
    private boolean keyed = true;
    private boolean focused = true;
    private long turnStartedNanos;

    Ui(UiParts parts, Tty tty, Inbox inbox) {
        this.parts = parts;
        this.commands = SlashCommands.all(parts.reports());
        this.tty = tty;
        this.inbox = inbox;
        this.screen = new Screen(tty, Looks.of(parts.environment()));
        this.host =
                new SessionHost(
                        new SetupFlow(parts.opener(), parts.firstRun(), this, inbox::run),
                        inbox,
                        this);
        this.announcer = new Announcer(parts.workspace(), parts.environment(), screen::write);
        this.view = new TurnView(parts.workspace());
        this.questions = new Questions(parts.workspace(), this);
        this.keys = new UiKeys(this, parts.reports());
        this.frame = new UiFrame(this);
    }

    /// Shows the first picture and opens the session.
    void begin() {
        view.print(Looks.banner(parts));
        parts.notices().forEach(this::warn);
        draw(System.nanoTime());
        announcer.begin();
        later(parts.reports()::settings, this::configured);
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
            send(parts.prompt());
        }
    }

    private void configured(UiSettings settings) {
        announcer.configured(settings);
        settings.theme().ifPresent(this::theme);
        keys.writing().begin(settings);
    }

    private Notifier.Focus focus() {
        return focused ? Notifier.Focus.HERE : Notifier.Focus.ELSEWHERE;
    }

    private Title.Activity activity() {
        if (questions.current().isPresent()) {
            return Title.Activity.ASKS;
        }
        return state.runningTurn().isPresent() ? Title.Activity.WORKS : Title.Activity.IDLE;
    }

    /// Leaves the screen in order and ends the session.
    void end() {
        screen.clear();
        announcer.end();
        keys.writing().end();
        host.close();
    }

    /// How long the loop may sleep.
    long waitNanos(long now) {
        if (dirty) {
            return screen.waitNanos(keyed, now);
        }
        // The clock of a running turn is the only thing that moves by itself.
        return state.runningTurn().isPresent()
                ? TICK_NANOS - (now - turnStartedNanos) % TICK_NANOS
                : FOREVER_NANOS;
    }

    Optional<Integer> exitCode() {
        return exitCode;
    }

    boolean terminalGone() {
        return screen.broken();
    }

    void take(Input input) {
        dirty = true;
        keyed = true;
        if (input instanceof Input.Focus(boolean gained)) {
            focused = gained;
            return;
        }
        keys.take(input);
    }

    void resized() {
        dirty = true;
        keyed = true;
    }

    void events(Inbox.Batch batch) {
        long now = System.nanoTime();
        for (Envelope envelope : batch.events()) {
            dirty = true;
            event(envelope.event(), began(envelope, now));
        }
        dirty |= !batch.work().isEmpty();
        if (batch.dropped() > 0) {
            warn(batch.dropped() + " events are not shown here; Ctrl-T shows all that was stored");
        }
        if (batch.isEmpty() && state.runningTurn().isPresent()) {
            dirty = true;
        }
    }

    /// When something began that is shown only now, because nobody was attached.
    private static long began(Envelope envelope, long now) {
        long millis = System.currentTimeMillis() - envelope.time().toEpochMilli();
        return now - Math.clamp(millis, 0, MAX_AGE_MILLIS) * 1_000_000;
    }

    private void event(Event event, long now) {
        state.apply(event);
        switch (event) {
            case Event.TurnStarted _ -> turnStartedNanos = now;
            case Event.Asked asked -> {
                questions.asked(asked.question());
                announcer.asks(state, focus());
            }
            case Event.Answered answered -> questions.answered(answered.questionId());
            case Event.InputRequested asked ->
                    open(
                            new InputPanel(
                                    asked,
                                    replies -> submit(new Op.GiveInput(asked.request(), replies))));
            case Event.InputGiven given -> closeInput(given.request());
            case Event.TurnEnded(_, var outcome, _) -> {
                announcer.ended(outcome, state, focus());
                questions.clear();
                panels.removeIf(panel -> panel instanceof InputPanel);
            }
            case Event.ItemAdded(Item.UserMessage message) -> unsent.remove(message.text());
            case Event.ItemAdded(Item.AssistantMessage message) ->
                    lastMessage = Optional.of(message.text());
            default -> {
                // Shown below.
            }
        }
        view.apply(event, now);
    }

    private void closeInput(String request) {
        panels.removeIf(p -> p instanceof InputPanel input && input.request().equals(request));
    }

    /// Draws if it is time.
    void draw(long now) {
        if (!dirty || screen.waitNanos(keyed, now) > 0) {
            return;
        }
        dirty = false;
        keyed = false;
        announcer.show(activity(), state.name());
        Tty.Size size = screen.size();
        int columns = Math.max(1, size.columns() - 1);
        boolean paging = panel().filter(p -> p instanceof Pager).isPresent();
        screen.alternate(paging);
        List<Line> finished = paging ? List.of() : view.takeFinished(columns);
        screen.draw(finished, frame.of(columns, size.rows(), now), now);
        questions.drawn(now);
    }

    @Override
    public void opened(SessionOpener.Opened session) {
        failed = false;
        state.opened(session);
        session.shown().forEach(item -> view.apply(new Event.ItemAdded(item), 0));
        session.warnings().forEach(this::warn);
        dirty = true;
    }

    @Override
    public void failed(String message) {
        failed = true;
        unsent.clear();
        fail(message);
    }

    @Override
    public void patchProposed(Action.ApplyPatch patch, PatchPreview before) {
        view.preview(patch.call(), before);
    }

    /// Text that was sent and is not in the history yet.
    List<String> unsent() {
        return unsent;
    }

    void warn(String text) {
        view.print(new HungBlock("! ", text, Role.WARNING));
        dirty = true;
    }

    Optional<Panel> panel() {
        Optional<Panel> question = questions.current();
        return question.isPresent() ? question : Optional.ofNullable(panels.peek());
    }

    void closePanel(Panel panel) {
        if (!questions.close(panel)) {
            panels.remove(panel);
        }
    }

    TurnView view() {
        return view;
    }

    UiKeys keys() {
        return keys;
    }

    boolean failed() {
        return failed;
    }

    boolean focused() {
        return focused;
    }

    long turnStartedNanos() {
        return turnStartedNanos;
    }

    StatusLine.Surroundings surroundings() {
        return new StatusLine.Surroundings(branch, Optional.empty(), !host.isOpen() && !failed);
    }

    void redraw() {
        screen.clearScreen();
        dirty = true;
    }

    void suspend() {
        screen.clear();
        try {
            tty.suspend();
        } catch (java.io.IOException e) {
            warn("cannot be suspended: " + e.getMessage());
        }
        screen.startAnew();
        dirty = true;
    }

    /// Edits what is written in the user's editor.
    void edit() {
        screen.clear();
        Composer composer = keys.composer();
        try {
            tty.lend(() -> {
                try {
                    composer.replace(new ExternalEditor(parts.environment()).edit(composer.text()));
                } catch (java.io.IOException e) {
                    fail("the editor cannot be started: " + e.getMessage() + "; set VISUAL");
                }
            });
        } catch (java.io.IOException e) {
            warn("the terminal cannot be lent: " + e.getMessage());
        }
        screen.startAnew();
        dirty = true;
    }

    /// Shows the whole session.
    void transcript() {
        Optional<Path> file = state.file();
        if (file.isEmpty()) {
            say("This session keeps no file to show.");
            return;
        }
        later(() -> Transcript.read(file.get()), whole -> page("Transcript", whole));
    }

    /// The approval policy after the one that holds now.
    void nextApprovalPolicy() {
        String next =
                switch (state.approvalPolicy()) {
                    case "untrusted" -> "on-request";
                    case "on-request" -> "never";
                    default -> "untrusted";
                };
        submit(new Op.Set("approval_policy", next));
    }

    @Override
    public void changed() {
        dirty = true;
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
        }
        host.submit(op);
    }

    @Override
    public void send(List<Content> content) {
        unsent.add(new Item.UserMessage(content).text());
        host.submit(
                state.runningTurn().isPresent()
                        ? new Op.Steer(content)
                        : new Op.Submit(content, Optional.empty()));
        dirty = true;
    }

    @Override
    public void print(Block block) {
        view.print(block);
        dirty = true;
    }

    @Override
    public void say(String text) {
        print(new HungBlock("• ", text, Role.TEXT));
    }

    @Override
    public void fail(String text) {
        print(new HungBlock("✗ ", text, Role.ERROR));
    }

    @Override
    public void open(Panel panel) {
        panels.push(panel);
        dirty = true;
    }

    @Override
    public void choose(String title, List<Picker.Choice> choices, Consumer<Picker.Choice> chosen) {
        open(new Picker(title, choices, chosen));
    }

    @Override
    public void page(String title, Block block) {
        panels.removeIf(p -> p instanceof Pager);
        open(new Pager(title, block));
    }

    @Override
    public void compose(String text) {
        keys.composer().replace(text);
        dirty = true;
    }

    @Override
    public void copy(String text) {
        String part = text.length() > MAX_COPY_CHARS ? text.substring(0, MAX_COPY_CHARS) : text;
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        screen.write("\u001b]52;c;" + Base64.getEncoder().encodeToString(bytes) + "\u0007");
    }

    @Override
    public Optional<String> lastMessage() {
        return lastMessage;
    }

    @Override
    public <T> void later(Work<T> work, Consumer<T> then) {
        Thread.ofPlatform()
                .daemon()
                .name("ui-work")
                .start(() -> {
                    try {
                        T found = work.get();
                        inbox.run(() -> then.accept(found));
                    } catch (Exception e) {
                        inbox.run(() -> fail(String.valueOf(e.getMessage())));
                    }
                });
    }

    @Override
    public void change(SessionOpener.Start start) {
        state.reset();
        view.reset();
        unsent.clear();
        questions.clear();
        host.open(start);
        dirty = true;
    }

    @Override
    public void theme(String name) {
        screen.theme(Looks.named(name, parts.environment()));
        dirty = true;
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
