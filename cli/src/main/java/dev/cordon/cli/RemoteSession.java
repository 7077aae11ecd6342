package dev.cordon.cli;

import dev.cordon.engine.McpServer;
import dev.cordon.engine.SessionLogException;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.OpCodec;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import dev.cordon.tui.LiveSession;
import dev.cordon.tui.SessionOpener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A session that a session host runs, as a client sees it. A connection that breaks is made again
/// where it broke; when the host is gone, the client is told what to do.
final class RemoteSession implements LiveSession {
    private final HostLink link;
    private final SessionId id;
    private final Optional<Path> file;
    private final SessionOpener.Watcher watcher;
    private volatile HostChannel channel;
    private volatile boolean left;
    private volatile boolean over;
    private volatile long last = -1;
    private Optional<TurnId> turn = Optional.empty();
    private Map<Path, String> before = Map.of();

    RemoteSession(
            HostLink link, HostChannel channel, Json.Obj attached, SessionOpener.Watcher watcher) {
        this.link = link;
        this.channel = channel;
        this.id = new SessionId(attached.requireText("session"));
        this.file = attached.text("file").map(Path::of);
        this.watcher = watcher;
    }

    @Override
    public SessionId id() {
        return id;
    }

    /// Whether the session goes on without this client.
    boolean goesOn() {
        return !over;
    }

    @Override
    public void submit(Op op) {
        String line = JsonText.write(OpCodec.write(op));
        if (line.length() > HostChannel.MAX_LINE_BYTES) {
            warn("That is larger than " + HostChannel.MAX_LINE_BYTES + " bytes and was not sent.");
        } else if (!channel.write(line) && !over) {
            warn("That did not reach the session; send it again when the connection is back.");
        }
    }

    @Override
    public List<McpServer.Status> mcpServers() {
        return link.ask(HostMessages.about("mcp", id.value()))
                .map(HostMessages::readServers)
                .orElseThrow(() -> new UsageException("The session host is gone."));
    }

    /// Shows what is open from before, and then what comes, on a thread of its own.
    void follow(HostedPast past, long from) {
        last = from - 1;
        past.state().forEach(this::turnOf);
        past.open().forEach(this::show);
        Thread.ofPlatform().daemon().name("host-reader").start(this::read);
    }

    /// Leaves the session to its host.
    void leave() {
        left = true;
        channel.finishNow();
    }

    private void read() {
        while (!left && !over) {
            try {
                Optional<String> line = channel.read();
                if (line.isPresent()) {
                    take(JsonText.readObject(line.get()));
                } else {
                    again();
                }
            } catch (IOException _) {
                again();
            } catch (JsonException e) {
                warn("The session host said what this version does not know: " + e.getMessage());
            }
        }
        channel.close();
    }

    private void take(Json.Obj line) {
        if (line.find("event").isPresent()) {
            if (EnvelopeCodec.read(line) instanceof EnvelopeCodec.Line.Known(Envelope envelope)) {
                show(envelope);
            }
            return;
        }
        switch (line.requireText("type")) {
            case HostMessages.PATCH_BEFORE -> before = HostMessages.readBefore(line);
            case "refused" -> warn(line.requireText("message"));
            case "ended" ->
                    gone(
                            line.requireText("message")
                                    + " cordon resume "
                                    + id.value()
                                    + " goes on with it.");
            default -> {
                // A later host may say more.
            }
        }
    }

    private void show(Envelope envelope) {
        last = Math.max(last, envelope.sequence());
        turnOf(envelope.event());
        if (envelope.event() instanceof Event.ActionProposed(Action.ApplyPatch patch)) {
            watcher.patchProposed(patch, before);
            before = Map.of();
        }
        watcher.on(envelope);
    }

    private void turnOf(Event event) {
        if (event instanceof Event.TurnStarted(TurnId started)) {
            turn = Optional.of(started);
        } else if (event instanceof Event.TurnEnded || event instanceof Event.SessionResumed) {
            turn = Optional.empty();
        }
    }

    /// Attaches again after the connection broke.
    private void again() {
        channel.close();
        if (left || over) {
            return;
        }
        try {
            Optional<HostChannel> there = link.connect();
            Optional<Json.Obj> attached =
                    there.flatMap(c -> link.answer(c, HostMessages.attach(id.value(), last)));
            if (there.isEmpty() || attached.isEmpty()) {
                there.ifPresent(HostChannel::close);
                gone(
                        "The session host is gone. What was done is kept: cordon resume "
                                + id.value()
                                + " goes on with it.");
                return;
            }
            channel = there.get();
            long from = attached.get().requireInteger("from");
            // What was shown of an answer comes again from its start.
            event(new Event.StreamReset());
            if (file.isPresent() && from > last + 1) {
                HostedPast.read(file.get(), last, from, this::show);
            }
        } catch (UsageException | SessionLogException | JsonException e) {
            gone(String.valueOf(e.getMessage()));
        }
    }

    private void gone(String why) {
        over = true;
        turn.ifPresent(running ->
                event(
                        new Event.TurnEnded(
                                running,
                                new TurnOutcome.Failed(
                                        FailureKind.INTERNAL,
                                        "the session is not here any more",
                                        OptionalLong.empty(),
                                        Optional.empty()),
                                Usage.UNKNOWN)));
        turn = Optional.empty();
        warn(why);
    }

    private void warn(String text) {
        event(new Event.Warning(text));
    }

    private void event(Event event) {
        watcher.on(new Envelope(Math.max(0, last), Instant.now(), event));
    }
}
