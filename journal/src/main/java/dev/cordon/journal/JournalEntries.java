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
    /// @param provenance what else it goes back to
    public record Circumstances(
            Optional<TurnId> turn,
            Optional<String> policyDigest,
            String user,
            String trigger,
            Optional<Confinement> confinement,
            Optional<Json.Obj> facts,
            Provenance provenance) {

        /// Nothing more is known.
        public Circumstances(
                Optional<TurnId> turn,
                Optional<String> policyDigest,
                String user,
                String trigger,
                Optional<Confinement> confinement,
                Optional<Json.Obj> facts) {
            this(turn, policyDigest, user, trigger, confinement, facts, Provenance.NONE);
        }
    }

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
        return entry(JournalEntry.Kind.DECISION, DecisionBody.of(action, decision, circumstances));
    }

    /// Deciding failed, so the action was not performed.
    ///
    /// @param reason what failed
    public JournalEntry undecided(Action action, String reason, Circumstances circumstances) {
        return entry(
                JournalEntry.Kind.DECISION, DecisionBody.failed(action, reason, circumstances));
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
        return effect(action, result, decision, Optional.empty());
    }

    /// As above.
    ///
    /// @param backend what made the boundary
    public JournalEntry effect(
            Action action, Result result, OptionalLong decision, Optional<String> backend) {
        Json.Obj described = ActionBody.of(action);
        return entry(
                JournalEntry.Kind.EFFECT,
                ResultBody.of(result)
                        .put("call", action.call().value())
                        .put("action_kind", ActionBody.kind(action))
                        .put("action_digest", described.requireText("digest"))
                        .putInteger("decision", decision)
                        .putText("backend", backend));
    }

    /// What a turn did to files, by whatever ran in it.
    ///
    /// @param complete whether these are all
    public JournalEntry changes(
            Optional<TurnId> turn, List<Result.ChangedFile> files, boolean complete) {
        return entry(
                JournalEntry.Kind.EFFECT,
                ResultBody.of(new Result.FilesChanged(files))
                        .putText("turn", turn.map(TurnId::value))
                        .put("action_kind", "turn")
                        .put("complete", complete));
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
                        .put("origin", DecisionBody.origin(r.origin()))
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

    /// Configuration or rules that were not taken: nothing runs under them.
    ///
    /// @param reason what is wrong, with file and line
    public JournalEntry rejected(String source, String reason, String version) {
        return entry(
                JournalEntry.Kind.POLICY,
                Json.object()
                        .put("outcome", "rejected")
                        .put("source", source)
                        .put("digest", ActionBody.digest(reason))
                        .put("version", version)
                        .put("reason", reason));
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
}
