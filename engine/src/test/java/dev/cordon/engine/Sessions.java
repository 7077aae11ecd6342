package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import dev.cordon.protocol.Wire;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Events as a session writes them.
final class Sessions {
    static final Instant TIME = Instant.parse("2026-11-21T09:30:00.250Z");

    private Sessions() {}

    static List<Envelope> numbered(List<Event> events) {
        List<Envelope> envelopes = new ArrayList<>();
        for (Event event : events) {
            envelopes.add(new Envelope(envelopes.size(), TIME, event));
        }
        return envelopes;
    }

    static Event started(SessionId id, String cwd) {
        return new Event.SessionStarted(
                id,
                "0.1.0",
                cwd,
                "openai",
                "some-model",
                "workspace-write",
                "on-request",
                "closed",
                Optional.empty());
    }

    static Event user(String text) {
        return new Event.ItemAdded(new Item.UserMessage(List.of(new Content.Text(text))));
    }

    static Event says(String text) {
        return new Event.ItemAdded(
                new Item.AssistantMessage(
                        text,
                        Optional.empty(),
                        Optional.of(
                                new Wire(
                                        "openai",
                                        "some-model",
                                        "{\"type\":\"message\", \"n\":1.50,\"é\":\"\\u00e9\"}"))));
    }

    static Event turn(TurnId id) {
        return new Event.TurnStarted(id);
    }

    static Event ended(TurnId id) {
        return new Event.TurnEnded(id, new TurnOutcome.Completed("done"), Usage.UNKNOWN);
    }

    /// What one command costs in the log.
    static List<Event> round(int number, String output) {
        CallId call = new CallId("call_" + number);
        Usage usage =
                new Usage(
                        OptionalLong.of(1000 + number),
                        OptionalLong.of(900),
                        OptionalLong.empty(),
                        OptionalLong.of(30),
                        OptionalLong.of(10));
        return List.of(
                new Event.ItemAdded(
                        new Item.ToolCall(
                                call,
                                "exec_command",
                                Optional.empty(),
                                new Item.ToolInput.Arguments("{\"cmd\":\"./mvnw -q test\"}"),
                                Optional.of(
                                        new Wire(
                                                "openai",
                                                "some-model",
                                                "{\"type\":\"function_call\",\"id\":\"fc_7\"}")))),
                new Event.ActionProposed(
                        new Action.RunCommand(
                                call,
                                Action.Requester.MODEL,
                                List.of("/bin/bash", "-lc", "./mvnw -q test"),
                                Path.of("/srv/shop"),
                                Map.of(),
                                Action.Terminal.PIPES,
                                10_000,
                                0,
                                Optional.empty())),
                new Event.Decided(call, new Decision.Allow("sandbox", Origin.BUILT_IN)),
                new Event.ActionStarted(call),
                new Event.ActionFinished(
                        call,
                        new Result.CommandOutput(
                                OptionalInt.empty(),
                                OptionalInt.of(0),
                                "",
                                output.length(),
                                Optional.empty(),
                                12,
                                List.of())),
                new Event.ItemAdded(
                        new Item.ToolOutput(
                                call,
                                "exec_command",
                                Item.ToolStatus.OK,
                                List.of(new Content.Text(output)))),
                new Event.UsageReported("some-model", usage, usage, usage, OptionalLong.of(12)));
    }
}
