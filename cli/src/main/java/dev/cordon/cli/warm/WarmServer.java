package dev.cordon.cli.warm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Listens for command lines and runs them.
public final class WarmServer implements AutoCloseable {
    private static final int MAX_RUNS = 32;
    private static final int MAX_REQUEST_BYTES = 8 << 20;
    private static final int HEAD_BYTES = 8;
    private static final int PART_BYTES = 64 << 10;
    private static final int SAY_SECONDS = 5;
    private static final int LOOKS = 20;

    private final String build;
    private final Map<String, String> environment;
    private final Runner runner;
    private final PrintStream log;
    private final Path socket;
    private final int listening;
    private final ProcessFacts own;
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicReference<Instant> lastUse = new AtomicReference<>(Instant.now());
    private final AtomicReference<Optional<String>> refusal =
            new AtomicReference<>(Optional.empty());
    private volatile boolean ending;

    /// Runs a command line.
    @FunctionalInterface
    public interface Runner {
        /// @return the exit code
        int run(Run run);
    }

    /// One command line with what it sees of the process that it came from.
    ///
    /// @param folder absolute
    /// @param onInterrupt takes what must happen when the caller is interrupted or gone, and gives
    ///   what takes that back
    public record Run(
            List<String> arguments,
            Map<String, String> environment,
            Path folder,
            InputStream in,
            OutputStream out,
            OutputStream err,
            Function<Runnable, Runnable> onInterrupt) {
        public Run {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }
    }

    /// What the server did so far.
    ///
    /// @param taken runs, those that go on included
    /// @param now runs that go on
    /// @param refusal why the last run that was not taken was not
    public record Status(int taken, int now, Optional<String> refusal) {}

    /// @param socket in a folder that only this user can enter; replaced if it is there
    /// @param build runs of another build are not taken
    /// @param environment that of this process; runs with another are not taken
    public WarmServer(
            Path socket,
            String build,
            Map<String, String> environment,
            Runner runner,
            PrintStream log)
            throws IOException {
        this.socket = socket;
        this.build = build;
        this.environment = Map.copyOf(environment);
        this.runner = runner;
        this.log = log;
        this.own = ProcessFacts.own();
        Files.deleteIfExists(socket);
        this.listening = Libc.bound(socket.toString());
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        Libc.listen(listening);
    }

    /// Takes runs until nothing ran for this long, or until it was told to end.
    public void serve(Duration idle) throws InterruptedException {
        Thread.ofPlatform().daemon().name("cordon-warm").start(this::accept);
        long look = Math.max(50, idle.toMillis() / LOOKS);
        while (now.get() > 0 || (!ending && lastUse.get().plus(idle).isAfter(Instant.now()))) {
            Thread.sleep(Math.min(look, ending ? 50 : 1000));
        }
    }

    /// Takes no more runs; [#serve] returns after the last.
    public void end() {
        ending = true;
        removeSocket();
    }

    /// What happened so far.
    public Status status() {
        return new Status(taken.get(), now.get(), refusal.get());
    }

    @Override
    public void close() {
        end();
        Libc.close(listening);
    }

    private void removeSocket() {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            log.println("the socket stays: " + e);
        }
    }

    private void accept() {
        while (true) {
            try {
                int connection = Libc.accept(listening);
                Thread.ofPlatform().daemon().name("cordon-warm-run").start(() -> serve(connection));
            } catch (IOException e) {
                if (!ending) {
                    log.println("no more connections: " + e);
                    end();
                }
                return;
            }
        }
    }

    private void serve(int connection) {
        List<Integer> descriptors = List.of();
        try {
            Libc.readLimit(connection, SAY_SECONDS);
            Libc.Received head = Libc.receive(connection, HEAD_BYTES);
            descriptors = head.descriptors();
            if (!head.bytes().hasRemaining()) {
                return;
            }
            Request request = Request.read(body(connection, head));
            Optional<String> reason = refused(connection, request);
            if (reason.isPresent()) {
                refusal.set(reason);
                log.println("not taken: " + reason.get());
                Libc.send(connection, (byte) 'N');
                return;
            }
            Libc.send(connection, (byte) 'Y');
            // The caller may have lost patience meanwhile and have started a process of its own.
            if (one(connection) == 'G') {
                Libc.readLimit(connection, 0);
                run(connection, request, descriptors);
                descriptors = List.of();
            }
        } catch (IOException | IllegalArgumentException e) {
            log.println("a connection failed: " + e.getMessage());
        } finally {
            for (int descriptor : descriptors) {
                Libc.close(descriptor);
            }
            Libc.close(connection);
        }
    }

    private static byte[] body(int connection, Libc.Received head) throws IOException {
        ByteBuffer start = head.bytes();
        if (start.remaining() != HEAD_BYTES
                || head.descriptors().size() != 3
                || start.getInt() != 0x4352444e) {
            throw new IOException("no request");
        }
        int length = start.getInt();
        if (length < 0 || length > MAX_REQUEST_BYTES) {
            throw new IOException("a request of " + length + " bytes");
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        while (body.hasRemaining()) {
            ByteBuffer part =
                    Libc.receive(connection, Math.min(body.remaining(), PART_BYTES)).bytes();
            if (!part.hasRemaining()) {
                throw new IOException("a request without its end");
            }
            body.put(part);
        }
        return body.array();
    }

    private static int one(int connection) throws IOException {
        ByteBuffer got = Libc.receive(connection, 1).bytes();
        return got.hasRemaining() ? got.get() : -1;
    }

    private Optional<String> refused(int connection, Request request) throws IOException {
        Libc.Peer peer = Libc.peer(connection);
        try {
            if (!request.build().equals(build)) {
                end();
                return Optional.of("the program was built anew; this process ends");
            }
            if (ending || now.get() >= MAX_RUNS) {
                return Optional.of(ending ? "this process is ending" : "too many runs at once");
            }
            Optional<String> difference = own.difference(ProcessFacts.of(peer.pid()));
            if (difference.isPresent()) {
                return difference;
            }
            // The number was that process's all the time, or another was looked at.
            if (!Libc.alive(peer)) {
                return Optional.of("the caller is gone");
            }
            return request.difference(environment);
        } finally {
            Libc.close(peer.pidFd());
        }
    }

    private void run(int connection, Request request, List<Integer> descriptors)
            throws IOException {
        now.incrementAndGet();
        taken.incrementAndGet();
        int code = 1;
        try (Descriptor in = new Descriptor(descriptors.get(0));
                Descriptor out = new Descriptor(descriptors.get(1));
                Descriptor err = new Descriptor(descriptors.get(2))) {
            Interruption interruption = new Interruption(Thread.currentThread());
            Thread signals =
                    Thread.ofPlatform()
                            .daemon()
                            .name("cordon-warm-signals")
                            .start(() -> signals(connection, interruption));
            try {
                code =
                        runner.run(
                                new Run(
                                        request.arguments(),
                                        request.environment(),
                                        request.folder(),
                                        in.input(),
                                        out.output(),
                                        err.output(),
                                        interruption::add));
            } catch (RuntimeException e) {
                e.printStackTrace(log);
                err.output()
                        .write(
                                ("cordon: this should not happen: " + e + "\n")
                                        .getBytes(StandardCharsets.UTF_8));
            } finally {
                interruption.over();
            }
            sendCode(connection, code);
            // Not closed while somebody waits for it: the number would be another file's.
            Libc.shutdown(connection);
            signals.join();
        } catch (InterruptedException _) {
            // Nobody interrupts after the run, and then this thread ends anyway.
        } finally {
            lastUse.set(Instant.now());
            now.decrementAndGet();
        }
    }

    private static void sendCode(int connection, int code) {
        try {
            Libc.send(connection, (byte) 'X', (byte) code);
        } catch (IOException _) {
            // The caller is gone, and nobody wants to know.
        }
    }

    // Whatever comes is a signal, and so is the caller's end.
    private static void signals(int connection, Interruption interruption) {
        try {
            while (one(connection) > 0) {
                interruption.happen();
            }
        } catch (IOException _) {
            // Closed after the run.
        }
        interruption.happen();
    }
}
