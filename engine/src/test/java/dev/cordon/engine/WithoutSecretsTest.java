package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import dev.cordon.protocol.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is kept of items and events when a secret stands in them; `hunter2` is one, and so is the
/// value of whatever is called `pin`.
class WithoutSecretsTest {
    private static final WithoutSecrets SECRETS =
            new WithoutSecrets(text ->
                    text.replace("hunter2", "[secret:password:1]")
                            .replace("line one\nline two", "[secret:key:2]")
                            .replace("\"pin\":\"1234\"", "\"pin\":\"[secret:pin:3]\""));
    private static final Optional<Wire> WIRE =
            Optional.of(new Wire("openai", "gpt", "{\"text\":\"hunter2\"}"));

    private static Item.ToolCall call(Item.ToolInput input, Optional<Wire> wire) {
        return new Item.ToolCall(new CallId("c"), "exec_command", Optional.empty(), input, wire);
    }

    private static Item.ToolCall arguments(String json) {
        return call(new Item.ToolInput.Arguments(json), Optional.empty());
    }

    @Test
    void whatHoldsNoSecretComesBackAsTheSameObject() {
        Item item = arguments("{ \"cmd\": \"ls\" }");
        Event event = new Event.Warning("nothing");

        assertSame(item, SECRETS.kept(item));
        assertSame(event, SECRETS.logged(event));
    }

    @Test
    void argumentsOfACallStayJsonWhereverTheSecretStandsInThem() {
        assertEquals(
                arguments("{\"cmd\":[\"echo\",\"[secret:password:1]\"],\"n\":1.50}"),
                SECRETS.kept(arguments("{\"cmd\":[\"echo\",\"hunter2\"],\"n\":1.50}")));
        assertEquals(
                arguments("{\"key\":\"[secret:key:2]\"}"),
                SECRETS.kept(arguments("{\"key\":\"line one\\nline two\"}")));
        assertEquals(
                arguments("{\"pin\":\"[secret:pin:3]\"}"),
                SECRETS.kept(arguments("{\"pin\":\"1234\"}")));
        assertEquals(
                arguments("{\"cmd\": [secret:password:1]"),
                SECRETS.kept(arguments("{\"cmd\": hunter2")));
    }

    @Test
    void theFormOfTheProviderGoesWithTheSecretInIt() {
        assertEquals(
                call(new Item.ToolInput.Freeform("+[secret:password:1]"), Optional.empty()),
                SECRETS.kept(call(new Item.ToolInput.Freeform("+hunter2"), WIRE)));
        assertEquals(
                new Item.AssistantMessage("ok", Optional.empty(), Optional.empty()),
                SECRETS.kept(new Item.AssistantMessage("ok", Optional.empty(), WIRE)));
    }

    @Test
    void thoughtsGoBackToTheirModelAsTheyWereAndIntoTheFileWithoutSecrets() {
        Item thought = new Item.Reasoning(List.of("it is hunter2"), "", WIRE);

        assertSame(thought, SECRETS.kept(thought));
        assertEquals(
                new Event.ItemAdded(
                        new Item.Reasoning(
                                List.of("it is [secret:password:1]"), "", Optional.empty())),
                SECRETS.logged(new Event.ItemAdded(thought)));
    }

    @Test
    void everyEventWithTextInItIsCleaned() {
        CallId id = new CallId("c");
        assertEquals(
                new Event.ActionProposed(command("echo [secret:password:1]")),
                SECRETS.logged(new Event.ActionProposed(command("echo hunter2"))));
        assertEquals(
                new Event.CallRejected(id, "x", "no [secret:password:1]"),
                SECRETS.logged(new Event.CallRejected(id, "x", "no hunter2")));
        assertEquals(
                new Event.PlanUpdated(
                        List.of(new PlanStep("use [secret:password:1]", PlanStep.State.PENDING)),
                        Optional.empty()),
                SECRETS.logged(
                        new Event.PlanUpdated(
                                List.of(new PlanStep("use hunter2", PlanStep.State.PENDING)),
                                Optional.empty())));
        TurnId turn = TurnId.fresh();
        assertEquals(
                new Event.TurnEnded(
                        turn, new TurnOutcome.Completed("[secret:password:1]"), Usage.UNKNOWN),
                SECRETS.logged(
                        new Event.TurnEnded(
                                turn, new TurnOutcome.Completed("hunter2"), Usage.UNKNOWN)));
        assertEquals(
                new Event.Compacted(
                        List.of(arguments("{\"a\":\"[secret:password:1]\"}")), "summary", 2, 1),
                SECRETS.logged(
                        new Event.Compacted(
                                List.of(arguments("{\"a\":\"hunter2\"}")), "summary", 2, 1)));
    }

    @Test
    void anEventThatCannotBeWithoutItsSecretIsReplacedByASentence() {
        WithoutSecrets strict = new WithoutSecrets(text -> text.replace("/srv", "[secret:x:4]"));

        assertEquals(
                new Event.Warning(
                        "an event of the type action_proposed is not kept, because a secret stood"
                                + " where nothing else can stand"),
                strict.logged(new Event.ActionProposed(command("ls"))));
    }

    private static Action command(String line) {
        return new Action.RunCommand(
                new CallId("c"),
                Action.Requester.MODEL,
                List.of("/bin/bash", "-c", line),
                Path.of("/srv"),
                Map.of(),
                Action.Terminal.PIPES,
                1000,
                0,
                Optional.empty());
    }
}
