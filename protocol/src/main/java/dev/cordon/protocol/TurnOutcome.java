package dev.cordon.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/// How a turn ended.
public sealed interface TurnOutcome {

    /// The model finished.
    ///
    /// @param finalMessage its last words
    record Completed(String finalMessage) implements TurnOutcome {}

    /// It could not go on.
    ///
    /// @param message a sentence that says what happened and what to do
    /// @param retryAfterSeconds when it makes sense to try again, if the provider said so
    record Failed(
            FailureKind kind,
            String message,
            OptionalLong retryAfterSeconds,
            Optional<String> requestId)
            implements TurnOutcome {}

    /// Somebody stopped it.
    record Interrupted(String by) implements TurnOutcome {}
}
