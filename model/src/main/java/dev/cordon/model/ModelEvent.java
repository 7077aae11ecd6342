package dev.cordon.model;

import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/// One step of an answer, the same for all providers.
public sealed interface ModelEvent {

    /// The provider began to answer.
    record Started(String responseId, String model) implements ModelEvent {}

    /// More text of the message at `index`.
    record TextDelta(int index, String text) implements ModelEvent {}

    /// More reasoning.
    ///
    /// @param raw true for raw reasoning of a local model, false for a summary
    record ReasoningDelta(int index, String text, boolean raw) implements ModelEvent {}

    /// More of a call's arguments; for show only.
    record ToolInputDelta(int index, String text) implements ModelEvent {}

    /// An item is complete: the only source of truth for it. A call may start at once.
    record ItemDone(int index, Item item) implements ModelEvent {}

    /// Another model answers than the one that was asked.
    record Rerouted(String requested, String answered, String reason) implements ModelEvent {}

    /// The request failed and is made again after the delay.
    record Retrying(
            int attempt,
            int maxAttempts,
            long delayMillis,
            String reason,
            Optional<String> requestId)
            implements ModelEvent {}

    /// The answer is complete.
    ///
    /// @param stop why it ended
    /// @param endTurn false if the provider wants to be asked again although no tool was called
    record Completed(Usage usage, Stop stop, boolean endTurn) implements ModelEvent {}

    /// Why an answer ended.
    enum Stop {
        DONE,
        TOOL_CALLS,
        /// Cut by the output limit; finished items hold.
        OUTPUT_LIMIT,
        /// The provider paused a long turn and wants the answer back.
        PAUSED
    }

    /// The request failed for good.
    ///
    /// @param message a sentence that says what happened and what to do
    /// @param retryAfterSeconds when it makes sense to try again, if the provider said so
    record Failed(
            FailureKind kind,
            String message,
            OptionalLong retryAfterSeconds,
            Optional<String> requestId)
            implements ModelEvent {}
}
