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
            new EmbeddedModel(
                    new EmbeddedModel.Installation(
                            EmbeddedModel.Installation.plain("/jdk/bin/java", "/a b.jar"), 60, 1));
    private static final String REPAIRED =
            """
            repair: REPAIRED
            --- result
            verdict: repaired
            tests = 2
            failing_count = 1
            diff:
            | --- a/A.java
            | +++ b/A.java
            | @@ -1,2 +1,2 @@
            |  x
            | -a
            | +b
            """;
    private static final String FORTH =
            "*** Begin Patch\n*** Update File: A.java\n@@\n x\n-a\n+b\n*** End Patch\n";
    private static final String BACK =
            "*** Begin Patch\n*** Update File: A.java\n@@\n x\n-b\n+a\n*** End Patch\n";

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
        exited(0, "--- result\nkind: java\nwords: Java\ntest_command: mvn test\n");
        assertEquals("mvn test", command(call()));
        exited(1, "BUILD FAILURE\n");
        assertTrue(command(call()).contains("Worker search ."), command(call()));
        answer(
                Item.ToolStatus.OK,
                "Process running with session ID 5\nOutput:\nrepair: 10 of 90 tried\n");
        assertEquals("write_stdin", call().name());
        exited(0, REPAIRED);
        assertEquals("apply_patch", call().name());
        assertEquals(new Item.ToolInput.Freeform(FORTH), call().input());
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

    private void applyAPatch() throws InterruptedException {
        ask("make the tests pass");
        exited(0, "--- result\nkind: java\nwords: Java\ntest_command: mvn test\n");
        exited(1, "BUILD FAILURE\n");
        exited(0, REPAIRED);
        answer(Item.ToolStatus.OK, "Success. Updated the following files:\nM A.java\n");
        assertEquals("mvn test", command(call()));
    }

    @Test
    void takesThePatchBackWhereTheBuildStillFindsAFailingTest() throws InterruptedException {
        applyAPatch();
        exited(1, "BUILD FAILURE\n");
        assertTrue(command(call()).contains("Worker test ."), command(call()));
        exited(
                0,
                """
                --- result
                verdict: nothing_fails
                build_tests = 2
                build_failing:
                - org.example.ATest.b: AssertionError: expected 3
                """);
        assertEquals(new Item.ToolInput.Freeform(BACK), call().input());
        answer(Item.ToolStatus.OK, "Success. Updated the following files:\nM A.java\n");

        assertTrue(
                last.getLast() instanceof ModelEvent.Failed failed
                        && failed.message().startsWith("No patch was found that `mvn test` accepts")
                        && history.getLast() instanceof Item.AssistantMessage message
                        && message.text().contains("org.example.ATest.b"),
                last.toString());
    }

    @Test
    void saysThatTheBuildHasNotConfirmedWhatItNeverTested() throws InterruptedException {
        applyAPatch();
        exited(1, "[ERROR] Plugin maven-resources-plugin could not be resolved\n");
        exited(0, "--- result\nverdict: nothing_fails\ntests = 2\n");

        assertTrue(
                last.getLast() instanceof ModelEvent.Completed
                        && history.getLast() instanceof Item.AssistantMessage message
                        && message.text().contains("the build has not confirmed it")
                        && message.text().contains("could not be resolved"),
                history.getLast().toString());
    }

    @Test
    void saysThatThePatchStandsWhereItCouldNotBeTakenBack() throws InterruptedException {
        applyAPatch();
        exited(1, "BUILD FAILURE\n");
        exited(1, "--- result\nverdict: not_found\nbuild_tests = 2\n");
        answer(Item.ToolStatus.FAILED, "the file has changed");

        assertTrue(
                history.getLast() instanceof Item.AssistantMessage message
                        && message.text().contains("could not be taken back: the file has changed"),
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
        exited(0, "--- result\nkind\n");

        assertTrue(last.getLast() instanceof ModelEvent.Failed, last.toString());
    }

    @Test
    void changesNothingWhereNoPatchIsFound() throws InterruptedException {
        ask("fix the tests");
        exited(0, "--- result\nkind: java\ntest_command: t\n");
        exited(1, "");
        exited(1, "--- result\nverdict: not_found\nsuspicious:\n- A.java:3: x\n");

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
