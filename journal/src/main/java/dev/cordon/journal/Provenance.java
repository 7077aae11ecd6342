package dev.cordon.journal;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Review;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a decision goes back to besides the action and the facts.
///
/// @param tool the tool that the model called
/// @param charterDigest SHA-256 in hex of the instructions in force
/// @param promptDigest SHA-256 in hex of what the user asked for in this turn
/// @param baseCommit what is checked out in the workspace
/// @param checkpoint the newest snapshot of the workspace
/// @param policySource where the administrator's part of the rules comes from
/// @param ruleDigest SHA-256 in hex of the rule that decided, if somebody wrote one
/// @param matched the rules that matched, strictest first
/// @param backend what makes the boundary
/// @param answered the answer that made it this decision, if it stands in for a question
public record Provenance(
        Optional<String> tool,
        Optional<String> charterDigest,
        Optional<String> promptDigest,
        Optional<String> baseCommit,
        Optional<String> checkpoint,
        Optional<String> policySource,
        Optional<String> ruleDigest,
        List<String> matched,
        Optional<String> backend,
        Optional<Answered> answered) {
    /// Nothing is known.
    public static final Provenance NONE =
            new Provenance(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());

    public Provenance {
        matched = List.copyOf(matched);
    }

    /// The same with the rule that decided.
    public Provenance by(Optional<String> rule) {
        return new Provenance(
                tool,
                charterDigest,
                promptDigest,
                baseCommit,
                checkpoint,
                policySource,
                rule,
                matched,
                backend,
                answered);
    }

    /// An answer to a question, and what it granted.
    ///
    /// @param supersedes the entry with the question
    /// @param review what an automatic reviewer said, if one was asked
    /// @param grant absent if the answer was no
    public record Answered(
            long supersedes,
            Answer answer,
            Optional<Review> review,
            Optional<Grant> grant,
            Instant when) {}
}
