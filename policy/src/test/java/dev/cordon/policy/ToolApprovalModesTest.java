package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolApprovalModesTest {
    @TempDir Path temporary;

    private Decision decide(String toml, String server, String tool) {
        Config config = new ConfigHome(temporary).user(toml).load();
        PolicySettings settings =
                PolicySettings.from(
                        config,
                        Requirements.none(),
                        Map.of("HOME", "/home/ada"),
                        Condition.Compiler.NONE);
        return new RulesPolicy(settings)
                .decide(
                        new Action.CallMcpTool(
                                new CallId("c"),
                                Action.Requester.MODEL,
                                server,
                                tool,
                                Json.object().build(),
                                true),
                        Situation.standard().facts());
    }

    private String word(String toml, String server, String tool) {
        return Situation.word(decide(toml, server, tool));
    }

    @Test
    void aToolIsAskedAboutUnlessTheUserApprovedItOrItsServer() {
        String docs = "[mcp_servers.docs]\ncommand = \"docs\"\n";
        String approved = docs + "default_tools_approval_mode = \"approve\"\n";
        String one = docs + "[mcp_servers.docs.tools.look]\napproval_mode = \"approve\"\n";
        String butOne = approved + "[mcp_servers.docs.tools.drop]\napproval_mode = \"prompt\"\n";
        String auto = docs + "default_tools_approval_mode = \"auto\"\n";

        assertEquals("ask", word(docs, "docs", "look"));
        assertEquals("ask", word(auto, "docs", "look"));
        assertEquals("allow", word(approved, "docs", "look"));
        assertEquals("ask", word(approved, "other", "look"));
        assertEquals("allow", word(one, "docs", "look"));
        assertEquals("ask", word(one, "docs", "drop"));
        assertEquals("allow", word(butOne, "docs", "look"));
        assertEquals("ask", word(butOne, "docs", "drop"));
    }

    private static Action.CallMcpTool call(String definition) {
        return new Action.CallMcpTool(
                new CallId("c"),
                Action.Requester.MODEL,
                "docs",
                "look",
                Json.object().build(),
                true,
                Optional.of(definition));
    }

    private static Capability.Tool tool(String definition) {
        return new Capability.Tool("docs", "look", Optional.of(definition));
    }

    @Test
    void aYesHoldsForTheToolAsItWasDescribedAndANoHoweverItIs() {
        Situation standard = Situation.standard();

        assertEquals("allow", Situation.word(standard.granted(tool("one")).decide(call("one"))));
        assertEquals("ask", Situation.word(standard.granted(tool("one")).decide(call("two"))));
        assertEquals("deny", Situation.word(standard.denied(tool("one")).decide(call("two"))));
    }

    @Test
    void theDecisionNamesTheLineThatApproved() {
        Decision decision =
                decide(
                        "[mcp_servers.docs]\ncommand = \"docs\"\n"
                                + "default_tools_approval_mode = \"approve\"\n",
                        "docs",
                        "look");
        assertEquals(3, decision.origin().line());
    }
}
