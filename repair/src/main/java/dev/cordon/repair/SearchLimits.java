package dev.cordon.repair;

/// How much a search may use.
///
/// @param seed decides made-up inputs; the same seed gives the same answer unless time runs out
/// @param maxCandidates candidates that are judged
/// @param maxMillis of wall clock
/// @param hosts test processes at once
record SearchLimits(long seed, int maxCandidates, long maxMillis, int hosts) {
    static final SearchLimits DEFAULT = new SearchLimits(1, 60_000, 90_000, 2);

    SearchLimits {
        if (maxCandidates < 1 || maxMillis < 1 || hosts < 1 || hosts > 16) {
            throw new IllegalArgumentException(
                    "limits must be positive and hosts at most 16: %d candidates, %d ms, %d hosts"
                            .formatted(maxCandidates, maxMillis, hosts));
        }
    }
}
