package dev.cordon.engine;

import dev.cordon.journal.JournalException;
import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelEvent;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;

/// One user request with everything done for it.
///
/// ```
/// prompt ─► request ─► stream ─► calls start as their items complete ─► outputs in call order ─┐
///              ▲                                                                               │
///              └── calls were made, or the user steered, or the model is not done ◄────────────┤
///                                                                   nothing more to do ─► end ◄┘
/// ```
///
/// Start reading at {@link #run}.
final class Turn {
    /// Streams that break after items came are taken up again this many times.
    static final int MAX_BROKEN_STREAMS = 5;

    private final TurnId id = TurnId.fresh();
    private final SessionParts parts;
    private final Conversation conversation;
    private final Gate gate;
    private final Events events;
    private final Budget budget;
    private final Queue<List<Content>> steering;
    private final Tool.Context context;
    private final RequestMaker requests;
    private final Reroutes reroutes;
    private int brokenStreams;
    private boolean compactedForWindow;
    private boolean continuedAfterLimit;
    private boolean askedAgainAfterNothing;
    private String lastMessage = "";

    Turn(
            SessionParts parts,
            Conversation conversation,
            Gate gate,
            Events events,
            Queue<List<Content>> steering,
            RequestMaker requests,
            UserInput input) {
        this.parts = parts;
        this.conversation = conversation;
        this.gate = gate;
        this.events = events;
        this.budget = new Budget(parts.limits(), parts.clock());
        this.steering = steering;
        this.requests = requests;
        this.reroutes = new Reroutes(parts.settings().onReroute(), input);
        this.context = new PlanningContext(parts.workspace(), gate, input, parts.maxAnswerBytes());
    }

    TurnId id() {
        return id;
    }

    Usage usage() {
        return budget.usage();
    }

    /// What a turn begins with.
    ///
    /// @param before what the model must know before it reads the prompt
    /// @param after what the prompt refers to
    record Prompt(List<Item> before, List<Content> content, List<Item> after) {}

    /// Counts tokens that somebody else spent for this turn, such as a reviewer.
    void spentBeside(Usage request) {
        budget.spent(request, OptionalLong.empty());
    }

    /// Runs until the model is done or cannot go on. Never throws: whatever happens is an outcome.
    ///
    /// @param logged called when the prompt is in the log
    /// @param unready how the turn ends at once, if something it needs is not there
    TurnOutcome run(Prompt prompt, Runnable logged, Optional<TurnOutcome> unready) {
        TurnOutcome outcome;
        try {
            prompt.before().forEach(this::add);
            say(prompt.content());
            logged.run();
            prompt.after().forEach(this::add);
            outcome = unready.isPresent() ? unready.get() : loop();
        } catch (InterruptedException _) {
            outcome = new TurnOutcome.Interrupted("user");
        } catch (TurnStopped stopped) {
            outcome = stopped.outcome();
        } catch (SessionLogException e) {
            outcome = failed(FailureKind.SESSION_LOG, e);
        } catch (JournalException e) {
            outcome = failed(FailureKind.JOURNAL_UNAVAILABLE, e);
        } catch (RuntimeException e) {
            outcome = failed(FailureKind.INTERNAL, e);
        }
        return outcome;
    }

    private TurnOutcome loop() throws InterruptedException {
        while (true) {
            steer();
            budget.beforeRequest();
            if (requests.needsCompaction(conversation)) {
                compact("the history fills the context window");
            }
            Round round = new Round();
            round.run();
            Optional<TurnOutcome> end = round.end();
            if (end.isPresent()) {
                return end.get();
            }
        }
    }

    private void say(List<Content> content) {
        add(new Item.UserMessage(clean(content)));
    }

    private void steer() {
        for (List<Content> more = steering.poll(); more != null; more = steering.poll()) {
            say(more);
            requests.journalPrompt(new Item.UserMessage(more).text());
        }
    }

    private List<Content> clean(List<Content> content) {
        List<Content> clean = new ArrayList<>();
        for (Content part : content) {
            clean.add(
                    switch (part) {
                        case Content.Text(String text) ->
                                new Content.Text(parts.filter().apply(text));
                        case Content.Image image -> image;
                    });
        }
        return clean;
    }

    private void add(Item item) {
        events.emit(new Event.ItemAdded(item));
        conversation.history().add(new WithoutSecrets(parts.filter()).kept(item));
    }

    private void compact(String why) throws InterruptedException {
        events.emit(new Event.Warning("Making the history shorter: " + why + "."));
        Usage used = requests.compact(conversation, events);
        if (!used.equals(Usage.UNKNOWN)) {
            report(used, requests.cost(used));
        }
    }

    private void report(Usage used, OptionalLong cost) {
        budget.spent(used, cost);
        events.emit(
                new Event.UsageReported(
                        parts.model(), used, budget.usage(), conversation.usage(), cost));
    }

    private static TurnOutcome failed(FailureKind kind, RuntimeException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new TurnOutcome.Failed(kind, message, OptionalLong.empty(), Optional.empty());
    }

    /// One request and the calls that came of it.
    private final class Round implements ModelClient.Listener {
        private final CallRunner calls =
                new CallRunner(parts.tools(), gate, events, context, budget, parts.filter());
        private Optional<ModelEvent.Completed> completed = Optional.empty();
        private Optional<ModelEvent.Failed> failure = Optional.empty();
        private int items;

        void run() throws InterruptedException {
            try {
                requests.journalRequest(conversation);
                parts.client().stream(requests.next(conversation), this);
                answer(calls.await());
            } catch (InterruptedException e) {
                answer(calls.cancel());
                throw e;
            } catch (TurnStopped e) {
                answer(calls.cancel());
                throw e;
            } catch (CallRunner.Stopped stopped) {
                answer(stopped.outputs());
                throw (RuntimeException) stopped.getCause();
            }
        }

        @Override
        public void on(ModelEvent event) {
            switch (event) {
                case ModelEvent.Started(_, String model) -> requests.answeredBy(model);
                case ModelEvent.TextDelta(int index, String text) ->
                        events.emit(new Event.TextDelta(index, text));
                case ModelEvent.ReasoningDelta(int index, String text, boolean raw) ->
                        events.emit(new Event.ReasoningDelta(index, text, raw));
                case ModelEvent.ToolInputDelta(int index, String text) ->
                        events.emit(new Event.ToolInputDelta(index, text));
                case ModelEvent.ItemDone(_, Item item) -> done(item);
                case ModelEvent.Rerouted(String asked, String answered, String reason) -> {
                    requests.journalReroute(asked, answered, reason);
                    events.emit(new Event.Rerouted(asked, answered, reason));
                    reroutes.judge(asked, answered);
                }
                case ModelEvent.Retrying retry -> {
                    events.emit(new Event.StreamReset());
                    events.emit(
                            new Event.Retrying(
                                    retry.attempt(),
                                    retry.maxAttempts(),
                                    retry.delayMillis(),
                                    parts.filter().apply(retry.reason()),
                                    retry.requestId()));
                }
                case ModelEvent.Completed done -> completed = Optional.of(done);
                case ModelEvent.Failed failed -> failure = Optional.of(failed);
            }
        }

        private void done(Item item) {
            items++;
            if (item instanceof Item.AssistantMessage message) {
                lastMessage = message.text();
            }
            if (item instanceof Item.ToolCall call) {
                for (Item.ToolCall single : ParallelWrapper.unwrap(call, parts.tools())) {
                    Item.ToolCall unique = conversation.withUniqueId(single);
                    add(unique);
                    calls.start(unique);
                }
            } else {
                add(item);
            }
        }

        private void answer(List<Item.ToolOutput> outputs) {
            outputs.forEach(Turn.this::add);
            completed.ifPresent(done -> {
                OptionalLong cost = requests.cost(done.usage());
                conversation.spent(done.usage());
                requests.journalAnswer(done, cost);
                report(done.usage(), cost);
            });
        }

        /// How the turn ends after this round; empty if it goes on.
        Optional<TurnOutcome> end() throws InterruptedException {
            if (failure.isPresent()) {
                requests.journalFailure(failure.get());
                return afterFailure(failure.get());
            }
            ModelEvent.Completed done = completed.orElseThrow();
            brokenStreams = 0;
            if (calls.any() || !done.endTurn() || !steering.isEmpty()) {
                return Optional.empty();
            }
            return switch (done.stop()) {
                case OUTPUT_LIMIT -> afterOutputLimit();
                case PAUSED -> Optional.empty();
                case DONE, TOOL_CALLS -> items == 0 ? afterNothing() : completedTurn();
            };
        }

        private Optional<TurnOutcome> completedTurn() {
            return Optional.of(new TurnOutcome.Completed(lastMessage));
        }

        private Optional<TurnOutcome> afterNothing() {
            if (askedAgainAfterNothing) {
                return Optional.of(
                        new TurnOutcome.Failed(
                                FailureKind.EMPTY_ANSWER,
                                "the model returned nothing, twice; try again or choose another"
                                        + " model.",
                                OptionalLong.empty(),
                                Optional.empty()));
            }
            askedAgainAfterNothing = true;
            return Optional.empty();
        }

        private Optional<TurnOutcome> afterOutputLimit() {
            if (continuedAfterLimit) {
                return Optional.of(
                        new TurnOutcome.Failed(
                                FailureKind.OUTPUT_LIMIT,
                                "the answer was cut by the model's output limit, twice; ask for"
                                        + " less at once.",
                                OptionalLong.empty(),
                                Optional.empty()));
            }
            continuedAfterLimit = true;
            say(List.of(new Content.Text("Your answer was cut off. Go on where it ended.")));
            return Optional.empty();
        }

        private Optional<TurnOutcome> afterFailure(ModelEvent.Failed failed)
                throws InterruptedException {
            if (failed.kind() == FailureKind.CONTEXT_WINDOW_EXCEEDED && !compactedForWindow) {
                compactedForWindow = true;
                compact("the provider says that it is too long");
                return Optional.empty();
            }
            boolean broken =
                    failed.kind() == FailureKind.STREAM_DISCONNECTED
                            || failed.kind() == FailureKind.IDLE_TIMEOUT;
            // What came before the break is in the history and is never run again.
            if (broken && items > 0 && ++brokenStreams <= MAX_BROKEN_STREAMS) {
                events.emit(new Event.StreamReset());
                events.emit(
                        new Event.Retrying(
                                brokenStreams,
                                MAX_BROKEN_STREAMS,
                                0,
                                parts.filter().apply(failed.message()),
                                failed.requestId()));
                return Optional.empty();
            }
            return Optional.of(
                    new TurnOutcome.Failed(
                            failed.kind(),
                            parts.filter().apply(failed.message()),
                            failed.retryAfterSeconds(),
                            failed.requestId()));
        }
    }

    /// The id of a call that Cordon makes on its own, for example to read a file for a patch.
    static CallId internal(CallId parent) {
        return new CallId("cordon-" + parent.value().hashCode());
    }
}
