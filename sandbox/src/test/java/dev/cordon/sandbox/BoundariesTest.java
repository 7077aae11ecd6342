package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Which boundary a session gets.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the back ends that it tries exist on Linux only")
final class BoundariesTest {
    @TempDir Path folder;

    private SandboxOptions options(SandboxOptions.Choice choice) {
        return new SandboxOptions(
                folder.resolve("state"),
                folder.resolve("spill"),
                _ -> Optional.empty(),
                choice,
                Map.of());
    }

    private Action.RunCommand command(String script, Action.Terminal terminal) {
        return new Action.RunCommand(
                new CallId("c"),
                Action.Requester.MODEL,
                List.of("/bin/bash", "-c", script),
                folder,
                Map.of(),
                terminal,
                30_000,
                0,
                Optional.empty());
    }

    @Test
    void withoutABackEndThatHoldsNothingRuns() throws Exception {
        // macOS's is not here, and the degraded one is not allowed.
        for (SandboxOptions.Choice choice :
                List.of(SandboxOptions.Choice.SEATBELT, SandboxOptions.Choice.LANDLOCK)) {
            try (Sandbox sandbox = Sandboxes.open(options(choice))) {
                SandboxException refused =
                        assertThrows(
                                SandboxException.class,
                                () ->
                                        sandbox.perform(
                                                command("touch ran", Action.Terminal.PIPES),
                                                Confinements.writing(folder),
                                                Sandbox.OutputListener.NONE));

                assertEquals(SandboxError.NO_BACKEND, refused.code());
                assertTrue(String.valueOf(refused.getMessage()).contains("Nothing was run"));
                assertFalse(Files.exists(folder.resolve("ran")));
            }
        }
    }

    @Test
    void aBoundaryThatDoesNotHoldIsFoundOutByTryingToEscape() throws Exception {
        Files.createDirectory(folder.resolve("scratch"));
        try (Boundary none = PlainBoundary.external("a container", Optional.empty())) {
            SelfTest test = SelfTest.of(none, folder.resolve("scratch").toRealPath());

            assertFalse(test.passed());
            assertFalse(test.passedWithoutNamespaces());
            for (String hole :
                    List.of(
                            "it writes anywhere",
                            "it moved .git away",
                            "it read a hidden file",
                            "it reached the host's network",
                            "it saw the host's processes")) {
                assertTrue(test.failures().contains(hole), test.failures() + " lacks " + hole);
            }
        }
        try (var left = Files.list(folder.resolve("scratch"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void theSelfTestRunsOnceForEachStateOfTheMachine() throws Exception {
        SandboxOptions options = options(SandboxOptions.Choice.HELPER);
        Path remembered = options.stateDirectory().resolve("self-test-helper");
        runOnce(options);
        byte[] first = Files.readAllBytes(remembered);
        var made = Files.getLastModifiedTime(remembered);

        runOnce(options);
        assertEquals(made, Files.getLastModifiedTime(remembered), "it was tested again");

        // Another kernel, user or helper: what was remembered says nothing about it.
        Files.writeString(remembered, "another machine");
        runOnce(options);
        assertEquals(
                new String(first, StandardCharsets.UTF_8),
                Files.readString(remembered),
                "it was not tested again");
    }

    private void runOnce(SandboxOptions options) throws Exception {
        try (Sandbox sandbox = Sandboxes.open(options)) {
            assertInstanceOf(
                    Result.CommandOutput.class,
                    sandbox.perform(
                            command("true", Action.Terminal.PIPES),
                            Confinements.writing(folder),
                            Sandbox.OutputListener.NONE));
        }
    }

    @Test
    void fullAccessGivesATerminalToo() throws Exception {
        Path program = HelperBinary.extract(folder.resolve("state")).orElseThrow();
        try (Boundary plain = PlainBoundary.unconfined(Optional.of(program))) {
            BoundaryRun run = new BoundaryRun();
            EscapePlaces.Ran ran =
                    run.run(
                            plain,
                            Confinements.of(Confinement.Mode.DANGER_FULL_ACCESS, folder),
                            folder,
                            "test -t 0 && test -t 1 && stty size && echo x > made && tty",
                            Action.Terminal.PTY,
                            20_000);

            assertEquals(0, ran.exitCode(), ran.toString());
            assertTrue(ran.output().startsWith("24 80\r\n/dev/pts/"), ran.toString());
            assertTrue(Files.exists(folder.resolve("made")));
        }
    }
}
