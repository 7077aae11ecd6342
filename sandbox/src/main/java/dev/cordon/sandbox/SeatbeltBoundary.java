package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// macOS's `sandbox-exec` with generated rules. The text of the rules is tested; on Apple hardware
/// this class has not been run.
final class SeatbeltBoundary implements Boundary {
    private static final Path PROGRAM = Path.of("/usr/bin/sandbox-exec");

    private final SandboxOptions options;
    private final Set<LaunchedProcess> live = ConcurrentHashMap.newKeySet();

    /// @param network not used: the proxy cannot be reached from inside
    SeatbeltBoundary(SandboxOptions options, Optional<NetworkService> network) {
        this.options = options;
        if (!Files.isExecutable(PROGRAM)) {
            throw new SandboxException(
                    SandboxError.NO_BACKEND,
                    "sandbox: there is no /usr/bin/sandbox-exec; it exists on macOS. The command"
                            + " was not run.");
        }
    }

    @Override
    public Sandbox.Backend describe() {
        return new Sandbox.Backend(
                "seatbelt",
                Sandbox.Strength.DEGRADED,
                "macOS sandbox-exec with generated rules, untested on hardware; no process"
                        + " namespace and no limits");
    }

    @Override
    public Running start(Launch launch, Sink sink) {
        Confinement confinement = launch.confinement();
        if (!confinement.permits().contains(Confinement.Permit.DEGRADED_BACKEND)
                || confinement.network() != Confinement.Network.CLOSED) {
            throw new SandboxException(
                    SandboxError.DEGRADED_FORBIDDEN,
                    "sandbox: sandbox-exec is a degraded back end with the network closed. Set"
                            + " allow_degraded = true and leave the network closed. The command was"
                            + " not run.");
        }
        try {
            Path temporary = Files.createTempDirectory(options.stateDirectory(), "tmp-");
            SeatbeltProfile profile =
                    SeatbeltProfile.of(confinement, confinement.hidden(), temporary.toRealPath());
            List<String> command =
                    new ArrayList<>(List.of(PROGRAM.toString(), "-p", profile.text()));
            for (String parameter : profile.parameters()) {
                command.add("-D");
                command.add(parameter);
            }
            command.add("--");
            command.addAll(launch.argv());
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(launch.cwd().toFile())
                            .redirectErrorStream(!launch.split());
            builder.environment().clear();
            builder.environment().putAll(launch.environment());
            builder.environment().put("TMPDIR", temporary.toString());
            return LaunchedProcess.start(builder, sink, live);
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "sandbox: sandbox-exec could not be started: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        live.forEach(LaunchedProcess::kill);
    }
}
