package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole search on small projects, with the JUnit of this build and without a sandbox.
final class JavaSearchTest {
    private static final SearchLimits LIMITS = new SearchLimits(1, 2000, 60_000, 1);

    @TempDir private Path root;

    private Finding search(String main, String test) throws IOException, InterruptedException {
        Files.writeString(root.resolve("Subject.java"), main);
        Files.writeString(
                root.resolve("SubjectTest.java"),
                "import static org.junit.jupiter.api.Assertions.*;\n"
                        + "import org.junit.jupiter.api.Test;\n"
                        + "class SubjectTest {\n"
                        + test
                        + "\n}\n");
        JavaProject project =
                new JavaProject(
                        root,
                        JavaProject.BuildTool.NONE,
                        List.of(Path.of("Subject.java")),
                        List.of(Path.of("SubjectTest.java")),
                        List.of(),
                        jars(),
                        "platform",
                        OptionalInt.empty(),
                        "",
                        List.of());
        return new JavaSearch(project, LIMITS, _ -> {}).run(true);
    }

    private static List<Path> jars() {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.startsWith("junit")
                    || name.startsWith("opentest4j")
                    || name.startsWith("apiguardian")) {
                jars.add(Path.of(entry));
            }
        }
        return jars;
    }

    @Test
    void mendsAWrongComparisonThatLetsALoopRunForEver() throws Exception {
        Finding finding =
                search(
                        """
                        class Subject {
                            static int sum(int n) {
                                int sum = 0;
                                int i = 1;
                                while (i <= n) {
                                    sum += i;
                                }
                                return sum;
                            }
                        }
                        """,
                        """
                        @Test void one() { assertEquals(1, Subject.sum(1)); }
                        @Test void four() { assertEquals(10, Subject.sum(4)); }
                        @Test void none() { assertEquals(0, Subject.sum(0)); }
                        """);

        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
        assertTrue(Patch.unified(finding.changes()).contains("i++"), finding.toString());
        assertEquals(2, finding.failing().size());
    }

    @Test
    void mendsTwoMistakesInTwoMethodsWithOnePatch() throws Exception {
        Finding finding =
                search(
                        """
                        class Subject {
                            static int max(int a, int b) {
                                return a < b ? a : b;
                            }

                            static boolean even(int n) {
                                return n % 2 != 0;
                            }
                        }
                        """,
                        """
                        @Test void max() { assertEquals(5, Subject.max(3, 5)); }
                        @Test void maxOther() { assertEquals(7, Subject.max(7, 2)); }
                        @Test void even() { assertTrue(Subject.even(4)); }
                        @Test void odd() { assertFalse(Subject.even(3)); }
                        """);

        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
        assertEquals(
                2,
                Patch.unified(finding.changes()).lines().filter(l -> l.startsWith("+ ")).count());
    }

    @Test
    void mendsAMissingImportAndThenFindsNothingThatFails() throws Exception {
        Finding finding =
                search(
                        """
                        class Subject {
                            static List<String> names() {
                                return List.of("a");
                            }
                        }
                        """,
                        "@Test void one() { assertEquals(1, Subject.names().size()); }");

        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
        assertEquals(
                true,
                Patch.unified(finding.changes()).contains("+import java.util.List;"),
                finding.toString());
    }

    @Test
    void saysWhereItLookedWhenNothingIsFound() throws Exception {
        Finding finding =
                search(
                        """
                        class Subject {
                            static String greet(String name) {
                                return name;
                            }
                        }
                        """,
                        """
                        @Test void a() { assertEquals("q7 kz!", Subject.greet("a")); }
                        @Test void b() { assertEquals("w3 pm?", Subject.greet("b")); }
                        @Test void c() { assertEquals("r9 xx#", Subject.greet("c")); }
                        """);

        assertEquals(Finding.Verdict.NOT_FOUND, finding.verdict(), finding.toString());
        assertEquals(
                List.of("Subject.java:3: return name;"), finding.suspicious(), finding.toString());
        assertEquals(java.util.Map.of(), finding.changes());
    }

    @Test
    void doesNothingWhereNothingFails() throws Exception {
        Finding finding =
                search(
                        "class Subject { static int one() { return 1; } }",
                        "@Test void one() { assertEquals(1, Subject.one()); }");

        assertEquals(Finding.Verdict.NOTHING_FAILS, finding.verdict());
    }

    @Test
    void survivesCodeThatEndsTheVirtualMachine() throws Exception {
        Finding finding =
                search(
                        """
                        class Subject {
                            static int checked(int n) {
                                if (n > 0) {
                                    System.exit(3);
                                }
                                return n;
                            }
                        }
                        """,
                        """
                        @Test void small() { assertEquals(5, Subject.checked(5)); }
                        @Test void zero() { assertEquals(0, Subject.checked(0)); }
                        """);

        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
    }
}
