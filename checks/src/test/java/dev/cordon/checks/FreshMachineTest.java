package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first command of the README on a machine that has nothing but the packaged program: no
/// model, no network, no library that a build has fetched, and the program below a home folder that
/// commands cannot see.
class FreshMachineTest {
    @TempDir Path folder;

    @Test
    void theFirstCommandMendsAnExampleWithTheWholePathInSight() throws Exception {
        Path project = Files.createDirectories(folder.resolve("project"));
        Path example = House.root().resolve("examples/plain-junit4-stack");
        for (String name : List.of("src/RingStack.java", "test/RingStackTest.java")) {
            Files.createDirectories(project.resolve(name).getParent());
            Files.copy(example.resolve(name), project.resolve(name));
        }
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(
                        House.root().resolve("dist/bin/cordon").toString(),
                        "exec",
                        "--skip-git-repo-check",
                        "-C",
                        project.toString(),
                        "make the tests pass");
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", House.root().toString());
        builder.environment().put("CORDON_HOME", folder.resolve("cordon-home").toString());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "not done within 60 seconds");

        String answer = Files.readString(out);
        String shown = Files.readString(err);
        assertEquals(0, process.exitValue(), shown);
        assertTrue(
                Files.readString(project.resolve("src/RingStack.java"))
                        .contains("next = (next + 1) % entries.length;"),
                shown);
        for (String part :
                List.of(
                        "No model is configured",
                        "[>] Run the tests",
                        "RingStackTest.forgetsTheOldest",
                        "| +        next = (next + 1) % entries.length;",
                        "nothing fails; 3 tests")) {
            assertTrue(shown.contains(part), part + " is not in\n" + shown);
        }
        for (String part :
                List.of(
                        "Repaired: parentheses moved.",
                        "+        next = (next + 1) % entries.length;",
                        "1 of 3 tests failed",
                        "After: the engine's test run passes.",
                        "`cordon journal show --session ")) {
            assertTrue(answer.contains(part), part + " is not in\n" + answer);
        }
    }
}
