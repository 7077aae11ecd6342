package dev.cordon.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// {@link Event} to and from JSON.
public final class EventCodec {
    private EventCodec() {}

    /// The event as an object with the member `type`, which comes first.
    public static Json.Obj write(Event event) {
        return switch (event) {
            case Event.Passing e -> PassingCodec.write(e);
            case Event.SessionStarted e -> sessionStarted(e);
            case Event.SessionResumed e ->
                    typed("session_resumed")
                            .put("version", e.version())
                            .put("provider", e.provider())
                            .put("model", e.model())
                            .build();
            case Event.SessionRenamed e -> typed("session_renamed").put("name", e.name()).build();
            case Event.SettingChanged e ->
                    typed("setting_changed")
                            .put("key", e.key())
                            .put("value", e.value())
                            .put("origin", DecisionCodec.writeOrigin(e.origin()))
                            .build();
            case Event.TurnStarted e -> typed("turn_started").put("turn", e.turn().value()).build();
            case Event.ItemAdded e ->
                    typed("item_added").put("item", ItemCodec.write(e.item())).build();
            case Event.ActionProposed e ->
                    typed("action_proposed").put("action", ActionCodec.write(e.action())).build();
            case Event.Decided e ->
                    typed("decided")
                            .put("call", e.call().value())
                            .put("decision", DecisionCodec.write(e.decision()))
                            .build();
            case Event.Asked e ->
                    typed("asked").put("question", QuestionCodec.write(e.question())).build();
            case Event.Reviewed e ->
                    typed("reviewed")
                            .put("question_id", e.questionId())
                            .put("call", e.call().value())
                            .put("review", ReviewCodec.write(e.review()))
                            .build();
            case Event.Answered e ->
                    typed("answered")
                            .put("question_id", e.questionId())
                            .put("call", e.call().value())
                            .put("answer", QuestionCodec.writeAnswer(e.answer()))
                            .build();
            case Event.InputRequested e ->
                    typed("input_requested")
                            .put("request", e.request())
                            .put("call", e.call().value())
                            .put("questions", InputCodec.writeQuestions(e.questions()))
                            .build();
            case Event.InputGiven e ->
                    typed("input_given")
                            .put("request", e.request())
                            .put("call", e.call().value())
                            .put("replies", InputCodec.writeReplies(e.replies()))
                            .build();
            case Event.McpServerChanged e ->
                    typed("mcp_server_changed")
                            .put("server", e.server())
                            .put("state", e.state())
                            .put("detail", e.detail())
                            .put("tools", e.tools())
                            .build();
            case Event.ActionStarted e ->
                    typed("action_started").put("call", e.call().value()).build();
            case Event.ActionFinished e ->
                    typed("action_finished")
                            .put("call", e.call().value())
                            .put("result", ResultCodec.write(e.result()))
                            .build();
            case Event.CallRejected e ->
                    typed("call_rejected")
                            .put("call", e.call().value())
                            .put("tool", e.tool())
                            .put("message", e.message())
                            .build();
            case Event.ProcessEnded e ->
                    typed("process_ended")
                            .put("process", e.process())
                            .put("exit_code", e.exitCode())
                            .build();
            case Event.PlanUpdated e -> planUpdated(e);
            case Event.Retrying e -> retrying(e);
            case Event.Rerouted e ->
                    typed("rerouted")
                            .put("requested_model", e.requestedModel())
                            .put("answered_model", e.answeredModel())
                            .put("reason", e.reason())
                            .build();
            case Event.UsageReported e -> usageReported(e);
            case Event.Compacted e ->
                    typed("compacted")
                            .put("history", ItemCodec.writeAll(e.history()))
                            .put("method", e.method())
                            .put("tokens_before", e.tokensBefore())
                            .put("tokens_after", e.tokensAfter())
                            .build();
            case Event.ChangesReviewed e ->
                    typed("changes_reviewed")
                            .put("review", ChangeReviewCodec.write(e.review()))
                            .build();
            case Event.CheckpointTaken e ->
                    typed("checkpoint_taken")
                            .put("number", e.number())
                            .put("turn", e.turn().value())
                            .put("reference", e.reference())
                            .build();
            case Event.Rewound e ->
                    typed("rewound")
                            .put("number", e.number())
                            .put("what", Members.word(e.what()))
                            .put("undo", e.undo())
                            .build();
            case Event.Queued e ->
                    typed("queued")
                            .put("position", e.position())
                            .put("content", ItemCodec.contents(e.content()))
                            .build();
            case Event.Unqueued e -> typed("unqueued").put("position", e.position()).build();
            case Event.Warning e -> typed("warning").put("message", e.message()).build();
            case Event.TurnEnded e ->
                    typed("turn_ended")
                            .put("turn", e.turn().value())
                            .put("outcome", UsageCodec.writeOutcome(e.outcome()))
                            .put("usage", UsageCodec.write(e.usage()))
                            .build();
            case Event.SessionClosed _ -> typed("session_closed").build();
        };
    }

    /// The event, or nothing if this version does not know its type.
    ///
    /// @throws JsonException if the type is known and a member is missing or wrong
    public static Optional<Event> read(Json.Obj json) {
        return Reading.of("event", json, EventCodec::read);
    }

    private static Optional<Event> read(Members in) {
        Event event =
                switch (in.type()) {
                    case "session_started" -> readSessionStarted(in);
                    case "session_resumed" ->
                            new Event.SessionResumed(
                                    in.text("version"), in.text("provider"), in.text("model"));
                    case "session_renamed" -> new Event.SessionRenamed(in.text("name"));
                    case "setting_changed" ->
                            new Event.SettingChanged(
                                    in.text("key"),
                                    in.text("value"),
                                    DecisionCodec.readOrigin(in.inner("origin")));
                    case "turn_started" -> new Event.TurnStarted(turn(in));
                    case "item_added" -> new Event.ItemAdded(ItemCodec.read(in.inner("item")));
                    case "action_proposed" ->
                            new Event.ActionProposed(ActionCodec.read(in.inner("action")));
                    case "decided" ->
                            new Event.Decided(
                                    in.call("call"), DecisionCodec.read(in.inner("decision")));
                    case "asked" -> new Event.Asked(QuestionCodec.read(in.inner("question")));
                    case "reviewed" ->
                            new Event.Reviewed(
                                    in.text("question_id"),
                                    in.call("call"),
                                    ReviewCodec.read(in.inner("review")));
                    case "answered" ->
                            new Event.Answered(
                                    in.text("question_id"),
                                    in.call("call"),
                                    QuestionCodec.readAnswer(in.inner("answer")));
                    case "action_started" -> new Event.ActionStarted(in.call("call"));
                    case "action_finished" ->
                            new Event.ActionFinished(
                                    in.call("call"), ResultCodec.read(in.inner("result")));
                    case "call_rejected" ->
                            new Event.CallRejected(
                                    in.call("call"), in.text("tool"), in.text("message"));
                    case "process_ended" ->
                            new Event.ProcessEnded(in.count("process"), in.count("exit_code"));
                    case "plan_updated" ->
                            new Event.PlanUpdated(
                                    in.list("steps", EventCodec::readStep),
                                    in.findText("explanation"));
                    default -> null;
                };
        return event == null ? readMore(in) : Optional.of(event);
    }

    private static Optional<Event> readMore(Members in) {
        return switch (in.type()) {
            case "retrying" -> Optional.of(readRetrying(in));
            case "rerouted" ->
                    Optional.of(
                            new Event.Rerouted(
                                    in.text("requested_model"),
                                    in.text("answered_model"),
                                    in.text("reason")));
            case "usage_reported" ->
                    Optional.of(
                            new Event.UsageReported(
                                    in.text("model"),
                                    UsageCodec.read(in.inner("request")),
                                    UsageCodec.read(in.inner("turn")),
                                    UsageCodec.read(in.inner("session")),
                                    in.findNumber("micro_dollars")));
            case "compacted" ->
                    Optional.of(
                            new Event.Compacted(
                                    in.list("history", ItemCodec::read),
                                    in.text("method"),
                                    in.number("tokens_before"),
                                    in.number("tokens_after")));
            case "checkpoint_taken" ->
                    Optional.of(
                            new Event.CheckpointTaken(
                                    in.count("number"), turn(in), in.text("reference")));
            case "rewound" ->
                    Optional.of(
                            new Event.Rewound(
                                    in.count("number"),
                                    in.word("what", Op.RewindWhat.values()),
                                    in.count("undo")));
            case "queued" ->
                    Optional.of(
                            new Event.Queued(
                                    in.count("position"), ItemCodec.readContents(in, "content")));
            case "unqueued" -> Optional.of(new Event.Unqueued(in.count("position")));
            case "warning" -> Optional.of(new Event.Warning(in.text("message")));
            case "turn_ended" ->
                    Optional.of(
                            new Event.TurnEnded(
                                    turn(in),
                                    UsageCodec.readOutcome(in.inner("outcome")),
                                    UsageCodec.read(in.inner("usage"))));
            case "changes_reviewed" ->
                    Optional.of(
                            new Event.ChangesReviewed(ChangeReviewCodec.read(in.inner("review"))));
            case "session_closed" -> Optional.of(new Event.SessionClosed());
            case "input_requested" ->
                    Optional.of(
                            new Event.InputRequested(
                                    in.text("request"),
                                    in.call("call"),
                                    InputCodec.readQuestions(in, "questions")));
            case "input_given" ->
                    Optional.of(
                            new Event.InputGiven(
                                    in.text("request"),
                                    in.call("call"),
                                    InputCodec.readReplies(in, "replies")));
            case "mcp_server_changed" ->
                    Optional.of(
                            new Event.McpServerChanged(
                                    in.text("server"),
                                    in.text("state"),
                                    in.text("detail"),
                                    in.texts("tools")));
            default -> PassingCodec.read(in);
        };
    }

    private static Json.Obj sessionStarted(Event.SessionStarted e) {
        return typed("session_started")
                .put("session", e.session().value())
                .put("version", e.version())
                .put("cwd", e.cwd())
                .put("provider", e.provider())
                .put("model", e.model())
                .put("sandbox_mode", e.sandboxMode())
                .put("approval_policy", e.approvalPolicy())
                .put("network", e.network())
                .putText("forked_from", e.forkedFrom().map(SessionId::value))
                .build();
    }

    private static Event readSessionStarted(Members in) {
        return new Event.SessionStarted(
                new SessionId(in.text("session")),
                in.text("version"),
                in.text("cwd"),
                in.text("provider"),
                in.text("model"),
                in.text("sandbox_mode"),
                in.text("approval_policy"),
                in.text("network"),
                in.findText("forked_from").map(SessionId::new));
    }

    private static Json.Obj planUpdated(Event.PlanUpdated e) {
        List<Json> steps = new ArrayList<>(e.steps().size());
        for (PlanStep step : e.steps()) {
            steps.add(
                    Json.object()
                            .put("text", step.text())
                            .put("state", Members.word(step.state()))
                            .build());
        }
        return typed("plan_updated")
                .put("steps", Json.array(steps))
                .putText("explanation", e.explanation())
                .build();
    }

    private static PlanStep readStep(Members in) {
        return new PlanStep(in.text("text"), in.word("state", PlanStep.State.values()));
    }

    private static Json.Obj retrying(Event.Retrying e) {
        return typed("retrying")
                .put("attempt", e.attempt())
                .put("max_attempts", e.maxAttempts())
                .put("delay_millis", e.delayMillis())
                .put("reason", e.reason())
                .putText("request_id", e.requestId())
                .build();
    }

    private static Event readRetrying(Members in) {
        return new Event.Retrying(
                in.count("attempt"),
                in.count("max_attempts"),
                in.number("delay_millis"),
                in.text("reason"),
                in.findText("request_id"));
    }

    private static Json.Obj usageReported(Event.UsageReported e) {
        return typed("usage_reported")
                .put("model", e.model())
                .put("request", UsageCodec.write(e.request()))
                .put("turn", UsageCodec.write(e.turn()))
                .put("session", UsageCodec.write(e.session()))
                .putInteger("micro_dollars", e.microDollars())
                .build();
    }

    private static TurnId turn(Members in) {
        return new TurnId(in.text("turn"));
    }

    private static Json.ObjBuilder typed(String type) {
        return Json.object().put("type", type);
    }
}
