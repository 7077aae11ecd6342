package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Runs the cases of the escape suite behind a command prefix or a boundary.
///
/// `java ... EscapeSuite CASES SCRATCH PREFIX...` prints one line for each case: the id, what came
/// of it, the title. In the prefix `@WS@` stands for the workspace. An empty prefix is no sandbox.
final class EscapeSuite {
    private static final long LIMIT_MILLIS = 20_000;
    private static final int PARALLEL = 2;

    /// What came of a case.
    enum Verdict {
        BLOCKED,
        GOT_THROUGH,
        WORKS,
        BROKEN,
        /// Something that the case needs is not here.
        NOT_HERE
    }

    /// @param detail output and reasons, for people
    record Outcome(EscapeCase tried, Verdict verdict, String detail) {}

    /// Runs a script somewhere.
    interface Place {
        /// @param environment what the launching process has
        Ran run(Path workspace, Path home, String script, Map<String, String> environment)
                throws Exception;
    }

    /// @param hung it took longer than the limit
    record Ran(int exitCode, String output, boolean hung) {}

    private final EscapeHost host;
    private final Place place;

    private EscapeSuite(EscapeHost host, Place place) {
        this.host = host;
        this.place = place;
    }

    /// Runs cases, two at a time, in their own folders below `scratch`.
    static List<Outcome> run(List<EscapeCase> cases, Path scratch, Place place) throws Exception {
        Files.createDirectories(scratch);
        Path base = Files.createTempDirectory(scratch.toRealPath(), "e");
        try (EscapeHost host = EscapeHost.open(base);
                var threads = Executors.newFixedThreadPool(PARALLEL)) {
            EscapeSuite suite = new EscapeSuite(host, place);
            List<Future<Outcome>> running = new ArrayList<>();
            for (EscapeCase each : cases) {
                Callable<Outcome> one = () -> suite.one(each);
                running.add(threads.submit(one));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> future : running) {
                outcomes.add(future.get());
            }
            return outcomes;
        } finally {
            remove(base);
        }
    }

    private Outcome one(EscapeCase tried) throws Exception {
        for (String need : tried.needs()) {
            if (!host.has(need)) {
                return new Outcome(tried, Verdict.NOT_HERE, need + " is not here");
            }
        }
        EscapeHost.Spot spot = host.spot(tried.id());
        try {
            Ran setUp = shell(spot.outside(), tried.section("setup"), spot.workspace());
            if (setUp.exitCode() != 0 && !tried.section("setup").isEmpty()) {
                return new Outcome(tried, Verdict.NOT_HERE, "set-up failed: " + setUp.output());
            }
            Process during = null;
            if (!tried.section("during").isEmpty()) {
                during = start(spot.outside(), tried.section("during"), spot.workspace());
            }
            StringBuilder script = new StringBuilder();
            spot.inside()
                    .forEach((name, value) ->
                            script.append("export ")
                                    .append(name)
                                    .append("='")
                                    .append(value)
                                    .append("'\n"));
            script.append(tried.section("run"));
            long began = System.nanoTime();
            Ran ran = place.run(spot.workspace(), spot.home(), script.toString(), spot.outside());
            long millis = (System.nanoTime() - began) / 1_000_000;
            if (during != null) {
                during.waitFor(5, TimeUnit.SECONDS);
                during.destroyForcibly();
            }
            return judge(tried, spot, ran, millis);
        } finally {
            host.leave(spot);
        }
    }

    private Outcome judge(EscapeCase tried, EscapeHost.Spot spot, Ran ran, long millis)
            throws Exception {
        boolean marked =
                !tried.section("check").isEmpty()
                        && shell(spot.outside(), tried.section("check"), spot.workspace())
                                        .exitCode()
                                == 0;
        if (!tried.attack()) {
            boolean good =
                    ran.exitCode() == 0
                            && !ran.hung()
                            && (marked || tried.section("check").isEmpty());
            return new Outcome(tried, good ? Verdict.WORKS : Verdict.BROKEN, ran.toString());
        }
        boolean worked = marked || ran.output().contains(spot.secret());
        if (tried.section("check").isEmpty()) {
            worked |= ran.output().lines().anyMatch(line -> line.equals("WORKED"));
        }
        String hangs = tried.section("hangs").strip();
        if (!hangs.isEmpty()) {
            worked |= millis > 1000L * Integer.parseInt(hangs);
        }
        return new Outcome(tried, worked ? Verdict.GOT_THROUGH : Verdict.BLOCKED, ran.toString());
    }

    private static Process start(Map<String, String> environment, String script, Path folder)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/bash", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Ran shell(Map<String, String> environment, String script, Path folder)
            throws Exception {
        Process process = start(environment, script, folder);
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        process.destroyForcibly();
        return new Ran(ended ? process.exitValue() : 137, "", !ended);
    }

    /// A place behind a command prefix, as a user would type it.
    static Place behind(List<String> prefix) {
        return (workspace, _, script, environment) -> {
            List<String> argv = new ArrayList<>();
            prefix.forEach(word -> argv.add(word.replace("@WS@", workspace.toString())));
            argv.addAll(List.of("/bin/bash", "-c", script));
            Path output = Files.createTempFile("escape", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(argv)
                            .directory(workspace.toFile())
                            .redirectErrorStream(true)
                            .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            Thread reader = Thread.ofVirtual().start(() -> copy(process, output));
            boolean ended = process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            // Whoever waits for the end of the output waits for what holds the pipe.
            reader.join(LIMIT_MILLIS);
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            Files.delete(output);
            return new Ran(ended ? process.exitValue() : 137, text, !ended);
        };
    }

    private static void copy(Process process, Path to) {
        try (var out = Files.newOutputStream(to)) {
            process.getInputStream().transferTo(out);
        } catch (IOException _) {
            // it was killed
        }
    }

    /// A place behind a boundary, made anew for each case with the default confinement.
    static Place behind(Callable<Boundary> boundaries) {
        return (workspace, home, script, environment) -> {
            Confinement confinement =
                    DefaultConfinement.of(
                            Confinement.Mode.WORKSPACE_WRITE,
                            workspace,
                            List.of(),
                            home,
                            environment,
                            Confinement.Network.CLOSED);
            try (Boundary boundary = boundaries.call()) {
                BoundaryRun run = new BoundaryRun();
                return run.run(boundary, confinement, workspace, script, LIMIT_MILLIS);
            } catch (SandboxException e) {
                return new Ran(125, String.valueOf(e.getMessage()), false);
            }
        };
    }

    private static void remove(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<String> prefix = List.of(arguments).subList(2, arguments.length);
        List<EscapeCase> cases = EscapeCase.readAll(Path.of(arguments[0]));
        List<Outcome> outcomes = run(cases, Path.of(arguments[1]), behind(prefix));
        Map<Verdict, Integer> counts = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            counts.merge(outcome.verdict(), 1, Integer::sum);
            System.out.println(
                    outcome.tried().id()
                            + "\t"
                            + outcome.verdict()
                            + "\t"
                            + outcome.tried().title());
        }
        System.err.println(counts);
        System.exit(0);
    }
}
