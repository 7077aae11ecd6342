package dev.cordon.model;

/// How long to go on after faults.
///
/// @param unreachableMillis how long to wait for a host that cannot be reached; endless waiting is
///   for a person who can cancel it
/// @param totalWaitMillis the longest sum of all other waits of one request
public record RetryLimits(long unreachableMillis, long totalWaitMillis) {
    /// Two minutes for the network, ten for everything else.
    public static final RetryLimits DEFAULT = new RetryLimits(120_000, 600_000);

    public RetryLimits {
        if (unreachableMillis < 0 || totalWaitMillis < 0) {
            throw new IllegalArgumentException("a wait cannot be negative");
        }
    }
}
