package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the packaged program does without a model where it cannot do what it is asked.
class EmbeddedEngineTest {
    @TempDir Path folder;

    private record Run(int exitCode, String answer, String shown) {}

    private Run exec(String request) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(
                        House.root().resolve("dist/bin/cordon").toString(),
                        "exec",
                        "--skip-git-repo-check",
                        "-C",
                        project().toString(),
                        request);
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", House.root().toString());
        builder.environment().put("CORDON_HOME", folder.resolve("cordon-home").toString());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        Process process = builder.start();
        assertTrue(process.waitFor(110, TimeUnit.SECONDS), "exec does not end");
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Path project() throws Exception {
        return Files.createDirectories(folder.resolve("project"));
    }

    private Map<String, String> files() throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(project())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(project().relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }

    @Test
    void anotherRequestIsAnsweredWithWhatItCanDoAndExitCodeOne() throws Exception {
        Files.writeString(project().resolve("Subject.java"), "class Subject {}\n");
        Map<String, String> before = files();

        Run run = exec("explain the class Subject");

        assertEquals(1, run.exitCode(), run.shown());
        String all = run.answer() + run.shown();
        for (String part :
                new String[] {
                    "It is a search, not a language model",
                    "make the tests pass",
                    "configure a provider: set OPENAI_API_KEY"
                }) {
            assertTrue(all.contains(part), part + " is not in\n" + all);
        }
        assertEquals(before, files());
    }

    @Test
    void whereNothingIsFoundTheAnswerHasThePlacesAndTheProjectIsAsBefore() throws Exception {
        Files.writeString(
                project().resolve("Subject.java"),
                """
                class Subject {
                    static int f(int n) {
                        new java.io.File("notes.txt").delete();
                        return n;
                    }
                }
                """);
        Files.writeString(project().resolve("notes.txt"), "kept");
        Files.writeString(
                project().resolve("SubjectTest.java"),
                """
                import static org.junit.Assert.assertEquals;

                import org.junit.Test;

                public class SubjectTest {
                    @Test
                    public void one() {
                        assertEquals(7919, Subject.f(1));
                    }

                    @Test
                    public void two() {
                        assertEquals(-513, Subject.f(2));
                    }

                    @Test
                    public void three() {
                        assertEquals(88, Subject.f(3));
                    }
                }
                """);
        Map<String, String> before = files();

        Run run = exec("make the tests pass");

        assertEquals(1, run.exitCode(), run.shown());
        String all = run.answer() + run.shown();
        for (String part :
                new String[] {
                    "No patch was found that passes all tests. Nothing was changed.",
                    "3 of 3 tests failed",
                    "SubjectTest.one: AssertionError: expected:<7919> but was:<1>"
                            + " (SubjectTest.java:8)",
                    "Tried: ",
                    "Of these ",
                    "Most suspicious places:",
                    "Subject.java:4: return n;"
                }) {
            assertTrue(all.contains(part), part + " is not in\n" + all);
        }
        assertEquals(before, files());
    }
}
