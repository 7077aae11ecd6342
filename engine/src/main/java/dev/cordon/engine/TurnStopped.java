package dev.cordon.engine;

import dev.cordon.journal.JournalException;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.SandboxException;
import java.util.Optional;
import java.util.OptionalLong;

/// A turn cannot go on: the boundary or the journal is gone, or somebody said stop. Not an outcome
/// of a single action, which would be a value.
final class TurnStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient TurnOutcome outcome;

    private TurnStopped(TurnOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    TurnOutcome outcome() {
        return outcome;
    }

    static TurnStopped sandbox(SandboxException cause) {
        return caused(FailureKind.SANDBOX_UNAVAILABLE, cause);
    }

    static TurnStopped journal(JournalException cause) {
        return caused(FailureKind.JOURNAL_UNAVAILABLE, cause);
    }

    /// @param why what was counted, the beginning of a sentence
    static TurnStopped tooManyDenials(String why) {
        return failed(
                FailureKind.TOO_MANY_DENIALS,
                why + "; the turn was stopped. Say what may be done, or change the rules.");
    }

    static TurnStopped abortedBy(String by) {
        return new TurnStopped(new TurnOutcome.Interrupted(by), "stopped by " + by);
    }

    static TurnStopped failed(FailureKind kind, String message) {
        return new TurnStopped(
                new TurnOutcome.Failed(kind, message, OptionalLong.empty(), Optional.empty()),
                message);
    }

    private static TurnStopped caused(FailureKind kind, RuntimeException cause) {
        String text = cause.getMessage();
        TurnStopped stopped = failed(kind, text == null ? cause.getClass().getSimpleName() : text);
        stopped.initCause(cause);
        return stopped;
    }
}
