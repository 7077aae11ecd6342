package dev.cordon.repair;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The program that runs inside the sandbox and does the whole search.
///
/// It reads the project and runs its code, but writes nothing into it: the patch goes out as text.
/// What it prints last is the answer, as {@link ResultText}; what comes before says how it goes.
public final class Worker {
    /// How long after its limit a search is ended in the middle of a step.
    static final long GRACE_MILLIS = 4_000;

    private Worker() {}

    /// @param arguments `look`, `test` or `search`, then the folder, then pairs of `--seed`,
    ///   `--millis`, `--candidates` or `--hosts` and a number
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Finding finding;
        if (arguments.length < 2) {
            out.println("usage: look|test|search FOLDER [--seed N] [--millis N] [--candidates N]");
            System.exit(2);
            return;
        }
        Path root = Path.of(arguments[1]).toAbsolutePath().normalize();
        SearchLimits limits = limits(arguments);
        Optional<PythonProject> python = PythonProject.find(root);
        ProjectFinder finder =
                new ProjectFinder(
                        root,
                        LocalRepository.ofHome(Path.of(System.getProperty("user.home"))),
                        ShippedRunners.beside(Path.of(JavaSearch.OwnClasses.location())),
                        GradleMachine.here(Path.of(System.getProperty("user.home"))));
        Optional<JavaProject> project = finder.find();
        if (arguments[0].equals("look")) {
            out.print(ResultText.write(Look.at(root, project, python)));
            return;
        }
        if (project.isEmpty() && python.isPresent()) {
            System.exit(python.get().run(arguments[0], limits, out));
            return;
        }
        AtomicBoolean told = new AtomicBoolean();
        if (project.isEmpty()) {
            finding = Finding.unable("no Java or Python tests were found", finder.notes());
        } else {
            JavaSearch search =
                    new JavaSearch(project.get(), limits, line -> out.println("repair: " + line));
            endLate(search, limits, told, out);
            try {
                finding = search.run(arguments[0].equals("search"));
            } catch (HostException e) {
                finding = Finding.unable(String.valueOf(e.getMessage()), finder.notes());
            }
        }
        if (told.getAndSet(true)) {
            // The answer was given when the time was up.
            Thread.currentThread().join();
        }
        BuildReports build =
                project.map(BuildReports::fresh).orElseGet(() -> new BuildReports(0, List.of()));
        report(finding, build, out);
        // Readers of a test process that will not end must not keep this one.
        System.exit(
                switch (finding.verdict()) {
                    case REPAIRED, NOTHING_FAILS -> 0;
                    case NOT_FOUND, UNABLE -> 1;
                });
    }

    /// Whatever a search waits for, it answers: a compiler that never returns is ended from here.
    private static void endLate(
            JavaSearch search, SearchLimits limits, AtomicBoolean told, PrintStream out) {
        Thread.ofPlatform()
                .daemon()
                .name("deadline")
                .start(() -> {
                    try {
                        Thread.sleep(limits.maxMillis() + GRACE_MILLIS);
                    } catch (InterruptedException _) {
                        return;
                    }
                    if (!told.getAndSet(true)) {
                        report(search.soFar(), new BuildReports(0, List.of()), out);
                        Runtime.getRuntime().halt(1);
                    }
                });
    }

    private static void report(Finding finding, BuildReports build, PrintStream out) {
        finding.failing().stream().limit(20).forEach(f -> out.println("repair: failing: " + f));
        out.println("repair: " + finding.line());
        out.print(ResultText.write(finding.json(build)));
    }

    private static SearchLimits limits(String[] arguments) {
        SearchLimits limits = SearchLimits.DEFAULT;
        for (int i = 2; i + 1 < arguments.length; i += 2) {
            long value = Long.parseLong(arguments[i + 1]);
            limits =
                    switch (arguments[i]) {
                        case "--seed" ->
                                new SearchLimits(
                                        value,
                                        limits.maxCandidates(),
                                        limits.maxMillis(),
                                        limits.hosts());
                        case "--millis" ->
                                new SearchLimits(
                                        limits.seed(),
                                        limits.maxCandidates(),
                                        value,
                                        limits.hosts());
                        case "--candidates" ->
                                new SearchLimits(
                                        limits.seed(),
                                        Math.toIntExact(value),
                                        limits.maxMillis(),
                                        limits.hosts());
                        case "--hosts" ->
                                new SearchLimits(
                                        limits.seed(),
                                        limits.maxCandidates(),
                                        limits.maxMillis(),
                                        Math.toIntExact(value));
                        default ->
                                throw new IllegalArgumentException(
                                        "unknown option "
                                                + arguments[i]
                                                + "; use --seed, --millis, --candidates, --hosts");
                    };
        }
        return limits;
    }
}
