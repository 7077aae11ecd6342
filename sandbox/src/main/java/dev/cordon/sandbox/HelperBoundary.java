package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    private final OverlayStore overlay;
    private final Map<Confinement, Zygote> zygotes = new HashMap<>();
    private final List<Zygote> former = new ArrayList<>();
    private boolean closed;

    /// With the layer of changes in the state folder.
    HelperBoundary(Path program, Path stateDirectory, Supplier<NetworkService> network) {
        this(program, stateDirectory, network, new OverlayStore(stateDirectory.resolve("layer")));
    }

    /// @param program the helper, as {@link HelperBinary#extract} gave it
    /// @param network asked when a confinement goes through the proxy
    /// @param overlay the layers of the session
    HelperBoundary(
            Path program,
            Path stateDirectory,
            Supplier<NetworkService> network,
            OverlayStore overlay) {
        this.overlay = overlay;
        this.stateDirectory = stateDirectory;
        this.program = program;
        this.network = network;
    }

    @Override
    public Sandbox.Backend describe() {
        return DESCRIPTION;
    }

    @Override
    public boolean layers() {
        return true;
    }

    @Override
    public Running start(Launch launch, Sink sink) throws InterruptedException {
        Confinement wanted = launch.confinement();
        Zygote zygote =
                wanted.view() == Confinement.View.OVERLAY
                        ? zygote(OverlayStore.mounted(wanted), overlay.layers(wanted))
                        : zygote(wanted, Map.of());
        return zygote.start(launch, sink);
    }

    private synchronized Zygote zygote(
            Confinement confinement, Map<Path, MountPlan.OverlayLayer> layers)
            throws InterruptedException {
        if (closed) {
            throw new SandboxException(SandboxError.SETUP_FAILED, "the session has ended");
        }
        Confinement key = key(confinement);
        Zygote live = zygotes.get(key);
        if (live != null && live.usable()) {
            return live;
        }
        if (confinement.view() == Confinement.View.OVERLAY) {
            freeTheLayer();
        } else if (live != null) {
            live.retire();
            former.add(live);
        }
        Zygote fresh =
                Zygote.open(
                        program,
                        stateDirectory,
                        confinement.network() == Confinement.Network.PROXIED
                                ? Optional.of(network.get())
                                : Optional.empty(),
                        confinement,
                        layers);
        zygotes.put(key, fresh);
        return fresh;
    }

    // The kernel promises nothing about a layer that is mounted twice.
    private void freeTheLayer() throws InterruptedException {
        for (Confinement other : List.copyOf(zygotes.keySet())) {
            if (other.view() != Confinement.View.OVERLAY) {
                continue;
            }
            Zygote user = zygotes.get(other);
            if (user != null && user.busy()) {
                throw new SandboxException(
                        SandboxError.OVERLAY_BUSY,
                        "a command that runs in the background holds the layer of changes with"
                                + " other permissions. Stop it first; this command was not run");
            }
            if (user != null) {
                user.closeAndWait();
            }
            zygotes.remove(other);
        }
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
        former.addAll(zygotes.values());
        former.forEach(Zygote::close);
        // Only then may the layers be read or removed.
        for (Zygote zygote : former) {
            try {
                zygote.closeAndWait();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (SandboxException _) {
                // What does not end keeps its layer; the next start removes it.
                closed = true;
            }
        }
        zygotes.clear();
    }
}
