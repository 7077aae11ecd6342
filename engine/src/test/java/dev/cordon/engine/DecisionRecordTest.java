package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.JournalEntry;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the journal says of a decision: all that it goes back to, and all that it obliges to.
class DecisionRecordTest {
    private static List<Json.Obj> bodies(Stage stage, JournalEntry.Kind kind) {
        List<Json.Obj> bodies = new ArrayList<>();
        for (JournalEntry entry : stage.journal.entries()) {
            if (entry.kind() == kind) {
                bodies.add(entry.body());
            }
        }
        return bodies;
    }

    @Test
    void aDecisionNamesToolInstructionsPromptPolicyBoundaryAndGrant() {
        try (Stage stage = new Stage()) {
            stage.prefix =
                    List.of(
                            new Item.Context(
                                    Item.Role.DEVELOPER, "instructions", List.of("be careful")));
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("done");

            stage.run("list it");

            Json.Obj decision = bodies(stage, JournalEntry.Kind.DECISION).getFirst();
            assertEquals("exec_command", decision.requireText("tool"));
            assertEquals(
                    ActionDigest.sha256("instructions\nbe careful\n"),
                    decision.requireText("charter_digest"));
            Json.Obj inputs = decision.requireObject("inputs");
            assertEquals(ActionDigest.sha256("list it"), inputs.requireText("prompt_digest"));
            assertEquals("default", decision.requireObject("reviewer").requireText("kind"));
            assertEquals(
                    "digest of " + decision.requireText("rule"),
                    decision.requireText("rule_digest"));
            Json.Obj sandbox = decision.requireObject("sandbox");
            assertEquals(64, sandbox.requireText("profile_digest").length());
            assertTrue(
                    decision.requireObject("obligations").integer("max_output_bytes").isPresent());
            Json.Obj action = decision.requireObject("action");
            Json.Obj grant = decision.requireObject("grant");
            assertEquals(action.requireText("digest"), grant.requireText("action_digest"));
            assertEquals("rule", grant.requireText("scope"));
            assertEquals(List.of("/srv/shop"), action.texts("targets"));
            assertEquals(List.of(decision.requireText("rule")), decision.texts("reasons"));
        }
    }

    @Test
    void aYesIsADecisionOfItsOwnThatStandsInForTheQuestion() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.approver =
                    question ->
                            new Answer.Approve(
                                    "user",
                                    question.ask().capabilities().getFirst(),
                                    Grant.Scope.ONCE);
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("done");

            stage.run("go");

            List<JournalEntry> entries = stage.journal.entries();
            List<Json.Obj> decisions = bodies(stage, JournalEntry.Kind.DECISION);
            assertEquals(2, decisions.size());
            assertEquals("ask", decisions.getFirst().requireText("verdict"));
            assertFalse(decisions.getFirst().find("sandbox").isPresent());
            Json.Obj allowed = decisions.getLast();
            assertEquals("allow", allowed.requireText("verdict"));
            // Receipts of this journal count from 1.
            long asked = 1 + index(entries, "ask");
            assertEquals(asked, allowed.requireInteger("supersedes"));
            assertEquals("user", allowed.requireObject("reviewer").requireText("kind"));
            Json.Obj grant = allowed.requireObject("grant");
            assertEquals("once", grant.requireText("scope"));
            assertEquals(1, grant.requireInteger("uses"));
            assertTrue(grant.text("expires").isPresent() && grant.text("not_before").isPresent());
            assertTrue(allowed.find("sandbox").isPresent());
            long effect =
                    bodies(stage, JournalEntry.Kind.EFFECT).getFirst().requireInteger("decision");
            assertEquals(1 + index(entries, "allow"), effect);
        }
    }

    private static long index(List<JournalEntry> entries, String verdict) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).kind() == JournalEntry.Kind.DECISION
                    && entries.get(i).body().text("verdict").orElse("").equals(verdict)) {
                return i;
            }
        }
        throw new AssertionError("no decision says " + verdict);
    }

    @Test
    void aNoLeavesTheQuestionAsTheOnlyDecision() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("ok");

            stage.run("go");

            assertEquals(1, bodies(stage, JournalEntry.Kind.DECISION).size());
            assertEquals(
                    "decline",
                    bodies(stage, JournalEntry.Kind.APPROVAL).getFirst().requireText("answer"));
        }
    }

    @Test
    void decidingThatFailsIsADecisionWithTheVerdictError() {
        try (Stage stage = new Stage()) {
            stage.policy =
                    new FixedPolicy((_, _) -> {
                        throw new IllegalStateException("broken rule");
                    });
            stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says("ok");

            stage.run("go");

            Json.Obj decision = bodies(stage, JournalEntry.Kind.DECISION).getFirst();
            assertEquals("error", decision.requireText("verdict"));
            assertEquals(List.of("gate.failure"), decision.texts("reasons"));
            assertEquals("broken rule", decision.requireText("reason"));
        }
    }

    @Test
    void whatRanSaysWhereTheNextDecisionRuns() {
        try (Stage stage = new Stage()) {
            stage.model
                    .calls("exec_command", "{\"cmd\":\"ls\"}")
                    .calls("exec_command", "{\"cmd\":\"ls -l\"}")
                    .says("done");

            stage.run("go");

            List<Json.Obj> decisions = bodies(stage, JournalEntry.Kind.DECISION);
            assertFalse(decisions.getFirst().requireObject("sandbox").text("backend").isPresent());
            assertEquals(
                    stage.sandbox.backend().name(),
                    decisions.getLast().requireObject("sandbox").requireText("backend"));
        }
    }
}
