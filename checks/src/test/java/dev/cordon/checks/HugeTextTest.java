package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hundred megabytes wherever a text can come from: a file that is read, printed, patched and
/// looked at, a file of instructions. The packaged program survives all of them in bounded memory.
class HugeTextTest {
    private static final int LINES = 6_250_000;
    private static final String LINE = "sixteen letters\n";

    /// Twice what a session of a few rounds takes; a text that is held once as characters is more.
    private static final long MAX_RESIDENT_KIB = 260 * 1024;

    private static final int MAX_SHOWN_BYTES = 4 * 1024 * 1024;

    @TempDir Path folder;

    @Test
    void nothingOfItIsHeldWholeAndTheTurnGoesOn() throws Exception {
        Path work = Files.createDirectories(folder.resolve("work/.git")).getParent();
        huge(work.resolve("huge.txt"));
        Files.createLink(work.resolve("AGENTS.md"), work.resolve("huge.txt"));
        try (ScriptedModel model =
                new ScriptedModel(
                        List.of(
                                ScriptedModel.read(1, "huge.txt"),
                                ScriptedModel.command(2, "cat huge.txt"),
                                ScriptedModel.patch(
                                        3,
                                        """
                                        *** Begin Patch
                                        *** Update File: huge.txt
                                        @@
                                        -sixteen letters
                                        +other letters
                                        *** End Patch\
                                        """),
                                ScriptedModel.command(4, "grep -c sixteen huge.txt"),
                                ScriptedModel.says("Still there.")))) {
            Path out = folder.resolve("out.jsonl");
            Process process = start(model, work, out);
            long highest = 0;
            while (process.isAlive()) {
                highest = Math.max(highest, highestKib(process.pid()));
                LockSupport.parkNanos(20_000_000);
            }
            assertTrue(process.waitFor(1, TimeUnit.SECONDS));
            String said = Files.readString(folder.resolve("err.txt"));
            assertEquals(0, process.exitValue(), said);

            assertTrue(highest > 0, "memory was never seen");
            assertTrue(highest < MAX_RESIDENT_KIB, "it took " + highest / 1024 + " MB");
            assertTrue(Files.size(out) < MAX_SHOWN_BYTES, "it printed " + Files.size(out));
            String shown = Files.readString(out);
            assertTrue(shown.contains("characters left out"), "the cut is not announced");
            assertTrue(shown.contains("huge.txt"), "the refusal does not name the file");
            assertTrue(shown.contains(LINES + "\\n"), "the file is not as it was");
            assertTrue(said.contains("project_doc_max_bytes is the bound"), said);
            assertTrue(shown.contains("Still there."), said);
            assertFalse(shown.contains("turn.failed"), said);
        }
    }

    private static void huge(Path file) throws IOException {
        byte[] block = LINE.repeat(LINES / 625).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 625; i++) {
                out.write(block);
            }
        }
    }

    private Process start(ScriptedModel model, Path work, Path out) throws IOException {
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
        ProcessBuilder builder =
                new ProcessBuilder(
                                House.root().resolve("dist/bin/cordon").toString(),
                                "exec",
                                "--json",
                                "go")
                        .directory(work.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().put("CORDON_HOME", home.toString());
        builder.environment().put("CORDON_COLD", "1");
        return builder.start();
    }

    /// The most memory that a process ever had, as the kernel counts it.
    private static long highestKib(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.substring(6).replace("kB", "").strip());
                }
            }
        } catch (IOException _) {
            // It has ended.
        }
        return 0;
    }
}
