package dev.cordon.repair;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// The worker's end of one {@link TestHost}. A host that does not answer in time, or dies, is
/// replaced, and the request counts as an endless loop.
final class Host implements AutoCloseable {
    private static final String SPENT = "the time of the search is spent";
    private static final int REQUESTS_BEFORE_RENEWAL = 4000;

    /// What the shell does before it becomes the test process: orders and answers move to other
    /// descriptors, so that nothing that tests print or read can touch them, and no test may write
    /// a file without end (in blocks of 512 or 1,024 bytes, as the shell counts them).
    private static final String SHELL =
            "ulimit -c 0; ulimit -f 524288; exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

    private final Setup setup;
    private Optional<Scratch> scratch;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("host-clock").factory());
    private Optional<Running> running = Optional.empty();
    private int requests;

    Host(Setup setup) {
        this.setup = setup;
        this.scratch =
                setup.touchesFiles() ? Optional.of(Scratch.of(setup.folder())) : Optional.empty();
    }

    /// What a host needs.
    ///
    /// @param java the `java` program
    /// @param ownClasses the class path entry that has {@link TestHost}
    /// @param framework `platform` or `junit4`
    /// @param timeoutMillis for one request that cannot be counted in steps
    /// @param deadline after which nothing is run any more
    /// @param touchesFiles whether the code may change files: it then runs in a copy
    /// @param startsProcesses whether the code may start processes: they are ended with each
    ///   request
    record Setup(
            Path java,
            String ownClasses,
            List<Path> libraries,
            String framework,
            Path folder,
            Map<String, byte[]> base,
            List<Path> resources,
            List<String> testClasses,
            long timeoutMillis,
            Deadline deadline,
            boolean touchesFiles,
            boolean startsProcesses) {
        Setup {
            libraries = List.copyOf(libraries);
            resources = List.copyOf(resources);
            testClasses = List.copyOf(testClasses);
        }
    }

    /// Results, and for each test the places it ran if they were asked for.
    record Outcome(List<TestResult> results, List<Set<LineTable.Place>> coverage) {}

    private record Running(
            Process process, DataInputStream in, DataOutputStream out, List<String> tests) {}

    /// The ids of all tests.
    ///
    /// @throws HostException if the tests cannot be found or loaded
    List<String> tests() {
        return running().tests();
    }

    /// Runs tests.
    Outcome run(HostWire.Run run, long timeoutMillis) {
        if (setup.deadline().passed()) {
            return broken(run, SPENT);
        }
        try {
            Running host = running();
            return timed(
                    host,
                    timeoutMillis,
                    () -> {
                        host.out().writeByte(HostWire.RUN);
                        HostWire.writeRun(host.out(), run);
                        host.out().flush();
                        return readOutcome(host.in(), run);
                    });
        } catch (IOException | UncheckedIOException _) {
            stop();
            return broken(
                    run, "the test process died or did not answer within " + timeoutMillis + " ms");
        } catch (HostException e) {
            if (!setup.deadline().passed()) {
                throw e;
            }
            // What was killed while it started was killed because the time is up.
            return broken(run, SPENT);
        } finally {
            tidy();
        }
    }

    private static Outcome broken(HostWire.Run run, String why) {
        return new Outcome(List.of(TestResult.endless(run.ids().getFirst(), why)), List.of());
    }

    /// Takes away what a request left behind outside the process.
    private void tidy() {
        if (setup.startsProcesses()) {
            running.ifPresent(
                    host -> host.process().descendants().forEach(ProcessHandle::destroyForcibly));
        }
        try {
            scratch.ifPresent(Scratch::restore);
        } catch (HostException _) {
            // What a candidate did to the copy cannot be undone: there will be another copy.
            stop();
            scratch.ifPresent(Scratch::close);
            scratch = Optional.of(Scratch.of(setup.folder()));
        }
    }

    /// What each overlay does on made-up inputs; empty lists if that cannot be told.
    List<List<String>> compare(HostWire.Compare compare) {
        if (setup.deadline().passed()) {
            return List.of();
        }
        try {
            Running host = running();
            return timed(
                    host,
                    setup.timeoutMillis(),
                    () -> {
                        host.out().writeByte(HostWire.COMPARE);
                        HostWire.writeCompare(host.out(), compare);
                        host.out().flush();
                        List<List<String>> answers = new ArrayList<>();
                        for (int i = 0; i < compare.overlays().size(); i++) {
                            answers.add(HostWire.readTexts(host.in()));
                        }
                        renewUnlessFit(host.in());
                        return answers;
                    });
        } catch (IOException | UncheckedIOException _) {
            stop();
            return List.of();
        } finally {
            tidy();
        }
    }

    private interface Exchange<T> {
        T perform() throws IOException;
    }

    private <T> T timed(Running host, long timeoutMillis, Exchange<T> exchange) throws IOException {
        ScheduledFuture<?> alarm =
                clock.schedule(
                        () -> {
                            host.process().destroyForcibly();
                        },
                        setup.deadline().within(timeoutMillis),
                        TimeUnit.MILLISECONDS);
        try {
            return exchange.perform();
        } finally {
            alarm.cancel(false);
        }
    }

    private Outcome readOutcome(DataInputStream in, HostWire.Run run) throws IOException {
        int count = in.readInt();
        List<TestResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(TestResult.read(in));
        }
        List<Set<LineTable.Place>> coverage = new ArrayList<>();
        if (run.coverage()) {
            int lines = in.readInt();
            List<LineTable.Place> places = new ArrayList<>();
            for (int i = 0; i < lines; i++) {
                places.add(new LineTable.Place(in.readUTF(), in.readInt()));
            }
            for (int test = 0; test < run.ids().size(); test++) {
                Set<LineTable.Place> hit = new HashSet<>();
                for (LineTable.Place place : places) {
                    if (in.readBoolean()) {
                        hit.add(place);
                    }
                }
                coverage.add(hit);
            }
        }
        renewUnlessFit(in);
        return new Outcome(results, coverage);
    }

    /// A process in which threads run on, or memory is short, is not asked again.
    private void renewUnlessFit(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            stop();
        }
    }

    private Running running() {
        // Libraries keep small things for every class they ever saw.
        if (++requests > REQUESTS_BEFORE_RENEWAL) {
            stop();
            requests = 0;
        }
        if (running.isEmpty()) {
            running = Optional.of(start());
        }
        return running.get();
    }

    private Running start() {
        StringBuilder path = new StringBuilder(setup.ownClasses());
        for (Path library : setup.libraries()) {
            path.append(java.io.File.pathSeparatorChar).append(library);
        }
        List<String> command =
                List.of(
                        "/bin/sh",
                        "-c",
                        SHELL,
                        "sh",
                        setup.java().toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx512m",
                        "-Djava.awt.headless=true",
                        "--enable-native-access=ALL-UNNAMED",
                        "-ea",
                        "-cp",
                        path.toString(),
                        "dev.cordon.repair.TestHost",
                        setup.framework());
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(scratch.map(Scratch::folder).orElse(setup.folder()).toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(process.getInputStream()));
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
            Running host = new Running(process, in, out, List.of());
            List<String> tests =
                    timed(host, Math.max(setup.timeoutMillis(), 30_000), () -> introduce(in, out));
            return new Running(process, in, out, tests);
        } catch (IOException e) {
            throw new HostException("the test process could not be started: " + e.getMessage(), e);
        }
    }

    private List<String> introduce(DataInputStream in, DataOutputStream out) throws IOException {
        out.writeByte(HostWire.BASE);
        HostWire.writeClasses(out, setup.base());
        HostWire.writeTexts(
                out,
                setup.resources().stream()
                        .map(folder -> scratch.map(s -> s.inside(folder)).orElse(folder))
                        .map(Path::toString)
                        .toList());
        HostWire.writeTexts(out, setup.testClasses());
        out.flush();
        boolean found = in.readBoolean();
        List<String> texts = HostWire.readTexts(in);
        if (!found) {
            throw new HostException("the tests could not be loaded: " + texts.getFirst(), null);
        }
        return texts;
    }

    private void stop() {
        running.ifPresent(host -> {
            if (setup.startsProcesses()) {
                host.process().descendants().forEach(ProcessHandle::destroyForcibly);
            }
            host.process().destroyForcibly();
        });
        running = Optional.empty();
    }

    @Override
    public void close() {
        stop();
        clock.shutdownNow();
        scratch.ifPresent(Scratch::close);
    }
}
