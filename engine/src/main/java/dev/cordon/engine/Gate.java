package dev.cordon.engine;

import dev.cordon.journal.JournalException;
import dev.cordon.policy.Facts;
import dev.cordon.policy.Policy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.Sandbox;
import dev.cordon.sandbox.SandboxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The one place where anything happens: policy decides, somebody is asked if need be, the journal
/// has it, and only then the sandbox performs it.
///
/// ```
/// perform: decide ──allow──────────────────────┐
///            ├─ask── answer ──yes──────────────┤── journal ── sandbox ── journal ── result
///            │                └─no─┐           │
///            └─deny────────────────┴─ journal ─┴─ refused
/// ```
///
/// Holds the only reference to the sandbox. If anything in here throws, the answer is no, and that
/// is journalled too. Promise kept by `GateTest`.
final class Gate implements McpServers.Starter {
    /// How long a question lives.
    static final long QUESTION_SECONDS = 600;

    private final Policy policy;
    private final Sandbox sandbox;
    private final Performer elsewhere;
    private final Ledger ledger;
    private final FactFinder facts;
    private final Approver approver;
    private final Approvals approvals;
    private final Events events;
    private final Clock clock;
    private volatile Session.Interruptible beforeEffects = () -> {};
    private volatile Optional<TurnStopped> stop = Optional.empty();

    Gate(
            Policy policy,
            Sandbox sandbox,
            Performer elsewhere,
            Ledger ledger,
            Approving approving,
            Events events,
            Clock clock) {
        this.policy = policy;
        this.sandbox = sandbox;
        this.elsewhere = elsewhere;
        this.ledger = ledger;
        this.facts = approving.facts();
        this.approver = approving.approver();
        this.approvals = approving.approvals();
        this.events = events;
        this.clock = clock;
    }

    /// Who answers questions, what was answered, and what is known.
    record Approving(FactFinder facts, Approver approver, Approvals approvals) {}

    /// Performs the action, or says why not.
    ///
    /// @throws InterruptedException if the turn was interrupted; what the action started is dead
    /// @throws TurnStopped if the answer was to stop the turn, or the boundary cannot be had
    Result perform(Action action, Sandbox.OutputListener output) throws InterruptedException {
        events.emit(new Event.ActionProposed(action));
        Result result = judgeAndPerform(action, output);
        events.emit(new Event.ActionFinished(action.call(), result));
        return result;
    }

    /// Forgets that the turn before was to be stopped.
    void turnStarted() {
        stop = Optional.empty();
        approvals.turnStarted();
    }

    /// Something that must be done before anything can change: the checkpoint of the turn.
    void beforeEffects(Session.Interruptible work) {
        beforeEffects = work;
    }

    /// Starts a program that stays, such as a server of tools, as any other command is started.
    ///
    /// @param command what policy, journal and people see; the values of its variables are left out
    /// @param environment the variables with their values
    /// @throws McpException if it may not start
    @Override
    public Sandbox.Attached start(
            Action.RunCommand command,
            Map<String, String> environment,
            Sandbox.AttachedOutput output)
            throws McpException, InterruptedException {
        events.emit(new Event.ActionProposed(command));
        Verdict verdict = judge(command);
        if (!(verdict instanceof Verdict.Yes(Confinement confinement, Optional<Grant> grant))) {
            Result.Refused refused = refused(verdict).orElseThrow();
            events.emit(new Event.ActionFinished(command.call(), refused));
            throw new McpException(refused.message());
        }
        events.emit(new Event.ActionStarted(command.call()));
        Result result = new Result.Done("it runs until the session ends");
        try {
            Action.RunCommand whole =
                    new Action.RunCommand(
                            command.call(),
                            command.requester(),
                            command.argv(),
                            command.cwd(),
                            environment,
                            command.terminal(),
                            command.yieldMillis(),
                            command.timeoutMillis(),
                            command.escalation());
            return sandbox.attach(whole, confinement, output);
        } catch (SandboxException e) {
            ledger.error("sandbox", e);
            result = new Result.Failed(String.valueOf(e.getMessage()));
            throw new McpException(String.valueOf(e.getMessage()));
        } finally {
            grant.ifPresent(approvals::spent);
            ledger.effect(command, result);
            events.emit(new Event.ActionFinished(command.call(), result));
        }
    }

    /// Decides about a connection of a running command; the sandbox's proxy asks.
    @Override
    public Optional<Result.Refused> connect(Action.Connect connection) throws InterruptedException {
        events.emit(new Event.ActionProposed(connection));
        Optional<Result.Refused> refused;
        try {
            refused = refused(judge(connection));
        } catch (TurnStopped stopped) {
            // Thrown to the proxy it would stop nothing; the command that connects carries it on.
            stop = Optional.of(stopped);
            refused = Optional.of(stopped(stopped));
        }
        ledger.network(connection, refused);
        events.emit(
                new Event.ActionFinished(
                        connection.call(),
                        refused.isPresent() ? refused.get() : new Result.Done("allowed")));
        return refused;
    }

    /// A connection that the boundary refused without asking.
    void refusedByBoundary(Action.Connect connection, Result.Refused refusal) {
        events.emit(new Event.ActionProposed(connection));
        ledger.network(connection, Optional.of(refusal));
        events.emit(new Event.ActionFinished(connection.call(), refusal));
    }

    /// An allowed connection is over.
    void connectionEnded(Action.Connect connection, long sent, long received, long millis) {
        ledger.networkEnded(connection, sent, received, millis);
    }

    private Result judgeAndPerform(Action action, Sandbox.OutputListener output)
            throws InterruptedException {
        Verdict verdict = judge(action);
        return switch (verdict) {
            case Verdict.No(Result.Refused refused) -> refused;
            case Verdict.Yes(Confinement confinement, Optional<Grant> grant) -> {
                if (changes(action)) {
                    beforeEffects.run();
                }
                events.emit(new Event.ActionStarted(action.call()));
                Result result = performRecorded(action, confinement, output);
                grant.ifPresent(approvals::spent);
                facts.performed(action, confinement, result);
                if (stop.isPresent()) {
                    throw stop.get();
                }
                yield result;
            }
        };
    }

    /// Whatever comes of it, the decision gets its effect.
    private Result performRecorded(
            Action action, Confinement confinement, Sandbox.OutputListener output)
            throws InterruptedException {
        Result result;
        try {
            result = performConfined(action, confinement, output);
        } catch (InterruptedException e) {
            ledger.effect(
                    action,
                    new Result.Failed("it was interrupted, and what it started was killed"));
            throw e;
        } catch (TurnStopped e) {
            ledger.effect(action, new Result.Failed("nothing ran: " + e.getMessage()));
            throw e;
        }
        ledger.effect(action, result);
        return result;
    }

    private static boolean changes(Action action) {
        return switch (action) {
            case Action.ReadFile _,
                    Action.ListFiles _,
                    Action.SearchFiles _,
                    Action.FetchUrl _,
                    Action.WebSearch _,
                    Action.Connect _,
                    Action.StopProcess _ ->
                    false;
            case Action.RunCommand _,
                    Action.WriteStdin _,
                    Action.ApplyPatch _,
                    Action.Git _,
                    Action.CallMcpTool _,
                    Action.StartAgent _ ->
                    true;
        };
    }

    private Result performConfined(
            Action action, Confinement confinement, Sandbox.OutputListener output)
            throws InterruptedException {
        try {
            return switch (action) {
                case Action.CallMcpTool _, Action.StartAgent _, Action.WebSearch _ ->
                        elsewhere.perform(action, confinement, output);
                case Action.RunCommand _,
                        Action.WriteStdin _,
                        Action.StopProcess _,
                        Action.ApplyPatch _,
                        Action.ReadFile _,
                        Action.ListFiles _,
                        Action.SearchFiles _,
                        Action.Git _,
                        Action.Connect _,
                        Action.FetchUrl _ ->
                        sandbox.perform(action, confinement, output);
            };
        } catch (SandboxException e) {
            ledger.error("sandbox", e);
            throw TurnStopped.sandbox(e);
        } catch (RuntimeException e) {
            ledger.error("perform", e);
            return new Result.Failed("the action failed inside Cordon: " + e.getMessage());
        }
    }

    private Verdict judge(Action action) throws InterruptedException {
        try {
            Facts known = facts.about(action);
            Decision decision = policy.decide(action, known);
            ledger.decision(action, known, decision, policy);
            events.emit(new Event.Decided(action.call(), decision));
            return switch (decision) {
                case Decision.Allow _ ->
                        new Verdict.Yes(policy.confine(action, known), Optional.empty());
                case Decision.Deny(String rule, Origin origin, String reason) ->
                        new Verdict.No(new Result.Refused(rule, origin, "policy", reason));
                case Decision.Ask ask -> ask(action, ask);
            };
        } catch (JournalException e) {
            // No journal, no effect, and no point in going on.
            throw TurnStopped.journal(e);
        } catch (TurnStopped | SessionLogException e) {
            throw e;
        } catch (RuntimeException e) {
            ledger.undecided(action, policy, e);
            return new Verdict.No(
                    new Result.Refused(
                            "gate.failure",
                            Origin.BUILT_IN,
                            "policy",
                            "The action was not performed because deciding about it failed: "
                                    + e.getMessage()));
        }
    }

    private Verdict ask(Action action, Decision.Ask ask) throws InterruptedException {
        Question question = question(action, ask);
        events.emit(new Event.Asked(question));
        Instant asked = clock.instant();
        Answer answer = valid(approver.answer(question), question);
        ledger.approval(question, answer, Duration.between(asked, clock.instant()).toMillis());
        events.emit(new Event.Answered(question.id(), action.call(), answer));
        Optional<Grant> grant = approvals.remember(question, answer, clock.instant());
        return switch (answer) {
            case Answer.Approve _ -> {
                // Decided again with the grant: an answer widens only what the rules let it widen.
                Facts known = facts.about(action);
                Decision again = policy.decide(action, known);
                ledger.answered(action, known, again, policy, new Answered(answer, grant));
                yield again instanceof Decision.Allow
                        ? new Verdict.Yes(policy.confine(action, known), grant)
                        : new Verdict.No(refusal(ask, "policy", "the answer was not enough"));
            }
            case Answer.Decline(String by, Optional<String> guidance) -> {
                Optional<String> enough = approvals.stop();
                if (enough.isPresent()) {
                    throw TurnStopped.tooManyDenials(enough.get());
                }
                yield new Verdict.No(refusal(ask, by, guidance.orElse("")));
            }
            case Answer.Abort(String by) -> throw TurnStopped.abortedBy(by);
        };
    }

    /// A yes that came too late, or to something that the question did not offer, is none.
    private Answer valid(Answer answer, Question question) {
        if (clock.instant().isAfter(question.expires())) {
            return new Answer.Decline(NobodyApprover.NAME, Optional.empty());
        }
        boolean offered =
                !(answer instanceof Answer.Approve(_, Capability capability, Grant.Scope scope))
                        || (question.ask().capabilities().contains(capability)
                                && question.scopes().contains(scope));
        return offered
                ? answer
                : new Answer.Decline(
                        answer.by(), Optional.of("the answer grants what was not asked for"));
    }

    private static Result.Refused stopped(TurnStopped stopped) {
        return new Result.Refused(
                "turn.stopped", Origin.BUILT_IN, "policy", String.valueOf(stopped.getMessage()));
    }

    private Question question(Action action, Decision.Ask ask) {
        Instant expires = clock.instant().plusSeconds(QUESTION_SECONDS);
        boolean general =
                ask.capabilities().stream().anyMatch(c -> !(c instanceof Capability.ExactAction));
        return new Question(
                UUID.randomUUID().toString(),
                action.call(),
                action,
                ActionDigest.of(action),
                ask,
                facts.forPeople(action),
                general
                        ? List.of(
                                Grant.Scope.ONCE,
                                Grant.Scope.TURN,
                                Grant.Scope.SESSION,
                                Grant.Scope.PROJECT)
                        : List.of(Grant.Scope.ONCE),
                expires);
    }

    private static Result.Refused refusal(Decision.Ask ask, String by, String guidance) {
        String who =
                by.equals(NobodyApprover.NAME)
                        ? "it needs an approval and nobody is there to give it"
                        : "declined by " + by;
        String what = ask.reason() + " (" + who + ")";
        return new Result.Refused(
                ask.rule(), ask.origin(), by, guidance.isEmpty() ? what : what + ": " + guidance);
    }

    private static Optional<Result.Refused> refused(Verdict verdict) {
        return switch (verdict) {
            case Verdict.No(Result.Refused refused) -> Optional.of(refused);
            case Verdict.Yes _ -> Optional.empty();
        };
    }

    private sealed interface Verdict {
        record Yes(Confinement confinement, Optional<Grant> grant) implements Verdict {}

        record No(Result.Refused refused) implements Verdict {}
    }

    /// An answer to a question about an action, and what it granted.
    record Answered(Answer answer, Optional<Grant> grant) {}

    /// What the gate tells the journal. What an effect waits for is on disk when a method returns.
    interface Ledger {
        void decision(Action action, Facts facts, Decision decision, Policy policy);

        void approval(Question question, Answer answer, long waitMillis);

        /// The decision that an answer led to; it stands in for the question.
        void answered(
                Action action, Facts facts, Decision decision, Policy policy, Answered answered);

        /// Deciding failed. Never throws.
        void undecided(Action action, Policy policy, RuntimeException problem);

        void effect(Action action, Result result);

        void network(Action.Connect connection, Optional<Result.Refused> refused);

        void networkEnded(
                Action.Connect connection, long sentBytes, long receivedBytes, long wallMillis);

        /// Never throws: it is called when something failed already.
        void error(String where, RuntimeException problem);
    }
}
