package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PolicyReplayTest {
    private static Json.Obj recorded(String verdict, String rule, String kind, Json.Obj detail) {
        return Json.object()
                .put("user", "ada")
                .put("verdict", verdict)
                .put("rule", rule)
                .put("action", Json.object().put("kind", kind).put("detail", detail).build())
                .build();
    }

    private static Json.Obj command(String... argv) {
        return Json.object()
                .put("requester", "model")
                .put("argv", List.of(argv))
                .put("cwd", "/srv/shop")
                .put("environment", List.of())
                .build();
    }

    @Test
    void whatOtherRulesWouldChangeIsCountedByUserAndCommand() {
        Rules rules = Situation.rules("prefix_rule(pattern=[\"make\"], decision=\"prompt\")");
        RulesPolicy policy = new RulesPolicy(Situation.standard().settings().with(rules));
        PolicyReplay replay = new PolicyReplay(policy, Situation.WORKSPACE);

        replay.add(
                recorded("allow", "sandbox_mode", "command", command("make", "x")), Instant.EPOCH);
        replay.add(
                recorded("allow", "sandbox_mode", "command", command("make", "x")), Instant.EPOCH);
        replay.add(recorded("allow", "sandbox_mode", "command", command("ls")), Instant.EPOCH);
        replay.add(recorded("allow", "grant[x]", "command", command("make")), Instant.EPOCH);
        replay.add(recorded("allow", "sandbox_mode", "unknown", command("x")), Instant.EPOCH);
        replay.add(Json.object().build(), Instant.EPOCH);

        assertEquals(Map.of("allow -> ask\tada\tmake x", 2), replay.changes());
        assertEquals(
                "{\"compared\":3,\"decided_by_grants\":1,\"not_replayable\":2,\"changes\":"
                        + "[{\"change\":\"allow -> ask\",\"user\":\"ada\",\"what\":\"make x\","
                        + "\"count\":2}]}",
                JsonText.write(replay.json()));
    }

    @Test
    void anExplanationNamesDecisionRuleAndParse() {
        Situation situation = Situation.standard();
        PolicyCheck check =
                new PolicyCheck(new RulesPolicy(situation.settings()), situation.facts());

        Json.Obj found =
                check.explain(
                        PolicyCheck.command(List.of("bash", "-c", "ls $x"), Situation.WORKSPACE));

        assertEquals("allow", found.requireText("decision"));
        assertEquals("sandbox_mode", found.requireText("rule"));
        assertEquals("built-in", found.requireText("origin"));
        assertEquals(
                "{\"plain\":false,\"commands\":[{\"argv\":[\"bash\",\"-c\",\"ls $x\"],"
                        + "\"runs_others\":true,\"inside_another\":false},{\"argv\":[\"ls\","
                        + "{\"unknown\":\"$x\"}],\"runs_others\":false,\"inside_another\":false}],"
                        + "\"redirections\":[],\"doubts\":[]}",
                JsonText.write(found.requireObject("parse")));
    }
}
