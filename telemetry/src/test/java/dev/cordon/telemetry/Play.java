package dev.cordon.telemetry;

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
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A session as a list of events: a prompt, a command that is refused, one that runs, an answer.
final class Play {
    static final SessionId SESSION = new SessionId("0199a213-81c0-7800-8aa1-bbab2a035a53");
    static final TurnId TURN = new TurnId("0199a213-81c0-7801-8aa1-bbab2a035a53");
    static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    static final String PROMPT = "fix the build with token ghp_SECRETSECRET";
    static final String OUTPUT = "BUILD SUCCESS, token ghp_SECRETSECRET";

    private final List<Envelope> events = new ArrayList<>();
    private long millis;

    private void after(long wait, Event event) {
        millis += wait;
        events.add(new Envelope(events.size(), START.plusMillis(millis), event));
    }

    static Usage usage(long input, long cached, long output) {
        return new Usage(
                OptionalLong.of(input),
                OptionalLong.of(cached),
                OptionalLong.empty(),
                OptionalLong.of(output),
                OptionalLong.empty());
    }

    static List<Envelope> session() {
        Play play = new Play();
        play.after(
                0,
                new Event.SessionStarted(
                        SESSION,
                        "0.1.0",
                        "/home/u/project",
                        "openai",
                        "gpt-5",
                        "workspace-write",
                        "on-request",
                        "closed",
                        Optional.empty()));
        play.after(10, new Event.TurnStarted(TURN));
        play.after(0, new Event.ItemAdded(new Item.UserMessage(List.of(new Content.Text(PROMPT)))));
        play.call(500, "call-1", "curl", OptionalInt.empty());
        play.after(
                5,
                new Event.UsageReported(
                        "gpt-5",
                        usage(1000, 0, 50),
                        usage(1000, 0, 50),
                        usage(1000, 0, 50),
                        OptionalLong.of(1500)));
        play.call(400, "call-2", "/usr/bin/mvn", OptionalInt.of(0));
        play.after(
                5,
                new Event.UsageReported(
                        "gpt-5",
                        usage(1100, 1000, 40),
                        usage(2100, 1000, 90),
                        usage(2100, 1000, 90),
                        OptionalLong.of(700)));
        play.after(300, new Event.TextDelta(0, "Do"));
        play.after(
                100,
                new Event.ItemAdded(
                        new Item.AssistantMessage("Done.", Optional.empty(), Optional.empty())));
        play.after(
                1,
                new Event.UsageReported(
                        "gpt-5",
                        usage(1200, 1100, 5),
                        usage(3300, 2100, 95),
                        usage(3300, 2100, 95),
                        OptionalLong.of(300)));
        play.after(
                1,
                new Event.TurnEnded(
                        TURN, new TurnOutcome.Completed("Done."), usage(3300, 2100, 95)));
        play.after(1, new Event.SessionClosed());
        return play.events;
    }

    private void call(long wait, String id, String program, OptionalInt exitCode) {
        CallId call = new CallId(id);
        after(
                wait,
                new Event.ItemAdded(
                        new Item.ToolCall(
                                call,
                                "exec_command",
                                Optional.empty(),
                                new Item.ToolInput.Arguments("{\"cmd\":\"" + program + "\"}"),
                                Optional.empty())));
        after(
                1,
                new Event.ActionProposed(
                        new Action.RunCommand(
                                call,
                                Action.Requester.MODEL,
                                List.of(program, "-q"),
                                Path.of("/home/u/project"),
                                Map.of(),
                                Action.Terminal.PIPES,
                                1000,
                                0,
                                Optional.empty())));
        Origin origin = new Origin(Origin.Layer.REQUIREMENTS, "/etc/cordon/requirements.toml", 12);
        Result result;
        if (exitCode.isEmpty()) {
            after(
                    1,
                    new Event.Decided(
                            call, new Decision.Deny("rules.prefix[curl]", origin, "no curl")));
            result = new Result.Refused("rules.prefix[curl]", origin, "policy", "no curl");
        } else {
            after(1, new Event.Decided(call, new Decision.Allow("rules.prefix[mvn]", origin)));
            after(1, new Event.ActionStarted(call));
            result =
                    new Result.CommandOutput(
                            OptionalInt.empty(),
                            exitCode,
                            OUTPUT,
                            OUTPUT.length(),
                            Optional.empty(),
                            200,
                            List.of());
        }
        after(200, new Event.ActionFinished(call, result));
        after(
                1,
                new Event.ItemAdded(
                        new Item.ToolOutput(
                                call,
                                "exec_command",
                                exitCode.isEmpty() ? Item.ToolStatus.DECLINED : Item.ToolStatus.OK,
                                List.of(new Content.Text("x")))));
    }
}
