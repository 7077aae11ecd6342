package dev.cordon.engine;

import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.TurnId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// The words of a session, in order: what people and models said and what tools answered.
public final class SessionText {
    private SessionText() {}

    /// Who said something.
    public enum Speaker {
        USER,
        ASSISTANT,
        CALL,
        OUTPUT
    }

    /// One entry.
    ///
    /// @param turn counted from 1; 0 before the first
    /// @param id of that turn
    public record Said(int turn, Optional<TurnId> id, Instant time, Speaker speaker, String text) {}

    /// Shows what was said.
    ///
    /// @throws SessionLogException if the file cannot be read, or is damaged
    public static void read(Path file, Consumer<Said> consumer) {
        Walk walk = new Walk(consumer);
        SessionReader.scan(
                file,
                type ->
                        type.equals("item_added") || type.equals("turn_started")
                                ? SessionReader.Care.READ
                                : SessionReader.Care.PASS,
                walk::line);
    }

    private static final class Walk {
        private final Consumer<Said> consumer;
        private int turn;
        private Optional<TurnId> id = Optional.empty();

        Walk(Consumer<Said> consumer) {
            this.consumer = consumer;
        }

        void line(EnvelopeCodec.Line line) {
            if (!(line instanceof EnvelopeCodec.Line.Known(var envelope))) {
                return;
            }
            if (envelope.event() instanceof Event.TurnStarted(TurnId started)) {
                turn++;
                id = Optional.of(started);
            } else if (envelope.event() instanceof Event.ItemAdded(Item item)) {
                item(item, envelope.time());
            }
        }

        private void item(Item item, Instant time) {
            switch (item) {
                case Item.UserMessage message -> say(time, Speaker.USER, message.text());
                case Item.AssistantMessage message -> say(time, Speaker.ASSISTANT, message.text());
                case Item.ToolCall call ->
                        say(time, Speaker.CALL, call.name() + " " + call.input().text());
                case Item.ToolOutput output -> say(time, Speaker.OUTPUT, output.text());
                case Item.Context _, Item.Reasoning _, Item.Opaque _ -> {}
            }
        }

        private void say(Instant time, Speaker speaker, String text) {
            if (!text.isBlank()) {
                consumer.accept(new Said(turn, id, time, speaker, text));
            }
        }
    }
}
