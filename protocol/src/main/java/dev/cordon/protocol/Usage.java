package dev.cordon.protocol;

import java.util.OptionalLong;

/// Tokens of one request, one turn or one session. A count that the provider did not tell is
/// absent, which is not the same as zero.
///
/// @param input all input tokens, those from the cache included
/// @param cachedInput input tokens read from the provider's cache
/// @param cacheWrite input tokens written to the provider's cache
/// @param output all output tokens, reasoning included
/// @param reasoning output tokens spent on reasoning
public record Usage(
        OptionalLong input,
        OptionalLong cachedInput,
        OptionalLong cacheWrite,
        OptionalLong output,
        OptionalLong reasoning) {

    /// Nothing known.
    public static final Usage UNKNOWN =
            new Usage(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());

    /// The sum; a count is known if it is known on either side.
    public Usage plus(Usage other) {
        return new Usage(
                add(input, other.input),
                add(cachedInput, other.cachedInput),
                add(cacheWrite, other.cacheWrite),
                add(output, other.output),
                add(reasoning, other.reasoning));
    }

    private static OptionalLong add(OptionalLong a, OptionalLong b) {
        if (a.isEmpty()) {
            return b;
        }
        return b.isEmpty() ? a : OptionalLong.of(a.getAsLong() + b.getAsLong());
    }
}
