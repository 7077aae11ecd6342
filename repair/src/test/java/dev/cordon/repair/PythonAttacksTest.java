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
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Candidates of a Python project that do what no repair should do; see {@link AttacksTest}.
final class PythonAttacksTest {
    private static final Map<String, String> ATTACKS =
            new TreeMap<>(
                    Map.of(
                            "exits", "os._exit(0)",
                            "forks", "os.fork()",
                            "forksAndStays",
                                    "subprocess.Popen(['sleep', '%s'], start_new_session=True)",
                            "allocates", "all = [b'x' * (1 << 28) for _ in range(1000)]",
                            "printsPastSysStdout", "os.write(1, b'x' * 9999)",
                            "closesAllFiles", "os.closerange(0, 100)",
                            "startsThreads", "threading.Thread(target=spin).start()",
                            "changesState", "os.environ['SUBJECT'] = '1'",
                            "deletesFiles", "shutil.rmtree('.', ignore_errors=True)",
                            "raisesAnything", "raise BaseException('no')"));

    @TempDir private Path folder;

    private String subject(String sleep) {
        StringBuilder text =
                new StringBuilder(
                        "import os\nimport shutil\nimport subprocess\nimport threading\n\n\n"
                                + "def spin():\n    n = 0\n    while True:\n        n += 1\n\n\n"
                                + "def mark(name):\n    os.makedirs(os.path.join('"
                                + folder.resolve("marks")
                                + "', name), exist_ok=True)\n\n\ndef f(n):\n");
        int limit = 1000;
        for (Map.Entry<String, String> attack : ATTACKS.entrySet()) {
            text.append("    if n > ").append(limit++).append(":\n        mark('");
            text.append(attack.getKey()).append("')\n        ");
            text.append(attack.getValue().replace("%s", sleep)).append('\n');
        }
        return text.append("    return n - 1\n").toString();
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }

    private Json.Obj search(Path root, SearchLimits limits) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PythonProject project = PythonProject.find(root).orElseThrow();
        project.run("search", limits, new PrintStream(bytes, true, StandardCharsets.UTF_8));
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
    @Timeout(180)
    void theSearchGoesOnAndTheProjectIsAsBefore() throws Exception {
        assumeTrue(hasPython(), "there is no python3 on PATH");
        Path root = Files.createDirectories(folder.resolve("project"));
        String sleep = "87" + System.nanoTime() % 1_000_000;
        Files.writeString(root.resolve("subject.py"), subject(sleep));
        Files.writeString(root.resolve("data.txt"), "7");
        Files.writeString(
                root.resolve("test_subject.py"),
                """
                import os
                import unittest
                from subject import f


                class FTest(unittest.TestCase):
                    def test_four(self):
                        self.assertEqual(f(3), 4)

                    def test_nothing_was_left_behind(self):
                        with open("data.txt") as file:
                            self.assertEqual(file.read(), "7")
                        self.assertNotIn("SUBJECT", os.environ)
                """);
        Map<String, String> before = contents(root);

        Json.Obj finding = search(root, new SearchLimits(1, 1500, 120_000, 1));

        try (Stream<Path> marks = Files.list(folder.resolve("marks"))) {
            assertEquals(
                    ATTACKS.keySet(),
                    new TreeSet<>(marks.map(mark -> mark.getFileName().toString()).toList()));
        }
        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
        assertTrue(finding.requireText("diff").contains("+    return n "), finding.toString());
        assertEquals(before, contents(root));
        assertEquals(
                List.of(),
                ProcessHandle.allProcesses()
                        .filter(process ->
                                List.of(process.info().arguments().orElse(new String[0]))
                                        .contains(sleep))
                        .map(process -> process.info().toString())
                        .toList());
    }

    @Test
    @Timeout(60)
    void candidatesThatBlockAreGivenUpAtTheLimit() throws Exception {
        assumeTrue(hasPython(), "there is no python3 on PATH");
        Files.writeString(
                folder.resolve("subject.py"),
                """
                import threading


                def f(n):
                    if n != 3:
                        threading.Event().wait()
                    if n == 4:
                        threading.Event().wait()
                    return 8
                """);
        Files.writeString(
                folder.resolve("test_subject.py"),
                """
                import unittest
                from subject import f


                class FTest(unittest.TestCase):
                    def test_three(self):
                        self.assertEqual(f(3), 7919)
                        self.assertEqual(f(3), -55)
                """);

        Json.Obj finding = search(folder, new SearchLimits(1, 1500, 4_000, 1));

        assertEquals("not_found", finding.requireText("verdict"), finding.toString());
    }

    /// The first candidate waits for ever; six tenths of the time are for single changes.
    @Test
    @Timeout(60)
    void candidatesThatBlockDoNotUseUpTheTimeOfTheOthers() throws Exception {
        assumeTrue(hasPython(), "there is no python3 on PATH");
        Files.writeString(
                folder.resolve("subject.py"),
                """
                import threading


                class Subject:
                    def f(self, n):
                        if n > 3:
                            threading.Event().wait()
                        return n - 1
                """);
        Files.writeString(
                folder.resolve("test_subject.py"),
                """
                import unittest
                from subject import Subject


                class FTest(unittest.TestCase):
                    def test_three(self):
                        self.assertEqual(Subject().f(3), 4)
                """);

        Json.Obj finding = search(folder, new SearchLimits(1, 4, 12_000, 1));

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
    }

    @Test
    void aModuleMayHaveTheNameOfOneOfTheEngines() throws Exception {
        assumeTrue(hasPython(), "there is no python3 on PATH");
        Files.writeString(folder.resolve("report.py"), "def f(a, b):\n    return a - b\n");
        Files.writeString(
                folder.resolve("test_report.py"),
                """
                import unittest
                from report import f


                class FTest(unittest.TestCase):
                    def test_sum(self):
                        self.assertEqual(f(3, 4), 7)
                        self.assertEqual(f(5, 1), 6)
                """);

        Json.Obj finding = search(folder, new SearchLimits(1, 300, 40_000, 1));

        assertEquals("repaired", finding.requireText("verdict"), finding.toString());
    }
}
