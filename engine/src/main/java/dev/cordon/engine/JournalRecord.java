package dev.cordon.engine;

import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntry;
import dev.cordon.model.ModelEvent;
import dev.cordon.policy.Facts;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes what a session does into the journal.
final class JournalRecord implements Gate.Ledger {
    private final Journal journal;
    private final SessionId session;
    private final Clock clock;

    JournalRecord(Journal journal, SessionId session, Clock clock) {
        this.journal = journal;
        this.session = session;
        this.clock = clock;
    }

    @Override
    public void decision(Action action, Facts facts, Decision decision) {
        append(
                JournalEntry.Kind.DECISION,
                Json.object()
                        .put("call", action.call().value())
                        .put("action", action.toString())
                        .put("outcome", decision.getClass().getSimpleName())
                        .put("rule", decision.rule())
                        .put("origin", decision.origin().toString())
                        .put("user", facts.user()));
    }

    @Override
    public void approval(Question question, Answer answer) {
        append(
                JournalEntry.Kind.APPROVAL,
                Json.object()
                        .put("question", question.id())
                        .put("digest", question.digest())
                        .put("answer", answer.getClass().getSimpleName())
                        .put("by", answer.by()));
    }

    @Override
    public void effect(Action action, Result result) {
        append(
                JournalEntry.Kind.EFFECT,
                Json.object()
                        .put("call", action.call().value())
                        .put("result", result.getClass().getSimpleName()));
    }

    @Override
    public void network(Action.Connect connection, Optional<Result.Refused> refused) {
        append(
                JournalEntry.Kind.NETWORK,
                Json.object()
                        .put("host", connection.host())
                        .put("port", connection.port())
                        .put("method", connection.method())
                        .put("allowed", refused.isEmpty()));
    }

    @Override
    public void error(String where, RuntimeException problem) {
        try {
            append(
                    JournalEntry.Kind.ERROR,
                    Json.object().put("where", where).put("message", String.valueOf(problem)));
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    void modelRequest(String provider, String model, int items) {
        append(
                JournalEntry.Kind.MODEL_REQUEST,
                Json.object().put("provider", provider).put("model", model).put("items", items));
    }

    void modelAnswer(String provider, String model, Usage usage, OptionalLong microDollars) {
        append(
                JournalEntry.Kind.MODEL_ANSWER,
                Json.object()
                        .put("provider", provider)
                        .put("model", model)
                        .putInteger("input_tokens", usage.input())
                        .putInteger("cached_input_tokens", usage.cachedInput())
                        .putInteger("output_tokens", usage.output())
                        .putInteger("micro_dollars", microDollars));
    }

    void modelFailure(String provider, ModelEvent.Failed failed) {
        append(
                JournalEntry.Kind.MODEL_ANSWER,
                Json.object()
                        .put("provider", provider)
                        .put("failure", failed.kind().name())
                        .put("message", failed.message())
                        .putText("request_id", failed.requestId()));
    }

    void reroute(String asked, String answered, String reason) {
        append(
                JournalEntry.Kind.MODEL_ANSWER,
                Json.object()
                        .put("rerouted_from", asked)
                        .put("rerouted_to", answered)
                        .put("reason", reason));
    }

    void note(JournalEntry.Kind kind, Json.Obj body) {
        journal.append(new JournalEntry(kind, clock.instant(), Optional.of(session), body));
    }

    private void append(JournalEntry.Kind kind, Json.ObjBuilder body) {
        note(kind, body.build());
    }
}
