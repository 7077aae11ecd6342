package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The native helper: one zygote for each confinement, a fork for each command.
final class HelperBoundary implements Boundary {
    static final Sandbox.Backend DESCRIPTION =
            new Sandbox.Backend(
                    "helper",
                    Sandbox.Strength.FULL,
                    "Linux namespaces, read-only mounts, Landlock and a system call filter");

    private final Path program;
    private final Path stateDirectory;
    private final Supplier<NetworkService> network;
    private final Map<Confinement, Zygote> zygotes = new HashMap<>();
    private boolean closed;

    /// @param program the helper, as {@link HelperBinary#extract} gave it
    /// @param network asked when a confinement goes through the proxy
    HelperBoundary(Path program, Path stateDirectory, Supplier<NetworkService> network) {
        this.stateDirectory = stateDirectory;
        this.program = program;
        this.network = network;
    }

    @Override
    public Sandbox.Backend describe() {
        return DESCRIPTION;
    }

    @Override
    public Running start(Launch launch, Sink sink) throws InterruptedException {
        return zygote(launch.confinement()).start(launch, sink);
    }

    private synchronized Zygote zygote(Confinement confinement) {
        if (closed) {
            throw new SandboxException(SandboxError.SETUP_FAILED, "the session has ended");
        }
        Confinement key = key(confinement);
        Zygote live = zygotes.get(key);
        if (live != null && live.usable()) {
            return live;
        }
        if (live != null) {
            live.retire();
        }
        Zygote fresh =
                Zygote.open(
                        program,
                        stateDirectory,
                        confinement.network() == Confinement.Network.PROXIED
                                ? Optional.of(network.get())
                                : Optional.empty(),
                        confinement);
        zygotes.put(key, fresh);
        return fresh;
    }

    // The environment belongs to a command and output bounds to its reader; only the home folder
    // shapes the sandbox.
    private static Confinement key(Confinement confinement) {
        Confinement.Limits limits = confinement.limits();
        String home = confinement.environment().getOrDefault("HOME", "");
        return new Confinement(
                confinement.mode(),
                confinement.workspace(),
                confinement.writable(),
                confinement.readable(),
                confinement.hidden(),
                confinement.hiddenNames(),
                confinement.protectedNames(),
                confinement.network(),
                confinement.view(),
                Map.of("HOME", home),
                new Confinement.Limits(
                        limits.maxProcesses(),
                        limits.maxMemoryBytes(),
                        limits.maxFileBytes(),
                        limits.maxTmpBytes(),
                        limits.maxCpuSeconds(),
                        limits.maxOpenFiles(),
                        0,
                        0),
                confinement.permits());
    }

    @Override
    public synchronized void close() {
        closed = true;
        zygotes.values().forEach(Zygote::close);
        zygotes.clear();
    }
}
