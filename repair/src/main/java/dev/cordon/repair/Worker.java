package dev.cordon.repair;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The program that runs inside the sandbox and does the whole search.
///
/// It reads the project and runs its code, but writes nothing into it: the patch goes out as text.
/// What it prints last is the answer, as {@link ResultText}; what comes before says how it goes.
public final class Worker {
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
                        ShippedRunners.beside(Path.of(JavaSearch.OwnClasses.location())));
        Optional<JavaProject> project = finder.find();
        if (arguments[0].equals("look")) {
            out.print(ResultText.write(Look.at(root, project, python)));
            return;
        }
        if (project.isEmpty() && python.isPresent()) {
            System.exit(python.get().run(arguments[0], limits, out));
            return;
        }
        try {
            finding =
                    project.isEmpty()
                            ? Finding.unable("no Java or Python tests were found", finder.notes())
                            : new JavaSearch(
                                            project.get(),
                                            limits,
                                            line -> out.println("repair: " + line))
                                    .run(arguments[0].equals("search"));
        } catch (HostException e) {
            finding = Finding.unable(String.valueOf(e.getMessage()), finder.notes());
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
