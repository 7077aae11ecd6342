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

    private TurnStopped(TurnOutcome outcome, String message, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    TurnOutcome outcome() {
        return outcome;
    }

    static TurnStopped sandbox(SandboxException cause) {
        return failed(FailureKind.SANDBOX_UNAVAILABLE, message(cause), cause);
    }

    static TurnStopped journal(JournalException cause) {
        return failed(FailureKind.JOURNAL_UNAVAILABLE, message(cause), cause);
    }

    static TurnStopped tooManyDenials(int denials) {
        return failed(
                FailureKind.TOO_MANY_DENIALS,
                denials
                        + " actions in a row were refused; the turn was stopped. Say what may be"
                        + " done, or change the rules.",
                null);
    }

    static TurnStopped abortedBy(String by) {
        return new TurnStopped(new TurnOutcome.Interrupted(by), "stopped by " + by, null);
    }

    static TurnStopped failed(
            FailureKind kind, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return new TurnStopped(
                new TurnOutcome.Failed(kind, message, OptionalLong.empty(), Optional.empty()),
                message,
                cause);
    }

    private static String message(RuntimeException cause) {
        String text = cause.getMessage();
        return text == null ? cause.getClass().getSimpleName() : text;
    }
}
