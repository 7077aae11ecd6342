package dev.cordon.cli;

import dev.cordon.engine.McpServer;
import dev.cordon.engine.SessionLog;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import dev.cordon.tui.LiveSession;
import dev.cordon.tui.SessionOpener;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A session in which happens what a test says, with a real log: what passes is shown only, the
/// rest is logged first.
final class StagedSession implements LiveSession {
    private final SessionId id = SessionId.fresh();
    private final SessionLog log;
    private final SessionOpener.Watcher watcher;
    private long sequence;

    /// What clients asked for.
    final BlockingQueue<Op> ops = new LinkedBlockingQueue<>();

    StagedSession(Path home, Path workspace, SessionOpener.Watcher watcher) {
        this.watcher = watcher;
        this.log = SessionLog.create(home, id, Instant.now());
        happens(
                new Event.SessionStarted(
                        id,
                        "1",
                        workspace.toString(),
                        "staged",
                        "staged",
                        "workspace-write",
                        "on-request",
                        "closed",
                        Optional.empty()));
    }

    SessionOpener.Opened opened() {
        return new SessionOpener.Opened(
                this,
                log.file(),
                1000,
                List.of(),
                List.of(),
                List.of(),
                List.of("a warning"),
                () -> {},
                () -> {
                    happens(new Event.SessionClosed());
                    log.close();
                });
    }

    synchronized void happens(Event event) {
        boolean durable = !(event instanceof Event.Passing);
        Envelope envelope =
                new Envelope(durable ? sequence : sequence - 1, Instant.ofEpochSecond(1), event);
        if (durable) {
            log.append(envelope);
            sequence++;
        }
        watcher.on(envelope);
    }

    /// How many durable events there were.
    synchronized long count() {
        return sequence;
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public void submit(Op op) {
        ops.add(op);
    }

    @Override
    public List<McpServer.Status> mcpServers() {
        return List.of(new McpServer.Status("files", "ready", "Files 1", List.of("read")));
    }
}
