package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

        assertEquals(Map.of("allow -> ask\tada\tcommand\tmake x", 2), replay.changes());
        assertEquals(
                "{\"compared\":3,\"decided_by_grants\":1,\"not_replayable\":2,\"changes\":"
                        + "[{\"change\":\"allow -> ask\",\"user\":\"ada\",\"kind\":\"command\",\"what\":\"make x\","
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

    private static Json.Obj withFacts(String verdict, String rule, Json.Obj detail, Facts facts) {
        Json.ObjBuilder body = Json.object();
        recorded(verdict, rule, "command", detail).members().forEach(body::put);
        return body.put("facts", FactsCodec.write(facts)).build();
    }

    @Test
    void recordedFactsAreWhatIsDecidedBy() {
        Facts facts =
                Situation.facts(
                        List.of(
                                new Grant(
                                        "g",
                                        new Capability.CommandPrefix(List.of("npm", "ci")),
                                        Grant.Scope.SESSION,
                                        Instant.EPOCH.plusSeconds(60),
                                        "user",
                                        Optional.empty())),
                        Set.of(new Capability.CommandPrefix(List.of("npm", "publish"))));
        Rules rules = Situation.rules("prefix_rule(pattern=[\"npm\"], decision=\"prompt\")");
        RulesPolicy policy = new RulesPolicy(Situation.standard().settings().with(rules));
        PolicyReplay replay = new PolicyReplay(policy, Situation.WORKSPACE);

        replay.add(withFacts("allow", "grant[prefix]", command("npm", "ci"), facts), Instant.EPOCH);
        replay.add(
                withFacts("allow", "sandbox_mode", command("npm", "test"), facts), Instant.EPOCH);
        replay.add(
                withFacts("deny", "denied_this_turn", command("npm", "publish", "x"), facts),
                Instant.EPOCH);
        replay.add(withFacts("allow", "grant[action:1]", command("x"), facts), Instant.EPOCH);

        assertEquals(Map.of("allow -> ask\tada\tcommand\tnpm test", 1), replay.changes());
        assertEquals(3, replay.json().requireInteger("compared"));
        assertEquals(1, replay.json().requireInteger("decided_by_grants"));
    }

    @Test
    void factsComeBackAsTheyWere() {
        Facts facts =
                new Facts(
                        Instant.EPOCH,
                        Situation.WORKSPACE,
                        false,
                        Map.of(Path.of("/srv/shop/a"), Path.of("/etc/b")),
                        List.of(),
                        Set.of(new Capability.Host("example.org", 443)),
                        "ada",
                        Set.of(3, 9));
        assertEquals(facts, FactsCodec.read(FactsCodec.write(facts), Instant.EPOCH, "ada"));
        assertEquals(
                "{\"workspace\":\"/srv/shop\",\"trusted\":true}",
                JsonText.write(FactsCodec.write(Situation.facts(List.of(), Set.of()))));
    }
}
