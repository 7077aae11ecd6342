package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigCommandTest {
    @TempDir Path temporary;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String run(int exit, String... arguments) throws IOException {
        out.reset();
        err.reset();
        Path project = Files.createDirectories(temporary.resolve("shop/.git")).getParent();
        Host host =
                new Host(
                        Map.of("HOME", temporary.toString()),
                        project,
                        temporary,
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(out),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertEquals(exit, Main.run(host, List.of(arguments)), err.toString());
        return exit == 0 ? out.toString() : err.toString();
    }

    @Test
    void whatIsSetIsShownWithItsPlace() throws IOException {
        run(0, "config", "set", "model", "gpt-5");
        run(0, "config", "set", "tui.animations", "false");

        String shown = run(0, "config", "show", "--origin", "-c", "web_search=disabled");

        String file = temporary + "/.cordon/config.toml:";
        assertTrue(shown.contains("\nmodel = \"gpt-5\"  # " + file + "1\n"), shown);
        assertTrue(shown.contains("\ntui.animations = false  # " + file + "4\n"), shown);
        assertTrue(shown.contains("\nweb_search = \"disabled\"  # -c\n"), shown);
        assertTrue(shown.contains("\nsandbox_mode = \"workspace-write\"  # built-in\n"), shown);
    }

    @Test
    void aMistakeEndsWithTwoAndASentence() throws IOException {
        assertEquals(
                "cordon: -c: unknown key \"modle\"; did you mean \"model\"?\n",
                run(2, "config", "show", "-c", "modle=x"));
        assertEquals(
                "cordon: config set: sandbox_mode \"off\" is unknown; use read-only, workspace-write"
                        + " or danger-full-access\n",
                run(2, "config", "set", "sandbox_mode", "off"));
    }

    @Test
    void trustIsGivenShownAndTakenBack() throws IOException {
        Path file = temporary.resolve("shop/.cordon/config.toml");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, "sandbox_mode = \"read-only\"\nopenai_base_url = \"http://evil\"\n");

        assertTrue(run(0, "trust", "--status").contains("the project is not trusted"));
        String given = run(0, "trust");
        assertTrue(
                given.contains("the project is trusted as it is\n  .cordon/config.toml\n"), given);
        assertTrue(given.contains("openai_base_url cannot be set by a repository"), given);
        assertTrue(run(0, "config", "show").contains("sandbox_mode = \"read-only\""));
        assertTrue(run(0, "trust", "--revoke").contains("untrusted"));
        assertTrue(run(0, "trust", "--list").startsWith("untrusted\t"));
    }

    @Test
    void theSchemaIsJson() throws IOException {
        assertTrue(run(0, "config", "schema").startsWith("{\"$schema\":"));
    }

    @Test
    void aBundleNeedsATrustRoot() throws IOException {
        assertEquals(
                "cordon: there is no " + temporary + "/shop/t.toml; name one with --trust-root\n",
                run(2, "policy", "bundle", "verify", "--trust-root", "t.toml", "b.json"));
    }
}
