package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one command costs in a session, for each back end, and whether the helper grows: `java ...
/// SandboxBench COMMANDS [HELPER]` prints microseconds and kilobytes. No test: it measures.
final class SandboxBench {
    private SandboxBench() {}

    /// @param arguments how many commands; another helper than the packaged one
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("sandbox-bench").toRealPath();
        Path workspace = Files.createDirectory(folder.resolve("ws"));
        Files.createDirectory(workspace.resolve(".git"));
        SandboxOptions options =
                new SandboxOptions(
                        folder.resolve("state"),
                        folder.resolve("spill"),
                        _ -> Optional.empty(),
                        SandboxOptions.Choice.AUTO,
                        Map.of());
        Path program =
                arguments.length > 1
                        ? Path.of(arguments[1])
                        : HelperBinary.extract(options.stateDirectory()).orElseThrow();
        Confinement confinement = Confinements.writing(workspace);
        try (PlainBoundary plain = PlainBoundary.unconfined(Optional.of(program))) {
            say("no sandbox", several(plain, confinement, count));
        }
        try (HelperBoundary helper =
                new HelperBoundary(program, options.stateDirectory(), SandboxBench::none)) {
            long[] micros = new long[count];
            for (int i = 0; i < count; i++) {
                micros[i] = once(helper, confinement);
                if (i == 99 || i == count - 1) {
                    say("helper after " + (i + 1) + " commands", memory());
                }
            }
            say("helper, in a session", micros);
        }
        if (arguments.length > 1) {
            return;
        }
        Confinement degraded =
                EscapePlaces.permitting(confinement, Set.of(Confinement.Permit.DEGRADED_BACKEND));
        try (ThreadBoundary landlock = new ThreadBoundary(options, Optional.of(program))) {
            say("landlock, in a session", several(landlock, degraded, count));
        }
        try (BwrapBoundary bwrap = new BwrapBoundary(options, Optional.empty())) {
            say("bwrap", several(bwrap, confinement, Math.min(count, 50)));
        }
        long[] alone = new long[Math.min(count, 50)];
        for (int i = 0; i < alone.length; i++) {
            long began = System.nanoTime();
            try (HelperBoundary one =
                    new HelperBoundary(program, options.stateDirectory(), SandboxBench::none)) {
                once(one, confinement);
                alone[i] = (System.nanoTime() - began) / 1000;
            }
        }
        say("helper, a sandbox for each", alone);
        System.exit(0);
    }

    private static NetworkService none() {
        throw new IllegalStateException("nothing here goes through the proxy");
    }

    private static long[] several(Boundary boundary, Confinement confinement, int count)
            throws InterruptedException {
        long[] micros = new long[count];
        for (int i = 0; i < count; i++) {
            micros[i] = once(boundary, confinement);
        }
        return micros;
    }

    private static long once(Boundary boundary, Confinement confinement)
            throws InterruptedException {
        long began = System.nanoTime();
        EscapePlaces.Ran ran =
                new BoundaryRun()
                        .run(boundary, confinement, confinement.workspace(), "true", 60_000);
        if (ran.exitCode() != 0) {
            throw new IllegalStateException(ran.toString());
        }
        return (System.nanoTime() - began) / 1000;
    }

    private static void say(String what, long[] micros) {
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        System.out.println(
                what + ": min " + sorted[0] + " us, median " + sorted[sorted.length / 2] + " us");
    }

    private static void say(String what, String said) {
        System.out.println(what + ": " + said);
    }

    // Host part and zygote: proc_pid_smaps_rollup(5).
    private static String memory() {
        StringBuilder text = new StringBuilder();
        ProcessHandle.current()
                .descendants()
                .forEach(process -> {
                    try {
                        for (String line :
                                Files.readAllLines(
                                        Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
                            if (line.startsWith("Rss:") || line.startsWith("Pss:")) {
                                text.append(line.replace("  ", "")).append("; ");
                            }
                        }
                    } catch (IOException _) {
                        text.append("it ended; ");
                    }
                });
        return text.toString();
    }
}
