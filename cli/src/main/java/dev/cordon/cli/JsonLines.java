package dev.cordon.cli;

import dev.cordon.engine.SessionListener;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.EventCodec;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Prints events as the JSON lines of `codex exec --json`, so that programs written for it work
/// unchanged. Unlike there, every call is an item, refused ones too, and the last line is always
/// `turn.completed` or `turn.failed`.
///
/// Item ids count from 0 in each process.
final class JsonLines implements SessionListener {
    private static final int MAX_OUTPUT_CHARS = 256 * 1024;

    private final ProtocolOutput out;
    private final boolean full;
    private final Map<CallId, OpenItem> open = new HashMap<>();
    private final Map<CallId, Action.Connect> connections = new HashMap<>();
    private final List<Json> earlyWarnings = new ArrayList<>();
    private Usage sessionUsage = Usage.UNKNOWN;
    private Optional<Integer> planItem = Optional.empty();
    private List<PlanStep> plan = List.of();
    private int nextItem;

    private record OpenItem(int number, Action action, Optional<Decision> decision) {}

    /// @param full whether every event is printed beside the promised lines
    JsonLines(ProtocolOutput out, boolean full) {
        this.out = out;
        this.full = full;
    }

    /// The first line.
    void threadStarted(SessionId session) {
        line(Json.object().put("type", "thread.started").put("thread_id", session.value()));
        earlyWarnings.forEach(item -> item("item.completed", item));
        earlyWarnings.clear();
    }

    /// A warning that has no event, for example of the configuration.
    void warning(String message) {
        earlyWarnings.add(error(message));
    }

    /// The changes that a session kept apart from the files.
    synchronized void layer(Json.Obj changes) {
        out.line(JsonText.write(changes));
    }

    /// They could not be listed.
    synchronized void failedLayer(String message) {
        completed(error("the layer of changes cannot be read: " + message));
    }

    /// The turn could not even start.
    void failed(String kind, String message) {
        line(Json.object().put("type", "error").put("message", message));
        turnFailed(kind, message, OptionalLong.empty());
    }

    @Override
    public synchronized void on(Envelope envelope) {
        if (full) {
            line(
                    Json.object()
                            .put("type", "cordon.event")
                            .put("event", EventCodec.write(envelope.event())));
        }
        switch (envelope.event()) {
            case Event.SessionStarted started -> threadStarted(started.session());
            case Event.TurnStarted _ -> line(Json.object().put("type", "turn.started"));
            case Event.ItemAdded(Item.AssistantMessage message) ->
                    completed(newItem("agent_message").put("text", message.text()));
            case Event.ItemAdded(Item.Reasoning reasoning) when !reasoning.summary().isEmpty() ->
                    completed(
                            newItem("reasoning")
                                    .put("text", String.join("\n\n", reasoning.summary())));
            case Event.ItemAdded(Item.Opaque opaque) when opaque.kind().equals("web_search_call") ->
                    completed(newItem("web_search").put("query", opaque.summary()));
            case Event.ActionProposed(Action action) -> proposed(action);
            case Event.Decided(CallId call, Decision decision) ->
                    open.computeIfPresent(
                            call,
                            (_, item) ->
                                    new OpenItem(
                                            item.number(), item.action(), Optional.of(decision)));
            case Event.ActionFinished(CallId call, Result result) -> finished(call, result);
            case Event.CallRejected(_, String tool, String message) ->
                    completed(error(tool + ": " + message));
            case Event.PlanUpdated(List<PlanStep> steps, _) -> planned(steps);
            case Event.Warning(String message) -> completed(error(message));
            case Event.Rerouted(String asked, String answered, String reason) ->
                    completed(
                            error(
                                    "model rerouted: "
                                            + asked
                                            + " -> "
                                            + answered
                                            + " ("
                                            + reason
                                            + ")"));
            case Event.Retrying retry ->
                    line(
                            Json.object()
                                    .put("type", "error")
                                    .put(
                                            "message",
                                            "Reconnecting... "
                                                    + retry.attempt()
                                                    + "/"
                                                    + retry.maxAttempts()
                                                    + " ("
                                                    + retry.reason()
                                                    + ")"));
            case Event.Compacted compacted ->
                    completed(
                            error(
                                    "The history was made shorter ("
                                            + compacted.method()
                                            + "): about "
                                            + compacted.tokensBefore()
                                            + " tokens became "
                                            + compacted.tokensAfter()
                                            + "."));
            case Event.UsageReported usage -> sessionUsage = usage.session();
            case Event.TurnEnded(_, TurnOutcome outcome, _) -> ended(outcome);
            case Event.ItemAdded _,
                    Event.SessionResumed _,
                    Event.SessionRenamed _,
                    Event.SettingChanged _,
                    Event.Asked _,
                    Event.Reviewed _,
                    Event.Answered _,
                    Event.ActionStarted _,
                    Event.ProcessEnded _,
                    Event.CheckpointTaken _,
                    Event.Rewound _,
                    Event.Queued _,
                    Event.Unqueued _,
                    Event.ChangesReviewed _,
                    Event.SessionClosed _,
                    Event.InputRequested _,
                    Event.InputGiven _,
                    Event.McpServerChanged _,
                    Event.Passing _ -> {}
        }
    }

    private void proposed(Action action) {
        if (action instanceof Action.Connect connection) {
            connections.put(connection.call(), connection);
        }
        if (CallItem.of(action).isEmpty()) {
            return;
        }
        OpenItem item = new OpenItem(nextItem++, action, Optional.empty());
        open.put(action.call(), item);
        item("item.started", CallItem.started(id(item.number()), action));
    }

    private void finished(CallId call, Result result) {
        Action.Connect connection = connections.remove(call);
        if (connection != null) {
            connected(connection, result);
        }
        OpenItem item = open.remove(call);
        if (item != null) {
            item(
                    "item.completed",
                    CallItem.completed(id(item.number()), item.action(), result, MAX_OUTPUT_CHARS));
        }
    }

    /// Programs written for other tools ignore lines of this type.
    private void connected(Action.Connect connection, Result result) {
        Json.ObjBuilder line =
                Json.object()
                        .put("type", "cordon.network")
                        .put("host", connection.host())
                        .put("port", connection.port())
                        .put("method", connection.method())
                        .putText("subject", connection.subject());
        connection.process().ifPresent(number -> line.put("process", number));
        if (result instanceof Result.Refused refused) {
            line.put("outcome", "deny").put("by", refused.by()).put("rule", refused.rule());
            line.put("reason", refused.message());
        } else {
            line.put("outcome", "allow");
        }
        line(line);
    }

    private void planned(List<PlanStep> steps) {
        plan = steps;
        if (planItem.isEmpty()) {
            planItem = Optional.of(nextItem++);
            item("item.started", planJson());
        } else {
            item("item.updated", planJson());
        }
    }

    private Json planJson() {
        List<Json> steps = new ArrayList<>();
        for (PlanStep step : plan) {
            steps.add(
                    Json.object()
                            .put("text", step.text())
                            .put("completed", step.state() == PlanStep.State.COMPLETED)
                            .build());
        }
        return Json.object()
                .put("id", id(planItem.orElse(0)))
                .put("type", "todo_list")
                .put("items", Json.array(steps))
                .build();
    }

    private void ended(TurnOutcome outcome) {
        // What still runs in the background ends with this process; no item is left open.
        for (OpenItem item : List.copyOf(open.values())) {
            finished(item.action().call(), new Result.Failed("ended with the session"));
        }
        if (planItem.isPresent()) {
            item("item.completed", planJson());
            planItem = Optional.empty();
        }
        switch (outcome) {
            case TurnOutcome.Completed _ ->
                    line(
                            Json.object()
                                    .put("type", "turn.completed")
                                    .put("usage", usage(sessionUsage)));
            case TurnOutcome.Interrupted(String by) ->
                    turnFailed("interrupted", "interrupted by " + by, OptionalLong.empty());
            case TurnOutcome.Failed failed -> {
                line(Json.object().put("type", "error").put("message", failed.message()));
                turnFailed(
                        failed.kind().name().toLowerCase(java.util.Locale.ROOT),
                        failed.message(),
                        failed.retryAfterSeconds());
            }
        }
    }

    private void turnFailed(String kind, String message, OptionalLong retryAfterSeconds) {
        line(
                Json.object()
                        .put("type", "turn.failed")
                        .put(
                                "error",
                                Json.object()
                                        .put("message", message)
                                        .put("kind", kind)
                                        .putInteger("retry_after_s", retryAfterSeconds)
                                        .build()));
    }

    /// What is unknown is 0 here: readers of this format assign numbers without looking.
    private static Json usage(Usage usage) {
        return Json.object()
                .put("input_tokens", usage.input().orElse(0))
                .put("cached_input_tokens", usage.cachedInput().orElse(0))
                .put("cache_write_input_tokens", usage.cacheWrite().orElse(0))
                .put("output_tokens", usage.output().orElse(0))
                .put("reasoning_output_tokens", usage.reasoning().orElse(0))
                .build();
    }

    private Json.ObjBuilder newItem(String type) {
        return Json.object().put("id", id(nextItem++)).put("type", type);
    }

    private Json error(String message) {
        return newItem("error").put("message", message).build();
    }

    private void completed(Json.ObjBuilder item) {
        item("item.completed", item.build());
    }

    private void completed(Json item) {
        item("item.completed", item);
    }

    private void item(String type, Json item) {
        line(Json.object().put("type", type).put("item", item));
    }

    private void line(Json.ObjBuilder object) {
        out.line(JsonText.write(object.build()));
    }

    private static String id(int number) {
        return "item_" + number;
    }
}
