package dev.cordon.tui;

import dev.cordon.engine.FrontEndApprover;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The session behind the UI: opened beside it, so that the first picture does not wait, and closed
/// beside it when another one takes its place. Belongs to the UI's thread.
final class SessionHost {
    private final SessionOpener opener;
    private final Inbox inbox;
    private final Watcher watcher;
    private final List<Op> waiting = new ArrayList<>();
    private Optional<SessionOpener.Opened> opened = Optional.empty();
    private Line line = new Line();

    /// Told what becomes of opening, on the UI's thread.
    interface Watcher {
        void opened(SessionOpener.Opened session);

        void failed(String message);

        /// On an engine's thread, before the files change.
        void patchProposed(Action.ApplyPatch patch, PatchPreview before);
    }

    /// What one session shows, until it is cut off.
    private static final class Line {
        private volatile boolean cut;
    }

    SessionHost(SessionOpener opener, Inbox inbox, Watcher watcher) {
        this.opener = opener;
        this.inbox = inbox;
        this.watcher = watcher;
    }

    /// Opens a session; the one before it is closed first.
    void open(SessionOpener.Start start) {
        Optional<SessionOpener.Opened> before = opened;
        opened = Optional.empty();
        line.cut = true;
        Line own = new Line();
        line = own;
        Thread.ofPlatform()
                .daemon()
                .name("open-session")
                .start(() -> {
                    try {
                        before.ifPresent(old -> old.close().run());
                        SessionOpener.Opened session =
                                opener.open(
                                        start,
                                        new FrontEndApprover(Clock.systemUTC()),
                                        listener(own));
                        inbox.run(() -> ready(own, session));
                        session.follow().run();
                    } catch (RuntimeException e) {
                        inbox.run(() -> watcher.failed(String.valueOf(e.getMessage())));
                    }
                });
    }

    private void ready(Line own, SessionOpener.Opened session) {
        if (own.cut) {
            closeBeside(session);
            return;
        }
        opened = Optional.of(session);
        watcher.opened(session);
        waiting.forEach(session.session()::submit);
        waiting.clear();
    }

    private static void closeBeside(SessionOpener.Opened session) {
        Thread.ofPlatform().name("close-session").start(session.close());
    }

    private SessionOpener.Watcher listener(Line own) {
        return new SessionOpener.Watcher() {
            private Optional<CallId> elsewhere = Optional.empty();

            @Override
            public void on(Envelope envelope) {
                if (own.cut) {
                    return;
                }
                if (envelope.event() instanceof Event.ActionProposed(Action.ApplyPatch patch)
                        && !elsewhere.equals(Optional.of(patch.call()))) {
                    // The engine waits for this listener: the files are still as they were.
                    show(patch, PatchPreview.of(patch));
                }
                inbox.event(envelope);
            }

            @Override
            public void patchProposed(Action.ApplyPatch patch, Map<Path, String> before) {
                elsewhere = Optional.of(patch.call());
                if (!own.cut) {
                    show(patch, PatchPreview.of(patch, before));
                }
            }

            private void show(Action.ApplyPatch patch, PatchPreview before) {
                inbox.run(() -> watcher.patchProposed(patch, before));
            }
        };
    }

    /// Asks the session, now or when it is open.
    void submit(Op op) {
        if (opened.isPresent()) {
            opened.get().session().submit(op);
        } else {
            waiting.add(op);
        }
    }

    boolean isOpen() {
        return opened.isPresent();
    }

    Optional<SessionOpener.Opened> opened() {
        return opened;
    }

    /// Ends the session and waits for that.
    void close() {
        line.cut = true;
        opened.ifPresent(session -> session.close().run());
        opened = Optional.empty();
    }
}
