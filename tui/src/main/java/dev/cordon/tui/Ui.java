package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The UI: takes keys and events, keeps what is shown, draws it. Everything happens on one thread;
/// nothing here waits for a session, a file or a program.
final class Ui implements UiContext, SessionHost.Watcher {
    private static final long FOREVER_NANOS = 3_600_000_000_000L;
    private static final long TICK_NANOS = 500_000_000;
    private static final long MAX_AGE_MILLIS = 7 * 24 * 3_600_000L;

    private final UiParts parts;
    private final List<SlashCommand> commands;
    private final Inbox inbox;
    private final Screen screen;
    private final TerminalLoan loan;
    private final Appearance appearance;
    private final SessionHost host;
    private final SessionState state = new SessionState();
    private final TurnView view;
    private final UiKeys keys;
    private final UiFrame frame;
    private final Announcer announcer;
    private final Panels panels;
    private final Around around;
    private final ShownSession shown;
    private Optional<Integer> exitCode = Optional.empty();
    private boolean failed;
    private boolean dirty = true;
    private boolean keyed = true;
    private boolean focused = true;

    Ui(UiParts parts, Tty tty, Inbox inbox) {
        this.parts = parts;
        this.commands = SlashCommands.all(parts.reports());
        this.inbox = inbox;
        this.screen =
                new Screen(tty, Looks.named(Looks.AUTO, parts.environment(), Optional.empty()));
        this.appearance = new Appearance(screen, parts.environment());
        this.loan = new TerminalLoan(screen, tty);
        this.host =
                new SessionHost(
                        new SetupFlow(parts.opener(), parts.firstRun(), this, inbox::run),
                        inbox,
                        this);
        this.announcer = new Announcer(parts.workspace(), parts.environment(), screen::write);
        this.view = new TurnView(parts.workspace());
        this.panels = new Panels(new Questions(parts.workspace(), this, view::preview));
        this.around = new Around(this);
        this.shown = new ShownSession(this, view, panels, around, announcer);
        this.keys = new UiKeys(this, parts.reports());
        this.frame = new UiFrame(this);
    }

    /// Shows the first picture and opens the session.
    void begin() {
        view.print(Looks.banner(parts));
        parts.notices().forEach(this::warn);
        long now = System.nanoTime();
        draw(now);
        announcer.begin();
        appearance.ask(now);
        around.look();
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
        try {
            settings.theme().ifPresent(this::theme);
        } catch (IllegalArgumentException e) {
            warn("tui.theme: " + e.getMessage());
        }
        keys.writing().begin(settings);
    }

    private Notifier.Focus focus() {
        return focused ? Notifier.Focus.HERE : Notifier.Focus.ELSEWHERE;
    }

    private Title.Activity activity() {
        if (panels.questions().current().isPresent()) {
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
                ? TICK_NANOS - (now - shown.turnStartedNanos()) % TICK_NANOS
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
            if (gained) {
                around.look();
            }
            return;
        }
        if (input instanceof Input.Report report) {
            appearance.answered(report, System.nanoTime());
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
            shown.take(envelope.event(), focus(), began(envelope, now));
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
        boolean paging = panels.paging();
        screen.alternate(paging);
        List<Line> finished = paging ? List.of() : view.takeFinished(columns);
        screen.draw(finished, frame.of(columns, size.rows(), now), now);
        panels.questions().drawn(now);
    }

    @Override
    public void opened(SessionOpener.Opened session) {
        failed = false;
        state.opened(session);
        session.shown().forEach(item -> view.apply(new Event.ItemAdded(item), 0));
        session.warnings().forEach(this::warn);
        around.opened(session.session());
        dirty = true;
    }

    @Override
    public void failed(String message) {
        failed = true;
        shown.unsentIsLost();
        fail(message);
    }

    @Override
    public void patchProposed(Action.ApplyPatch patch, PatchPreview before) {
        view.preview(patch.call(), before);
    }

    /// The session as events tell it.
    ShownSession shown() {
        return shown;
    }

    void warn(String text) {
        view.print(new HungBlock("! ", text, Role.WARNING));
        dirty = true;
    }

    Optional<Panel> panel() {
        return panels.current();
    }

    void closePanel(Panel panel) {
        panels.close(panel);
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

    StatusLine.Surroundings surroundings() {
        return new StatusLine.Surroundings(around.seen(), !host.isOpen() && !failed);
    }

    void redraw() {
        screen.clearScreen();
        dirty = true;
    }

    void suspend() {
        loan.suspend().ifPresent(this::fail);
        dirty = true;
    }

    /// Edits what is written in the user's editor.
    void edit() {
        loan.edit(keys.composer(), new ExternalEditor(parts.environment())).ifPresent(this::fail);
        keys.writing().changed();
        dirty = true;
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
        } else if (op instanceof Op.Submit || op instanceof Op.RunQueue) {
            state.released();
        }
        host.submit(op);
    }

    @Override
    public void send(List<Content> content) {
        shown.sent(new Item.UserMessage(content).text());
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
        panels.open(panel);
        dirty = true;
    }

    @Override
    public void choose(String title, List<Picker.Choice> choices, Consumer<Picker.Choice> chosen) {
        open(new Picker(title, choices, chosen));
    }

    @Override
    public void page(String title, Block block) {
        panels.page(new Pager(title, block));
        dirty = true;
    }

    @Override
    public void compose(String text) {
        keys.composer().replace(text);
        dirty = true;
    }

    @Override
    public void compose(List<Content> message) {
        keys.writing().again(message);
        dirty = true;
    }

    @Override
    public void copy(String text) {
        screen.copy(text);
    }

    @Override
    public Optional<String> lastMessage() {
        return shown.lastMessage();
    }

    @Override
    public <T> void later(Work<T> work, Consumer<T> then) {
        Later.start(inbox, work, then, this::fail);
    }

    @Override
    public void change(SessionOpener.Start start) {
        state.reset();
        view.reset();
        shown.unsentIsLost();
        panels.questions().clear();
        host.open(start);
        dirty = true;
    }

    @Override
    public void theme(String name) {
        appearance.theme(name);
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
