package dev.cordon.engine;

import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.OptionalLong;

/// Counts what one turn spends and stops it when a limit is reached, before the next expense.
final class Budget {
    private final TurnLimits limits;
    private final Clock clock;
    private final Instant start;
    private int modelRequests;
    private int toolCalls;
    private long microDollars;
    private Usage usage = Usage.UNKNOWN;
    private int consecutiveErrors;
    private int identicalCalls;
    private String lastCall = "";

    Budget(TurnLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.start = clock.instant();
    }

    /// @throws TurnStopped if a request more would go over a limit
    synchronized void beforeRequest() {
        check("model requests", modelRequests + 1, limits.maxModelRequests());
        check("seconds", elapsedSeconds(), limits.maxSeconds());
        check("tokens", tokens(), limits.maxTotalTokens());
        check("millionths of a dollar", microDollars, limits.maxMicroDollars());
        modelRequests++;
    }

    /// @throws TurnStopped if the call would go over a limit, or the model does the same again and
    ///   again
    synchronized void beforeCall(Item.ToolCall call) {
        check("tool calls", toolCalls + 1, limits.maxToolCalls());
        toolCalls++;
        String same = call.name() + ' ' + call.input().text();
        // Waiting for a background command looks the same each time and is no loop.
        boolean waiting = call.name().equals(WriteStdinTool.NAME);
        identicalCalls = same.equals(lastCall) && !waiting ? identicalCalls + 1 : 1;
        lastCall = same;
        if (limits.maxIdenticalCalls() > 0 && identicalCalls > limits.maxIdenticalCalls()) {
            throw TurnStopped.failed(
                    FailureKind.LOOP_DETECTED,
                    "the model called "
                            + call.name()
                            + " "
                            + identicalCalls
                            + " times in a row with the same arguments; the turn was stopped."
                            + " Give it a hint and try again.");
        }
    }

    synchronized void callRejected() {
        consecutiveErrors++;
        if (limits.maxConsecutiveToolErrors() > 0
                && consecutiveErrors > limits.maxConsecutiveToolErrors()) {
            throw TurnStopped.failed(
                    FailureKind.LOOP_DETECTED,
                    consecutiveErrors
                            + " calls in a row were not understood; the turn was stopped. The"
                            + " model may not be able to use tools.");
        }
    }

    synchronized void callUnderstood() {
        consecutiveErrors = 0;
    }

    synchronized void spent(Usage request, OptionalLong cost) {
        usage = usage.plus(request);
        microDollars += cost.orElse(0);
    }

    synchronized Usage usage() {
        return usage;
    }

    private long elapsedSeconds() {
        return clock.instant().getEpochSecond() - start.getEpochSecond();
    }

    private long tokens() {
        return usage.input().orElse(0) + usage.output().orElse(0);
    }

    private static void check(String what, long used, long limit) {
        if (limit > 0 && used > limit) {
            throw TurnStopped.failed(
                    FailureKind.BUDGET_SPENT,
                    "the budget of "
                            + limit
                            + " "
                            + what
                            + " is spent; raise it and resume the session to go on.");
        }
    }
}
