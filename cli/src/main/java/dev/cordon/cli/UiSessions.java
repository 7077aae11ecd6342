package dev.cordon.cli;

import dev.cordon.engine.Approver;
import dev.cordon.engine.Restored;
import dev.cordon.engine.Session;
import dev.cordon.engine.SessionContent;
import dev.cordon.engine.SessionLog;
import dev.cordon.engine.SessionReader;
import dev.cordon.engine.SessionStore;
import dev.cordon.journal.FileJournal;
import dev.cordon.journal.Journal;
import dev.cordon.policy.ConfigException;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.tui.LiveSession;
import dev.cordon.tui.SessionOpener;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Opens sessions for the terminal UI, each with configuration as it is then.
final class UiSessions implements SessionOpener {
    /// Items of an earlier session that are shown again.
    private static final int SHOWN_ITEMS = 60;

    private final Host host;
    private final ExecOptions options;
    private final Path workspace;
    private final List<String> lastWarnings = new CopyOnWriteArrayList<>();

    UiSessions(Host host, ExecOptions options) {
        this.host = host;
        this.options = options;
        this.workspace =
                host.directory()
                        .resolve(options.settings().directory().orElse(Path.of("")))
                        .normalize();
    }

    Path workspace() {
        return workspace;
    }

    @Override
    public Opened open(Start start, Approver approver, Watcher listener) {
        // What is said to people would go across the screen: it is shown as warnings.
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Host quiet =
                new Host(
                        host.environment(),
                        host.directory(),
                        host.home(),
                        host.in(),
                        host.out(),
                        new PrintStream(said, true, StandardCharsets.UTF_8));
        Workplace place = workplace(quiet);
        SecretFilter filter = SecretFilter.load(quiet, place.injectedSecrets());
        Models models = Models.choose(quiet, place.governance(), filter::learn);
        Stored stored = stored(start);
        SessionWatch watch = SessionWatch.of(stored.session().id(), quiet, place.config(), filter);
        Journal journal =
                new SessionJournal(
                        FileJournal.opening(
                                host.cordonHome().resolve("journal"),
                                JournalSettings.of(host, place.config())),
                        WorkOrder.of(host),
                        filter,
                        watch::stopReason);
        String id = stored.session().id().value();
        Optional<Path> layer =
                place.keepsApart() ? Optional.of(new Layers(host).place(id)) : Optional.empty();
        Session session;
        try {
            session =
                    Session.open(
                            stored.session().id(),
                            new Wiring(quiet, place, models, layer)
                                    .parts(stored.session().id(), journal, filter, watch),
                            approver,
                            stored.session().log(),
                            stored.session().restored(),
                            envelope -> {
                                listener.on(envelope);
                                watch.on(envelope);
                                watch.takeWarning()
                                        .map(text -> warning(envelope, text))
                                        .ifPresent(listener::on);
                            });
        } catch (RuntimeException e) {
            // A process that runs other sessions must not keep the lock of one that it does not.
            stored.session().log().close();
            journal.close();
            watch.close();
            throw e;
        }
        Thread hook = Thread.ofPlatform().unstarted(session::close);
        Runtime.getRuntime().addShutdownHook(hook);
        List<String> warnings = new ArrayList<>(place.warnings());
        warnings.addAll(stored.session().warnings());
        layer.ifPresent(_ -> warnings.add(Layers.UNTRUSTED));
        said.toString(StandardCharsets.UTF_8).lines().forEach(warnings::add);
        return new Opened(
                LiveSession.here(session, models.profile().images()),
                stored.session().log().file(),
                models.profile().contextWindowTokens(),
                stored.shown(),
                stored.turns(),
                before(stored, place, models),
                warnings,
                () -> {},
                () -> {
                    close(session, journal, watch, hook);
                    layer.flatMap(_ -> new Layers(host).goodbye(id)).ifPresent(lastWarnings::add);
                });
    }

    /// What holds, what the session is called and what waits in it.
    private static List<Event> before(Stored stored, Workplace place, Models models) {
        List<Event> before = new ArrayList<>();
        before.add(
                new Event.SessionStarted(
                        stored.session().id(),
                        Version.TEXT,
                        place.workspace().toString(),
                        models.providerName(),
                        models.profile().slug(),
                        place.sandboxMode(),
                        place.approvalPolicy(),
                        place.network(),
                        Optional.empty()));
        if (!stored.name().isEmpty()) {
            before.add(new Event.SessionRenamed(stored.name()));
        }
        for (List<Content> waiting : stored.session().restored().queue()) {
            before.add(new Event.Queued(before.size(), waiting));
        }
        return before;
    }

    private Workplace workplace(Host quiet) {
        try {
            return Workplace.open(quiet, options.settings());
        } catch (ConfigException e) {
            new RejectedConfiguration(quiet).record(e);
            throw e;
        }
    }

    /// What the user should know and no screen can show any more, a sentence each.
    List<String> lastWarnings() {
        return List.copyOf(lastWarnings);
    }

    private void close(Session session, Journal journal, SessionWatch watch, Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending, and the hook closes the session.
        }
        try {
            session.close();
        } finally {
            journal.close();
            watch.close();
            watch.takeWarning().ifPresent(lastWarnings::add);
        }
    }

    /// A session on disk, and what of it is shown.
    private record Stored(
            StoredSession session, String name, List<Item> shown, List<Earlier> turns) {}

    private Stored stored(Start start) {
        Path home = host.cordonHome();
        SessionStore store = new SessionStore(home);
        return switch (start) {
            case Start.Fresh _ -> new Stored(fresh(Restored.NOTHING), "", List.of(), List.of());
            // Whoever chooses names one; the newest stands in for a list that nobody saw.
            case Start.Choose _ -> stored(new Start.Resume(Optional.empty()));
            case Start.Resume(Optional<String> name) -> {
                Path file =
                        name.map(store::find)
                                .or(() -> store.last(Optional.of(workspace)))
                                .orElseThrow(() ->
                                        new UsageException(
                                                "there is no session to resume in " + workspace));
                SessionLog.Resumed resumed = SessionLog.resume(file);
                SessionContent content = resumed.content();
                yield new Stored(
                        new StoredSession(
                                content.started().session(),
                                resumed.log(),
                                Restored.of(content),
                                content.problems()),
                        content.name().orElse(""),
                        newest(content.history()),
                        turns(content));
            }
            case Start.Fork(String name, Optional<TurnId> before) -> {
                SessionContent content = SessionReader.read(store.find(name));
                int turns = before.map(turn -> index(content, turn)).orElse(Integer.MAX_VALUE);
                yield new Stored(fresh(Restored.fork(content, turns)), "", List.of(), List.of());
            }
        };
    }

    private StoredSession fresh(Restored restored) {
        SessionId id = SessionId.fresh();
        return new StoredSession(
                id, SessionLog.create(host.cordonHome(), id, Instant.now()), restored, List.of());
    }

    private static int index(SessionContent content, TurnId turn) {
        for (int i = 0; i < content.turns().size(); i++) {
            if (content.turns().get(i).turn().equals(turn)) {
                return i;
            }
        }
        throw new UsageException("the session has no such turn");
    }

    private static List<Item> newest(List<Item> history) {
        return history.subList(Math.max(0, history.size() - SHOWN_ITEMS), history.size());
    }

    private static List<Earlier> turns(SessionContent content) {
        List<Earlier> turns = new ArrayList<>();
        for (SessionContent.TurnMark mark : content.turns()) {
            int at = mark.before().size();
            String prompt =
                    at < content.history().size()
                                    && content.history().get(at) instanceof Item.UserMessage said
                            ? said.text()
                            : "";
            turns.add(new Earlier(mark.turn(), prompt));
        }
        return turns;
    }

    /// Telemetry is no part of the session, so its warning has the number of the event before it.
    private static Envelope warning(Envelope before, String text) {
        return new Envelope(before.sequence(), before.time(), new Event.Warning(text));
    }
}
