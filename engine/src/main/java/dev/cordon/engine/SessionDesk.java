package dev.cordon.engine;

import dev.cordon.policy.Facts;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// One session as its reviewer sees it.
final class SessionDesk implements ReviewDesk {
    private final SessionParts parts;
    private final FactFinder facts;
    private final Conversation conversation;
    private final Events events;
    private final JournalRecord record;
    private final Consumer<Usage> turn;

    /// @param turn adds tokens to those of the running turn
    SessionDesk(
            SessionParts parts,
            FactFinder facts,
            Conversation conversation,
            Events events,
            JournalRecord record,
            Consumer<Usage> turn) {
        this.parts = parts;
        this.facts = facts;
        this.conversation = conversation;
        this.events = events;
        this.record = record;
        this.turn = turn;
    }

    @Override
    public Optional<String> beyondReview(Question question) {
        Facts known = facts.about(question.action());
        return parts.policy().beyondReview(question.action(), question.ask(), known);
    }

    @Override
    public Json.Obj understood(Question question) {
        return parts.policy().understood(question.action(), facts.about(question.action()));
    }

    @Override
    public List<Item> history() {
        return conversation.history().snapshot();
    }

    @Override
    public String withoutSecrets(String text) {
        return parts.filter().apply(text);
    }

    @Override
    public void asking(String provider, String model, int items, int attempt) {
        record.modelRequest(provider, model, items, attempt);
    }

    @Override
    public void reviewed(Question question, Review review) {
        record.reviewed(question, review);
        if (!review.model().isEmpty()) {
            record.modelAnswer(
                    review.provider(), review.model(), review.usage(), OptionalLong.empty());
            conversation.spentBeside(review.usage());
            turn.accept(review.usage());
        }
        events.emit(new Event.Reviewed(question.id(), question.call(), review));
    }
}
