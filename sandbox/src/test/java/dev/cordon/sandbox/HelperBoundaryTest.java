package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HelperBoundaryTest {
    @TempDir Path folder;
    private Path workspace;
    private Sandbox sandbox;

    @BeforeEach
    void open() throws Exception {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        sandbox =
                Sandboxes.open(
                        new SandboxOptions(
                                folder.resolve("state"),
                                folder.resolve("spill"),
                                _ -> Optional.empty(),
                                SandboxOptions.Choice.AUTO,
                                Map.of()));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Result.CommandOutput run(String script) throws Exception {
        return (Result.CommandOutput)
                sandbox.perform(
                        Confinements.shell(workspace, script, 30_000),
                        Confinements.writing(workspace),
                        Sandbox.OutputListener.NONE);
    }

    @Test
    void aCommandWritesInTheWorkspaceAndItsCodeComesBack() throws Exception {
        Result.CommandOutput result = run("echo out; echo err >&2; echo x > made; exit 7");

        assertEquals("out\nerr\n", result.output());
        assertEquals(OptionalInt.of(7), result.exitCode());
        assertEquals("x\n", Files.readString(workspace.resolve("made")));
    }

    @Test
    void nothingOutsideTheWorkspaceCanBeWritten() throws Exception {
        Path outside = folder.resolve("outside");

        Result.CommandOutput result = run("echo x > " + outside + "; echo x > /etc/x");

        assertFalse(Files.exists(outside));
        assertFalse(Files.exists(Path.of("/etc/x")));
        assertTrue(result.output().contains("Read-only file system"), result.output());
    }

    @Test
    void aCommandThatGoesOnIsReachedByItsNumber() throws Exception {
        Result.CommandOutput first =
                (Result.CommandOutput)
                        sandbox.perform(
                                Confinements.shell(workspace, "echo a; read x; echo $x; exit 3", 1),
                                Confinements.writing(workspace),
                                Sandbox.OutputListener.NONE);
        int number = first.process().orElseThrow();

        Result.CommandOutput second =
                (Result.CommandOutput)
                        sandbox.perform(
                                new dev.cordon.protocol.Action.WriteStdin(
                                        new dev.cordon.protocol.CallId("c"),
                                        dev.cordon.protocol.Action.Requester.MODEL,
                                        number,
                                        "hello\n",
                                        20_000),
                                Confinements.writing(workspace),
                                Sandbox.OutputListener.NONE);

        assertEquals("a\nhello\n", first.output() + second.output());
        assertEquals(OptionalInt.of(3), second.exitCode());
    }

    @Test
    void aReadOnlyConfinementWritesNowhereButInItsOwnTemporaryPlaces() throws Exception {
        String name = "cordon-test-" + System.nanoTime();
        Result.CommandOutput result =
                (Result.CommandOutput)
                        sandbox.perform(
                                Confinements.shell(
                                        workspace,
                                        "echo x > /tmp/" + name + "; echo x > y; ls",
                                        30_000),
                                Confinements.of(Confinement.Mode.READ_ONLY, workspace),
                                Sandbox.OutputListener.NONE);

        assertFalse(Files.exists(workspace.resolve("y")));
        assertFalse(Files.exists(Path.of("/tmp", name)));
        assertTrue(result.output().contains("y: Read-only file system"), result.output());
    }
}
