package dev.cordon.engine;

import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.Usage;
import java.util.OptionalLong;

/// Makes the requests of a session and tells the journal about them.
final class RequestMaker {
    private static final long MILLION = 1_000_000;

    /// A history that stayed too long is tried again when it grew by this part of the window.
    private static final int GROWTH_BEFORE_COMPACTION = 4;

    private final SessionParts parts;
    private final JournalRecord record;
    private final Compactor compactor;
    private Runnable whenAnswering = () -> {};
    private String answeredBy = "";

    RequestMaker(SessionParts parts, JournalRecord record) {
        this.parts = parts;
        this.record = record;
        this.compactor = new Compactor(parts);
    }

    ModelRequest next(Conversation conversation) {
        SessionParts.Settings settings = parts.settings();
        return new ModelRequest(
                settings.model(),
                conversation.history().snapshot(),
                parts.tools().specs(),
                settings.parallelToolCalls(),
                settings.reasoning(),
                settings.verbosity(),
                conversation.outputSchema(),
                settings.maxOutputTokens(),
                conversation.session());
    }

    boolean needsCompaction(Conversation conversation) {
        long limit = parts.pricing().compactAt();
        return limit > 0
                && conversation.lastTokens() >= limit
                && conversation.grewSinceCompaction(limit / GROWTH_BEFORE_COMPACTION);
    }

    /// Makes the history shorter.
    ///
    /// @return what it used; unknown if no model was asked
    Usage compact(Conversation conversation, Events events) throws InterruptedException {
        Usage used = compactor.compact(conversation, events);
        if (!used.equals(Usage.UNKNOWN)) {
            journalRequest(conversation);
            record.modelAnswer(parts.client().provider(), parts.model(), used, cost(used));
            conversation.spentBeside(used);
        }
        return used;
    }

    /// The price of a request in millionths of a dollar, if prices and counts are known.
    OptionalLong cost(Usage usage) {
        SessionParts.Pricing pricing = parts.pricing();
        if (usage.input().isEmpty()
                || usage.output().isEmpty()
                || pricing.inputMicroDollars().isEmpty()
                || pricing.outputMicroDollars().isEmpty()) {
            return OptionalLong.empty();
        }
        long input = pricing.inputMicroDollars().getAsLong();
        long cached = usage.cachedInput().orElse(0);
        long fresh = Math.max(0, usage.input().getAsLong() - cached);
        return OptionalLong.of(
                (fresh * input
                                + cached * pricing.cachedMicroDollars().orElse(input)
                                + usage.output().getAsLong()
                                        * pricing.outputMicroDollars().getAsLong())
                        / MILLION);
    }

    /// Runs something as soon as the model begins to answer: work that must not delay the request.
    void whenAnswering(Runnable work) {
        whenAnswering = work;
    }

    void answeredBy(String model) {
        answeredBy = model;
        whenAnswering.run();
    }

    void journalRequest(Conversation conversation) {
        record.modelRequest(
                parts.client().provider(), parts.model(), conversation.history().size(), 1);
    }

    /// What was said while the turn ran.
    void journalPrompt(String text) {
        record.prompt(text);
    }

    void journalAnswer(ModelEvent.Completed done, OptionalLong cost) {
        record.modelAnswer(
                parts.client().provider(),
                answeredBy.isEmpty() ? parts.model() : answeredBy,
                done.usage(),
                cost);
    }

    void journalFailure(ModelEvent.Failed failed) {
        record.modelFailure(parts.client().provider(), parts.model(), failed);
    }

    void journalReroute(String asked, String answered, String reason) {
        record.reroute(parts.client().provider(), asked, answered, reason);
    }
}
