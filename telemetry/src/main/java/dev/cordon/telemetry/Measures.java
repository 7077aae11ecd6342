package dev.cordon.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.ArrayList;
import java.util.List;

/// The metrics: those of the conventions for generative AI, and our own.
final class Measures {
    private static final List<Double> SHORT = doubling(0.01, 14);
    private static final List<Double> LONG = doubling(0.1, 13);
    private static final List<Long> COUNTS = List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L);

    final DoubleHistogram inference;
    final DoubleHistogram firstChunk;
    final LongCounter input;
    final LongCounter output;
    final LongCounter cacheRead;
    final LongCounter cacheWrite;
    final LongCounter reasoning;
    final DoubleHistogram agent;
    final LongHistogram inferenceCalls;
    final LongHistogram toolCalls;
    final DoubleHistogram tool;
    final LongCounter decisions;
    final DoubleHistogram approvalWait;
    final LongCounter network;
    final LongCounter denials;
    final LongCounter toolFailures;
    final LongCounter dropped;
    final LongCounter cost;

    Measures(Meter meter) {
        inference = seconds(meter, "gen_ai.client.inference.duration", SHORT);
        firstChunk = seconds(meter, "gen_ai.client.inference.time_to_first_chunk", SHORT);
        input = tokens(meter, "input_tokens");
        output = tokens(meter, "output_tokens");
        cacheRead = tokens(meter, "cache_read.input_tokens");
        cacheWrite = tokens(meter, "cache_write.input_tokens");
        reasoning = tokens(meter, "reasoning.output_tokens");
        agent = seconds(meter, "gen_ai.invoke_agent.duration", LONG);
        inferenceCalls = counts(meter, "gen_ai.invoke_agent.inference_calls", "{inference_call}");
        toolCalls = counts(meter, "gen_ai.invoke_agent.tool_calls", "{tool_call}");
        tool = seconds(meter, "gen_ai.execute_tool.duration", SHORT);
        decisions = counter(meter, "cordon.decisions", "{decision}");
        approvalWait = seconds(meter, "cordon.approval.wait", LONG);
        network = counter(meter, "cordon.network.decisions", "{decision}");
        denials = counter(meter, "cordon.sandbox.denials", "{denial}");
        toolFailures = counter(meter, "cordon.tool.failures", "{call}");
        dropped = counter(meter, "cordon.export.dropped", "{record}");
        cost = counter(meter, "cordon.cost", "u{USD}");
    }

    /// Adds tokens; a count that is not known adds nothing.
    static void add(LongCounter counter, java.util.OptionalLong tokens, Attributes attributes) {
        tokens.ifPresent(count -> counter.add(count, attributes));
    }

    private static DoubleHistogram seconds(Meter meter, String name, List<Double> bounds) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(bounds)
                .build();
    }

    private static LongHistogram counts(Meter meter, String name, String unit) {
        return meter.histogramBuilder(name)
                .ofLongs()
                .setUnit(unit)
                .setExplicitBucketBoundariesAdvice(COUNTS)
                .build();
    }

    private static LongCounter tokens(Meter meter, String name) {
        return counter(meter, "gen_ai.client.inference.usage." + name, "{token}");
    }

    private static LongCounter counter(Meter meter, String name, String unit) {
        return meter.counterBuilder(name).setUnit(unit).build();
    }

    private static List<Double> doubling(double first, int count) {
        List<Double> bounds = new ArrayList<>();
        for (double bound = first; bounds.size() < count; bound *= 2) {
            bounds.add(bound);
        }
        return bounds;
    }
}
