package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cordon.policy.PolicySettings;
import dev.cordon.policy.RulesPolicy;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.SandboxOptions;
import dev.cordon.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real program on pipes inside the real boundary.
class McpProgramTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String SERVER =
            """
            import json, os, sys
            print("a greeting on standard output")
            sys.stderr.write("starting\\n")
            for line in sys.stdin:
                m = json.loads(line)
                if "id" not in m or "method" not in m:
                    continue
                if m["method"] == "initialize":
                    r = {"protocolVersion": m["params"]["protocolVersion"], "capabilities": {"tools": {}},
                         "serverInfo": {"name": "files", "version": "2"}}
                elif m["method"] == "tools/list":
                    r = {"tools": [{"name": "touch", "inputSchema": {"type": "object"}}]}
                else:
                    said = []
                    for path in m["params"]["arguments"]["paths"]:
                        try:
                            open(path, "w").close()
                            said.append("wrote " + os.path.basename(path))
                        except OSError:
                            said.append("refused " + os.path.basename(path))
                    said.append(os.environ.get("GREETING", "no greeting"))
                    r = {"content": [{"type": "text", "text": "\\n".join(said)}]}
                print(json.dumps({"jsonrpc": "2.0", "id": m["id"], "result": r}), flush=True)
            """;

    @TempDir private Path folder;

    @Test
    void itRunsInsideTheBoundaryAndItsToolsAreAskedAbout() throws IOException {
        assumeTrue(Files.isExecutable(PYTHON), "the server of this test is a Python program");
        Path workspace = Files.createDirectories(folder.resolve("shop"));
        Path outside = Files.createDirectories(folder.resolve("elsewhere")).resolve("escaped");
        Path program = Files.writeString(workspace.resolve("server.py"), SERVER);
        McpServer server =
                new McpServer(
                        "files",
                        new McpServer.Program(
                                List.of(PYTHON.toString(), program.toString()),
                                Map.of("GREETING", "hello"),
                                workspace),
                        true,
                        Optional.empty(),
                        List.of(),
                        60_000,
                        60_000,
                        false,
                        List.of());
        Stage stage = new Stage();
        stage.workspace = workspace;
        stage.realSandbox =
                Optional.of(guard ->
                        Sandboxes.open(
                                new SandboxOptions(
                                        folder.resolve("state"),
                                        folder.resolve("spill"),
                                        guard,
                                        SandboxOptions.Choice.AUTO,
                                        Map.of("PATH", "/usr/bin:/bin"))));
        stage.policy =
                new RulesPolicy(
                        PolicySettings.builtIn(
                                Path.of("/nonexistent/home"), Map.of("PATH", "/usr/bin:/bin")));
        stage.approver =
                question ->
                        new Answer.Approve(
                                "user", question.ask().capabilities().getFirst(), Grant.Scope.ONCE);
        stage.extras =
                new SessionParts.Extras(
                        List.of(server),
                        () -> Skills.NONE,
                        () -> "",
                        java.util.function.UnaryOperator.identity(),
                        _ -> java.util.Map.of());
        try (stage) {
            stage.model
                    .calls(
                            "mcp__files__touch",
                            "{\"paths\":[\""
                                    + workspace.resolve("inside")
                                    + "\",\""
                                    + outside
                                    + "\"]}")
                    .says("done");

            TurnOutcome outcome = stage.run("go");

            assertInstanceOf(TurnOutcome.Completed.class, outcome, outcome.toString());
            assertEquals(1, stage.seen(Event.Asked.class).size());
            Item.ToolOutput output = stage.outputs().getFirst();
            assertEquals("wrote inside\nrefused escaped\nhello", output.text());
            assertTrue(Files.exists(workspace.resolve("inside")));
            assertFalse(Files.exists(outside));
            assertEquals(
                    List.of(new McpServer.Status("files", "ready", "files 2", List.of("touch"))),
                    stage.session().mcpServers());
        }
    }
}
