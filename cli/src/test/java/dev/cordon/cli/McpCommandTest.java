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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class McpCommandTest {
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
    void whatIsAddedIsListedWithoutItsSecretsAndTakenOutAgain() throws IOException {
        Path file = Files.createDirectories(temporary.resolve(".cordon")).resolve("config.toml");
        String before = "# mine\nmodel = \"gpt-5\"\n\n[tui]\nanimations = false\n";
        Files.writeString(file, before);
        run(0, "mcp", "add", "docs", "--env", "TOKEN=hunter2", "--", "docs-mcp", "-v", "a b");

        String added = Files.readString(file);
        assertTrue(added.startsWith(before), added);
        assertTrue(added.contains("args = [\"-v\", \"a b\"]"), added);
        assertEquals(
                "{\"name\":\"docs\",\"command\":\"docs-mcp\",\"args\":[\"-v\",\"a b\"],"
                        + "\"env\":{\"TOKEN\":\"***\"}}\n",
                run(0, "mcp", "get", "docs", "--json"));
        assertTrue(run(0, "mcp", "list").contains("docs"));
        assertFalse(run(0, "mcp", "list", "--json").contains("hunter2"));

        run(0, "mcp", "remove", "docs");
        assertEquals(before.strip(), Files.readString(file).strip());
        assertEquals("", run(0, "mcp", "list", "--json"));
    }

    @Test
    void whatMakesNoSenseEndsWithTwoAndASentence() throws IOException {
        assertTrue(run(2, "mcp", "add", "a b", "--", "x").contains("1 to 64 letters"));
        assertTrue(run(2, "mcp", "add", "docs").contains("either a command after --"));
        assertTrue(run(2, "mcp", "add", "docs", "--env", "X", "--", "x").contains("NAME=VALUE"));
        assertTrue(run(2, "mcp", "get", "nothing").contains("there is no MCP server nothing"));
        assertTrue(run(2, "mcp", "remove", "nothing").contains("there is no MCP server nothing"));
        run(0, "mcp", "add", "web", "--url", "https://example.org/mcp");
        assertTrue(run(2, "mcp", "add", "web", "--", "x").contains("there is an MCP server web"));
    }

    @Test
    void whatWouldBeSentIsPrintedAndNothingIsSent() throws IOException {
        Files.createDirectories(temporary.resolve(".agents/skills/ship"));
        Files.writeString(
                temporary.resolve(".agents/skills/ship/SKILL.md"),
                "---\nname: ship\ndescription: Ships it.\n---\nShip gently.\n");
        String shown =
                run(
                        0,
                        "debug",
                        "prompt-input",
                        "-c",
                        "model_providers.mine={base_url=\"http://127.0.0.1:9/v1\"}",
                        "-c",
                        "model_provider=mine",
                        "-m",
                        "some-model",
                        "use $ship");

        assertTrue(shown.startsWith("{\"model\":\"some-model\""), shown);
        assertTrue(shown.contains("use $ship"), shown);
        assertTrue(shown.contains("Ship gently."), shown);
        assertTrue(shown.contains("- ship: Ships it."), shown);
        assertFalse(Files.exists(temporary.resolve(".cordon/sessions")));
    }
}
