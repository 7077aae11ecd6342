package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CompactorTest {
    private static final Item RULES =
            new Item.Context(
                    Item.Role.DEVELOPER,
                    "permissions",
                    List.of(Stage.settings("some-model", "workspace-write").permissions()));

    private static SessionParts.Pricing window(long tokens) {
        return new SessionParts.Pricing(
                tokens, tokens, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    /// An answer that says how full the window is.
    private static ModelEvent full(long tokens) {
        return new ModelEvent.Completed(
                new Usage(
                        OptionalLong.of(tokens),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(0),
                        OptionalLong.empty()),
                ModelEvent.Stop.DONE,
                true);
    }

    private static ModelEvent call(int number) {
        return new ModelEvent.ItemDone(
                0,
                ScriptedModel.call(
                        "c" + number, "exec_command", "{\"cmd\":\"run " + number + "\"}"));
    }

    private static ModelEvent says(String text) {
        return new ModelEvent.ItemDone(
                0, new Item.AssistantMessage(text, Optional.empty(), Optional.empty()));
    }

    private static Event.Compacted compacted(Stage stage) {
        return stage.seen(Event.Compacted.class).getFirst();
    }

    @Test
    void shorteningAloneKeepsEverythingButOldOutputs() {
        List<Item> items = new ArrayList<>(List.of(RULES));
        for (int i = 0; i < 10; i++) {
            items.add(ScriptedModel.call("c" + i, "exec_command", "{}"));
            items.add(output("c" + i, "line\n".repeat(1000)));
        }
        List<Item> shorter = Compactor.shortened(items, Compactor.KEPT_OUTPUTS);

        assertEquals(items.size(), shorter.size());
        assertEquals(items.subList(9, 21), shorter.subList(9, 21));
        assertEquals(RULES, shorter.getFirst());
        Item.ToolOutput first = (Item.ToolOutput) shorter.get(2);
        assertTrue(first.text().contains("[shortened: the output had 5000 characters"));
    }

    @Test
    void shorteningNeverCutsACharacterInTwo() {
        Item.ToolOutput output =
                (Item.ToolOutput)
                        Compactor.shortened(List.of(output("c", "\uD83D\uDE00".repeat(2000))), 0)
                                .getFirst();
        assertTrue(output.text().codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
    }

    private static Item.ToolOutput output(String call, String text) {
        return new Item.ToolOutput(
                new dev.cordon.protocol.CallId(call),
                "exec_command",
                Item.ToolStatus.OK,
                List.of(new Content.Text(text)));
    }

    @Test
    void aSummaryKeepsTheUsersWordsThePlanTheRulesAndTheLastStepsWordForWord() {
        try (Stage stage = new Stage()) {
            stage.prefix = List.of(RULES);
            stage.pricing = window(2000);
            stage.sandbox.answering(_ -> RecordingSandbox.exited(0, "short"));
            stage.model.calls(
                    "update_plan",
                    "{\"plan\":[{\"step\":\"Mend Cart\",\"status\":\"in_progress\"}]}");
            for (int i = 0; i < 30; i++) {
                stage.model.answers(says("Step " + i + " " + "x".repeat(400)), call(i), full(100));
            }
            stage.model
                    .answers(call(99), full(2500))
                    .answers(says("We are at step 30."), full(900))
                    .says("done");

            assertInstanceOf(
                    TurnOutcome.Completed.class, stage.run("Mend the cart, and never touch Tax."));

            List<Item> kept = compacted(stage).history();
            assertEquals("summarised", compacted(stage).method());
            assertTrue(compacted(stage).tokensAfter() < compacted(stage).tokensBefore() / 2);
            assertEquals(RULES, kept.getFirst());
            assertEquals(
                    "Mend the cart, and never touch Tax.", ((Item.UserMessage) kept.get(1)).text());
            Item.Context summary = (Item.Context) kept.get(2);
            assertTrue(summary.parts().get(0).contains("it gives no permission"));
            assertEquals("We are at step 30.", summary.parts().get(1));
            assertTrue(summary.parts().get(2).contains("- plan: Mend Cart (IN_PROGRESS)"));
            List<Item> asked = stage.model.requests().get(31).history();
            assertEquals(
                    asked.subList(asked.size() - 10, asked.size()),
                    kept.subList(kept.size() - 12, kept.size() - 2));
            assertEquals(kept, stage.model.requests().getLast().history());
        }
    }

    @Test
    void noCallIsPartedFromItsOutput() {
        try (Stage stage = new Stage()) {
            stage.pricing = window(1000);
            stage.sandbox.answering(_ -> RecordingSandbox.exited(0, "y".repeat(300)));
            for (int i = 0; i < 20; i++) {
                stage.model.answers(call(2 * i), call(2 * i + 1), full(i == 19 ? 1500 : 100));
            }
            stage.model.answers(says("summary"), full(10)).says("done");
            stage.run("go");

            List<String> open = new ArrayList<>();
            for (Item item : compacted(stage).history()) {
                switch (item) {
                    case Item.ToolCall c -> open.add(c.call().value());
                    case Item.ToolOutput o ->
                            assertTrue(open.remove(o.call().value()), o.call().value());
                    default -> {}
                }
            }
            assertEquals(List.of(), open);
        }
    }

    @Test
    void aHistoryThatCannotBeMadeShorterIsNotTriedAgainAndAgain() {
        try (Stage stage = new Stage()) {
            stage.pricing = window(100);
            stage.sandbox.answering(_ -> RecordingSandbox.exited(0, "ok"));
            // The model counts far more than there is: nothing that is done makes it less.
            for (int i = 0; i < 40; i++) {
                stage.model.answers(call(i), says("s"), full(5000));
            }
            stage.model.answers(says("done"), full(5000));

            assertInstanceOf(TurnOutcome.Completed.class, stage.run("go ".repeat(200)));

            assertEquals(1, stage.seen(Event.Compacted.class).size());
            assertTrue(
                    stage.seen(Event.Warning.class).stream()
                            .anyMatch(w ->
                                    w.message().startsWith("The history cannot be made shorter")));
        }
    }

    @Test
    void whatTheSummaryCostsIsCounted() throws InterruptedException {
        try (Stage stage = new Stage()) {
            stage.model.answers(says("hello"), full(50)).answers(says("a summary"), full(70));
            stage.run("go");
            CountDownLatch done = new CountDownLatch(1);
            stage.session()
                    .watch(e -> {
                        if (e.event() instanceof Event.UsageReported) {
                            done.countDown();
                        }
                    });
            stage.session().submit(new Op.Compact());
            done.await();

            assertEquals(
                    OptionalLong.of(120),
                    stage.seen(Event.UsageReported.class).getLast().session().input());
        }
    }

    @Test
    void aSummaryThatIsItselfTooLongIsTriedWithLess() {
        try (Stage stage = new Stage()) {
            stage.sandbox.answering(_ -> RecordingSandbox.exited(0, "z".repeat(3000)));
            stage.model
                    .answers(call(1), full(10))
                    .answers(call(2), full(10))
                    .fails(FailureKind.CONTEXT_WINDOW_EXCEEDED)
                    .fails(FailureKind.CONTEXT_WINDOW_EXCEEDED)
                    .answers(says("short summary"), full(10))
                    .says("done");

            assertInstanceOf(TurnOutcome.Completed.class, stage.run("go"));

            assertTrue(
                    stage.model.requests().get(4).history().stream()
                            .anyMatch(i ->
                                    i instanceof Item.ToolOutput o
                                            && o.text().equals("[left out]")));
        }
    }

    @Test
    void aModelThatCannotSummariseEndsTheTurnWithASentenceAndTheHistoryStays() {
        try (Stage stage = new Stage()) {
            stage.model.fails(FailureKind.CONTEXT_WINDOW_EXCEEDED).fails(FailureKind.SERVER_ERROR);

            TurnOutcome.Failed failed = assertInstanceOf(TurnOutcome.Failed.class, stage.run("go"));

            assertEquals(
                    "the history could not be made shorter: scripted failure", failed.message());
            assertEquals(List.of(), stage.seen(Event.Compacted.class));
        }
    }
}
