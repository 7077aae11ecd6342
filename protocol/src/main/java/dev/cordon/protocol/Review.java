package dev.cordon.protocol;

import java.util.Optional;

/// What an automatic reviewer made of a question.
///
/// @param risk how much harm the action could do; absent without a verdict of a model
/// @param authorization how clearly the user asked for it; absent without a verdict of a model
/// @param rationale why, in the words of the model, or of Cordon where no model was asked
/// @param provider who answered; empty if no model was asked
/// @param model the model that answered; empty if no model was asked
/// @param promptDigest SHA-256 in hex of all that the model was given; empty if none was asked
/// @param usage tokens of all tries
/// @param durationMillis how long it took
public record Review(
        Outcome outcome,
        Optional<Risk> risk,
        Optional<Authorization> authorization,
        String rationale,
        String provider,
        String model,
        String promptDigest,
        Usage usage,
        long durationMillis) {

    /// What came of a review.
    public enum Outcome {
        ALLOWED,
        DENIED,
        /// No model may allow this, so none was asked.
        NOT_REVIEWABLE,
        /// There is no verdict: no answer, no valid answer, no time or no tokens left.
        FAILED
    }

    /// How much harm an action could do.
    public enum Risk {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL
    }

    /// How clearly the user asked for an action.
    public enum Authorization {
        UNKNOWN,
        LOW,
        MEDIUM,
        HIGH
    }
}
