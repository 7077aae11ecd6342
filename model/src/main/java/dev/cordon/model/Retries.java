package dev.cordon.model;

import dev.cordon.model.RetryTable.Row;
import dev.cordon.protocol.FailureKind;

/// Counts the attempts and the waiting of one request.
final class Retries {
    private static final long FIRST_DELAY_MILLIS = 200;
    private static final long MAX_DELAY_MILLIS = 3200;
    private static final long MIN_RATE_LIMIT_DELAY_MILLIS = 1000;
    private static final int FEW = 3;
    private static final double SPREAD = 0.1;

    /// The longest wait that a provider may ask for; above it the request fails and says when.
    static final long MAX_RETRY_AFTER_MILLIS = 5 * 60 * 1000;

    private final Provider provider;
    private final RetryLimits limits;
    private final ModelClients.Pause pause;
    private int retries;
    private int patientRetries;
    private long waitedMillis;
    private long unreachableSinceMillis = -1;
    private boolean refreshed;

    Retries(Provider provider, RetryLimits limits, ModelClients.Pause pause) {
        this.provider = provider;
        this.limits = limits;
        this.pause = pause;
    }

    /// What follows from a fault.
    sealed interface Step {
        /// Again after the delay.
        ///
        /// @param most attempts at most; 0 if only time limits them
        record Again(int attempt, int most, long delayMillis) implements Step {}

        /// No more.
        ///
        /// @param why what the table does not say, for example after how many attempts; may be
        ///   empty
        record Stop(String why) implements Step {}
    }

    boolean mayRefresh() {
        return !refreshed;
    }

    /// @param fresh whether there is a new credential
    Step next(Fault fault, Row row, boolean fresh) {
        if (row.action() != RetryTable.Action.PATIENT) {
            unreachableSinceMillis = -1;
            patientRetries = 0;
        }
        return switch (row.action()) {
            case STOP -> new Step.Stop("");
            case REFRESH -> {
                refreshed = true;
                yield fresh ? new Step.Again(1, 1, 0) : new Step.Stop("");
            }
            case PATIENT -> patient();
            case RETRY -> again(fault, allowed(fault));
            case RETRY_FEW -> again(fault, Math.min(FEW, allowed(fault)));
        };
    }

    private int allowed(Fault fault) {
        return switch (fault.source()) {
            case HTTP -> provider.requestMaxRetries();
            case UNREACHABLE, TLS, DISCONNECTED, IDLE, EVENT, GARBAGE ->
                    provider.streamMaxRetries();
        };
    }

    private Step again(Fault fault, int allowed) {
        if (retries >= allowed) {
            return new Step.Stop(retries == 0 ? "" : "after " + (retries + 1) + " attempts");
        }
        long wanted = fault.retryAfterMillis().orElse(-1);
        if (wanted > MAX_RETRY_AFTER_MILLIS) {
            return new Step.Stop(
                    "the provider wants to be asked again in " + FaultText.seconds(wanted));
        }
        long delay = wanted >= 0 ? wanted : backoff(retries);
        if (wanted < 0 && RetryTable.rowFor(fault).kind() == FailureKind.RATE_LIMITED) {
            delay = Math.max(delay, MIN_RATE_LIMIT_DELAY_MILLIS);
        }
        if (waitedMillis + delay > limits.totalWaitMillis()) {
            return new Step.Stop("after waiting for " + FaultText.seconds(waitedMillis));
        }
        waitedMillis += delay;
        retries++;
        return new Step.Again(retries, allowed, delay);
    }

    private Step patient() {
        long now = pause.nowMillis();
        if (unreachableSinceMillis < 0) {
            unreachableSinceMillis = now;
        }
        long spent = now - unreachableSinceMillis;
        long left = limits.unreachableMillis() - spent;
        if (left <= 0) {
            return new Step.Stop("after trying for " + FaultText.seconds(spent));
        }
        long delay = Math.min(backoff(patientRetries), left);
        patientRetries++;
        return new Step.Again(patientRetries, 0, delay);
    }

    private long backoff(int step) {
        long delay = Math.min(MAX_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(step, 10));
        return Math.round(delay * (1 - SPREAD + 2 * SPREAD * pause.random()));
    }
}
