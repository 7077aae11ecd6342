package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestUserInputToolTest {
    private static final String ASK =
            """
            {"questions":[{"id":"db","header":"Database","question":"Which one?","options":[{"label":"PostgreSQL","description":"As in production."},{"label":"H2"}]}]}\
            """;

    private static Stage stage() {
        Stage stage = new Stage();
        stage.tools = List.of(new RequestUserInputTool());
        return stage;
    }

    @Test
    void theUsersChoiceGoesToTheModel() {
        try (Stage stage = stage()) {
            stage.approver = new FrontEndApprover(Clock.systemUTC());
            stage.session()
                    .watch(e -> {
                        if (e.event() instanceof Event.InputRequested asked) {
                            stage.session()
                                    .submit(
                                            new Op.GiveInput(
                                                    asked.request(),
                                                    List.of(
                                                            new InputQuestion.Reply(
                                                                    "db", List.of("H2")))));
                        }
                    });
            stage.model.calls("request_user_input", ASK).says("H2 it is.");
            stage.run("go");

            assertEquals(
                    "{\"answers\":{\"db\":{\"answers\":[\"H2\"]}}}",
                    stage.outputs().getFirst().text());
            assertEquals(
                    List.of(
                            new InputQuestion(
                                    "db",
                                    "Database",
                                    "Which one?",
                                    List.of(
                                            new InputQuestion.Choice(
                                                    "PostgreSQL", "As in production."),
                                            new InputQuestion.Choice("H2", "")))),
                    stage.seen(Event.InputRequested.class).getFirst().questions());
            assertEquals(1, stage.seen(Event.InputGiven.class).size());
        }
    }

    @Test
    void withNobodyThereTheModelIsToldToDecideItself() {
        try (Stage stage = stage()) {
            stage.model.calls("request_user_input", ASK).says("fine");
            stage.run("go");

            assertEquals(Item.ToolStatus.FAILED, stage.outputs().getFirst().status());
            assertTrue(stage.outputs().getFirst().text().startsWith("Nobody is there to answer."));
            assertEquals(List.of(), stage.seen(Event.InputRequested.class));
        }
    }

    @Test
    void questionsThatMakeNoSenseAreRejected() {
        try (Stage stage = stage()) {
            stage.approver = new FrontEndApprover(Clock.systemUTC());
            for (String bad :
                    List.of(
                            "{}",
                            "{\"questions\":\"why\"}",
                            "{\"questions\":[1]}",
                            "{\"questions\":[{\"id\":\"a\"}]}",
                            "{\"questions\":[{\"id\":\"a\",\"question\":\"?\"},"
                                    + "{\"id\":\"a\",\"question\":\"?\"}]}",
                            "{\"questions\":[{\"id\":\"a\",\"question\":\"?\","
                                    + "\"options\":[{\"label\":\" \"}]}]}")) {
                stage.model.calls("request_user_input", bad);
            }
            stage.model.says("sorry");
            stage.run("go");

            assertEquals(6, stage.seen(Event.CallRejected.class).size());
        }
    }

    @Test
    void anInterruptEndsTheWait() {
        try (Stage stage = stage()) {
            stage.approver = new FrontEndApprover(Clock.systemUTC());
            stage.session()
                    .watch(e -> {
                        if (e.event() instanceof Event.InputRequested) {
                            stage.session().submit(new Op.Interrupt("user"));
                        }
                    });
            stage.model.calls("request_user_input", ASK);

            assertEquals(new dev.cordon.protocol.TurnOutcome.Interrupted("user"), stage.run("go"));
            assertEquals(List.of(), stage.seen(Event.InputGiven.class).getFirst().replies());
        }
    }
}
