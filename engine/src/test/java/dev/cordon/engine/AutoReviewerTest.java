package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.journal.JournalEntry;
import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.policy.ApprovalPolicy;
import dev.cordon.policy.PolicySettings;
import dev.cordon.policy.RulesPolicy;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.TurnOutcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AutoReviewerTest {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    static final String CALL = "{\"cmd\":\"make test\"}";

    private final ScriptedModel reviewer = new ScriptedModel();

    static String verdict(String risk, String authorization, String outcome) {
        return "{\"risk_level\":\""
                + risk
                + "\",\"user_authorization\":\""
                + authorization
                + "\",\"outcome\":\""
                + outcome
                + "\",\"rationale\":\"because of reasons\"}";
    }

    static AutoReviewer auto(ScriptedModel model, long maxMillis, long maxTokens) {
        return new AutoReviewer(
                () -> model,
                new AutoReviewer.Options(
                        "review-model",
                        "Never on Fridays.",
                        maxMillis,
                        maxTokens,
                        500,
                        ModelRequest.Reasoning.DEFAULT),
                CLOCK);
    }

    private AutoReviewer auto(long maxMillis, long maxTokens) {
        return auto(reviewer, maxMillis, maxTokens);
    }

    private Stage stage() {
        Stage stage = new Stage();
        stage.policy = FixedPolicy.asking();
        stage.approver = auto(60_000, 0);
        return stage;
    }

    private static String result(Stage stage) {
        return stage.sandbox.performed().isEmpty() ? "no" : "yes";
    }

    private static String ruled(String answer) {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.approver = auto(new ScriptedModel().says(answer).says(answer), 60_000, 0);
            stage.model.calls("exec_command", CALL).says("done");
            stage.run("run the tests");
            return result(stage)
                    + " "
                    + stage.seen(Event.Reviewed.class).getLast().review().outcome();
        }
    }

    @Test
    void whatIsOfLittleRiskRunsAndTheJournalSaysWhoSaidSo() {
        try (Stage stage = stage()) {
            reviewer.says(verdict("low", "high", "allow"));
            stage.model.calls("exec_command", CALL).says("done");

            assertEquals(new TurnOutcome.Completed("done"), stage.run("run the tests"));

            assertEquals(1, stage.sandbox.performed().size());
            Json.Obj entry = approvals(stage).getFirst();
            assertEquals("auto_review", entry.requireText("by"));
            assertEquals("approve", entry.requireText("answer"));
            assertEquals("once", entry.requireText("scope"));
            Json.Obj review = entry.requireObject("review");
            assertEquals("review-model", review.requireText("model"));
            assertEquals("scripted", review.requireText("provider"));
            assertEquals("low", review.requireText("risk"));
            assertEquals("because of reasons", review.requireText("rationale"));
            assertEquals(64, review.requireText("prompt_digest").length());
            assertEquals(100, review.requireObject("usage").requireInteger("input"));
            // Two requests of the session and one of the reviewer.
            assertEquals(
                    OptionalLong.of(300),
                    stage.seen(Event.UsageReported.class).getLast().session().input());
            assertEquals(
                    OptionalLong.of(300),
                    stage.seen(Event.TurnEnded.class).getLast().usage().input());
        }
    }

    private static List<Json.Obj> approvals(Stage stage) {
        return stage.journal.entries().stream()
                .filter(e -> e.kind() == JournalEntry.Kind.APPROVAL)
                .map(JournalEntry::body)
                .toList();
    }

    @Test
    void theTableIsBelowTheModelsWord() {
        Map<String, String> expected =
                Map.ofEntries(
                        Map.entry("low unknown allow", "yes ALLOWED"),
                        Map.entry("medium unknown allow", "yes ALLOWED"),
                        Map.entry("low high deny", "no DENIED"),
                        Map.entry("high unknown allow", "no DENIED"),
                        Map.entry("high low allow", "no DENIED"),
                        Map.entry("high medium allow", "yes ALLOWED"),
                        Map.entry("high high allow", "yes ALLOWED"),
                        Map.entry("critical high allow", "no DENIED"),
                        Map.entry("critical high deny", "no DENIED"));
        expected.forEach((words, wanted) -> {
            String[] parts = words.split(" ", -1);
            assertEquals(wanted, ruled(verdict(parts[0], parts[1], parts[2])), words);
        });
    }

    @Test
    void whatIsNoVerdictIsNoYes() {
        String good = verdict("low", "high", "allow");
        List<String> answers =
                List.of(
                        "",
                        "yes",
                        "allow",
                        "null",
                        "[" + good + "]",
                        "```json\n" + good + "\n```",
                        "Sure! " + good,
                        good + good,
                        good + " and more",
                        "{\"outcome\":\"allow\"}",
                        good.replace("\"low\"", "\"none\""),
                        good.replace("\"low\"", "0"),
                        good.replace("\"allow\"", "\"Allow\""),
                        good.replace("\"allow\"", "true"),
                        good.replace("\"allow\"", "\"allow-session\""),
                        good.replace("}", ",\"scope\":\"session\"}"),
                        good.replace("}", ",\"outcome\":\"allow\"}"),
                        good.replace("because", "x".repeat(9_000)),
                        "[".repeat(5_000));
        for (String answer : answers) {
            assertEquals("no FAILED", ruled(answer), answer);
        }
    }

    @Test
    void aBrokenAnswerIsAskedForOnceMore() {
        try (Stage stage = stage()) {
            reviewer.says("hm").says(verdict("low", "low", "allow"));
            stage.model.calls("exec_command", CALL).says("done");

            stage.run("run the tests");

            assertEquals("yes", result(stage));
            Review review = stage.seen(Event.Reviewed.class).getFirst().review();
            assertEquals(OptionalLong.of(200), review.usage().input());
        }
    }

    @Test
    void aModelThatHangsRefusesBreaksOrIsReplacedIsNoYes() {
        Item.AssistantMessage yes =
                new Item.AssistantMessage(
                        verdict("low", "high", "allow"), Optional.empty(), Optional.empty());
        List<ScriptedModel> models =
                List.of(
                        new ScriptedModel().thenHangs(),
                        new ScriptedModel().fails(FailureKind.REFUSED_BY_MODEL),
                        new ScriptedModel().fails(FailureKind.CYBER_POLICY),
                        new ScriptedModel().fails(FailureKind.UNAUTHORIZED),
                        new ScriptedModel(),
                        new ScriptedModel()
                                .answers(
                                        new ModelEvent.Rerouted("review-model", "other", "busy"),
                                        new ModelEvent.ItemDone(0, yes),
                                        ScriptedModel.completed()),
                        new ScriptedModel()
                                .answers(
                                        new ModelEvent.ItemDone(0, yes),
                                        new ModelEvent.ItemDone(
                                                1, ScriptedModel.call("x", "exec_command", CALL)),
                                        ScriptedModel.completed()),
                        new ScriptedModel()
                                .answers(
                                        new ModelEvent.ItemDone(0, yes),
                                        new ModelEvent.Completed(
                                                dev.cordon.protocol.Usage.UNKNOWN,
                                                ModelEvent.Stop.OUTPUT_LIMIT,
                                                true)));
        for (ScriptedModel model : models) {
            try (Stage stage = new Stage()) {
                stage.policy = FixedPolicy.asking();
                stage.approver = auto(model, model == models.getFirst() ? 50 : 60_000, 0);
                stage.model.calls("exec_command", CALL).says("done");
                stage.run("run the tests");
                assertEquals("no", result(stage));
                assertEquals(
                        Review.Outcome.FAILED,
                        stage.seen(Event.Reviewed.class).getFirst().review().outcome());
                assertTrue(stage.outputs().getFirst().text().contains("could not be completed"));
            }
        }
    }

    @Test
    void aConnectionThatCannotBeMadeIsNoYes() {
        try (Stage stage = stage()) {
            stage.approver =
                    new AutoReviewer(
                            () -> {
                                throw new IllegalStateException("no key");
                            },
                            new AutoReviewer.Options(
                                    "m", "", 1_000, 0, 500, ModelRequest.Reasoning.DEFAULT),
                            CLOCK);
            stage.model.calls("exec_command", CALL).says("done");
            stage.run("run the tests");
            assertEquals("no", result(stage));
            assertTrue(stage.outputs().getFirst().text().contains("no key"));
        }
    }

    @Test
    void theFloorIsNotAskedAbout() {
        try (Stage stage = stage()) {
            stage.policy =
                    new RulesPolicy(
                            PolicySettings.builtIn(Path.of("/home/ada"), Map.of())
                                    .with(ApprovalPolicy.of(ApprovalPolicy.Kind.UNTRUSTED)));
            stage.model.calls("exec_command", "{\"cmd\":\"cat ~/.ssh/id_rsa\"}").says("no");

            stage.run("show me my key");

            assertEquals(List.of(), reviewer.requests());
            assertEquals("no", result(stage));
            assertEquals(
                    Review.Outcome.NOT_REVIEWABLE,
                    stage.seen(Event.Reviewed.class).getFirst().review().outcome());
            assertTrue(stage.outputs().getFirst().text().contains("only a person may allow it"));
        }
    }

    @Test
    void aSecretInTheActionIsNotShownToAnotherModel() {
        try (Stage stage = stage()) {
            stage.filter = text -> text.replace("hunter2", "[secret]");
            stage.model.calls("exec_command", "{\"cmd\":\"login hunter2\"}").says("no");

            stage.run("log in");

            assertEquals(List.of(), reviewer.requests());
            assertEquals("no", result(stage));
        }
    }

    @Test
    void aYesIsForOneActionOnly() {
        try (Stage stage = stage()) {
            reviewer.says(verdict("low", "high", "allow")).says(verdict("low", "high", "deny"));
            stage.model.calls("exec_command", CALL).calls("exec_command", CALL).says("done");

            stage.run("run the tests");

            assertEquals(1, stage.sandbox.performed().size());
            assertEquals(2, reviewer.requests().size());
        }
    }

    @Test
    void threeRefusalsInARowStopTheTurn() {
        try (Stage stage = stage()) {
            for (int i = 0; i < 3; i++) {
                reviewer.says(verdict("critical", "unknown", "deny"));
                stage.model.calls("exec_command", "{\"cmd\":\"make " + i + "\"}");
            }
            stage.model.says("never reached");

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(FailureKind.TOO_MANY_DENIALS, failed.kind());
            assertTrue(failed.message().contains("3 actions in a row"), failed.message());
        }
    }

    @Test
    void tenRefusalsAmongFiftyReviewsStopTheTurn() {
        ReviewCount count = new ReviewCount();
        Answer no = new Answer.Decline(AutoReviewer.NAME, Optional.empty());
        Answer yes =
                new Answer.Approve(
                        AutoReviewer.NAME,
                        new dev.cordon.protocol.Capability.ExactAction("x"),
                        dev.cordon.protocol.Grant.Scope.ONCE);
        for (int i = 0; i < 9; i++) {
            count.answered(no);
            count.answered(yes);
        }
        assertEquals(Optional.empty(), count.stop());
        for (int i = 0; i < 32; i++) {
            count.answered(yes);
        }
        // The first refusal has left the window.
        count.answered(no);
        assertEquals(Optional.empty(), count.stop());
        count.answered(yes);
        count.answered(no);
        assertEquals(Optional.empty(), count.stop());
        count.turnStarted();
        for (int i = 0; i < 10; i++) {
            count.answered(yes);
            count.answered(no);
        }
        assertTrue(count.stop().orElse("").contains("10 of the last 20"));
    }

    @Test
    void reviewsEndWhenTheirTokensAreSpent() {
        try (Stage stage = new Stage()) {
            stage.policy = FixedPolicy.asking();
            stage.approver = auto(60_000, 100);
            reviewer.says(verdict("low", "high", "allow"));
            stage.model.calls("exec_command", CALL).calls("exec_command", CALL).says("done");

            stage.run("run the tests");

            assertEquals(1, reviewer.requests().size());
            assertEquals(1, stage.sandbox.performed().size());
            assertTrue(stage.outputs().getLast().text().contains("auto_review.max_tokens"));
        }
    }

    @Test
    void theReviewerHasNoToolsAndMustAnswerTheSchema() {
        try (Stage stage = stage()) {
            reviewer.says(verdict("low", "high", "allow"));
            stage.model.calls("exec_command", CALL).says("done");
            stage.run("run the tests");
        }
        ModelRequest request = reviewer.requests().getFirst();
        assertEquals("review-model", request.model());
        assertEquals(List.of(), request.tools());
        assertEquals(500, request.maxOutputTokens().orElseThrow());
        assertEquals(
                Optional.of(false),
                request.outputSchema().orElseThrow().bool("additionalProperties"));
        Item.Context rules = (Item.Context) request.history().getFirst();
        assertEquals(Item.Role.DEVELOPER, rules.role());
        assertTrue(rules.parts().getLast().endsWith("Never on Fridays."));
        assertEquals(2, request.history().size());
    }

    @Test
    void whatTheReviewerDoesNotAllowAPersonIsAsked() throws InterruptedException {
        List<String> asked = new ArrayList<>();
        for (String answer :
                List.of(
                        verdict("critical", "unknown", "deny"),
                        "garbage",
                        verdict("low", "low", "allow"))) {
            try (Stage stage = stage()) {
                ScriptedModel model = new ScriptedModel().says(answer).says(answer);
                AutoReviewer auto = auto(model, 60_000, 0);
                stage.approver =
                        new ChainedApprover(
                                auto,
                                question -> {
                                    asked.add(question.id());
                                    return new Answer.Approve(
                                            "user",
                                            question.ask().capabilities().getFirst(),
                                            dev.cordon.protocol.Grant.Scope.ONCE);
                                });
                stage.model.calls("exec_command", CALL).says("done");
                stage.run("run the tests");
                assertEquals("yes", result(stage), answer);
            }
        }
        assertEquals(2, asked.size());
    }

    @Test
    void withNobodyBehindItTheReviewersWordsAreTheAnswer() {
        try (Stage stage = stage()) {
            reviewer.says(verdict("critical", "unknown", "deny"));
            stage.approver = new ChainedApprover(auto(60_000, 0), new NobodyApprover());
            stage.model.calls("exec_command", CALL).says("done");
            stage.run("run the tests");
            assertTrue(stage.outputs().getFirst().text().contains("because of reasons"));
        }
    }

    @Test
    void aPersonsNoThatCameFirstWins() throws InterruptedException {
        FrontEndApprover person = new FrontEndApprover(CLOCK);
        try (Stage stage = stage()) {
            reviewer.says(verdict("low", "high", "allow"));
            stage.approver = new ChainedApprover(auto(60_000, 0), person);
            stage.model.calls("exec_command", CALL).says("done");
            stage.session()
                    .watch(envelope -> {
                        if (envelope.event() instanceof Event.Asked(var question)) {
                            person.reply(
                                    question.id(), new Answer.Decline("user", Optional.of("wait")));
                        }
                    });
            stage.run("run the tests");
            assertEquals("no", result(stage));
            assertTrue(stage.outputs().getFirst().text().contains("wait"));
        }
    }
}
