package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The cases of `src/test/escape` behind each back end, and without one.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the back ends that it tries exist on Linux only")
final class EscapeSuiteTest {
    private static final Set<EscapeSuite.Verdict> HELD =
            Set.of(EscapeSuite.Verdict.BLOCKED, EscapeSuite.Verdict.WORKS);

    @TempDir Path folder;

    static Path root() {
        return Path.of(System.getProperty("cordon.root"), "sandbox");
    }

    private static List<EscapeCase> cases() throws IOException {
        return EscapeCase.readAll(root().resolve("src/test/escape"));
    }

    private SandboxOptions options() {
        return new SandboxOptions(
                folder.resolve("state"),
                folder.resolve("spill"),
                _ -> Optional.empty(),
                SandboxOptions.Choice.AUTO,
                Map.of());
    }

    @Test
    void theSuiteHas120AttacksAnd30ThingsThatMustWork() throws Exception {
        List<EscapeCase> cases = cases();

        assertTrue(cases.stream().filter(c -> c.runs() && c.attack()).count() >= 120);
        assertTrue(cases.stream().filter(c -> c.runs() && !c.attack()).count() >= 30);
        assertEquals(
                cases.size(), cases.stream().map(EscapeCase::id).distinct().count(), "ids repeat");
    }

    @Test
    void everyRowOfTheCatalogueHasACase() throws Exception {
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(root().resolve("src/test/escape/rows.txt"))) {
            rows.add(line.substring(0, line.indexOf(' ')));
        }
        Set<String> covered = new TreeSet<>();
        ProxyRequestsTest.cases().forEach(each -> covered.addAll(each.rows()));
        for (EscapeCase each : cases()) {
            covered.addAll(each.attack() ? each.rows() : List.of("SK13"));
            assertTrue(each.runs() || !each.tests().isEmpty(), each.id() + " does nothing");
        }

        assertEquals(rows, covered);
    }

    /// What no shell and no request can attempt: Cordon's own file actions, its choice of a back
    /// end and what it shows to people.
    private static final Set<String> BY_TESTS_ONLY = Set.of("S13", "S17", "S26", "S27");

    @Test
    void everyRowOfTheNetworkTheBoundaryAndTheBuildsIsTriedAsData() throws Exception {
        Set<String> tried = new TreeSet<>(BY_TESTS_ONLY);
        ProxyRequestsTest.cases().forEach(each -> tried.addAll(each.rows()));
        cases().stream().filter(EscapeCase::runs).forEach(each -> tried.addAll(each.rows()));
        List<String> missing = new ArrayList<>();
        for (String line : Files.readAllLines(root().resolve("src/test/escape/rows.txt"))) {
            String row = line.substring(0, line.indexOf(' '));
            if (!row.startsWith("SK") && !tried.contains(row)) {
                missing.add(row);
            }
        }

        assertEquals(List.of(), missing);
    }

    @Test
    void theTestsThatStandForCasesExist() throws Exception {
        Map<String, Path> sources;
        try (var paths = Files.find(root().getParent(), 12, (path, _) -> isTest(path))) {
            sources =
                    paths.collect(
                            Collectors.toMap(
                                    path -> path.getFileName().toString(),
                                    path -> path,
                                    (first, _) -> first));
        }
        List<String> missing = new ArrayList<>();
        for (EscapeCase each : cases()) {
            for (String test : each.tests()) {
                int dot = test.indexOf('.');
                Path source = sources.get(test.substring(0, dot) + ".java");
                boolean there =
                        source != null
                                && Files.readString(source)
                                        .contains("void " + test.substring(dot + 1) + "(");
                if (!there) {
                    missing.add(each.id() + " " + test);
                }
            }
        }

        assertEquals(List.of(), missing);
    }

    private static boolean isTest(Path path) {
        return path.toString().endsWith("Test.java")
                && path.toString().contains("/src/test/java/")
                && !path.toString().contains("/target/");
    }

    @Test
    void nothingGetsThroughTheHelperAndWorkGoesOn() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        judge(EscapePlaces.helper(folder.resolve("state")));
    }

    @Test
    void nothingGetsThroughBubblewrapAndWorkGoesOn() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/bwrap")),
                "bubblewrap is not installed here (apt-get install bubblewrap)");
        judge(EscapePlaces.bwrap(options()));
    }

    @Test
    void whatGetsThroughTheDegradedBackEndIsWhatIsWrittenDown() throws Exception {
        assertTrue(Landlock.abi() > 0, "this kernel has no Landlock, which Linux 5.13 brought");
        judge(EscapePlaces.landlock(options()));
    }

    @Test
    void everyAttackHasItsEffectWhereNothingStopsIt() throws Exception {
        Path scratch = Files.createDirectories(root().resolve("target/ec"));
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        try {
            Map<String, EscapeControl.Line> lines =
                    EscapeControl.run(root().resolve("src/test/escape"), scratch);
            for (EscapeCase tried : cases()) {
                if (tried.runs()) {
                    EscapeControl.Line line = lines.get(tried.id());
                    String said = effect(tried, line);
                    counts.merge(said.isEmpty() ? "EFFECT" : "NO_CONTROL", 1, Integer::sum);
                    if (said.startsWith("!")) {
                        wrong.add(tried.id() + " " + tried.title() + ": " + line);
                    } else if (!said.isEmpty()) {
                        say("no control of " + tried.id() + ": " + said);
                    }
                }
            }
        } finally {
            EscapeSuite.remove(scratch);
        }
        say("without a sandbox " + counts);

        assertEquals("", String.join("\n", wrong));
        assertTrue(counts.getOrDefault("EFFECT", 0) > 150, counts.toString());
    }

    /// Empty if it had its effect; why not, if that is no fault; else with an exclamation mark.
    private static String effect(
            EscapeCase tried, EscapeControl.@org.jspecify.annotations.Nullable Line line) {
        if (line == null) {
            return "! not run";
        }
        if (line.verdict().equals("GOT_THROUGH") || line.verdict().equals("WORKS")) {
            return "";
        }
        if (line.verdict().equals("NOT_HERE")) {
            return line.detail();
        }
        if (tried.control().kind() == EscapeCase.Kind.MAYBE) {
            return tried.control().reason();
        }
        return tried.needs().contains("root")
                ? "it needs the machine's own root, which no control gets"
                : "! blocked";
    }

    @Test
    void withoutABoundaryTheRunnerRefusesToRunAsRoot() {
        Assumptions.assumeTrue(EscapeHost.isRoot(), "this is not root, who is refused");

        assertThrows(IllegalStateException.class, () -> EscapePlaces.behind("none", List.of()));
        assertThrows(
                IllegalStateException.class,
                () -> EscapePlaces.behind("other", List.of("somebody-elses-sandbox", "--")));
    }

    private static List<EscapeSuite.Outcome> run(EscapePlaces.Place place) throws Exception {
        return EscapeSuite.run(
                root().resolve("src/test/escape"), root().resolve("target/escape"), place);
    }

    private static void judge(EscapePlaces.Place place) throws Exception {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        int notHere = 0;
        List<EscapeSuite.Outcome> outcomes = run(place);
        for (EscapeSuite.Outcome outcome : outcomes) {
            String exception = outcome.tried().exception(place.name());
            counts.merge(outcome.verdict().name(), 1, Integer::sum);
            if (outcome.verdict() == EscapeSuite.Verdict.NOT_HERE) {
                say(place.name() + ": left out " + outcome.tried().id() + ", " + outcome.detail());
                notHere++;
            } else if (HELD.contains(outcome.verdict()) != exception.isEmpty()) {
                wrong.add(line(outcome) + (exception.isEmpty() ? "" : " but expected it"));
            }
        }
        say(place.name() + " " + counts);

        assertEquals("", String.join("\n", wrong));
        assertTrue(notHere < outcomes.size() / 3, notHere + " cases could not run");
    }

    private static String line(EscapeSuite.Outcome outcome) {
        return outcome.tried().id()
                + " "
                + outcome.verdict()
                + " "
                + outcome.tried().title()
                + ": "
                + outcome.detail();
    }

    private static void say(String text) {
        System.out.println("escape suite: " + text);
    }
}
