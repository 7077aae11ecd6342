package dev.cordon.repair;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TimeZone;

/// A warm process that runs a project's tests against one candidate after the other.
///
/// Its class path holds this module and the project's libraries; the project's own classes come
/// over descriptor 3, answers go out over descriptor 4. Standard input is empty and whatever tests
/// print is dropped.
final class TestHost {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<String, byte[]> instrumented = new HashMap<>();
    private final Properties properties = (Properties) System.getProperties().clone();
    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();
    private Map<String, byte[]> base = Map.of();
    private List<Path> resources = List.of();
    private long overlayKey;
    private Map<String, byte[]> instrumentedOverlay = new HashMap<>();
    private Optional<Framework> framework = Optional.empty();

    private TestHost(DataInputStream in, DataOutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// @param arguments `platform` or `junit4`
    public static void main(String[] arguments) throws IOException {
        endWithTheWorker();
        try (DataInputStream in =
                        new DataInputStream(
                                new BufferedInputStream(new FileInputStream("/dev/fd/3")));
                DataOutputStream out =
                        new DataOutputStream(
                                new BufferedOutputStream(new FileOutputStream("/dev/fd/4")))) {
            dropOutput();
            new TestHost(in, out).serve(arguments[0]);
        } catch (EOFException _) {
            // The worker closed the pipe: it is done.
        } finally {
            // Threads of the project's tests must not keep the process.
            Runtime.getRuntime().halt(0);
        }
    }

    /// A test that never returns keeps this process from seeing that nobody waits for it.
    private static void endWithTheWorker() {
        ProcessHandle.current()
                .parent()
                .ifPresent(worker ->
                        Thread.ofPlatform()
                                .daemon()
                                .start(() -> {
                                    worker.onExit().join();
                                    Runtime.getRuntime().halt(0);
                                }));
    }

    private static void dropOutput() {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
        System.setIn(InputStream.nullInputStream());
    }

    private void serve(String kind) throws IOException {
        while (true) {
            byte order = in.readByte();
            switch (order) {
                case HostWire.BASE -> answerBase(kind);
                case HostWire.RUN -> {
                    HostWire.Run run = HostWire.readRun(in);
                    answer(() -> answerRun(run));
                }
                case HostWire.COMPARE -> {
                    HostWire.Compare compare = HostWire.readCompare(in);
                    answer(() -> answerCompare(compare));
                }
                default -> throw new IOException("unknown order " + order);
            }
            out.flush();
        }
    }

    private interface Work {
        void perform() throws IOException;
    }

    /// Does the work, tidies up, and says whether this process is fit for more.
    private void answer(Work work) throws IOException {
        Bystanders bystanders = new Bystanders();
        bystanders.watch(work);
        Probe.stop();
        restoreMachine();
        out.writeBoolean(bystanders.gone() && memoryLeft());
    }

    private static boolean memoryLeft() {
        Runtime machine = Runtime.getRuntime();
        if (machine.totalMemory() - machine.freeMemory() > machine.maxMemory() / 4 * 3) {
            machine.gc();
        }
        return machine.totalMemory() - machine.freeMemory() <= machine.maxMemory() / 2;
    }

    /// The threads that tests start and leave behind.
    private static final class Bystanders {
        private static final int MAX_ASLEEP = 64;
        private static final int MAX_LOOKS = 20;
        private static final long LOOK_MILLIS = 5;

        private final ThreadGroup group = new ThreadGroup("tests");
        private Optional<Throwable> broken = Optional.empty();

        /// Runs the work in the group, so that the threads it starts are in it too.
        void watch(Work work) throws IOException {
            Thread thread =
                    new Thread(
                            group,
                            () -> {
                                try {
                                    work.perform();
                                } catch (IOException | RuntimeException | Error e) {
                                    broken = Optional.of(e);
                                }
                            },
                            "main");
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IOException("interrupted while tests ran", e);
            }
            if (broken.isPresent()) {
                throw new IOException("a request could not be served", broken.get());
            }
        }

        /// Waits a little for threads that are busy: their next step ends them.
        boolean gone() {
            for (int look = 0; look < MAX_LOOKS; look++) {
                if (quiet()) {
                    return true;
                }
                try {
                    Thread.sleep(LOOK_MILLIS);
                } catch (InterruptedException _) {
                    return false;
                }
            }
            return false;
        }

        private boolean quiet() {
            Thread[] left = new Thread[MAX_ASLEEP + 1];
            int count = group.enumerate(left);
            for (int i = 0; i < count; i++) {
                Thread.State state = left[i].getState();
                if (state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED) {
                    return false;
                }
            }
            return count <= MAX_ASLEEP;
        }
    }

    private void answerBase(String kind) throws IOException {
        base = HostWire.readClasses(in);
        resources = HostWire.readTexts(in).stream().map(Path::of).toList();
        List<String> testClasses = HostWire.readTexts(in);
        try {
            Framework found =
                    kind.equals("junit4") ? new JUnit4Framework() : new PlatformFramework();
            framework = Optional.of(found);
            CandidateLoader loader = loader(Map.of(), Optional.empty());
            Thread.currentThread().setContextClassLoader(loader);
            List<Class<?>> classes = new ArrayList<>();
            for (String name : testClasses) {
                classes.add(Class.forName(name, false, loader));
            }
            List<String> ids = found.discover(classes);
            out.writeBoolean(true);
            HostWire.writeTexts(out, ids);
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            out.writeBoolean(false);
            HostWire.writeTexts(out, List.of(e.toString()));
        }
    }

    private CandidateLoader loader(Map<String, byte[]> overlay, Optional<LineTable> lines) {
        return loader(overlay, new HashMap<>(), lines);
    }

    private CandidateLoader loader(
            Map<String, byte[]> overlay,
            Map<String, byte[]> instrumentedOverlay,
            Optional<LineTable> lines) {
        return new CandidateLoader(
                base,
                overlay,
                lines.isEmpty() ? instrumented : new HashMap<>(),
                instrumentedOverlay,
                resources,
                lines);
    }

    private void answerRun(HostWire.Run run) throws IOException {
        Framework chosen = framework.orElseThrow(() -> new IOException("tests before classes"));
        List<TestResult> results = new ArrayList<>();
        if (!run.coverage()) {
            if (run.overlayKey() != overlayKey) {
                overlayKey = run.overlayKey();
                instrumentedOverlay = new HashMap<>();
            }
            CandidateLoader loader = loader(run.overlay(), instrumentedOverlay, Optional.empty());
            Thread.currentThread().setContextClassLoader(loader);
            Probe.choose(run.variant());
            chosen.run(run.ids(), loader, new Recorder(run, results));
            writeResults(results);
            return;
        }
        LineTable lines = new LineTable();
        List<boolean[]> hits = new ArrayList<>();
        for (String id : run.ids()) {
            // A fresh loader a test: static initialisers count for every test that needs them.
            CandidateLoader loader = loader(run.overlay(), Optional.of(lines));
            Thread.currentThread().setContextClassLoader(loader);
            chosen.run(List.of(id), loader, new Recorder(run, results));
            hits.add(Probe.takeHits());
        }
        writeResults(results);
        writeHits(lines, hits);
    }

    private void writeResults(List<TestResult> results) throws IOException {
        out.writeInt(results.size());
        for (TestResult result : results) {
            result.write(out);
        }
    }

    private void writeHits(LineTable lines, List<boolean[]> hits) throws IOException {
        out.writeInt(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            out.writeUTF(lines.place(i).file());
            out.writeInt(lines.place(i).line());
        }
        for (boolean[] one : hits) {
            for (int i = 0; i < lines.size(); i++) {
                out.writeBoolean(i < one.length && one[i]);
            }
        }
    }

    private void answerCompare(HostWire.Compare compare) throws IOException {
        for (Map<String, byte[]> overlay : compare.overlays()) {
            CandidateLoader loader = loader(overlay, Optional.empty());
            Thread.currentThread().setContextClassLoader(loader);
            HostWire.writeTexts(out, Behaviour.observe(loader, compare));
            restoreMachine();
        }
    }

    private void restoreMachine() {
        Probe.choose(0);
        dropOutput();
        Thread.setDefaultUncaughtExceptionHandler(null);
        System.setProperties((Properties) properties.clone());
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
        Thread.currentThread().setContextClassLoader(TestHost.class.getClassLoader());
    }

    private static final class Recorder implements Framework.Sink {
        private final HostWire.Run run;
        private final List<TestResult> results;
        private boolean failed;

        Recorder(HostWire.Run run, List<TestResult> results) {
            this.run = run;
            this.results = results;
        }

        @Override
        public void started(String id) {
            Probe.start(run.maxSteps());
        }

        private long steps() {
            long left = Probe.stepsLeft();
            Probe.stop();
            return left < 0 ? -1 : run.maxSteps() - left;
        }

        @Override
        public void passed(String id) {
            long steps = steps();
            if (steps < 0) {
                // The code swallowed the error that was to stop it.
                results.add(TestResult.endless(id, "the step limit is spent"));
                failed = true;
                return;
            }
            results.add(TestResult.passed(id, steps));
        }

        @Override
        public void failed(String id, Throwable cause) {
            results.add(TestResult.failed(id, cause, steps()));
            failed = true;
        }

        @Override
        public void skipped(String id) {
            Probe.stop();
            results.add(TestResult.skipped(id));
        }

        @Override
        public boolean enough() {
            return failed && run.stopAtFirstFailure();
        }
    }
}
