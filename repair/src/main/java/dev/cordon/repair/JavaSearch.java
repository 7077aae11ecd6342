package dev.cordon.repair;

import com.sun.source.tree.CompilationUnitTree;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The search in a Java project: compile, run, suspect, propose, judge, compare.
final class JavaSearch {
    private static final long FIRST_RUN_STEPS = 8_000_000;
    private static final int MAX_COVERED_TESTS = 400;
    private static final int MAX_FILES_PROPOSED = 12;
    private static final int MAX_NEIGHBOURS = 12;
    private static final int ROUNDS_AFTER_FIRST = 2;

    private final JavaProject project;
    private final SearchLimits limits;
    private final Progress progress;
    private final long startNanos = System.nanoTime();
    private final Deadline deadline;
    private final Deadline judging;
    private final List<String> notes = new ArrayList<>();
    private final Map<Path, Source> sources = new LinkedHashMap<>();
    private final Map<Path, Source> tests = new LinkedHashMap<>();
    private final Map<Path, String> original = new LinkedHashMap<>();
    private volatile Finding soFar =
            Finding.unable("the time was spent while the project was compiled", List.of());

    JavaSearch(JavaProject project, SearchLimits limits, Progress progress) {
        this.project = project;
        this.limits = limits;
        this.progress = progress;
        this.deadline = Deadline.in(limits.maxMillis());
        this.judging = Deadline.in(limits.maxMillis() * 9 / 10);
        this.notes.addAll(project.notes());
    }

    /// What is known while the search runs, for whoever has to end it from outside.
    Finding soFar() {
        return soFar;
    }

    /// Runs the whole search.
    ///
    /// @param repair false to run the tests only
    Finding run(boolean repair) throws InterruptedException {
        for (Path path : project.main()) {
            sources.put(path, new Source(path, ProjectFinder.read(project.root().resolve(path))));
        }
        for (Path path : project.tests()) {
            tests.put(path, new Source(path, ProjectFinder.read(project.root().resolve(path))));
        }
        sources.forEach((path, source) -> original.put(path, source.text()));
        try (MemoryCompiler compiler = compiler()) {
            MemoryCompiler.Compiled compiled = compiler.compile(everything());
            if (!compiled.good()) {
                if (!repair) {
                    return brokenBuild(compiled);
                }
                CompileRepair mending =
                        new CompileRepair(compiler, sources, tests, progress, deadline);
                compiled = mending.run(compiled);
                notes.addAll(mending.notes());
                if (!compiled.good()) {
                    return brokenBuild(compiled);
                }
            }
            compiler.know(compiled.classes());
            return withClasses(compiler, compiled.classes(), repair);
        }
    }

    private MemoryCompiler compiler() {
        List<String> options =
                new ArrayList<>(List.of("-nowarn", "-g", "-parameters", "-proc:none"));
        options.add("--should-stop=ifError=FLOW");
        project.release().ifPresent(r -> options.addAll(List.of("--release", Integer.toString(r))));
        return new MemoryCompiler(project.libraries(), options);
    }

    private List<Source> everything() {
        List<Source> all = new ArrayList<>(sources.values());
        all.addAll(tests.values());
        return all;
    }

    private Finding brokenBuild(MemoryCompiler.Compiled compiled) {
        List<String> errors = new ArrayList<>();
        compiled.errors().stream().limit(10).forEach(e -> errors.add(CompileRepair.describe(e)));
        List<String> all = new ArrayList<>(notes);
        all.add("the project does not compile and no change of the usual kinds mends it");
        return finding(Finding.Verdict.NOT_FOUND, Map.of(), "", List.of(), errors, all, 0, 0);
    }

    private Finding finding(
            Finding.Verdict verdict,
            Map<Path, Patch.Change> changes,
            String words,
            List<String> failing,
            List<String> suspicious,
            List<String> remarks,
            int testCount,
            long tried) {
        return new Finding(
                verdict,
                changes,
                words,
                testCount,
                failing,
                suspicious,
                List.of(),
                remarks,
                List.of(),
                tried,
                0,
                elapsedMillis());
    }

    private long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    private Host host(Map<String, byte[]> classes) {
        List<String> testClasses = new ArrayList<>();
        for (Source test : tests.values()) {
            String name = SourceNames.mainClass(test);
            boolean runs = test.text().contains("@") && !test.text().contains("abstract class");
            if (runs && classes.containsKey(name)) {
                testClasses.add(name);
            }
        }
        CodeTouches touches = CodeTouches.of(classes, project.libraries());
        return new Host(
                new Host.Setup(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        OwnClasses.location(),
                        project.libraries(),
                        project.framework(),
                        project.root(),
                        classes,
                        project.resources(),
                        testClasses,
                        20_000,
                        deadline,
                        touches.files(),
                        touches.processes()));
    }

    private Finding withClasses(
            MemoryCompiler compiler, Map<String, byte[]> classes, boolean repair)
            throws InterruptedException {
        try (Host host = host(classes)) {
            List<String> ids = host.tests();
            if (ids.isEmpty()) {
                return Finding.unable("no test was found", notes);
            }
            progress.say("running " + ids.size() + " tests with coverage");
            Baseline baseline = Baseline.measure(host, ids, FIRST_RUN_STEPS, MAX_COVERED_TESTS);
            List<String> failing = baseline.failing().stream().map(TestResult::id).toList();
            notes.addAll(baseline.notes());
            List<String> names = baseline.failing().stream().map(TestNames::line).toList();
            Map<Path, Patch.Change> mended = changes(sources);
            if (failing.isEmpty()) {
                return finding(
                        mended.isEmpty() ? Finding.Verdict.NOTHING_FAILS : Finding.Verdict.REPAIRED,
                        mended,
                        mended.isEmpty() ? "" : "mends the build",
                        List.of(),
                        List.of(),
                        notes,
                        ids.size(),
                        0);
            }
            soFar = outOfTime(names, ids.size(), "while the tests were run");
            if (deadline.passed()) {
                return soFar;
            }
            if (!repair) {
                return finding(
                        Finding.Verdict.NOT_FOUND,
                        Map.of(),
                        "",
                        names,
                        List.of(),
                        notes,
                        ids.size(),
                        0);
            }
            progress.say(
                    "%d of %d tests fail: %s"
                            .formatted(names.size(), ids.size(), names.getFirst()));
            return search(compiler, classes, host, baseline, names);
        }
    }

    private Finding outOfTime(List<String> names, int testCount, String when) {
        List<String> all = new ArrayList<>(notes);
        all.add("the time was spent " + when);
        return finding(
                Finding.Verdict.NOT_FOUND, Map.of(), "", names, List.of(), all, testCount, 0);
    }

    /// Text of files that differ from what is on the disk.
    private Map<Path, Patch.Change> changes(Map<Path, Source> now) {
        Map<Path, Patch.Change> changes = new LinkedHashMap<>();
        now.forEach((path, source) -> {
            String before = original.getOrDefault(path, "");
            if (!before.equals(source.text())) {
                changes.put(path, new Patch.Change(before, source.text()));
            }
        });
        return changes;
    }

    private Optional<Path> file(Map<String, Path> byName, String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private Finding search(
            MemoryCompiler compiler,
            Map<String, byte[]> classes,
            Host host,
            Baseline baseline,
            List<String> names)
            throws InterruptedException {
        Map<String, Path> byName = new HashMap<>();
        sources.values().forEach(s -> byName.put(SourceNames.inPackage(s), s.path()));
        Suspicion suspicion =
                Suspicion.from(
                        baseline.spectra(),
                        name -> file(byName, name),
                        RecentChanges.of(project.root()));
        Hints hints = Hints.from(baseline.failing());
        Map<Path, List<MethodSpan>> spans = new LinkedHashMap<>();
        Donors testConstants = Donors.empty();
        tests.values().forEach(t -> testConstants.addLiterals(t.text()));
        List<Candidate> singles = propose(compiler, suspicion, hints, spans, testConstants);
        singles.sort(Candidate.ORDER);
        progress.say(
                "%d candidates at %d suspicious lines"
                        .formatted(singles.size(), suspicion.ranked().size()));
        List<Judge.Lane> lanes = new ArrayList<>();
        List<MemoryCompiler> compilers = new ArrayList<>();
        try {
            for (int i = 0; i < limits.hosts(); i++) {
                MemoryCompiler own = i == 0 ? compiler : compiler();
                own.know(classes);
                compilers.add(own);
                lanes.add(
                        new Judge.Lane(
                                new Batch(sources, spans, own, judging),
                                i == 0 ? host : host(classes)));
            }
            long maxSteps = Math.max(300_000, baseline.maxSteps() * 12);
            try (Judge judge =
                    new Judge(
                            lanes,
                            baseline.failing(),
                            baseline.passing(),
                            maxSteps,
                            baseline.timeoutMillis(),
                            judging)) {
                List<Candidate> found =
                        new Rounds(judge, limits, progress, this::elapsedMillis)
                                .search(
                                        singles,
                                        ROUNDS_AFTER_FIRST,
                                        new Remaining(baseline, name -> file(byName, name)));
                List<Batch.Ready> survivors = new ArrayList<>();
                for (Candidate candidate : found) {
                    if (!deadline.passed()) {
                        judge.confirm(candidate, compiler).ifPresent(survivors::add);
                    }
                }
                if (survivors.isEmpty() && !found.isEmpty()) {
                    notes.add(
                            found.size()
                                    + " candidates passed at first, but not when they were compiled"
                                    + " alone, or no time was left for that");
                }
                return report(
                        suspicion, spans, testConstants, survivors, judge, lanes, names, baseline);
            }
        } finally {
            compilers.stream().skip(1).forEach(MemoryCompiler::close);
        }
    }

    private List<Candidate> propose(
            MemoryCompiler compiler,
            Suspicion suspicion,
            Hints hints,
            Map<Path, List<MethodSpan>> spans,
            Donors testConstants) {
        List<Candidate> all = new ArrayList<>();
        List<Path> suspects = suspicion.files().stream().limit(MAX_FILES_PROPOSED).toList();
        List<Path> files = new ArrayList<>(suspects);
        files.addAll(neighbours(suspects));
        MemoryCompiler.Attributed attributed =
                compiler.attribute(files.stream().map(this::source).toList());
        List<Donors> offers = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Donors offer = Donors.empty();
            Proposals none = new Proposals(source(files.get(i)), suspicion, hints);
            CompilationUnitTree unit = attributed.units().get(i);
            new DonorFinder(new Site(attributed, unit, none, new Scopes()), offer).scan(unit, null);
            offers.add(offer);
        }
        for (int i = 0; i < suspects.size(); i++) {
            CompilationUnitTree unit = attributed.units().get(i);
            Source source = source(suspects.get(i));
            Proposals proposals = new Proposals(source, suspicion, hints);
            Donors foreign = Donors.empty();
            foreign.addForeign(testConstants);
            for (Donors offer : offers) {
                foreign.addForeign(offer);
            }
            List<MethodSpan> own = new ArrayList<>();
            new MethodSpan.Finder(new Site(attributed, unit, proposals, new Scopes()))
                    .scan(unit, own);
            spans.put(source.path(), List.copyOf(own));
            all.addAll(Proposer.propose(attributed, unit, proposals, foreign));
        }
        return all;
    }

    /// Files beside the suspicious ones: similar places, whose code may be of use.
    private List<Path> neighbours(List<Path> suspects) {
        Set<Optional<Path>> folders = new HashSet<>();
        suspects.forEach(path -> folders.add(Optional.ofNullable(path.getParent())));
        return sources.keySet().stream()
                .filter(path -> !suspects.contains(path))
                .filter(path -> folders.contains(Optional.ofNullable(path.getParent())))
                .limit(MAX_NEIGHBOURS)
                .toList();
    }

    private Source source(Path path) {
        Source source = sources.get(path);
        if (source == null) {
            throw new IllegalArgumentException("no such source: " + path);
        }
        return source;
    }

    private Finding report(
            Suspicion suspicion,
            Map<Path, List<MethodSpan>> spans,
            Donors constants,
            List<Batch.Ready> survivors,
            Judge judge,
            List<Judge.Lane> lanes,
            List<String> names,
            Baseline baseline) {
        int count = baseline.failing().size() + baseline.passing().size();
        List<String> suspicious = new ArrayList<>();
        for (Suspicion.Ranked ranked : suspicion.ranked()) {
            if (suspicious.size() < 10) {
                suspicious.add(
                        "%s:%d: %s"
                                .formatted(
                                        ranked.path(),
                                        ranked.line(),
                                        source(ranked.path()).lineText(ranked.line()).strip()));
            }
        }
        if (survivors.isEmpty()) {
            if (judging.passed()) {
                notes.add("the time was spent before all candidates were tried");
            }
            return new Finding(
                    Finding.Verdict.NOT_FOUND,
                    Map.of(),
                    "",
                    count,
                    names,
                    suspicious,
                    List.of(),
                    notes,
                    judge.kinds(),
                    judge.judged(),
                    judge.millis(),
                    elapsedMillis());
        }
        List<Survivors.Ranked> ranked =
                new Survivors(lanes.getFirst().host(), spans, constants, limits.seed())
                        .rank(survivors);
        Candidate best = ranked.getFirst().ready().candidate();
        List<String> alternatives = new ArrayList<>();
        Set<String> remarks = new HashSet<>();
        for (Survivors.Ranked other : ranked.subList(1, ranked.size())) {
            if (remarks.add(other.remark())) {
                alternatives.add(
                        other.remark()
                                + "\n"
                                + Patch.unified(changes(apply(other.ready().candidate()))));
            }
        }
        if (ranked.size() > 1) {
            notes.add(ranked.size() + " different patches pass all tests");
        }
        return new Finding(
                Finding.Verdict.REPAIRED,
                changes(apply(best)),
                best.words(),
                count,
                names,
                suspicious,
                alternatives,
                notes,
                judge.kinds(),
                judge.judged(),
                judge.millis(),
                elapsedMillis());
    }

    private Map<Path, Source> apply(Candidate candidate) {
        Map<Path, Source> after = new LinkedHashMap<>(sources);
        for (Path path : candidate.paths()) {
            after.put(path, source(path).with(candidate.edits(path)));
        }
        return after;
    }

    /// Where this module's own classes are.
    static final class OwnClasses {
        private OwnClasses() {}

        static String location() {
            try {
                var source = JavaSearch.class.getProtectionDomain().getCodeSource();
                if (source != null) {
                    return Path.of(source.getLocation().toURI()).toString();
                }
            } catch (java.net.URISyntaxException e) {
                throw new HostException("the own class path cannot be read: " + e.getMessage(), e);
            }
            for (String entry :
                    System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (Files.exists(Path.of(entry))) {
                    return entry;
                }
            }
            throw new HostException("the own class path is empty", null);
        }
    }
}
