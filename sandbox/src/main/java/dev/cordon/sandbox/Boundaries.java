package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The boundary of a session, chosen when the first command needs it: the strongest one that
/// withstands the self-test on this machine.
///
/// What passed is remembered in the state folder, so a later start tests nothing.
final class Boundaries implements AutoCloseable {
    private final SandboxOptions options;
    private final OverlayStore overlay;
    private @Nullable Boundary confined;
    private @Nullable Boundary plain;
    private @Nullable NetworkService network;

    Boundaries(SandboxOptions options) {
        this.options = options;
        this.overlay = new OverlayStore(options.layerDirectory());
    }

    /// The layers of the session.
    OverlayStore overlay() {
        return overlay;
    }

    /// One way to make a boundary.
    private interface Factory {
        /// @return empty with a reason added to `why` if this machine or build lacks it
        Optional<Boundary> open(List<String> why);
    }

    /// The boundary that keeps this confinement.
    ///
    /// @throws SandboxException if none on this machine can
    synchronized Boundary of(Confinement confinement) throws InterruptedException {
        Boundary boundary = chosen(confinement);
        if (confinement.view() == Confinement.View.OVERLAY && !boundary.layers()) {
            throw new SandboxException(
                    SandboxError.NO_BACKEND,
                    "the back end "
                            + boundary.describe().name()
                            + " cannot keep changes apart from the files. Build with a C compiler"
                            + " present, so that Cordon's helper is used, or work without"
                            + " --dry-run and --overlay. Nothing was run");
        }
        return boundary;
    }

    private Boundary chosen(Confinement confinement) throws InterruptedException {
        if (confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            return plain(false);
        }
        if (options.backend() == SandboxOptions.Choice.EXTERNAL) {
            return plain(true);
        }
        if (confined == null) {
            confined = choose(confinement.permits());
        }
        return confined;
    }

    private Boundary plain(boolean external) {
        if (plain == null) {
            Optional<Path> program = HelperBinary.extract(options.stateDirectory());
            // Full access is without limits; in a container a command keeps to its own.
            Boundary made =
                    external
                            ? PlainBoundary.external(options.outerBoundary(), program)
                            : PlainBoundary.unconfined(program);
            plain = external ? new WatchedBoundary(made) : made;
        }
        return plain;
    }

    private Boundary choose(Set<Confinement.Permit> permits) throws InterruptedException {
        List<String> why = new ArrayList<>();
        for (Factory factory : factories(permits)) {
            Optional<Boundary> opened = factory.open(why);
            if (opened.isEmpty()) {
                continue;
            }
            Boundary boundary = opened.get();
            String name = boundary.describe().name();
            String machine = SelfTest.machine(name, boundary.describe().detail());
            if (passedBefore(name, machine)) {
                return new WatchedBoundary(boundary);
            }
            SelfTest test = SelfTest.of(boundary, scratch());
            boolean degraded = boundary.describe().strength() == Sandbox.Strength.DEGRADED;
            if (degraded ? test.passedWithoutNamespaces() : test.passed()) {
                remember(name, machine);
                return new WatchedBoundary(boundary);
            }
            boundary.close();
            why.add(name + ": " + String.join("; ", test.failures()));
        }
        throw new SandboxException(
                SandboxError.NO_BACKEND,
                "no sandbox works on this machine ("
                        + String.join(" | ", why)
                        + "). Allow unprivileged user namespaces (see 'cordon doctor'), install"
                        + " bubblewrap, or declare the container as the boundary. Nothing was run");
    }

    private List<Factory> factories(Set<Confinement.Permit> permits) {
        List<Factory> factories = new ArrayList<>();
        SandboxOptions.Choice choice = options.backend();
        boolean any = choice == SandboxOptions.Choice.AUTO;
        if (any || choice == SandboxOptions.Choice.HELPER) {
            factories.add(this::helper);
        }
        if (any || choice == SandboxOptions.Choice.BWRAP) {
            factories.add(why -> Wiring.bwrap(options, this::network, why));
        }
        if (any || choice == SandboxOptions.Choice.SEATBELT) {
            factories.add(why -> Wiring.seatbelt(options, this::network, why));
        }
        if (any || choice == SandboxOptions.Choice.LANDLOCK) {
            factories.add(why -> landlock(permits, why));
        }
        return factories;
    }

    private Optional<Boundary> landlock(Set<Confinement.Permit> permits, List<String> why) {
        if (!permits.contains(Confinement.Permit.DEGRADED_BACKEND)) {
            why.add("landlock: the configuration forbids a back end without namespaces");
            return Optional.empty();
        }
        return Wiring.landlock(options, this::network, why);
    }

    private Optional<Boundary> helper(List<String> why) {
        Optional<Path> program = HelperBinary.extract(options.stateDirectory());
        if (program.isEmpty()) {
            why.add("helper: this build has none, because there was no C compiler");
        }
        return program.map(
                path -> new HelperBoundary(path, options.stateDirectory(), this::network, overlay));
    }

    private NetworkService network() {
        synchronized (this) {
            if (network == null) {
                network =
                        Wiring.network(options)
                                .orElseThrow(() ->
                                        new SandboxException(
                                                SandboxError.PROXY_FAILED,
                                                "this build has no proxy; use network ="
                                                        + " closed"));
            }
            return network;
        }
    }

    private boolean passedBefore(String name, String machine) {
        try {
            Path file = options.stateDirectory().resolve("self-test-" + name);
            return Files.isRegularFile(file)
                    && new String(Files.readAllBytes(file), StandardCharsets.UTF_8).equals(machine);
        } catch (IOException _) {
            return false;
        }
    }

    private void remember(String name, String machine) {
        try {
            Path folder = HelperBinary.privateFolder(options.stateDirectory());
            Path fresh = Files.createTempFile(folder, "self-test", "");
            Files.writeString(fresh, machine);
            Files.move(fresh, folder.resolve("self-test-" + name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException _) {
            // Then the next start tests again.
        }
    }

    private Path scratch() {
        try {
            return HelperBinary.privateFolder(options.stateDirectory());
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "cannot write to " + options.stateDirectory() + ": " + e,
                    e);
        }
    }

    /// What makes the boundary; before the first command, what would be tried first.
    synchronized Sandbox.Backend describe() {
        if (confined != null) {
            return confined.describe();
        }
        if (plain != null) {
            return plain.describe();
        }
        if (options.backend() == SandboxOptions.Choice.EXTERNAL) {
            return PlainBoundary.describe(options.outerBoundary());
        }
        return HelperBoundary.DESCRIPTION;
    }

    @Override
    public synchronized void close() {
        if (confined != null) {
            confined.close();
        }
        if (plain != null) {
            plain.close();
        }
        if (network != null) {
            network.close();
        }
        overlay.close();
    }
}
