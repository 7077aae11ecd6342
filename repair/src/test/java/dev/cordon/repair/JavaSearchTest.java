package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        return new SmallProject(root).search(LIMITS);
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
        assertEquals(
                "SubjectTest.a: AssertionFailedError: expected: <q7 kz!> but was: <a>"
                        + " (SubjectTest.java:4)",
                finding.failing().getFirst());
        assertTrue(
                finding.kinds().stream().anyMatch(kind -> kind.startsWith("a call added: ")),
                finding.kinds().toString());
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

    private static final String TWO_MISTAKES =
            """
            class Subject {
                static int sign(int n) {
                    return n > 1 ? 1 : n < 0 ? -1 : 0;
                }

                static int area(int width, int height) {
                    return width + height;
                }
            }
            """;
    private static final String THEIR_TESTS =
            """
            @Test void one() { assertEquals(1, Subject.sign(1)); }
            @Test void zero() { assertEquals(0, Subject.sign(0)); }
            @Test void less() { assertEquals(-1, Subject.sign(-1)); }
            @Test void square() { assertEquals(9, Subject.area(3, 3)); }
            @Test void line() { assertEquals(4, Subject.area(1, 4)); }
            """;

    /// Everything but the times.
    private static String told(Finding finding) {
        return finding.verdict()
                + Patch.unified(finding.changes())
                + finding.alternatives()
                + finding.suspicious()
                + finding.notes()
                + finding.tried();
    }

    @Test
    void saysTheSameEachTime() throws Exception {
        Finding first = search(TWO_MISTAKES, THEIR_TESTS);
        Finding second = search(TWO_MISTAKES, THEIR_TESTS);

        assertEquals(Finding.Verdict.REPAIRED, first.verdict(), first.toString());
        assertEquals(told(first), told(second));
    }

    @Test
    void saysHowOtherPatchesDiffer() throws Exception {
        Finding finding =
                search(
                        """
                        class Subject {
                            static boolean large(int n) {
                                return n > 3;
                            }
                        }
                        """,
                        "@Test void three() { assertTrue(Subject.large(3)); }");

        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
        assertTrue(
                finding.alternatives().stream()
                        .anyMatch(a -> a.startsWith("differs on ") && a.contains("this one ")),
                finding.alternatives().toString());
    }

    @Test
    void leavesTheFolderAsItWas() throws Exception {
        for (Finding.Verdict wanted :
                List.of(Finding.Verdict.REPAIRED, Finding.Verdict.NOT_FOUND)) {
            String body = wanted == Finding.Verdict.REPAIRED ? "n - 1" : "n";
            String test =
                    wanted == Finding.Verdict.REPAIRED
                            ? "@Test void f() { assertEquals(4, Subject.f(3)); }"
                            : "@Test void f() { assertEquals(7919, Subject.f(3)); }"
                                    + " @Test void g() { assertEquals(-77, Subject.f(4)); }"
                                    + " @Test void h() { assertEquals(513, Subject.f(5)); }";
            String main = "class Subject { static int f(int n) { return " + body + "; } }";

            Finding finding = search(main, test);

            assertEquals(wanted, finding.verdict(), finding.toString());
            assertEquals(main, Files.readString(root.resolve("Subject.java")));
            try (var files = Files.walk(root)) {
                assertEquals(
                        List.of("Subject.java", "SubjectTest.java"),
                        files.filter(Files::isRegularFile)
                                .map(f -> f.getFileName().toString())
                                .sorted()
                                .toList());
            }
        }
    }

    @Test
    void aCandidateDoesNotSeeWhatAnotherLeftBehind() throws Exception {
        Finding finding =
                search(
                        """
                        class Subject {
                            static int calls;

                            static int next(int n) {
                                calls++;
                                System.setProperty("subject", "" + n);
                                return n - calls;
                            }
                        }
                        """,
                        """
                        @Test void four() {
                            assertNull(System.getProperty("subject"));
                            assertEquals(4, Subject.next(3));
                            assertEquals(1, Subject.calls);
                            System.clearProperty("subject");
                        }
                        """);

        assertEquals(Finding.Verdict.REPAIRED, finding.verdict(), finding.toString());
        assertTrue(
                Patch.unified(finding.changes()).contains("+        return n + calls;"),
                finding.toString());
    }
}
