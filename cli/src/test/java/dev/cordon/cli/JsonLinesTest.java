package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JsonLinesTest {
    private static final CallId CALL = new CallId("c1");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonLines lines = new JsonLines(ProtocolOutput.to(out), false);

    private List<Json.Obj> printed(Event... events) {
        for (Event event : events) {
            lines.on(new Envelope(0, Instant.EPOCH, event));
        }
        List<Json.Obj> all = new ArrayList<>();
        out.toString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> all.add(JsonText.readObject(line)));
        return all;
    }

    private static Action.RunCommand command(Action.Requester requester) {
        return new Action.RunCommand(
                CALL,
                requester,
                List.of("/bin/bash", "-c", "git push"),
                Path.of("/srv/shop"),
                Map.of(),
                Action.Terminal.PIPES,
                0,
                0,
                Optional.empty());
    }

    private static Event ended(TurnOutcome outcome) {
        return new Event.TurnEnded(TurnId.fresh(), outcome, Usage.UNKNOWN);
    }

    @Test
    void aRefusedCommandIsAnItemWithTheRuleThatRefusedIt() {
        Json.Obj item =
                printed(
                                new Event.ActionProposed(command(Action.Requester.MODEL)),
                                new Event.ActionFinished(
                                        CALL,
                                        new Result.Refused(
                                                "rules.prefix[git push]",
                                                new Origin(
                                                        Origin.Layer.REQUIREMENTS,
                                                        "/etc/cordon/requirements.toml",
                                                        12),
                                                "policy",
                                                "no pushes")))
                        .getLast()
                        .requireObject("item");

        assertEquals("declined", item.requireText("status"));
        assertEquals(
                JsonText.readObject(
                        "{\"outcome\":\"deny\",\"by\":\"policy\",\"rule\":\"rules.prefix[git push]\","
                                + "\"origin\":\"/etc/cordon/requirements.toml:12\","
                                + "\"reason\":\"no pushes\"}"),
                item.requireObject("decision"));
    }

    @Test
    void aCallThatNobodyUnderstoodIsAnItemToo() {
        Json.Obj item =
                printed(new Event.CallRejected(CALL, "exec_comand", "unsupported call"))
                        .getFirst()
                        .requireObject("item");
        assertEquals("error", item.requireText("type"));
        assertEquals("exec_comand: unsupported call", item.requireText("message"));
    }

    @Test
    void theServersThatCordonStartsAreNoCommandsOfTheModel() {
        assertEquals(
                List.of(),
                printed(
                        new Event.ActionProposed(command(Action.Requester.CORDON)),
                        new Event.ActionStarted(CALL),
                        new Event.ActionFinished(CALL, new Result.Done("it runs")),
                        new Event.McpServerChanged("docs", "ready", "docs 1", List.of("look"))));
    }

    @Test
    void anInterruptedAndAFailedTurnEndWithTurnFailed() {
        Json.Obj interrupted = printed(ended(new TurnOutcome.Interrupted("user"))).getLast();
        assertEquals("turn.failed", interrupted.requireText("type"));
        assertEquals("interrupted", interrupted.requireObject("error").requireText("kind"));

        Json.Obj failed =
                printed(
                                ended(
                                        new TurnOutcome.Failed(
                                                FailureKind.RATE_LIMITED,
                                                "too many requests",
                                                OptionalLong.of(7),
                                                Optional.empty())))
                        .getLast();
        assertEquals(
                JsonText.readObject(
                        "{\"type\":\"turn.failed\",\"error\":{\"message\":\"too many requests\","
                                + "\"kind\":\"rate_limited\",\"retry_after_s\":7}}"),
                failed);
    }

    @Test
    void aCommandThatStillRunsWhenTheTurnEndsIsCompletedAsFailed() {
        List<Json.Obj> all =
                printed(
                        new Event.ActionProposed(command(Action.Requester.MODEL)),
                        ended(new TurnOutcome.Completed("done")));
        assertEquals("failed", all.get(1).requireObject("item").requireText("status"));
        assertEquals("turn.completed", all.getLast().requireText("type"));
    }

    @Test
    void anotherModelThatAnswersIsAnItem() {
        assertTrue(
                printed(new Event.Rerouted("gpt-5", "gpt-5-mini", "header"))
                        .getFirst()
                        .requireObject("item")
                        .requireText("message")
                        .startsWith("model rerouted: gpt-5 -> gpt-5-mini"));
    }
}
