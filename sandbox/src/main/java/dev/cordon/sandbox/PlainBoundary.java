package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// No boundary at all: full access on purpose, or a container around Cordon.
///
/// The helper starts the commands where there is one, without namespaces: it gives terminals, and
/// what a command leaves behind is adopted and killed with it, also when Cordon is killed. Without
/// the helper a command leads a session of its own, there are no terminals, and a command of a
/// killed Cordon goes on.
final class PlainBoundary implements Boundary {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Sandbox.Backend description;
    private final Optional<Path> program;
    private final Set<LaunchedProcess> live = ConcurrentHashMap.newKeySet();
    private final Map<Confinement.Limits, Zygote> zygotes = new HashMap<>();

    private PlainBoundary(Sandbox.Backend description, Optional<Path> program) {
        this.description = description;
        this.program = program;
    }

    /// In a container that the administrator declared as the boundary.
    ///
    /// @param name what the administrator calls it
    /// @param program the helper, if this build has one
    static PlainBoundary external(String name, Optional<Path> program) {
        return new PlainBoundary(describe(name), program);
    }

    /// With everything that this user may do.
    ///
    /// @param program the helper, if this build has one
    static PlainBoundary unconfined(Optional<Path> program) {
        return new PlainBoundary(
                new Sandbox.Backend(
                        "none",
                        Sandbox.Strength.NONE,
                        "full access: commands run with everything that this user may do"),
                program);
    }

    /// What is said of a container around Cordon.
    static Sandbox.Backend describe(String name) {
        return new Sandbox.Backend(
                "external",
                Sandbox.Strength.EXTERNAL,
                "the administrator declared " + name + ", around Cordon, as the only boundary");
    }

    @Override
    public Sandbox.Backend describe() {
        return description;
    }

    @Override
    public Running start(Launch launch, Sink sink) throws InterruptedException {
        if (program.isPresent()) {
            return zygote(program.get(), launch.confinement().limits()).start(launch, sink);
        }
        if (launch.terminal() == Action.Terminal.PTY) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "this build cannot give a command a terminal, because there was no C compiler."
                            + " Run it with pipes. The command was not run");
        }
        List<String> argv = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            argv.add(SETSID.toString());
            argv.add("--wait");
        }
        argv.addAll(launch.argv());
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(launch.cwd().toFile())
                        .redirectErrorStream(!launch.split());
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        try {
            return LaunchedProcess.start(builder, sink, live);
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED, "the command could not be started: " + e, e);
        }
    }

    private synchronized Zygote zygote(Path helper, Confinement.Limits wanted)
            throws InterruptedException {
        // Full access has no limits; a container around Cordon has none for a single command.
        boolean external = description.strength() == Sandbox.Strength.EXTERNAL;
        Confinement.Limits limits = external ? wanted : HelperPlan.NO_LIMITS;
        Zygote known = zygotes.get(limits);
        if (known != null && known.usable()) {
            return known;
        }
        Zygote made = Zygote.plain(helper, ProcessBuilder::start, limits);
        zygotes.put(limits, made);
        return made;
    }

    @Override
    public synchronized void close() {
        live.forEach(LaunchedProcess::kill);
        zygotes.values().forEach(Zygote::close);
    }
}
