package dev.cordon.journal;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.ReviewCodec;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.Usage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes the entries of a session, so that everybody who writes one uses the same words.
///
/// The field names are described in `docs/reference/journal-format.md`; readers, exports and
/// telemetry rely on them. Content (prompts, outputs, file contents) is put in as digest and size.
public final class JournalEntries {
    private final Optional<SessionId> session;
    private final InstantSource clock;

    public JournalEntries(Optional<SessionId> session, InstantSource clock) {
        this.session = session;
        this.clock = clock;
    }

    /// What a decision was made under.
    ///
    /// @param turn the turn, if one runs
    /// @param policyDigest SHA-256 in hex of the rules in force, if known
    /// @param user who asked for the work
    /// @param trigger how the work began: `human`, `schedule`, `webhook`, `mention` or `api`
    /// @param confinement what the sandbox will enforce; absent if nothing will run
    /// @param facts what policy looked at besides the action, so that the decision can be made
    ///   again
    public record Circumstances(
            Optional<TurnId> turn,
            Optional<String> policyDigest,
            String user,
            String trigger,
            Optional<Confinement> confinement,
            Optional<Json.Obj> facts) {}

    /// How a session was set up, or that it ended.
    ///
    /// @param phase `start`, `resume` or `end`
    /// @param settings for example `version`, `cwd`, `sandbox_mode`, `approval_policy`
    public JournalEntry session(String phase, Json.Obj settings) {
        Json.ObjBuilder body = Json.object().put("phase", phase);
        settings.members().forEach(body::put);
        return entry(JournalEntry.Kind.SESSION, body);
    }

    /// What the user asked; its text stays in the session's own log.
    public JournalEntry prompt(Optional<TurnId> turn, String text) {
        return entry(
                JournalEntry.Kind.PROMPT,
                turn(turn).put("chars", text.length()).put("digest", ActionBody.digest(text)));
    }

    /// A request to a model.
    ///
    /// @param items how many items of history went with it
    /// @param attempt counted from 1
    public JournalEntry modelRequest(
            Optional<TurnId> turn, String provider, String model, long items, int attempt) {
        return entry(
                JournalEntry.Kind.MODEL_REQUEST,
                turn(turn)
                        .put("provider", provider)
                        .put("model", model)
                        .put("items", items)
                        .put("attempt", attempt));
    }

    /// A model's answer.
    ///
    /// @param microDollars its price in millionths of a dollar
    /// @param requestId the provider's name for it
    public JournalEntry modelAnswer(
            Optional<TurnId> turn,
            String provider,
            String model,
            Usage usage,
            OptionalLong microDollars,
            Optional<String> requestId) {
        return entry(
                JournalEntry.Kind.MODEL_ANSWER,
                turn(turn)
                        .put("provider", provider)
                        .put("model", model)
                        .put("status", "completed")
                        .putInteger("input_tokens", usage.input())
                        .putInteger("cached_input_tokens", usage.cachedInput())
                        .putInteger("cache_write_tokens", usage.cacheWrite())
                        .putInteger("output_tokens", usage.output())
                        .putInteger("reasoning_tokens", usage.reasoning())
                        .putInteger("micro_dollars", microDollars)
                        .putText("request_id", requestId));
    }

    /// A request that got no answer.
    public JournalEntry modelFailure(
            Optional<TurnId> turn,
            String provider,
            String model,
            FailureKind kind,
            String message,
            Optional<String> requestId) {
        return entry(
                JournalEntry.Kind.MODEL_ANSWER,
                turn(turn)
                        .put("provider", provider)
                        .put("model", model)
                        .put("status", "failed")
                        .put("failure", Payloads.lower(kind))
                        .put("message", message)
                        .putText("request_id", requestId));
    }

    /// The provider answered with another model than the one that was asked.
    public JournalEntry reroute(
            Optional<TurnId> turn, String provider, String asked, String answered, String reason) {
        return entry(
                JournalEntry.Kind.MODEL_ANSWER,
                turn(turn)
                        .put("provider", provider)
                        .put("model", answered)
                        .put("status", "rerouted")
                        .put("requested_model", asked)
                        .put("reason", reason));
    }

    /// What policy said, refusals first of all. Written before anything happens.
    public JournalEntry decision(Action action, Decision decision, Circumstances circumstances) {
        Json.ObjBuilder body =
                turn(circumstances.turn())
                        .put("action", ActionBody.of(action))
                        .put("user", circumstances.user())
                        .put("trigger", circumstances.trigger())
                        .putText("policy_digest", circumstances.policyDigest())
                        .put("verdict", verdict(decision))
                        .put("rule", decision.rule())
                        .put("origin", origin(decision.origin()))
                        .putJson(
                                "sandbox", circumstances.confinement().map(JournalEntries::sandbox))
                        .putJson("facts", circumstances.facts());
        switch (decision) {
            case Decision.Allow _ -> {}
            case Decision.Deny(String _, Origin _, String reason) -> body.put("reason", reason);
            case Decision.Ask(String _, Origin _, String reason, List<Capability> offered) ->
                    body.put("reason", reason)
                            .put("capabilities", offered.stream().map(Capability::key).toList());
        }
        return entry(JournalEntry.Kind.DECISION, body);
    }

    /// Who answered a question that no automatic reviewer saw.
    ///
    /// @param waitMillis how long the answer took
    public JournalEntry approval(Question question, Answer answer, long waitMillis) {
        return approval(question, answer, waitMillis, Optional.empty());
    }

    /// Who answered a question, and how.
    ///
    /// @param waitMillis how long the answer took
    /// @param review what an automatic reviewer said before, if one was asked
    public JournalEntry approval(
            Question question, Answer answer, long waitMillis, Optional<Review> review) {
        Json.ObjBuilder body =
                Json.object()
                        .put("question", question.id())
                        .put("call", question.call().value())
                        .put("action_digest", question.digest())
                        .put("action_kind", ActionBody.kind(question.action()))
                        .put("rule", question.ask().rule())
                        .put("by", answer.by())
                        .put("wait_ms", waitMillis)
                        .putJson("review", review.map(ReviewCodec::write));
        switch (answer) {
            case Answer.Approve(String _, Capability capability, Grant.Scope scope) ->
                    body.put("answer", "approve")
                            .put("capability", capability.key())
                            .put("scope", Payloads.lower(scope));
            case Answer.Decline(String _, Optional<String> guidance) ->
                    body.put("answer", "decline").putText("guidance", guidance);
            case Answer.Abort _ -> body.put("answer", "abort");
        }
        return entry(JournalEntry.Kind.APPROVAL, body);
    }

    /// What came of an action.
    ///
    /// @param decision the place of the decision that let it happen, if known
    public JournalEntry effect(Action action, Result result, OptionalLong decision) {
        Json.Obj described = ActionBody.of(action);
        return entry(
                JournalEntry.Kind.EFFECT,
                ResultBody.of(result)
                        .put("call", action.call().value())
                        .put("action_kind", ActionBody.kind(action))
                        .put("action_digest", described.requireText("digest"))
                        .putInteger("decision", decision));
    }

    /// A connection of a running command, and whether it came about.
    public JournalEntry network(Action.Connect connection, Optional<Result.Refused> refused) {
        Json.ObjBuilder body =
                Json.object()
                        .put("call", connection.call().value())
                        .put("host", connection.host())
                        .put("port", connection.port())
                        .put("method", connection.method())
                        .put("verdict", refused.isEmpty() ? "allow" : "deny");
        connection.process().ifPresent(p -> body.put("process", p));
        refused.ifPresent(r ->
                body.put("rule", r.rule())
                        .put("origin", origin(r.origin()))
                        .put("by", r.by())
                        .put("reason", r.message()));
        return entry(JournalEntry.Kind.NETWORK, body);
    }

    /// An allowed connection is over.
    public JournalEntry networkEnded(
            Action.Connect connection, long sentBytes, long receivedBytes, long wallMillis) {
        return entry(
                JournalEntry.Kind.NETWORK,
                Json.object()
                        .put("call", connection.call().value())
                        .put("host", connection.host())
                        .put("port", connection.port())
                        .put("method", connection.method())
                        .put("status", "ended")
                        .put("sent_bytes", sentBytes)
                        .put("received_bytes", receivedBytes)
                        .put("duration_ms", wallMillis));
    }

    /// What came of attacking the boundary on purpose.
    ///
    /// @param sheet the cases and what was observed
    public JournalEntry selfTest(Json.Obj sheet) {
        Json.ObjBuilder body = Json.object();
        sheet.members().forEach(body::put);
        return entry(JournalEntry.Kind.SELF_TEST, body);
    }

    /// Something failed for a reason that has a name.
    public JournalEntry failure(String where, String type, String message) {
        return entry(
                JournalEntry.Kind.ERROR,
                Json.object().put("where", where).put("type", type).put("message", message));
    }

    /// The rules or the configuration that are in force from here on.
    ///
    /// @param outcome `loaded` or `rejected`
    public JournalEntry policy(String outcome, String source, String digest, String version) {
        return entry(
                JournalEntry.Kind.POLICY,
                Json.object()
                        .put("outcome", outcome)
                        .put("source", source)
                        .put("digest", digest)
                        .put("version", version));
    }

    /// The workspace can be restored.
    public JournalEntry checkpoint(Optional<TurnId> turn, int number, String reference) {
        return entry(
                JournalEntry.Kind.CHECKPOINT,
                turn(turn).put("number", number).put("reference", reference));
    }

    /// Somebody went back.
    public JournalEntry rewind(int number, Op.RewindWhat what, int undo) {
        return entry(
                JournalEntry.Kind.REWIND,
                Json.object()
                        .put("number", number)
                        .put("what", Payloads.lower(what))
                        .put("undo", undo));
    }

    /// Changes that were kept apart are about to go into the files. Written before the first file
    /// changes; a long list takes several entries.
    ///
    /// @param layer the name of the layer
    /// @param roots the folders that it lies above
    /// @param files each `path`, `op`, `moved_to`, `before` and `after`, as in an effect
    public JournalEntry merge(String layer, List<String> roots, List<Json.Obj> files) {
        return entry(
                JournalEntry.Kind.MERGE,
                Json.object()
                        .put("layer", layer)
                        .put("status", "begun")
                        .put("roots", roots)
                        .put("files", Json.array(files)));
    }

    /// A merge is over.
    ///
    /// @param merged how many changes are in the files now
    /// @param refused how many are not
    public JournalEntry mergeEnded(String layer, int merged, int refused) {
        return entry(
                JournalEntry.Kind.MERGE,
                Json.object()
                        .put("layer", layer)
                        .put("status", "ended")
                        .put("merged", merged)
                        .put("refused", refused));
    }

    /// Credentials were stored, used up or removed; never what they are.
    ///
    /// @param method for example `api_key`, `browser`, `device`
    /// @param outcome `in`, `out` or `failed`
    public JournalEntry login(String provider, String method, String outcome) {
        return entry(
                JournalEntry.Kind.LOGIN,
                Json.object()
                        .put("provider", provider)
                        .put("method", method)
                        .put("outcome", outcome));
    }

    /// Something broke.
    public JournalEntry error(String where, Throwable problem) {
        return entry(
                JournalEntry.Kind.ERROR,
                Json.object()
                        .put("where", where)
                        .put("type", problem.getClass().getName())
                        .put("message", String.valueOf(problem.getMessage())));
    }

    /// The word for a decision: `allow`, `ask` or `deny`.
    public static String verdict(Decision decision) {
        return switch (decision) {
            case Decision.Allow _ -> "allow";
            case Decision.Ask _ -> "ask";
            case Decision.Deny _ -> "deny";
        };
    }

    /// What names an action in entries, and what an answer to a question about it is bound to: see
    /// {@link ActionDigest}.
    public static String digest(Action action) {
        return ActionDigest.of(action);
    }

    private JournalEntry entry(JournalEntry.Kind kind, Json.ObjBuilder body) {
        return new JournalEntry(kind, clock.instant(), session, body.build());
    }

    private static Json.ObjBuilder turn(Optional<TurnId> turn) {
        return Json.object().putText("turn", turn.map(TurnId::value));
    }

    private static Json.Obj origin(Origin origin) {
        return Json.object()
                .put("layer", Payloads.lower(origin.layer()))
                .put("file", origin.file())
                .put("line", origin.line())
                .build();
    }

    private static Json.Obj sandbox(Confinement confinement) {
        return Json.object()
                .put("mode", confinement.mode().word())
                .put("network", Payloads.lower(confinement.network()))
                .put("view", Payloads.lower(confinement.view()))
                .put("workspace", confinement.workspace().toString())
                .put(
                        "permits",
                        confinement.permits().stream().map(Payloads::lower).sorted().toList())
                .build();
    }
}
