package dev.cordon.cli;

import dev.cordon.engine.Approver;
import dev.cordon.engine.SessionStore;
import dev.cordon.protocol.Json;
import dev.cordon.tui.SessionOpener;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Opens sessions in the session host, or attaches to those that run there.
final class RemoteSessions implements SessionOpener {
    /// The host may end while it is asked.
    private static final int MAX_ATTEMPTS = 3;

    private final Host host;
    private final HostLink link;
    private final Mode mode;
    private final List<String> arguments;
    private final UiSessions here;
    private Optional<RemoteSession> newest = Optional.empty();

    /// What is opened where.
    enum Mode {
        /// Sessions run in the host, which is started if there is none.
        DETACHED,
        /// Sessions run in this process, but for those that run in the host already.
        ATTACHING,
        /// Only sessions that run in the host are looked at.
        ATTACHED
    }

    /// @param arguments options of `cordon`, without those that say which session
    RemoteSessions(Host host, HostLink link, Mode mode, List<String> arguments, UiSessions here) {
        this.host = host;
        this.link = link;
        this.mode = mode;
        this.arguments = List.copyOf(arguments);
        this.here = here;
    }

    /// The session that was opened last, if it goes on without this process.
    synchronized Optional<String> goesOn() {
        return newest.filter(RemoteSession::goesOn).map(session -> session.id().value());
    }

    @Override
    public Opened open(Start start, Approver approver, Watcher watcher) {
        Optional<String> running = running(start);
        if (running.isPresent()) {
            return attach(HostMessages.attach(running.get(), -1), watcher);
        }
        return switch (mode) {
            case DETACHED -> attach(HostMessages.open(host, arguments, start), watcher);
            case ATTACHING -> {
                synchronized (this) {
                    newest = Optional.empty();
                }
                yield here.open(start, approver, watcher);
            }
            case ATTACHED -> throw new UsageException(notThere(start));
        };
    }

    private static String notThere(Start start) {
        return start instanceof Start.Resume(Optional<String> name) && name.isPresent()
                ? "the session "
                        + name.get()
                        + " does not run in the background; cordon resume "
                        + name.get()
                        + " takes it up"
                : "nothing runs in the background";
    }

    /// The id of a session that is to be resumed and runs in the host.
    private Optional<String> running(Start start) {
        if (!(start instanceof Start.Resume(Optional<String> name))) {
            return Optional.empty();
        }
        List<HostLink.Running> all = link.sessions();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        SessionStore store = new SessionStore(host.cordonHome());
        Optional<Path> file =
                name.map(store::find).or(() -> store.last(Optional.of(here.workspace())));
        return all.stream()
                .map(HostLink.Running::session)
                .filter(id ->
                        file.map(f -> String.valueOf(f.getFileName()).contains(id)).orElse(false))
                .findFirst();
    }

    private Opened attach(Json.Obj request, Watcher watcher) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            HostChannel channel = link.reach();
            Optional<Json.Obj> attached;
            try {
                attached = link.answer(channel, request);
            } catch (RuntimeException e) {
                channel.close();
                throw e;
            }
            if (attached.isPresent()) {
                return opened(channel, attached.get(), watcher);
            }
            channel.close();
        }
        throw new UsageException("the session host ends whenever it is asked; see its log");
    }

    private Opened opened(HostChannel channel, Json.Obj attached, Watcher watcher) {
        RemoteSession session = new RemoteSession(link, channel, attached, watcher);
        Optional<Path> file = attached.text("file").map(Path::of);
        long from = attached.requireInteger("from");
        HostedPast past = file.map(f -> HostedPast.of(f, from)).orElseGet(HostedPast::new);
        synchronized (this) {
            newest = Optional.of(session);
        }
        return new Opened(
                session,
                file,
                attached.requireInteger("context_window_tokens"),
                past.shown(),
                List.of(),
                past.state(),
                attached.texts("warnings"),
                () -> session.follow(past, from),
                session::leave);
    }
}
