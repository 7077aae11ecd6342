package dev.cordon.model;

import dev.cordon.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a model can do and what it costs.
///
/// @param slug the provider's name of the model
/// @param contextWindowTokens what fits in, the answer included
/// @param effectivePercent how much of the window is used before compaction
/// @param maxOutputTokens the longest answer
/// @param customTools whether tools may take free text instead of JSON
/// @param efforts the reasoning efforts it knows, weakest first; empty if it does not reason
/// @param thinking how reasoning is switched on over the Messages API
/// @param truncationTokens how much of a tool's output it should see by default
/// @param promptVariant which text of the base instructions suits it
/// @param instructionsField whether the base instructions go into the field `instructions`
/// @param previousResponse whether only new items are sent, after the id of the last response; the
///   provider then keeps the conversation
/// @param chatReasoningField where a Chat Completions server wants reasoning back, if at all
/// @param warning what to tell the user once, if the model is not known
public record ModelProfile(
        String slug,
        long contextWindowTokens,
        int effectivePercent,
        int maxOutputTokens,
        Optional<Prices> prices,
        boolean customTools,
        boolean parallelCalls,
        boolean images,
        boolean hostedWebSearch,
        List<String> efforts,
        Optional<String> defaultEffort,
        boolean verbosity,
        Thinking thinking,
        int truncationTokens,
        String promptVariant,
        boolean instructionsField,
        boolean previousResponse,
        Optional<String> chatReasoningField,
        Optional<String> warning) {

    public ModelProfile {
        efforts = List.copyOf(efforts);
        if (contextWindowTokens < 1 || maxOutputTokens < 1 || truncationTokens < 1) {
            throw new IllegalArgumentException("a number of tokens of " + slug + " is below 1");
        }
        if (effectivePercent < 1 || effectivePercent > 100) {
            throw new IllegalArgumentException("effective percent of " + slug + " is not 1 to 100");
        }
    }

    /// The tokens that may be used before compaction.
    public long effectiveWindowTokens() {
        return contextWindowTokens * effectivePercent / 100;
    }

    /// The same model with a window that the user knows better, so that there is nothing to warn
    /// of.
    public ModelProfile withWindow(long tokens) {
        return new ModelProfile(
                slug,
                tokens,
                effectivePercent,
                maxOutputTokens,
                prices,
                customTools,
                parallelCalls,
                images,
                hostedWebSearch,
                efforts,
                defaultEffort,
                verbosity,
                thinking,
                truncationTokens,
                promptVariant,
                instructionsField,
                previousResponse,
                chatReasoningField,
                Optional.empty());
    }

    /// Whether the model lists the effort.
    public boolean knowsEffort(String effort) {
        return efforts.contains(effort);
    }

    /// How reasoning is asked for over the Messages API.
    public enum Thinking {
        NONE,
        /// With a number of tokens.
        BUDGET,
        /// The model decides; an effort guides it.
        ADAPTIVE
    }

    /// Prices in millionths of a US dollar for a million tokens: $1.25 is 1,250,000.
    public record Prices(long input, long cachedInput, long cacheWrite, long output) {

        /// The cost of a request in millionths of a US dollar; absent if the tokens are unknown.
        public OptionalLong costMicros(Usage usage) {
            if (usage.input().isEmpty() || usage.output().isEmpty()) {
                return OptionalLong.empty();
            }
            long cached = usage.cachedInput().orElse(0);
            long written = usage.cacheWrite().orElse(0);
            long plain = Math.max(0, usage.input().getAsLong() - cached - written);
            long millionths =
                    plain * input
                            + cached * cachedInput
                            + written * cacheWrite
                            + usage.output().getAsLong() * output;
            return OptionalLong.of(Math.ceilDiv(millionths, 1_000_000L));
        }
    }
}
