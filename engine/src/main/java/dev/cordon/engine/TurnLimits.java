package dev.cordon.engine;

/// What one turn may spend. Zero means no bound, except where a bound always holds.
///
/// @param maxModelRequests requests to the model
/// @param maxToolCalls calls of tools
/// @param maxSeconds wall time
/// @param maxTotalTokens input and output tokens together
/// @param maxMicroDollars millionths of a dollar, where prices are known
/// @param maxConsecutiveToolErrors calls in a row that failed before they became an action
/// @param maxIdenticalCalls calls in a row with the same name and arguments
public record TurnLimits(
        int maxModelRequests,
        int maxToolCalls,
        long maxSeconds,
        long maxTotalTokens,
        long maxMicroDollars,
        int maxConsecutiveToolErrors,
        int maxIdenticalCalls) {

    /// No budget, and a stop for a model that does the same again and again.
    public static final TurnLimits DEFAULT = new TurnLimits(0, 0, 0, 0, 0, 20, 12);
}
