package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class EmbeddedModelTest {
    private final EmbeddedModel model =
            new EmbeddedModel(new EmbeddedModel.Installation("/jdk/bin/java", "/a b.jar", 60, 1));
    private final List<Item> history = new ArrayList<>();
    private final List<ModelEvent> last = new ArrayList<>();

    private void ask(String text) throws InterruptedException {
        history.add(new Item.UserMessage(List.of(new Content.Text(text))));
        stream();
    }

    private void stream() throws InterruptedException {
        last.clear();
        model.stream(
                new ModelRequest(
                        "embedded",
                        List.copyOf(history),
                        List.of(),
                        false,
                        ModelRequest.Reasoning.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        session()),
                last::add);
        for (ModelEvent event : last) {
            if (event instanceof ModelEvent.ItemDone(int _, Item item)) {
                history.add(item);
            }
        }
    }

    private static SessionId session() {
        return SessionId.fresh();
    }

    private Item.ToolCall call() {
        return (Item.ToolCall) history.getLast();
    }

    private void answer(Item.ToolStatus status, String text) throws InterruptedException {
        history.add(
                new Item.ToolOutput(
                        call().call(), call().name(), status, List.of(new Content.Text(text))));
        stream();
    }

    private void exited(int code, String output) throws InterruptedException {
        answer(Item.ToolStatus.OK, "Process exited with code " + code + "\nOutput:\n" + output);
    }

    private static String command(Item.ToolCall call) {
        return JsonText.readObject(call.input().text()).requireText("cmd");
    }

    @Test
    void repairsThroughTheOrdinaryTools() throws InterruptedException {
        ask("make the tests pass");
        assertTrue(
                command(call()).startsWith("/jdk/bin/java ")
                        && command(call()).contains("'/a b.jar'")
                        && command(call()).contains("dev.cordon.repair.Worker look ."),
                command(call()));
        exited(
                0,
                "repair-result: {\"kind\":\"java\",\"words\":\"Java\",\"test_command\":\"mvn"
                        + " test\"}\n");
        assertEquals("mvn test", command(call()));
        exited(1, "BUILD FAILURE\n");
        assertTrue(command(call()).contains("Worker search ."), command(call()));
        answer(
                Item.ToolStatus.OK,
                "Process running with session ID 5\nOutput:\nrepair: 10 of 90 tried\n");
        assertEquals("write_stdin", call().name());
        exited(
                0,
                "repair-result: {\"verdict\":\"repaired\",\"patch\":\"*** Begin Patch\\n\","
                        + "\"diff\":\"-a\\n+b\\n\",\"tests\":2,\"failing_count\":1}\n");
        assertEquals("apply_patch", call().name());
        assertEquals(new Item.ToolInput.Freeform("*** Begin Patch\n"), call().input());
        answer(Item.ToolStatus.OK, "Success. Updated the following files:\nM A.java\n");
        assertEquals("mvn test", command(call()));
        exited(0, "");

        assertTrue(last.getLast() instanceof ModelEvent.Completed, last.toString());
        assertTrue(
                history.getLast() instanceof Item.AssistantMessage message
                        && message.text().contains("`mvn test` passes")
                        && message.text().contains("+b"),
                history.getLast().toString());
    }

    @Test
    void saysWhatItCanDoAndFailsForAnythingElse() throws InterruptedException {
        ask("write a poem");

        assertTrue(
                last.getLast() instanceof ModelEvent.Failed failed
                        && failed.kind() == FailureKind.REFUSED_BY_MODEL,
                last.toString());
    }

    @Test
    void stopsWhereACommandIsNotAllowed() throws InterruptedException {
        ask("make the tests pass");
        answer(Item.ToolStatus.DECLINED, "denied by admin:commands");

        assertTrue(
                last.getLast() instanceof ModelEvent.Failed failed
                        && failed.message().contains("denied by admin:commands"),
                last.toString());
    }

    @Test
    void readsAGarbledAnswerOfTheWorkerAsAFailure() throws InterruptedException {
        ask("make the tests pass");
        exited(0, "repair-result: {\"kind\":\n");

        assertTrue(last.getLast() instanceof ModelEvent.Failed, last.toString());
    }

    @Test
    void changesNothingWhereNoPatchIsFound() throws InterruptedException {
        ask("fix the tests");
        exited(0, "repair-result: {\"kind\":\"java\",\"test_command\":\"t\"}\n");
        exited(1, "");
        exited(1, "repair-result: {\"verdict\":\"not_found\",\"suspicious\":[\"A.java:3: x\"]}\n");

        assertTrue(
                last.getLast() instanceof ModelEvent.Failed
                        && history.getLast() instanceof Item.AssistantMessage message
                        && message.text().contains("A.java:3: x"),
                last.toString());
    }

    @Test
    void startsAfreshWhenTheUserSpeaksAgain() throws InterruptedException {
        ask("fix the tests");
        ask("make the tests pass");

        assertTrue(command(call()).contains("Worker look ."), command(call()));
    }

    @Test
    void quotesWordsForTheShell() {
        assertEquals("'it'\\''s; rm -rf ~'", EmbeddedModel.quote("it's; rm -rf ~"));
    }
}
