package dev.cordon.cli;

import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.tui.SessionOpener;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A session host in this process whose sessions are staged, and clients of it.
final class StagedHost implements AutoCloseable {
    static final HostServer.Bounds PATIENT =
            new HostServer.Bounds(
                    4,
                    16,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(30));

    final Host host;
    final HostLink link;
    final BlockingQueue<StagedSession> sessions = new LinkedBlockingQueue<>();
    private final HostServer server;
    private final Thread serving;

    StagedHost(Path home, HostServer.Bounds bounds) throws IOException {
        Path work = Files.createDirectories(home.resolve("work"));
        this.host =
                Host.elsewhere(
                        Map.of("CORDON_HOME", home.resolve("c").toString(), "WORD", "ü\n\"x"),
                        work,
                        home);
        this.link = new HostLink(host, List.of("/bin/false"));
        this.server = HostServer.listen(HostFolder.of(host), this::open, bounds).orElseThrow();
        this.serving = Thread.ofPlatform().start(server::serve);
    }

    private SessionOpener.Opened open(HostMessages.Opening wanted, SessionOpener.Watcher watcher) {
        StagedSession session =
                new StagedSession(wanted.host().cordonHome(), wanted.host().directory(), watcher);
        sessions.add(session);
        return session.opened();
    }

    /// Opens a session by a client that is not kept.
    StagedSession session() throws IOException, InterruptedException {
        try (HostChannel client = client()) {
            link.answer(client, HostMessages.open(host, List.of(), new SessionOpener.Start.Fresh()))
                    .orElseThrow();
        }
        return sessions.take();
    }

    HostChannel client() throws IOException {
        return new HostChannel(socket());
    }

    /// A connection of a client that showed that it may speak.
    SocketChannel proven() throws IOException {
        SocketChannel channel = socket();
        ByteBuffer in = ByteBuffer.allocate(1024);
        while (in.position() == 0 || in.get(in.position() - 1) != '\n') {
            channel.read(in);
        }
        String greeting = StandardCharsets.UTF_8.decode(in.flip()).toString().strip();
        HostFolder.of(host).prove(JsonText.readObject(greeting).requireText("nonce"));
        return channel;
    }

    private SocketChannel socket() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(HostFolder.of(host).address());
        return channel;
    }

    /// A client that is attached.
    HostChannel attached(StagedSession session) throws IOException {
        HostChannel client = client();
        link.answer(client, HostMessages.attach(session.id().value(), -1)).orElseThrow();
        return client;
    }

    /// A client as the terminal UI is one.
    Seen attach(StagedSession session) {
        Seen seen = new Seen();
        seen.opened =
                new RemoteSessions(
                                host,
                                link,
                                RemoteSessions.Mode.ATTACHED,
                                List.of(),
                                new UiSessions(host, UiCommand.options(List.of())))
                        .open(
                                new SessionOpener.Start.Resume(Optional.of(session.id().value())),
                                _ -> {
                                    throw new IllegalStateException("the host asks, not this");
                                },
                                seen);
        seen.opened.follow().run();
        return seen;
    }

    /// What a client sees.
    static final class Seen implements SessionOpener.Watcher {
        private final List<Envelope> envelopes = new ArrayList<>();
        final CountDownLatch letGo = new CountDownLatch(1);
        volatile boolean holds;
        SessionOpener.Opened opened;

        @Override
        public void on(Envelope envelope) {
            try {
                if (holds) {
                    letGo.await();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                envelopes.add(envelope);
                notifyAll();
            }
        }

        synchronized List<Event> events() {
            return envelopes.stream().map(Envelope::event).toList();
        }

        /// The sequences of warnings, in the order in which they came.
        synchronized List<String> warnings() {
            return envelopes.stream()
                    .map(Envelope::event)
                    .filter(e -> e instanceof Event.Warning)
                    .map(e -> ((Event.Warning) e).message())
                    .toList();
        }

        /// The text of an answer as it would stand on the screen.
        synchronized String text() {
            StringBuilder text = new StringBuilder();
            for (Envelope envelope : envelopes) {
                switch (envelope.event()) {
                    case Event.TextDelta delta -> text.append(delta.text());
                    case Event.StreamReset _ -> text.setLength(0);
                    default -> {
                        // Not part of an answer.
                    }
                }
            }
            return text.toString();
        }

        synchronized void await(Event event) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!events().contains(event)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(event + " never came, but " + events());
                }
                wait(1000);
            }
        }
    }

    /// The next envelope that a client gets; other lines are passed over.
    static Envelope next(HostChannel client) throws IOException {
        while (true) {
            Json.Obj line = JsonText.readObject(client.read().orElseThrow());
            if (line.find("event").isPresent()
                    && EnvelopeCodec.read(line) instanceof EnvelopeCodec.Line.Known(Envelope e)) {
                return e;
            }
        }
    }

    /// Waits until the host has ended by itself.
    void join() {
        try {
            if (!serving.join(Duration.ofSeconds(30))) {
                throw new AssertionError("the host runs on");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.close();
        join();
    }
}
