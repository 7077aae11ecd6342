package dev.cordon.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What happened in a session. The session log is a sequence of these, and so is what a front end
/// sees.
public sealed interface Event {

    /// Shown while it happens and never stored: what it adds up to comes as another event.
    sealed interface Passing extends Event {}

    /// The first event of every session log.
    record SessionStarted(
            SessionId session,
            String version,
            String cwd,
            String provider,
            String model,
            String sandboxMode,
            String approvalPolicy,
            String network,
            Optional<SessionId> forkedFrom)
            implements Event {}

    /// A process took the session up again.
    record SessionResumed(String version, String provider, String model) implements Event {}

    /// The session has a name.
    record SessionRenamed(String name) implements Event {}

    /// A setting changed.
    record SettingChanged(String key, String value, Origin origin) implements Event {}

    /// A turn began.
    record TurnStarted(TurnId turn) implements Event {}

    /// The history grew.
    record ItemAdded(Item item) implements Event {}

    /// Text of the model as it comes.
    record TextDelta(int index, String text) implements Passing {}

    /// Reasoning of the model as it comes.
    record ReasoningDelta(int index, String text, boolean raw) implements Passing {}

    /// Arguments of a call as they come; for show, never acted on.
    record ToolInputDelta(int index, String text) implements Passing {}

    /// The stream broke and starts again: what the deltas showed is void.
    record StreamReset() implements Passing {}

    /// Output of a running command as it comes.
    record OutputDelta(CallId call, String text) implements Passing {}

    /// A tool described what it wants to do.
    record ActionProposed(Action action) implements Event {}

    /// Policy decided.
    record Decided(CallId call, Decision decision) implements Event {}

    /// Somebody is asked.
    record Asked(Question question) implements Event {}

    /// An automatic reviewer looked at a question; the answer follows, or a person is asked.
    record Reviewed(String questionId, CallId call, Review review) implements Event {}

    /// Somebody answered.
    record Answered(String questionId, CallId call, Answer answer) implements Event {}

    /// The model asks the user something; the call waits for {@link Op.GiveInput}.
    record InputRequested(String request, CallId call, List<InputQuestion> questions)
            implements Event {
        public InputRequested {
            questions = List.copyOf(questions);
        }
    }

    /// The user answered, or will not.
    ///
    /// @param replies empty if there is no answer
    record InputGiven(String request, CallId call, List<InputQuestion.Reply> replies)
            implements Event {
        public InputGiven {
            replies = List.copyOf(replies);
        }
    }

    /// An MCP server started, failed or ended.
    ///
    /// @param state `ready`, `failed`, `disabled` or `ended`
    /// @param detail why, a sentence; for `ready` what the server calls itself
    /// @param tools the names of its tools as the server knows them
    record McpServerChanged(String server, String state, String detail, List<String> tools)
            implements Event {
        public McpServerChanged {
            tools = List.copyOf(tools);
        }
    }

    /// The action runs.
    record ActionStarted(CallId call) implements Event {}

    /// The action is over, or runs on in the background.
    record ActionFinished(CallId call, Result result) implements Event {}

    /// A call could not become an action: an unknown tool, bad arguments.
    record CallRejected(CallId call, String tool, String message) implements Event {}

    /// A background process ended.
    record ProcessEnded(int process, int exitCode) implements Event {}

    /// The model changed its plan.
    record PlanUpdated(List<PlanStep> steps, Optional<String> explanation) implements Event {
        public PlanUpdated {
            steps = List.copyOf(steps);
        }
    }

    /// A request to the model failed and is made again.
    record Retrying(
            int attempt,
            int maxAttempts,
            long delayMillis,
            String reason,
            Optional<String> requestId)
            implements Event {}

    /// The provider answered with another model than the one that was asked.
    record Rerouted(String requestedModel, String answeredModel, String reason) implements Event {}

    /// Tokens were spent.
    ///
    /// @param microDollars the price of the request in millionths of a dollar, if it is known
    record UsageReported(
            String model, Usage request, Usage turn, Usage session, OptionalLong microDollars)
            implements Event {}

    /// The history was made shorter; from here on it is `history`.
    record Compacted(List<Item> history, String method, long tokensBefore, long tokensAfter)
            implements Event {
        public Compacted {
            history = List.copyOf(history);
        }
    }

    /// Changes were reviewed; the last message says the same in words.
    record ChangesReviewed(ChangeReview review) implements Event {}

    /// The workspace can be restored to what it is now.
    ///
    /// @param number counted from 1 in the session
    record CheckpointTaken(int number, TurnId turn, String reference) implements Event {}

    /// Somebody went back.
    ///
    /// @param undo the checkpoint that undoes this
    record Rewound(int number, Op.RewindWhat what, int undo) implements Event {}

    /// A prompt waits for the running turn to end.
    record Queued(int position, List<Content> content) implements Event {
        public Queued {
            content = List.copyOf(content);
        }
    }

    /// A queued prompt was taken out of the queue, to run or because it was withdrawn.
    record Unqueued(int position) implements Event {}

    /// Something the user should know and that stops nothing.
    record Warning(String message) implements Event {}

    /// A turn ended.
    record TurnEnded(TurnId turn, TurnOutcome outcome, Usage usage) implements Event {}

    /// The session was closed in good order.
    record SessionClosed() implements Event {}
}
