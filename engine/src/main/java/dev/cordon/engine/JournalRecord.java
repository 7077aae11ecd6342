package dev.cordon.engine;

import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.Provenance;
import dev.cordon.model.ModelEvent;
import dev.cordon.policy.Facts;
import dev.cordon.policy.FactsCodec;
import dev.cordon.policy.Policy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Writes what a session does into the journal.
///
/// What an effect waits for is on disk before this returns; the rest takes its place at once and is
/// on disk with the next entry that somebody waits for.
final class JournalRecord implements Gate.Ledger {
    /// SHA-256 of nothing.
    private static final String EMPTY_DIGEST =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Journal journal;
    private final JournalEntries entries;
    private final Map<String, Long> decisions = new ConcurrentHashMap<>();
    private final Map<String, Review> reviews = new ConcurrentHashMap<>();
    // By the call; from the answer to the decision that it leads to.
    private final Map<String, Review> reviewed = new ConcurrentHashMap<>();
    private final Background background;
    private volatile Optional<TurnId> turn = Optional.empty();
    private volatile boolean ran;
    private volatile List<String> protectedNames = List.of();

    JournalRecord(Journal journal, JournalEntries entries, Background background) {
        this.journal = journal;
        this.entries = entries;
        this.background = background;
    }

    /// What decisions go back to.
    Background background() {
        return background;
    }

    /// Entries from here on belong to this turn.
    void turn(TurnId id) {
        turn = Optional.of(id);
        ran = false;
        decisions.clear();
        reviewed.clear();
        background.turnStarted();
    }

    @Override
    public void decision(Action action, Facts facts, Decision decision, Policy policy) {
        Journal.Receipt receipt =
                journal.append(
                        entries.decision(
                                action,
                                decision,
                                circumstances(action, facts, decision, policy, Optional.empty())));
        decisions.put(action.call().value(), receipt.index());
    }

    @Override
    public void answered(
            Action action, Facts facts, Decision decision, Policy policy, Gate.Answered answered) {
        Optional<Provenance.Answered> by =
                Optional.ofNullable(decisions.get(action.call().value()))
                        .map(asked ->
                                new Provenance.Answered(
                                        asked,
                                        answered.answer(),
                                        Optional.ofNullable(reviewed.remove(action.call().value())),
                                        answered.grant(),
                                        facts.now()));
        Journal.Receipt receipt =
                journal.append(
                        entries.decision(
                                action,
                                decision,
                                circumstances(action, facts, decision, policy, by)));
        decisions.put(action.call().value(), receipt.index());
    }

    private JournalEntries.Circumstances circumstances(
            Action action,
            Facts facts,
            Decision decision,
            Policy policy,
            Optional<Provenance.Answered> answered) {
        boolean runs = decision instanceof Decision.Allow;
        Optional<Confinement> confinement =
                runs ? Optional.of(policy.confine(action, facts)) : Optional.empty();
        confinement.ifPresent(c -> protectedNames = c.protectedNames());
        return new JournalEntries.Circumstances(
                turn,
                Optional.of(policy.digest()),
                facts.user(),
                "human",
                confinement,
                Optional.of(FactsCodec.write(facts)),
                background
                        .provenance(action, policy, policy.matched(action, facts), answered)
                        .by(policy.ruleDigest(decision)));
    }

    @Override
    public void undecided(Action action, Policy policy, RuntimeException problem) {
        error("gate", problem);
        try {
            journal.enqueue(
                    entries.undecided(
                            action,
                            String.valueOf(problem.getMessage()),
                            new JournalEntries.Circumstances(
                                    turn,
                                    Optional.of(policy.digest()),
                                    "",
                                    "human",
                                    Optional.empty(),
                                    Optional.empty(),
                                    background.provenance(
                                            action, policy, List.of(), Optional.empty()))));
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    @Override
    public void approval(Question question, Answer answer, long waitMillis) {
        Optional<Review> review = Optional.ofNullable(reviews.remove(question.id()));
        review.ifPresent(r -> reviewed.put(question.call().value(), r));
        var _ = journal.append(entries.approval(question, answer, waitMillis, review));
    }

    /// Whether something ran in this turn that may have changed files without saying which.
    boolean ran() {
        return ran;
    }

    /// What the turn did to files.
    void changes(ChangedBlobs.Changes changes) {
        List<Result.ChangedFile> files = new ArrayList<>();
        for (Result.ChangedFile file : changes.files()) {
            if (!isPlaceholder(file)) {
                files.add(file);
            }
        }
        if (!files.isEmpty()) {
            journal.enqueue(entries.changes(turn, files, changes.complete()));
        }
    }

    /// The boundary keeps the place of a protected name by an empty file while it lives; no command
    /// could have made one of that name.
    private boolean isPlaceholder(Result.ChangedFile file) {
        if (file.kind() != Action.ChangeKind.ADD
                || !file.afterDigest().equals(Optional.of(EMPTY_DIGEST))) {
            return false;
        }
        for (String name : protectedNames) {
            if (file.path().endsWith(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlind(Action action) {
        return switch (action) {
            case Action.RunCommand _,
                    Action.WriteStdin _,
                    Action.Git _,
                    Action.CallMcpTool _,
                    Action.StartAgent _ ->
                    true;
            case Action.StopProcess _,
                    Action.ApplyPatch _,
                    Action.ReadFile _,
                    Action.ListFiles _,
                    Action.SearchFiles _,
                    Action.Connect _,
                    Action.FetchUrl _,
                    Action.WebSearch _ ->
                    false;
        };
    }

    @Override
    public void effect(Action action, Result result) {
        if (isBlind(action)) {
            ran = true;
        }
        Long decision = decisions.get(action.call().value());
        background.performed();
        journal.enqueue(
                entries.effect(
                        action,
                        result,
                        decision == null ? OptionalLong.empty() : OptionalLong.of(decision),
                        background.backend()));
    }

    @Override
    public void network(Action.Connect connection, Optional<Result.Refused> refused) {
        journal.enqueue(entries.network(connection, refused));
    }

    @Override
    public void networkEnded(
            Action.Connect connection, long sentBytes, long receivedBytes, long wallMillis) {
        journal.enqueue(entries.networkEnded(connection, sentBytes, receivedBytes, wallMillis));
    }

    /// The rules from here on; a change of them is known before the first thing they allow.
    void policy(String outcome, Policy policy, String version) {
        String source = policy.source().isEmpty() ? "configuration" : policy.source();
        journal.enqueue(entries.policy(outcome, source, policy.digest(), version));
    }

    /// The turn failed.
    void failure(String kind, String message) {
        journal.enqueue(entries.failure("turn", kind, message));
    }

    @Override
    public void error(String where, RuntimeException problem) {
        try {
            journal.enqueue(entries.error(where, problem));
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    /// What the reviewer said of a question; written with the answer.
    void reviewed(Question question, Review review) {
        reviews.put(question.id(), review);
    }

    /// What the session is. Nothing waits for it here: the first effect does.
    void session(String phase, Json.Obj settings) {
        journal.enqueue(entries.session(phase, settings));
    }

    /// A setting was changed, and with it the rules.
    void setting(String key, String value, Policy policy, String version) {
        session(
                "setting",
                Json.object()
                        .put("key", key)
                        .put("value", value)
                        .put("policy_digest", policy.digest())
                        .put("policy_source", policy.source())
                        .build());
        policy("loaded", policy, version);
    }

    /// A setting that was asked for stays as it is.
    void settingRefused(String key, String value, String reason) {
        session(
                "setting_refused",
                Json.object().put("key", key).put("value", value).put("reason", reason).build());
    }

    void prompt(String text) {
        background.prompt(text);
        journal.enqueue(entries.prompt(turn, text));
    }

    void modelRequest(String provider, String model, int items, int attempt) {
        journal.enqueue(entries.modelRequest(turn, provider, model, items, attempt));
    }

    void modelAnswer(String provider, String model, Usage usage, OptionalLong microDollars) {
        journal.enqueue(
                entries.modelAnswer(turn, provider, model, usage, microDollars, Optional.empty()));
    }

    void modelFailure(String provider, String model, ModelEvent.Failed failed) {
        journal.enqueue(
                entries.modelFailure(
                        turn,
                        provider,
                        model,
                        failed.kind(),
                        failed.message(),
                        failed.requestId()));
    }

    void reroute(String provider, String asked, String answered, String reason) {
        journal.enqueue(entries.reroute(turn, provider, asked, answered, reason));
    }

    void checkpoint(int number, String reference) {
        background.checkpoint(reference);
        journal.enqueue(entries.checkpoint(turn, number, reference));
    }

    void rewind(int number, Op.RewindWhat what, int undo) {
        var _ = journal.append(entries.rewind(number, what, undo));
    }

    /// Any other entry, without a wait.
    void note(JournalEntry entry) {
        journal.enqueue(entry);
    }
}
