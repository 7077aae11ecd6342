package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Candidates that do what no repair should do. Each branch of the subject is reached by those
/// candidates only that change its condition; that it was reached is seen by a mark outside.
final class AttacksTest {
    private static final Map<String, String> ATTACKS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("halts", "Runtime.getRuntime().halt(0);"),
                            Map.entry("exits", "System.exit(0);"),
                            Map.entry(
                                    "forks",
                                    "try { new ProcessBuilder(\"sleep\", \"%s\").start(); }"
                                            + " catch (java.io.IOException e) { return 0; }"),
                            Map.entry(
                                    "allocates",
                                    "java.util.List<byte[]> all = new java.util.ArrayList<>();"
                                            + " while (true) { all.add(new byte[1 << 24]); }"),
                            Map.entry(
                                    "prints",
                                    "while (true) { System.out.println(\"x\");"
                                            + " System.err.println(\"y\"); }"),
                            Map.entry(
                                    "printsPastSystemOut",
                                    "try (var out = new java.io.FileOutputStream("
                                            + "java.io.FileDescriptor.out)) { for (int i = 0;"
                                            + " i < 99; i++) { out.write(new byte[9999]); } }"
                                            + " catch (java.io.IOException e) { return 0; }"),
                            Map.entry(
                                    "readsPastSystemIn",
                                    "try (var in = new java.io.FileInputStream("
                                            + "java.io.FileDescriptor.in)) { in.readAllBytes(); }"
                                            + " catch (java.io.IOException e) { return 0; }"),
                            Map.entry(
                                    "startsThreads",
                                    "new Thread(() -> { while (true) { try { while (true) {"
                                            + " total++; } } catch (Throwable e) { total = 0; } }"
                                            + " }).start();"),
                            Map.entry(
                                    "changesState",
                                    "total = 77; System.setProperty(\"s\", \"1\");"),
                            Map.entry(
                                    "closesFolders",
                                    "new java.io.File(\"more\").setExecutable(false);"
                                            + " new java.io.File(\"\").setReadOnly();"),
                            Map.entry(
                                    "deletesFiles",
                                    "new java.io.File(\"data.txt\").delete();"
                                            + " new java.io.File(\"more/inner.txt\").delete();"
                                            + " new java.io.File(\"more\").delete();"),
                            Map.entry(
                                    "writesFiles",
                                    "try { java.nio.file.Files.writeString("
                                            + "java.nio.file.Path.of(\"data.txt\"), \"8\"); }"
                                            + " catch (java.io.IOException e) { return 0; }"),
                            Map.entry("recurses", "return f(n) + 1;")));

    private static final String TEST =
            """
            import static org.junit.jupiter.api.Assertions.*;
            import org.junit.jupiter.api.Test;
            class SubjectTest {
                @Test void four() throws Exception {
                    assertEquals(4, Subject.f(3));
                }
                @Test void nothingWasLeftBehind() throws Exception {
                    assertEquals("7", java.nio.file.Files.readString(java.nio.file.Path.of("data.txt")));
                    assertEquals(0, Subject.total);
                    assertNull(System.getProperty("s"));
                }
            }
            """;

    @TempDir private Path folder;

    private String subject(String sleep) {
        StringBuilder text = new StringBuilder("class Subject {\n    static int total;\n\n");
        text.append("    private static void mark(String name) {\n        new java.io.File(\"")
                .append(folder.resolve("marks"))
                .append("\", name).mkdir();\n    }\n\n    static int f(int n) {\n");
        int limit = 1000;
        for (Map.Entry<String, String> attack : ATTACKS.entrySet()) {
            text.append("        if (n > ").append(limit++).append(") {\n            mark(\"");
            text.append(attack.getKey()).append("\");\n            ");
            text.append(attack.getValue().replace("%s", sleep)).append("\n        }\n");
        }
        return text.append("        return n - 1;\n    }\n}\n").toString();
    }

    private Map<String, String> contents(Path root) throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }

    private static List<String> processes(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        List.of(process.info().arguments().orElse(new String[0]))
                                .contains(argument))
                .map(process -> process.info().toString())
                .toList();
    }

    @Test
    @Timeout(180)
    void theSearchGoesOnAndTheProjectIsAsBefore() throws Exception {
        Path root = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(folder.resolve("marks"));
        Files.createDirectories(root.resolve("more"));
        Files.writeString(root.resolve("data.txt"), "7");
        Files.writeString(root.resolve("more/inner.txt"), "x");
        String sleep = "86" + System.nanoTime() % 1_000_000;
        SmallProject project = new SmallProject(root);
        project.write(subject(sleep), TEST);
        Map<String, String> before = contents(root);

        Finding finding = project.search(new SearchLimits(1, 4000, 120_000, 1));

        assertEquals(ATTACKS.keySet(), contents(folder.resolve("marks"), finding));
        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
        assertTrue(Patch.unified(finding.changes()).contains("+        return n "), "another line");
        assertEquals(before, contents(root));
        assertEquals(List.of(), processes(sleep));
    }

    private static java.util.Set<String> contents(Path marks, Finding finding) throws Exception {
        try (Stream<Path> files = Files.list(marks)) {
            return new java.util.TreeSet<>(
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    @Timeout(60)
    void aProjectWhoseTestsNeverEndIsGivenUpAtTheLimit() throws Exception {
        SmallProject project = new SmallProject(folder);
        project.write(
                """
                class Subject {
                    static int f(int n) throws InterruptedException {
                        new java.util.concurrent.CountDownLatch(1).await();
                        return n;
                    }
                }
                """,
                """
                import static org.junit.jupiter.api.Assertions.*;
                import org.junit.jupiter.api.Test;
                class SubjectTest {
                    @Test void one() throws Exception { assertEquals(1, Subject.f(1)); }
                    @Test void two() throws Exception { assertEquals(2, Subject.f(2)); }
                    @Test void three() throws Exception { assertEquals(3, Subject.f(3)); }
                    @Test void four() throws Exception { assertEquals(4, Subject.f(4)); }
                }
                """);

        Finding finding = project.search(new SearchLimits(1, 4000, 3_000, 1));

        assertEquals(Finding.Verdict.NOT_FOUND, finding.verdict(), finding.toString());
        assertEquals(List.of("the time was spent while the tests were run"), finding.notes());
    }

    /// Forty candidates a batch wait three seconds each: the batch is left when the time is up.
    @Test
    @Timeout(60)
    void candidatesThatBlockAreGivenUpAtTheLimit() throws Exception {
        SmallProject project = new SmallProject(folder);
        project.write(
                """
                class Subject {
                    static int f(int n) throws InterruptedException {
                        if (n < 0 || n > 90 && n != 13) {
                            return 7919;
                        }
                        new java.util.concurrent.CountDownLatch(n / 3 - 1).await();
                        return n * 31;
                    }
                }
                """,
                """
                import static org.junit.jupiter.api.Assertions.*;
                import org.junit.jupiter.api.Test;
                class SubjectTest {
                    @Test void one() throws Exception { assertEquals(-1013, Subject.f(3)); }
                    @Test void two() throws Exception { assertEquals(7772, Subject.f(4)); }
                }
                """);

        Finding finding = project.search(new SearchLimits(1, 4000, 7_000, 1));

        assertEquals(Finding.Verdict.NOT_FOUND, finding.verdict(), finding.toString());
        assertTrue(
                finding.notes().contains("the time was spent before all candidates were tried"),
                finding.toString());
    }

    @Test
    @Timeout(60)
    void aClassThatIsInitialisedWithoutEndIsStoppedLikeALoop() throws Exception {
        SmallProject project = new SmallProject(folder);
        project.write(
                """
                class Subject {
                    static final int START = start(4);

                    private static int start(int n) {
                        int sum = 0;
                        while (n != 0) {
                            sum += n;
                            n--;
                        }
                        return sum;
                    }

                    static int f(int n) {
                        return START - n;
                    }
                }
                """,
                """
                import static org.junit.jupiter.api.Assertions.*;
                import org.junit.jupiter.api.Test;
                class SubjectTest {
                    @Test void one() { assertEquals(11, Subject.f(1)); }
                    @Test void none() { assertEquals(10, Subject.f(0)); }
                }
                """);

        Finding finding = project.search(new SearchLimits(1, 4000, 40_000, 1));

        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
    }
}
