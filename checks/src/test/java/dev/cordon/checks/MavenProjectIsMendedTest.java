package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job from end to end, with the packaged program: a Maven project with a failing test, a
/// model that runs the tests, looks, edits and runs them again, inside the sandbox and without a
/// network.
class MavenProjectIsMendedTest {
    private static final String PATCH =
            """
            *** Begin Patch
            *** Update File: src/main/java/org/example/Search.java
            @@
            -        while (low < high) {
            +        while (low <= high) {
            *** End Patch
            """;

    @TempDir Path folder;

    @Test
    void theTestsFailThenTheModelEditsThenTheyPass() throws Exception {
        Path project = copy(House.root().resolve("examples/maven-binary-search"));
        try (ScriptedModel model =
                new ScriptedModel(
                        List.of(
                                ScriptedModel.command(1, "mvn -o -B -ntp -q test"),
                                ScriptedModel.read(2, "src/main/java/org/example/Search.java"),
                                ScriptedModel.patch(3, PATCH),
                                ScriptedModel.command(4, "mvn -o -B -ntp -q test"),
                                ScriptedModel.says("The search missed the last place.")))) {
            String lines = exec(project, model.address());

            List<String> commands =
                    lines.lines()
                            .filter(l -> l.contains("\"item.completed\""))
                            .filter(l -> l.contains("\"command_execution\""))
                            .toList();
            assertEquals(2, commands.size(), lines);
            assertTrue(commands.get(0).contains("\"status\":\"failed\""), lines);
            assertTrue(commands.get(1).contains("\"exit_code\":0"), lines);
            assertTrue(lines.contains("\"file_change\""), lines);
            assertTrue(lines.contains("\"turn.completed\""), lines);
            assertTrue(
                    Files.readString(project.resolve("src/main/java/org/example/Search.java"))
                            .contains("while (low <= high)"));
            assertEquals(5, model.requests());
        }
    }

    @Test
    void aModelMayLeaveTheSearchToTheRepairEngine() throws Exception {
        Path project = copy(House.root().resolve("examples/maven-binary-search"));
        try (ScriptedModel model =
                new ScriptedModel(
                        List.of(
                                ScriptedModel.repairSearch(1, 60),
                                ScriptedModel.patch(2, PATCH),
                                ScriptedModel.says("The search found it.")))) {
            String lines = exec(project, model.address());

            List<String> found =
                    lines.lines()
                            .filter(l -> l.contains("\"item.completed\""))
                            .filter(l -> l.contains("cordon-repair"))
                            .toList();
            assertEquals(1, found.size(), lines);
            assertTrue(found.getFirst().contains("verdict: repaired"), lines);
            assertTrue(found.getFirst().contains("| +        while (low <= high) {"), lines);
            assertTrue(
                    Files.readString(project.resolve("src/main/java/org/example/Search.java"))
                            .contains("while (low <= high)"));
        }
    }

    private String exec(Path project, String address) throws Exception {
        Path home = Files.createDirectories(folder.resolve("cordon-home"));
        Files.writeString(
                home.resolve("config.toml"),
                """
                model = "scripted"
                model_provider = "scripted"

                [model_providers.scripted]
                base_url = "%s"
                wire_api = "responses"
                """
                        .formatted(address));
        Path out = folder.resolve("out.jsonl");
        ProcessBuilder builder =
                new ProcessBuilder(
                        House.root().resolve("dist/bin/cordon").toString(),
                        "exec",
                        "--json",
                        "--skip-git-repo-check",
                        "-C",
                        project.toString(),
                        "make the tests pass");
        builder.environment().put("CORDON_HOME", home.toString());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(out.toFile());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        assertTrue(process.waitFor(110, TimeUnit.SECONDS), "exec does not end");
        assertEquals(0, process.exitValue(), Files.readString(out));
        return Files.readString(out);
    }

    private Path copy(Path from) throws IOException {
        Path to = folder.resolve("project");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }
}
