package dev.cordon.cli;

import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.TurnOutcome;

/// How the process ends, for shells and programs.
enum ExitCode {
    DONE(0),
    /// The task failed: the model, the provider, the search.
    FAILED(1),
    /// Wrong usage or configuration; nothing was started.
    USAGE(2),
    /// Refused by policy, or an approval was needed that nobody could give.
    REFUSED(3),
    /// The budget or the time is spent.
    BUDGET(4),
    /// The sandbox could not be set up; nothing ran.
    NO_SANDBOX(125),
    INTERRUPTED(130),
    /// Nobody reads standard output any more.
    BROKEN_PIPE(141),
    TERMINATED(143);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(TurnOutcome outcome) {
        return switch (outcome) {
            case TurnOutcome.Completed _ -> DONE;
            case TurnOutcome.Interrupted _ -> INTERRUPTED;
            case TurnOutcome.Failed failed -> of(failed.kind());
        };
    }

    private static ExitCode of(FailureKind kind) {
        return switch (kind) {
            case CONFIGURATION -> USAGE;
            case REFUSED_BY_POLICY, APPROVAL_UNAVAILABLE, TOO_MANY_DENIALS -> REFUSED;
            case BUDGET_SPENT -> BUDGET;
            case SANDBOX_UNAVAILABLE -> NO_SANDBOX;
            case INTERRUPTED -> INTERRUPTED;
            case BAD_REQUEST,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    NOT_FOUND,
                    MODEL_NOT_FOUND,
                    REQUEST_TOO_LARGE,
                    CONTEXT_WINDOW_EXCEEDED,
                    OUTPUT_LIMIT,
                    RATE_LIMITED,
                    USAGE_LIMIT,
                    OVERLOADED,
                    SERVER_ERROR,
                    CONNECTION_FAILED,
                    TLS,
                    STREAM_DISCONNECTED,
                    IDLE_TIMEOUT,
                    BAD_STREAM,
                    CONTENT_FILTER,
                    CYBER_POLICY,
                    SAFETY_POLICY,
                    REFUSED_BY_MODEL,
                    EMPTY_ANSWER,
                    LOOP_DETECTED,
                    JOURNAL_UNAVAILABLE,
                    SESSION_LOG,
                    INTERNAL ->
                    FAILED;
        };
    }
}
