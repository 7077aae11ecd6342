package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.engine.NobodyApprover;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.tui.SessionOpener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `cordon exec` in a project that the user called untrusted, with the real boundary.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the boundary of these tests is Linux's")
final class UntrustedProjectTest {
    private static final List<String> CALLS =
            List.of(
                    "exec_command {\"cmd\":\"echo new > made; cat made\"}",
                    "apply_patch *** Begin Patch\\n*** Add File: patched\\n+x\\n*** End Patch");

    @TempDir Path folder;

    private static String trust(String level) {
        return "[projects.\"%\"]\ntrust_level = \"" + level + "\"\n";
    }

    @Test
    void whatARunChangesIsKeptApartUntilItIsMerged() throws IOException {
        try (RowStage stage = new RowStage(folder)) {
            stage.user(trust("untrusted"));
            stage.calls(CALLS);

            assertEquals(0, stage.run("exec", "-a", "never", "go"), stage.everything());

            String said = stage.everything();
            assertTrue(said.contains("this project is untrusted: its files stay"), said);
            assertTrue(said.contains("+new"), said);
            assertFalse(Files.exists(stage.work().resolve("made")), said);
            assertFalse(Files.exists(stage.work().resolve("patched")), said);
            stage.run("overlay", "list");
            String layer = stage.out().substring(0, stage.out().indexOf('\t'));
            assertEquals(0, stage.run("overlay", "merge", layer), stage.everything());
            assertEquals("new\n", Files.readString(stage.work().resolve("made")));
            assertTrue(Files.exists(stage.work().resolve("patched")));
        }
    }

    @Test
    void whatASessionOfTheTerminalUiChangesIsKeptApartToo() throws Exception {
        try (RowStage stage = new RowStage(folder)) {
            stage.user("approval_policy = \"never\"\n" + trust("untrusted"));
            stage.calls(CALLS);
            UiSessions sessions = new UiSessions(stage.host(), ExecOptions.read(List.of()));
            BlockingQueue<TurnOutcome> ended = new LinkedBlockingQueue<>();
            SessionOpener.Opened opened =
                    sessions.open(
                            new SessionOpener.Start.Fresh(),
                            new NobodyApprover(),
                            envelope -> {
                                if (envelope.event()
                                        instanceof Event.TurnEnded(_, TurnOutcome how, _)) {
                                    ended.add(how);
                                }
                            });
            try {
                opened.session()
                        .submit(new Op.Submit(List.of(new Content.Text("go")), Optional.empty()));
                assertTrue(ended.poll(60, TimeUnit.SECONDS) instanceof TurnOutcome.Completed);
            } finally {
                opened.close().run();
            }

            String layer = opened.session().id().value();
            assertTrue(opened.warnings().contains(Layers.UNTRUSTED), opened.warnings().toString());
            assertFalse(Files.exists(stage.work().resolve("made")));
            assertTrue(
                    sessions.lastWarnings().stream()
                            .anyMatch(said -> said.contains("merge or drop " + layer)),
                    sessions.lastWarnings().toString());
            assertEquals(0, stage.run("overlay", "merge", layer), stage.everything());
            assertEquals("new\n", Files.readString(stage.work().resolve("made")));
            assertTrue(Files.exists(stage.work().resolve("patched")));
        }
    }

    @Test
    void whereNobodyWasAskedOrTheUserSaidYesFilesChangeAtOnce() throws IOException {
        for (String toml : List.of("", trust("trusted"))) {
            Path place = Files.createDirectory(folder.resolve("p" + toml.length()));
            try (RowStage stage = new RowStage(place)) {
                stage.user(toml);
                stage.calls(CALLS);

                assertEquals(0, stage.run("exec", "-a", "never", "go"), stage.everything());

                assertTrue(Files.exists(stage.work().resolve("made")), stage.everything());
            }
        }
    }
}
