package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One running helper with one prepared set of namespaces.
final class Zygote {
    private static final int PIECE_BYTES = 16 * 1024;
    private static final int UNREAD_INPUT_BYTES = 1 << 20;
    private static final long END_MILLIS = 5000;

    private final Process process;
    private final OutputStream out;
    private final Map<Integer, Live> live = new ConcurrentHashMap<>();
    private final WatchedFiles watched;
    private final NewNames names;
    private final Optional<Placeholders> placeholders;
    private final Optional<CacheLayers> caches;
    private Optional<Cgroup> cgroup = Optional.empty();
    private volatile OptionalLong inside = OptionalLong.empty();
    private volatile boolean dead;
    private volatile boolean retired;

    private Zygote(
            Process process,
            WatchedFiles watched,
            NewNames names,
            Optional<Placeholders> placeholders,
            Optional<CacheLayers> caches) {
        this.names = names;
        this.caches = caches;
        this.placeholders = placeholders;
        this.process = process;
        this.out = process.getOutputStream();
        this.watched = watched;
    }

    /// Starts a helper and waits until its sandbox stands.
    ///
    /// @param stateDirectory where it notes what it leaves in the workspace for its lifetime
    /// @param network set if the confinement goes through the proxy
    static Zygote open(
            Path program,
            Path stateDirectory,
            Optional<NetworkService> network,
            Confinement confinement,
            Map<Path, MountPlan.OverlayLayer> layers) {
        boolean writes =
                confinement.mode() == Confinement.Mode.WORKSPACE_WRITE
                        && confinement.view() == Confinement.View.DIRECT;
        Optional<Placeholders> placeholders =
                writes
                        ? Optional.of(
                                Placeholders.make(
                                        stateDirectory,
                                        confinement.writable(),
                                        NamePatterns.of(confinement)))
                        : Optional.empty();
        Optional<CacheLayers> caches = Optional.empty();
        try {
            caches = CacheLayers.open(stateDirectory, confinement);
            return open(program, network, confinement, layers, placeholders, caches);
        } catch (RuntimeException e) {
            placeholders.ifPresent(Placeholders::close);
            caches.ifPresent(CacheLayers::close);
            throw e;
        }
    }

    private static Zygote open(
            Path program,
            Optional<NetworkService> network,
            Confinement confinement,
            Map<Path, MountPlan.OverlayLayer> changes,
            Optional<Placeholders> placeholders,
            Optional<CacheLayers> caches) {
        Surroundings around = Surroundings.look(confinement, Homes.of(confinement));
        Map<Path, String> files = new LinkedHashMap<>();
        files.putAll(
                network.isPresent()
                        ? network.get().files(confinement)
                        : GradleInit.files(confinement, List.of()));
        Homes.passwordFile(confinement).ifPresent(text -> files.put(Homes.PASSWD, text));
        Map<Path, MountPlan.OverlayLayer> layers = new LinkedHashMap<>(changes);
        caches.ifPresent(of -> layers.putAll(of.layers()));
        MountPlan plan = MountPlan.of(confinement, around, layers, files);
        try (HelperPlan words = HelperPlan.of(plan, confinement, network)) {
            Process process = builder(program).start();
            boolean writes = placeholders.isPresent();
            NewNames names =
                    writes ? NewNames.of(around, NamePatterns.of(confinement)) : NewNames.NONE;
            Zygote made = new Zygote(process, WatchedFiles.of(plan), names, placeholders, caches);
            made.bound(confinement.limits());
            made.stand(words);
            if (!layers.isEmpty()) {
                made.inside = ProcessEnd.child(process);
            }
            return made;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Starts a helper that makes no namespaces.
    ///
    /// @param starter starts the process, on a thread that is confined already or on any
    static Zygote plain(Path program, Starter starter, Confinement.Limits limits)
            throws InterruptedException {
        try (HelperPlan words = HelperPlan.plain(limits)) {
            Process process = starter.start(builder(program));
            Zygote made =
                    new Zygote(
                            process,
                            WatchedFiles.NONE,
                            NewNames.NONE,
                            Optional.empty(),
                            Optional.empty());
            made.bound(limits);
            return made.stand(words);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Starts a process.
    interface Starter {
        Process start(ProcessBuilder builder) throws IOException, InterruptedException;
    }

    private static ProcessBuilder builder(Path program) {
        ProcessBuilder builder =
                new ProcessBuilder(program.toString())
                        .directory(new java.io.File("/"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        return builder;
    }

    private static SandboxException failed(IOException e) {
        return new SandboxException(
                SandboxError.HELPER_DIED, "the sandbox helper could not be started: " + e, e);
    }

    // Before it has a child, so that all are in the group.
    private void bound(Confinement.Limits limits) {
        cgroup = Cgroups.here().flatMap(groups -> groups.bound(process.pid(), limits));
    }

    // Gives the plan and waits until the sandbox stands.
    private Zygote stand(HelperPlan plan) throws IOException {
        byte[] payload = plan.toBytes();
        if (payload.length > Frames.MAX_BYTES - 16) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "the plan of the sandbox is longer than 8 MiB. Start Cordon in a smaller"
                            + " folder. The command was not run");
        }
        Frames.write(out, Frames.PLAN, 0, payload, 0, payload.length);
        DataInputStream in = Frames.reader(process.getInputStream());
        Frames.Frame first = Frames.read(in);
        if (first == null || first.type() != Frames.READY) {
            process.destroyForcibly();
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "the sandbox could not be set up: "
                            + (first == null ? "the helper ended" : first.text())
                            + ". The command was not run");
        }
        Thread.ofPlatform().daemon().name("sandbox-reader").start(() -> read(in));
        return this;
    }

    /// Whether another command may start in it.
    boolean usable() {
        return !dead && watched.unchanged() && names.none(!live.isEmpty());
    }

    /// Ends it when its last command ends.
    void retire() {
        retired = true;
        if (live.isEmpty()) {
            close();
        }
    }

    void close() {
        dead = true;
        process.destroyForcibly();
        cgroup.ifPresent(Cgroup::close);
        placeholders.ifPresent(Placeholders::close);
    }

    /// Whether a command runs in it.
    boolean busy() {
        return !live.isEmpty() && !dead;
    }

    /// Closes it and waits until nothing of it can write any more.
    void closeAndWait() throws InterruptedException {
        close();
        boolean ended = process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS);
        // When the first process of the sandbox is dead, the kernel has killed all others in it.
        if (ended && inside.isPresent()) {
            ended = ProcessEnd.await(inside.getAsLong(), END_MILLIS);
        }
        if (!ended) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED, "a sandbox that was killed does not end");
        }
        caches.ifPresent(CacheLayers::close);
    }

    Boundary.Running start(Boundary.Launch launch, Boundary.Sink sink) {
        Live command = new Live(launch.id(), sink);
        live.put(launch.id(), command);
        try {
            byte[] payload = Frames.start(launch);
            if (payload.length > Frames.MAX_BYTES - 16) {
                throw new IOException("the command and its environment are longer than 8 MiB");
            }
            send(Frames.START, launch.id(), payload, 0, payload.length);
        } catch (IOException | IllegalArgumentException e) {
            live.remove(launch.id());
            throw new SandboxException(
                    dead ? SandboxError.HELPER_DIED : SandboxError.SETUP_FAILED,
                    "the command could not be given to the sandbox: " + e.getMessage(),
                    e);
        }
        if (dead && live.remove(launch.id()) != null) {
            throw new SandboxException(SandboxError.HELPER_DIED, "the sandbox helper has ended");
        }
        return command;
    }

    private void send(int type, int command, byte[] payload, int offset, int length)
            throws IOException {
        synchronized (out) {
            Frames.write(out, type, command, payload, offset, length);
        }
    }

    private void read(DataInputStream in) {
        try {
            for (Frames.Frame frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
                Live command = live.get(frame.command());
                if (command != null) {
                    receive(command, frame);
                }
            }
        } catch (IOException _) {
            retired = true; // the helper is gone, as below
        } finally {
            close();
            live.values().forEach(command -> end(command, 137));
        }
    }

    private void receive(Live command, Frames.Frame frame) {
        switch (frame.type()) {
            case Frames.STDOUT -> command.sink.output(frame.payload(), 0, frame.payload().length);
            case Frames.STDERR -> command.sink.error(frame.payload(), 0, frame.payload().length);
            case Frames.TAKEN -> command.room.release(frame.number());
            case Frames.REFUSED -> command.refusal = frame.text();
            case Frames.EXITED -> end(command, frame.number());
            default -> throw new IllegalStateException("frame type " + frame.type());
        }
    }

    private void end(Live command, int code) {
        if (live.remove(command.id) != null) {
            command.ended = true;
            command.room.release(UNREAD_INPUT_BYTES);
            names.commandEnded();
            if (code != 0) {
                cgroup.flatMap(Cgroup::exceeded).ifPresent(command.sink::note);
            }
            command.sink.ended(code, command.refusal);
        }
        if (retired && live.isEmpty()) {
            close();
        }
    }

    private final class Live implements Boundary.Running {
        private final int id;
        private final Boundary.Sink sink;
        private final Semaphore room = new Semaphore(UNREAD_INPUT_BYTES);
        private volatile boolean ended;
        private String refusal = "";

        Live(int id, Boundary.Sink sink) {
            this.id = id;
            this.sink = sink;
        }

        @Override
        public void write(byte[] input) {
            for (int at = 0; at < input.length && !ended; ) {
                int length = Math.min(PIECE_BYTES, input.length - at);
                room.acquireUninterruptibly(length);
                order(Frames.STDIN, input, at, length);
                at += length;
            }
        }

        @Override
        public void closeInput() {
            order(Frames.STDIN_END, new byte[0], 0, 0);
        }

        @Override
        public void interrupt() {
            order(Frames.INTERRUPT, new byte[0], 0, 0);
        }

        @Override
        public void kill() {
            order(Frames.KILL, new byte[0], 0, 0);
        }

        // The zygote gives each command's first process this name.
        @Override
        public OptionalLong root(ProcessSnapshot now) {
            return now.grandchild(process.pid(), "cordon-" + Integer.toUnsignedString(id));
        }

        private void order(int type, byte[] payload, int offset, int length) {
            if (ended) {
                return;
            }
            try {
                send(type, id, payload, offset, length);
            } catch (IOException _) {
                // It is dead: its end is reported by the reader.
                process.destroyForcibly();
            }
        }
    }

    /// For tests: the host part's process.
    @Nullable ProcessHandle handle() {
        return process.toHandle();
    }
}
