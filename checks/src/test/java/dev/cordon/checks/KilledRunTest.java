package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program, killed with SIGKILL at moments that nobody chose, and taken up again.
class KilledRunTest {
    private static final int KILLS = 6;
    private static final int ROUNDS = 12;
    private static final long SEED = 4;

    @TempDir Path folder;

    private ProcessBuilder cordon(Path out, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                House.root().resolve("dist/bin/cordon").toString(),
                                "exec",
                                "--json",
                                "--skip-git-repo-check"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(Files.createDirectories(folder.resolve("work")).toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(out.resolveSibling("err.txt").toFile());
        builder.environment().put("CORDON_HOME", folder.resolve("home").toString());
        builder.environment().put("CORDON_COLD", "1");
        return builder;
    }

    @Test
    void whatWasShownBeforeTheKillIsInTheSessionThatGoesOn() throws Exception {
        Random random = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> answers = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                answers.add(ScriptedModel.command(round, "echo shown-" + round));
            }
            answers.add(ScriptedModel.says("All done."));
            try (ScriptedModel model = new ScriptedModel(answers)) {
                configure(model);
                Path out = folder.resolve("out" + kill + ".jsonl");
                Process process = cordon(out, "go").start();
                // Any moment from the first request on; where in a round is left to chance.
                int request = 1 + random.nextInt(ROUNDS);
                while (model.requests() < request && process.isAlive()) {
                    LockSupport.parkNanos(1_000_000);
                }
                LockSupport.parkNanos(random.nextInt(9) * 1_000_000L);
                process.destroyForcibly();
                assertTrue(process.waitFor(20, TimeUnit.SECONDS));
                String shown = Files.readString(out, StandardCharsets.UTF_8);
                String id = id(shown);

                Path more = folder.resolve("more" + kill + ".jsonl");
                Process again = cordon(more, "resume", id, "go on").start();
                assertTrue(again.waitFor(60, TimeUnit.SECONDS), "the session did not go on");
                String said = Files.readString(more) + Files.readString(folder.resolve("err.txt"));
                assertEquals(0, again.exitValue(), said);

                String session = session(id);
                for (int round = 0; round < ROUNDS; round++) {
                    String word = "shown-" + round;
                    if (shown.contains(word + "\\n")) {
                        assertTrue(session.contains(word), word + " was shown and is lost");
                    }
                }
                assertTrue(session.contains("\"go on\""), "the new prompt is not in the session");
            }
        }
        assertEquals(0, verify(), Files.readString(folder.resolve("err.txt")));
    }

    private void configure(ScriptedModel model) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(
                home.resolve("config.toml"),
                """
                model = "scripted"
                model_provider = "scripted"
                model_context_window = 200000

                [model_providers.scripted]
                base_url = "%s"
                wire_api = "responses"
                """
                        .formatted(model.address()));
    }

    /// The id in the first line that a run printed.
    private static String id(String shown) {
        String mark = "\"thread_id\":\"";
        int start = shown.indexOf(mark) + mark.length();
        return shown.substring(start, start + 36);
    }

    private String session(String id) throws IOException {
        for (Path file : House.files(folder.resolve("home/sessions"), ".jsonl")) {
            if (file.toString().contains(id)) {
                return Files.readString(file);
            }
        }
        throw new AssertionError("there is no file of session " + id);
    }

    /// Whether the journal of all these runs is whole.
    private int verify() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(
                                House.root().resolve("dist/bin/cordon").toString(),
                                "journal",
                                "verify")
                        .redirectOutput(folder.resolve("verified.txt").toFile())
                        .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().put("CORDON_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return process.exitValue();
    }
}
