package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.ChangeReview;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// Reviews changes in a context of its own: a history of its own, a sandbox that only reads, no
/// grant of the session, nobody to ask, no tool that edits. What it does is shown and recorded as
/// actions of this session; what it reads and thinks is not in the conversation. Kept by
/// `ReviewingTest`.
final class Reviewing {
    /// What holds for a review besides the settings of the session.
    static final Map<String, String> SETTINGS =
            Map.of("sandbox_mode", "read-only", "web_search", "disabled");

    private static final Set<String> LEFT_OUT =
            Set.of("apply_patch", "request_user_input", "update_plan");
    private static final String NOBODY = "review";
    private static final String GO_ON =
            "A review changes nothing and asks nobody. Go on without this.";

    private final SessionParts parts;
    private final Conversation main;
    private final Events events;
    private final JournalRecord record;
    private final UserInput input;
    private final Gates gates;

    /// Makes the gate of a review.
    @FunctionalInterface
    interface Gates {
        Gate of(SessionParts parts, Events events, Approver approver, Approvals approvals);
    }

    /// @param parts those of the session with {@link #SETTINGS}
    /// @param main the conversation that gets the result
    Reviewing(
            SessionParts parts,
            Conversation main,
            Events events,
            JournalRecord record,
            UserInput input,
            Gates gates) {
        this.parts = parts.with(parts.tools().without(LEFT_OUT));
        this.main = main;
        this.events = events;
        this.record = record;
        this.input = input;
        this.gates = gates;
    }

    /// Runs one review on the calling thread, as a turn of the session.
    ///
    /// @param checkpoints makes the checkpoint of a turn
    TurnOutcome turn(Op.Review review, Function<TurnId, TurnCheckpoint> checkpoints) {
        TurnId id = TurnId.fresh();
        main.turnBegins();
        TurnCheckpoint checkpoint = checkpoints.apply(id);
        String command = parts.filter().apply(command(review));
        record.turn(id);
        events.emit(new Event.TurnStarted(id));
        record.prompt(command);
        add(new Item.UserMessage(List.of(new Content.Text(command))));
        Conversation aside = main.aside();
        Turn turn = aside(aside, checkpoint::begin);
        TurnOutcome outcome =
                turn.run(
                        new Turn.Prompt(
                                List.of(),
                                List.of(new Content.Text("Review " + task(review))),
                                List.of()),
                        () -> {},
                        Optional.empty());
        main.adopt(aside);
        SessionCore.completeQuietly(checkpoint);
        if (outcome instanceof TurnOutcome.Completed(String answer) && !answer.isBlank()) {
            outcome = new TurnOutcome.Completed(found(target(review), answer));
        }
        events.emit(new Event.TurnEnded(id, outcome, turn.usage()));
        events.sync();
        return outcome;
    }

    private Turn aside(Conversation aside, Runnable answering) {
        parts.prefix().get().forEach(aside.history()::add);
        aside.history()
                .add(new Item.Context(Item.Role.DEVELOPER, "review_rules", List.of(rules())));
        Events beside =
                new Events(
                        EventLog.nowhere(), new WithoutSecrets(parts.filter()), parts.clock(), 0);
        beside.watch(envelope -> show(envelope.event()));
        Gate gate =
                gates.of(
                        parts,
                        beside,
                        _ -> new Answer.Decline(NOBODY, Optional.of(GO_ON)),
                        new Approvals(GrantBook.NONE, parts.workspace().toString()));
        RequestMaker requests = new RequestMaker(parts, record);
        requests.whenAnswering(answering);
        return new Turn(parts, aside, gate, beside, new ConcurrentLinkedQueue<>(), requests, input);
    }

    /// Adds what was found to the conversation.
    ///
    /// @return the findings in words
    private String found(String target, String answer) {
        Optional<ChangeReview> review = ReviewReport.read(target, answer);
        if (review.isEmpty()) {
            events.emit(
                    new Event.Warning(
                            "The reviewer did not answer in the form that was asked for; this is"
                                    + " what it said."));
        }
        String words = review.map(ReviewReport::words).orElse(answer);
        add(new Item.AssistantMessage(words, Optional.empty(), Optional.empty()));
        review.ifPresent(r -> events.emit(new Event.ChangesReviewed(r)));
        return words;
    }

    private void add(Item item) {
        events.emit(new Event.ItemAdded(item));
        main.history().add(new WithoutSecrets(parts.filter()).kept(item));
    }

    /// What is done is shown and written as everything else in the session; what is said stays
    /// among the reviewer's own.
    private void show(Event event) {
        switch (event) {
            case Event.ActionProposed _,
                    Event.Decided _,
                    Event.ActionStarted _,
                    Event.OutputDelta _,
                    Event.ActionFinished _,
                    Event.CallRejected _,
                    Event.ProcessEnded _,
                    Event.ReasoningDelta _,
                    Event.StreamReset _,
                    Event.Retrying _,
                    Event.Rerouted _,
                    Event.Warning _ ->
                    events.emit(event);
            case Event.UsageReported spent -> {
                main.spentBeside(spent.request());
                events.emit(
                        new Event.UsageReported(
                                spent.model(),
                                spent.request(),
                                spent.turn(),
                                main.usage(),
                                spent.microDollars()));
            }
            case Event.SessionStarted _,
                    Event.SessionResumed _,
                    Event.SessionRenamed _,
                    Event.SettingChanged _,
                    Event.TurnStarted _,
                    Event.ItemAdded _,
                    Event.TextDelta _,
                    Event.ToolInputDelta _,
                    Event.Asked _,
                    Event.Reviewed _,
                    Event.Answered _,
                    Event.InputRequested _,
                    Event.InputGiven _,
                    Event.McpServerChanged _,
                    Event.PlanUpdated _,
                    Event.Compacted _,
                    Event.ChangesReviewed _,
                    Event.CheckpointTaken _,
                    Event.Rewound _,
                    Event.Queued _,
                    Event.Unqueued _,
                    Event.TurnEnded _,
                    Event.SessionClosed _ -> {
                // Of the reviewer's own history.
            }
        }
    }

    /// What the user asked for, as a command.
    static String command(Op.Review review) {
        return switch (review.what()) {
            case UNCOMMITTED -> "/review uncommitted";
            case BASE -> "/review base " + review.of();
            case COMMIT -> "/review commit " + review.of();
            case WORDS -> "/review " + review.of();
        };
    }

    /// What is reviewed, in a few words.
    static String target(Op.Review review) {
        return switch (review.what()) {
            case UNCOMMITTED -> "what is not committed";
            case BASE -> "this branch since " + review.of();
            case COMMIT -> "commit " + review.of();
            case WORDS -> review.of();
        };
    }

    private static String task(Op.Review review) {
        return switch (review.what()) {
            case UNCOMMITTED ->
                    "everything in this workspace that is not committed, untracked files included:"
                            + " `git status --porcelain`, `git diff HEAD`, and the untracked files"
                            + " themselves.";
            case BASE ->
                    "the changes of this branch since it left `"
                            + review.of()
                            + "`: `git diff \"$(git merge-base HEAD "
                            + review.of()
                            + ")\"`, if that name is one.";
            case COMMIT ->
                    "the commit `"
                            + review.of()
                            + "`: `git show "
                            + review.of()
                            + "`, if it is one.";
            case WORDS -> "the following, as the user says: " + review.of();
        };
    }

    private static String rules() {
        try (InputStream in = Reviewing.class.getResourceAsStream("change-review.md")) {
            if (in == null) {
                throw new IllegalStateException("change-review.md is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
