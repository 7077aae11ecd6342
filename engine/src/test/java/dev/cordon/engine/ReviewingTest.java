package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.policy.Facts;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ChangeReview;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `/review`: a context of its own, findings for the conversation.
class ReviewingTest {
    private static final String ANSWER =
            """
            Here it is:
            {"findings": [
              {"title": "[P2] a slow loop", "body": "It is quadratic.", "confidence_score": 0.5,
               "code_location": {"file_path": "src/A.java", "line_range": {"start": 7, "end": 7}}},
              {"title": "reads past the end", "body": "Throws for\\nan empty list.", "priority": 0,
               "confidence_score": 0.91,
               "code_location": {"absolute_file_path": "/srv/shop/src/B.java",
                                 "line_range": {"start": 12, "end": 14}}}],
             "overall_correctness": "patch is incorrect",
             "overall_explanation": "An empty list fails.", "overall_confidence_score": 0.8}
            """;

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    private List<Event> review(Op.Review review) throws InterruptedException {
        stage.reconfigure = changes -> Stage.settings("some-model", changes.get("sandbox_mode"));
        Session session = stage.session();
        List<Event> seen = new ArrayList<>();
        CountDownLatch ended = new CountDownLatch(1);
        session.watch(envelope -> {
            seen.add(envelope.event());
            if (envelope.event() instanceof Event.TurnEnded) {
                ended.countDown();
            }
        });
        session.submit(review);
        assertTrue(ended.await(30, TimeUnit.SECONDS));
        return seen;
    }

    private static Op.Review uncommitted() {
        return new Op.Review(Op.ReviewWhat.UNCOMMITTED, "");
    }

    @Test
    void theConversationGetsTheRequestAndTheFindingsAndNothingElse() throws Exception {
        stage.model
                .says("hello")
                .calls("exec_command", "{\"cmd\":\"git diff HEAD\"}")
                .says(ANSWER)
                .says("done");
        stage.run("hi");
        review(new Op.Review(Op.ReviewWhat.BASE, "main"));
        stage.run("now mend it");
        List<Item> history = stage.model.requests().getLast().history();
        assertEquals(
                List.of("hi", "hello", "/review base main", WORDS, "now mend it"),
                history.stream().map(ReviewingTest::words).toList());
    }

    private static final String WORDS =
            """
            **Review of this branch since main: 2 findings, not correct** (80 % sure)

            - **[P0] reads past the end** `/srv/shop/src/B.java:12-14`
              Throws for
              an empty list.

            - **[P2] a slow loop** `src/A.java:7`
              It is quadratic.

            An empty list fails.\
            """;

    private static String words(Item item) {
        return switch (item) {
            case Item.UserMessage message -> message.text();
            case Item.AssistantMessage message -> message.text();
            default -> item.toString();
        };
    }

    @Test
    void theReviewerBeginsWithTheRulesAndKnowsNothingOfTheConversation() throws Exception {
        stage.prefix = List.of(new Item.Context(Item.Role.DEVELOPER, "instructions", List.of("I")));
        stage.model.says("hello").says(ANSWER);
        stage.run("the secret plan");
        review(new Op.Review(Op.ReviewWhat.COMMIT, "abc123"));
        List<Item> asked = stage.model.requests().getLast().history();
        assertEquals(3, asked.size());
        assertEquals("instructions", ((Item.Context) asked.get(0)).kind());
        assertEquals("review_rules", ((Item.Context) asked.get(1)).kind());
        assertTrue(words(asked.get(2)).startsWith("Review the commit `abc123`"));
    }

    @Test
    void theFindingsComeAsDataTooTheWorstFirst() throws Exception {
        stage.model.says(ANSWER);
        List<Event> seen = review(new Op.Review(Op.ReviewWhat.WORDS, "the parser"));
        assertEquals(
                List.of(
                        new Event.ChangesReviewed(
                                new ChangeReview(
                                        "the parser",
                                        List.of(
                                                new ChangeReview.Finding(
                                                        "reads past the end",
                                                        "Throws for\nan empty list.",
                                                        0,
                                                        91,
                                                        "/srv/shop/src/B.java",
                                                        12,
                                                        14),
                                                new ChangeReview.Finding(
                                                        "a slow loop",
                                                        "It is quadratic.",
                                                        2,
                                                        50,
                                                        "src/A.java",
                                                        7,
                                                        7)),
                                        false,
                                        "An empty list fails.",
                                        80))),
                seen.stream().filter(Event.ChangesReviewed.class::isInstance).toList());
    }

    @Test
    void theSandboxOnlyReadsAndNobodyIsAsked() throws Exception {
        stage.approver =
                _ -> {
                    throw new AssertionError("somebody was asked");
                };
        stage.policy = FixedPolicy.asking();
        stage.model
                .calls(
                        "exec_command",
                        "{\"cmd\":\"rm -rf /\"}",
                        "apply_patch",
                        "{\"input\":\"*** Begin Patch\\n*** End Patch\"}")
                .says(ANSWER);
        stage.tools = List.of(new ExecCommandTool(true), new ApplyPatchTool());
        List<Event> seen = review(uncommitted());
        assertEquals(List.of(), stage.sandbox.performed());
        List<String> outputs = stage.outputs().stream().map(Item.ToolOutput::text).toList();
        assertTrue(outputs.getFirst().contains("A review changes nothing"), outputs.toString());
        assertTrue(outputs.getLast().contains("unsupported call: apply_patch"), outputs.toString());
        assertTrue(seen.stream().noneMatch(Event.Asked.class::isInstance));
    }

    @Test
    void aGrantOfTheSessionDoesNotHoldInAReview() throws Exception {
        List<Integer> grants = new ArrayList<>();
        stage.policy =
                new FixedPolicy((Action action, Facts facts) -> {
                    grants.add(facts.grants().size());
                    return FixedPolicy.ALLOW;
                });
        stage.model.calls("exec_command", "{\"cmd\":\"ls\"}").says(ANSWER);
        review(uncommitted());
        assertTrue(!grants.isEmpty() && grants.stream().allMatch(n -> n == 0), grants.toString());
    }

    @Test
    void whatItDoesIsShownAndItsTokensCount() throws Exception {
        stage.model.calls("exec_command", "{\"cmd\":\"git diff\"}").says(ANSWER);
        List<Event> seen = review(uncommitted());
        assertEquals(1, seen.stream().filter(Event.ActionFinished.class::isInstance).count());
        Event.TurnEnded ended =
                (Event.TurnEnded)
                        seen.stream()
                                .filter(Event.TurnEnded.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        assertEquals(200, ended.usage().input().orElseThrow());
        Event.UsageReported last =
                (Event.UsageReported)
                        seen.stream()
                                .filter(Event.UsageReported.class::isInstance)
                                .reduce((_, b) -> b)
                                .orElseThrow();
        assertEquals(200, last.session().input().orElseThrow());
        assertTrue(
                seen.stream()
                        .filter(Event.ItemAdded.class::isInstance)
                        .map(e -> ((Event.ItemAdded) e).item())
                        .noneMatch(Item.ToolCall.class::isInstance));
    }

    @Test
    void anAnswerInAnotherFormIsShownAsItIs() throws Exception {
        stage.model.says("It looks {fine} to me.");
        List<Event> seen = review(uncommitted());
        assertTrue(seen.stream().anyMatch(e -> e instanceof Event.Warning));
        assertTrue(
                seen.contains(
                        new Event.ItemAdded(
                                new Item.AssistantMessage(
                                        "It looks {fine} to me.",
                                        Optional.empty(),
                                        Optional.empty()))));
        assertTrue(seen.stream().noneMatch(Event.ChangesReviewed.class::isInstance));
    }

    @Test
    void aReviewThatFailsSaysSoAndAddsNoFindings() throws Exception {
        stage.model.fails(FailureKind.SERVER_ERROR);
        List<Event> seen = review(uncommitted());
        Event.TurnEnded ended = (Event.TurnEnded) seen.getLast();
        assertInstanceOf(TurnOutcome.Failed.class, ended.outcome());
        assertTrue(
                seen.stream()
                        .filter(Event.ItemAdded.class::isInstance)
                        .map(e -> ((Event.ItemAdded) e).item())
                        .noneMatch(Item.AssistantMessage.class::isInstance));
    }

    @Test
    void anInterruptEndsItAndWhatWasAddedMeanwhileIsATurnOfItsOwn() throws Exception {
        stage.reconfigure = _ -> Stage.settings("some-model", "read-only");
        stage.model.thenHangs();
        Session session = stage.session();
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch queued = new CountDownLatch(1);
        session.watch(envelope -> {
            if (envelope.event() instanceof Event.TurnEnded) {
                ended.countDown();
            }
            if (envelope.event() instanceof Event.Queued) {
                queued.countDown();
            }
        });
        session.submit(uncommitted());
        stage.model.awaitFirstRequest();
        session.submit(new Op.Steer(List.of(new Content.Text("and then this"))));
        assertTrue(queued.await(30, TimeUnit.SECONDS));
        session.submit(new Op.Interrupt("user"));
        assertTrue(ended.await(30, TimeUnit.SECONDS));
        assertInstanceOf(
                TurnOutcome.Interrupted.class,
                stage.seen(Event.TurnEnded.class).getFirst().outcome());
    }

    @Test
    void whereReadingOnlyIsNotAllowedThereIsNoReview() throws Exception {
        CountDownLatch warned = new CountDownLatch(1);
        stage.reconfigure =
                (Map<String, String> changes) -> {
                    throw new IllegalArgumentException("not here: " + changes.get("sandbox_mode"));
                };
        Session session = stage.session();
        session.watch(envelope -> {
            if (envelope.event() instanceof Event.Warning(String message)
                    && message.equals("not here: read-only")) {
                warned.countDown();
            }
        });
        session.submit(uncommitted());
        assertTrue(warned.await(30, TimeUnit.SECONDS));
        assertEquals(List.of(), stage.model.requests());
    }

    @Test
    void whateverAModelAnswersIsReadWithoutFailing() {
        for (String answer :
                List.of(
                        "",
                        "{",
                        "}{",
                        "{}",
                        "{\"findings\":3}",
                        "{\"findings\":[3,null,{}]}",
                        "{\"findings\":[{\"priority\":-9,\"title\":\"[P\"}]}",
                        "{\"findings\":[{\"priority\":99,\"confidence_score\":1e300}]}",
                        "{\"findings\":[{\"code_location\":{\"line_range\":"
                                + "{\"start\":9,\"end\":-4}}}]}",
                        "{\"findings\":[{\"code_location\":{\"line_range\":"
                                + "{\"start\":99999999999,\"end\":1}}}]}",
                        "{\"findings\":[{\"code_location\":7,\"title\":null}]}")) {
            ReviewReport.read("x", answer).ifPresent(review -> ReviewReport.words(review).length());
        }
        assertEquals(
                ReviewReport.MAX_FINDINGS,
                ReviewReport.read("x", "{\"findings\":[" + "{},".repeat(5000) + "{}]}")
                        .orElseThrow()
                        .findings()
                        .size());
    }
}
