package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Projects that are too large to be copied, whose candidates could leave something behind.
final class LargeProjectTest {
    private static final String WHY = "too much for the copy that candidates run in";

    @TempDir Path folder;

    /// A file with a hole: 300 MiB that take no room.
    @BeforeEach
    void fill() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("data").toFile(), "rw")) {
            file.setLength(300L * 1024 * 1024);
        }
    }

    @Test
    void aJavaProjectWhoseCodeWritesFilesIsNotSearched() throws Exception {
        SmallProject project = new SmallProject(folder);
        project.write(
                """
                class Subject {
                    static int f(int n) throws java.io.IOException {
                        java.nio.file.Files.writeString(java.nio.file.Path.of("left"), "x");
                        return n - 1;
                    }
                }
                """,
                """
                import static org.junit.jupiter.api.Assertions.*;
                import org.junit.jupiter.api.Test;
                class SubjectTest {
                    @Test void three() throws Exception { assertEquals(4, Subject.f(3)); }
                }
                """);

        HostException refused =
                assertThrows(
                        HostException.class,
                        () -> project.search(new SearchLimits(1, 100, 20_000, 1)));

        assertTrue(String.valueOf(refused.getMessage()).contains(WHY), refused.getMessage());
        assertTrue(Files.notExists(folder.resolve("left")));
    }

    @Test
    void aPythonProjectIsNotSearchedAndTheAnswerSaysWhy() throws Exception {
        Files.writeString(folder.resolve("subject.py"), "def f(n):\n    return n - 1\n");
        Files.writeString(
                folder.resolve("test_subject.py"),
                """
                import unittest
                from subject import f


                class FTest(unittest.TestCase):
                    def test_three(self):
                        self.assertEqual(f(3), 4)
                """);
        PythonProject project = new PythonProject(folder, "python3", "unittest");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        int code =
                project.run(
                        "search",
                        new SearchLimits(1, 100, 20_000, 1),
                        new PrintStream(bytes, true, StandardCharsets.UTF_8));

        Json.Obj finding = ResultText.read(bytes.toString(StandardCharsets.UTF_8)).orElseThrow();
        assertEquals(1, code);
        assertEquals("unable", finding.requireText("verdict"), finding.toString());
        assertTrue(finding.toString().contains(WHY), finding.toString());
    }
}
