package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `cordon sandbox`.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the boundary of these tests is Linux's")
final class SandboxRunTest {
    @TempDir Path folder;
    private Path workspace;
    private Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    @BeforeEach
    void folders() throws IOException {
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("ws"));
        home = Files.createDirectory(folder.resolve("home"));
    }

    private int run(String... arguments) {
        PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
        Host host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        workspace,
                        home,
                        new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8)),
                        ProtocolOutput.to(said),
                        new PrintStream(error, true, StandardCharsets.UTF_8));
        return Main.run(host, List.of(arguments));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theOptionsOfTheCommandAreItsOwn() {
        assertEquals(3, run("sandbox", "bash", "-c", "cat; echo -C x; exit 3", "-s", "y"));
        assertEquals("typed\n-C x\n", said());
    }

    @Test
    void aModeIsGivenByOptionOrBySetting() {
        assertTrue(run("sandbox", "-s", "read-only", "--", "touch", "a") != 0);
        assertTrue(run("sandbox", "-c", "sandbox_mode=\"read-only\"", "--", "touch", "a") != 0);
        assertFalse(Files.exists(workspace.resolve("a")));

        assertEquals(0, run("sandbox", "--", "touch", "a"));
        assertTrue(Files.exists(workspace.resolve("a")));
    }

    @Test
    void everySettingThatExecTakesIsTaken() throws IOException {
        Files.writeString(workspace.resolve("secret.pem"), "KEY");

        assertEquals(
                1,
                run(
                        "sandbox",
                        "-c",
                        "sandbox.hidden_names=[\"*.pem\"]",
                        "--",
                        "cat",
                        "secret.pem"));
        assertFalse(said().contains("KEY"));
        assertEquals(2, run("sandbox", "-c", "no_such_key=1", "--", "true"));
    }

    @Test
    void configurationOfTheUserHolds() throws IOException {
        Files.createDirectories(home.resolve(".cordon"));
        Files.writeString(home.resolve(".cordon/config.toml"), "sandbox_mode = \"read-only\"\n");

        assertTrue(run("sandbox", "--", "touch", "b") != 0);
        assertFalse(Files.exists(workspace.resolve("b")));
    }

    @Test
    void aMistakeIsTheUsersToMend() {
        assertEquals(2, run("sandbox"));
        assertEquals(2, run("sandbox", "-s", "everything", "--", "true"));
        assertEquals(2, run("sandbox", "--network", "open", "--", "true"));
        assertEquals(2, run("sandbox", "-C", "nowhere", "--", "true"));
    }
}
