package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cordon.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PythonProjectTest {
    private static final SearchLimits LIMITS = new SearchLimits(1, 300, 40_000, 1);

    @TempDir private Path root;

    private Json.Obj search(String subject, String test) throws Exception {
        assumeTrue(hasPython(), "there is no python3 on PATH");
        Files.writeString(root.resolve("subject.py"), subject);
        Files.writeString(
                root.resolve("test_subject.py"),
                "import unittest\nfrom subject import f\n\n\nclass FTest(unittest.TestCase):\n"
                        + test);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PythonProject project = PythonProject.find(root).orElseThrow();
        project.run("search", LIMITS, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String output = bytes.toString(StandardCharsets.UTF_8);
        return ResultText.read(output)
                .orElseThrow(() -> new AssertionError("no result in: " + output));
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder(List.of("python3", "-c", "pass")).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void mendsAWrongComparison() throws Exception {
        Json.Obj finding =
                search(
                        "def f(a, b):\n    return a if a < b else b\n",
                        """
                            def test_left(self):
                                self.assertEqual(f(3, 2), 3)

                            def test_right(self):
                                self.assertEqual(f(1, 2), 2)
                        """);

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
        assertTrue(finding.requireText("diff").startsWith("--- a/subject.py\n"));
    }

    @Test
    void stopsAnEndlessLoopByCountingItsSteps() throws Exception {
        Json.Obj finding =
                search(
                        """
                        def f(n):
                            total = 0
                            while n > 0:
                                total += n
                            return total
                        """,
                        """
                            def test_three(self):
                                self.assertEqual(f(3), 6)

                            def test_none(self):
                                self.assertEqual(f(0), 0)
                        """);

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
        assertTrue(finding.requireText("diff").contains("+        n -= 1"), finding.toString());
    }

    @Test
    void findsNothingWhereTheAnswerCannotBeGuessed() throws Exception {
        Json.Obj finding =
                search(
                        "def f(n):\n    return n\n",
                        """
                            def test_a(self):
                                self.assertEqual(f(3), 7919)

                            def test_b(self):
                                self.assertEqual(f(4), -513)

                            def test_c(self):
                                self.assertEqual(f(5), 88)
                        """);

        assertEquals("not_found", finding.requireText("verdict"), finding.toString());
        assertEquals(List.of("subject.py:2: return n"), finding.texts("suspicious"));
    }

    @Test
    void saysHowOtherPatchesDiffer() throws Exception {
        Json.Obj finding =
                search(
                        "def f(n):\n    return n > 3\n",
                        """
                            def test_three(self):
                                self.assertTrue(f(3))
                        """);

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
        assertTrue(
                finding.texts("alternatives").stream()
                        .anyMatch(a -> a.startsWith("differs on ") && a.contains("this one ")),
                finding.toString());
    }

    @Test
    void mendsTwoMistakesInTwoFunctions() throws Exception {
        Json.Obj finding =
                search(
                        """
                        def f(a):
                            return a - 1


                        def g(a):
                            return -a
                        """,
                        """
                            def test_more(self):
                                self.assertEqual(f(3), 4)

                            def test_none(self):
                                self.assertEqual(f(0), 1)

                            def test_same(self):
                                import subject
                                self.assertEqual(subject.g(4), 4)
                        """);

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
        assertEquals(
                2,
                finding.requireText("diff").lines().filter(l -> l.startsWith("+    ")).count(),
                finding.toString());
    }

    @Test
    void mendsAMissingImportThatKeepsTheTestsFromBeingLoaded() throws Exception {
        Json.Obj finding =
                search(
                        "PI = round(math.pi, 2)\n\n\ndef f(r):\n    return PI * r\n",
                        """
                            def test_two(self):
                                self.assertEqual(f(2), 6.28)
                        """);

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
        assertTrue(finding.requireText("diff").contains("+import math\n"), finding.toString());
    }

    @Test
    void mendsAMissingSignAndGoesOnToTheNextMistake() throws Exception {
        Json.Obj finding =
                search(
                        """
                        def f(a, b)
                            if a < b:
                                return a
                            return b
                        """,
                        """
                            def test_left(self):
                                self.assertEqual(f(3, 2), 3)

                            def test_right(self):
                                self.assertEqual(f(1, 2), 2)
                        """);

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
        assertTrue(finding.requireText("diff").contains("+def f(a, b):\n"), finding.toString());
        assertEquals(
                2,
                finding.requireText("diff")
                        .lines()
                        .filter(l -> l.startsWith("+") && !l.startsWith("++"))
                        .count(),
                finding.toString());
    }

    /// Everything but the times.
    private static String told(Json.Obj finding) {
        return finding.requireText("verdict")
                + finding.requireText("diff")
                + finding.texts("alternatives")
                + finding.texts("suspicious")
                + finding.texts("notes")
                + finding.integer("tried");
    }

    @Test
    void saysTheSameEachTime() throws Exception {
        String subject = "def f(a, b):\n    return a - b\n\n\ndef g(n):\n    return n > 1\n";
        String test =
                """
                    def test_sum(self):
                        self.assertEqual(f(3, 4), 7)

                    def test_more(self):
                        import subject
                        self.assertTrue(subject.g(1))
                        self.assertFalse(subject.g(0))
                """;

        Json.Obj first = search(subject, test);

        assertEquals("repaired", first.requireText("verdict"), first.toString());
        assertEquals(told(first), told(search(subject, test)));
    }

    @Test
    void mendsAProjectWhoseTestsArePytests() throws Exception {
        assumeTrue(
                hasPython() && exits(0, "python3", "-c", "import pytest"), "python3 has no pytest");
        Files.writeString(
                root.resolve("subject.py"), "def f(a, b):\n    return a if a < b else b\n");
        Files.writeString(
                root.resolve("test_subject.py"),
                """
                import pytest
                from subject import f


                @pytest.mark.parametrize("a, b, most", [(3, 2, 3), (1, 2, 2)])
                def test_most(a, b, most):
                    assert f(a, b) == most


                def test_nothing():
                    with pytest.raises(TypeError):
                        f(None, 1)
                """);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        int code =
                PythonProject.find(root)
                        .orElseThrow()
                        .run(
                                "search",
                                LIMITS,
                                new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String output = bytes.toString(StandardCharsets.UTF_8);
        assertEquals(0, code, output);
        assertTrue(output.contains("2 of 3 tests fail: test_subject.py::test_most[3-2-3]"), output);
        assertTrue(
                ResultText.read(output).orElseThrow().requireText("diff").contains("+    return"),
                output);
    }

    private static boolean exits(int code, String... command) throws Exception {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == code;
    }

    @Test
    void testsThatImportPytestAreRunWithIt() throws Exception {
        Files.writeString(root.resolve("test_a.py"), "import pytest\n");

        assertEquals("pytest", PythonProject.find(root).orElseThrow().framework());
    }

    @Test
    void aLibraryInAHiddenFolderIsNoTest() throws Exception {
        Files.createDirectories(root.resolve(".venv/lib"));
        Files.writeString(root.resolve(".venv/lib/test_a.py"), "import unittest\n");

        assertEquals(java.util.Optional.empty(), PythonProject.find(root));
    }
}
