package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.tui.FirstRun;
import dev.cordon.tui.UiSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the terminal UI gets from the rest of Cordon, and what its first run leaves there.
class UiReportsTest {
    @TempDir private Path home;
    private Path project;
    private Host host;

    @BeforeEach
    void aUser() throws IOException {
        project = Files.createDirectories(home.resolve("project"));
        Files.createDirectories(project.resolve(".git"));
        Files.createDirectories(home.resolve(".cordon"));
        host =
                new Host(
                        Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin"),
                        project,
                        home,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(new ByteArrayOutputStream()),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    }

    private UiReports reports() {
        return new UiReports(host, ExecOptions.read(List.of()), project);
    }

    private UiFirstRun firstRun() {
        return new UiFirstRun(host, ExecOptions.read(List.of()));
    }

    private void config(String text) throws IOException {
        Files.writeString(home.resolve(".cordon/config.toml"), text);
    }

    @Test
    void theCommandsOfTheCommandLinePrintForIt() throws IOException {
        config("model = \"some-model\"\n");
        List<String> lines = reports().lines(List.of("config", "show", "--origin"));
        assertTrue(lines.stream().anyMatch(line -> line.contains("some-model")), lines::toString);
        String problem = String.join(" ", reports().lines(List.of("config", "nonsense")));
        assertTrue(problem.contains("nonsense"), problem);
    }

    @Test
    void listsToChooseFromAreThere() throws IOException {
        assertTrue(reports().models().stream().anyMatch(m -> m.name().equals("gpt-5.5")));
        assertEquals(List.of(), reports().grants());
        assertFalse(reports().revoke("nothing"));
        Path skill = Files.createDirectories(home.resolve(".cordon/skills/release"));
        Files.writeString(
                skill.resolve("SKILL.md"), "---\nname: release\ndescription: makes one\n---\nx\n");
        assertEquals("release", reports().skills().getFirst().name());
    }

    @Test
    void whatTheUserConfiguredReachesTheUi() throws IOException {
        assertEquals(
                new UiSettings(
                        Optional.of(home.resolve(".cordon/history.jsonl")),
                        UiSettings.Notifications.AUTO,
                        UiSettings.When.UNFOCUSED,
                        List.of(),
                        Optional.empty()),
                reports().settings());
        config(
                """
                notify = ["tell-me", "-x"]
                [history]
                persistence = "none"
                [tui]
                notification_method = "osc9"
                notification_condition = "always"
                theme = "light"
                """);
        assertEquals(
                new UiSettings(
                        Optional.empty(),
                        UiSettings.Notifications.OSC9,
                        UiSettings.When.ALWAYS,
                        List.of("tell-me", "-x"),
                        Optional.of("light")),
                reports().settings());
    }

    @Test
    void aProjectCannotNameAProgramToRun() throws IOException {
        Files.createDirectories(project.resolve(".cordon"));
        Files.writeString(project.resolve(".cordon/config.toml"), "notify = [\"evil\"]\n");
        firstRun().trust(FirstRun.Trust.YES);
        assertEquals(List.of(), reports().settings().program());
    }

    @Test
    void theFirstRunAsksForAProviderAndNeverAgain() throws IOException {
        assertTrue(firstRun().needs().providers().stream().anyMatch(p -> p.id().equals("openai")));
        firstRun().use("openai", "sk-test-1234567890", "gpt-5.5");
        assertEquals(List.of(), firstRun().needs().providers());
        String text = Files.readString(home.resolve(".cordon/config.toml"));
        assertTrue(text.contains("model_provider = \"openai\""), text);
        assertFalse(text.contains("sk-test"));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve(".cordon/auth.json"))));
    }

    @Test
    void whoWantsNoModelIsNotAskedAgain() {
        firstRun().useNone();
        assertEquals(List.of(), firstRun().needs().providers());
    }

    @Test
    void aProjectWithSettingsIsAskedAboutOnceAndAgainWhenTheyChange() throws IOException {
        assertEquals(Optional.empty(), firstRun().needs().project());
        Files.createDirectories(project.resolve(".cordon"));
        Files.writeString(project.resolve(".cordon/config.toml"), "sandbox_mode = \"read-only\"\n");
        assertTrue(firstRun().needs().project().isPresent());
        firstRun().trust(FirstRun.Trust.YES);
        assertEquals(Optional.empty(), firstRun().needs().project());
        Files.writeString(project.resolve(".cordon/config.toml"), "approval_policy = \"never\"\n");
        assertTrue(firstRun().needs().project().isPresent());
        firstRun().trust(FirstRun.Trust.NO);
        assertEquals(Optional.empty(), firstRun().needs().project());
    }
}
