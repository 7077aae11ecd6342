package dev.cordon.engine;

import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What a list shows of a session.
///
/// @param started its first event; absent if the file does not begin with one
/// @param prompt the first one; may be empty
/// @param process who has it open, for example `4711`; empty if nobody
/// @param problem why it cannot be taken up; empty if it can
public record SessionSummary(
        SessionStore.Entry entry,
        Optional<Event.SessionStarted> started,
        Optional<String> name,
        Instant changed,
        int turns,
        String prompt,
        String process,
        String problem) {

    /// Reads no more of the file than it must.
    public static SessionSummary of(SessionStore.Entry entry) {
        Gather gather = new Gather();
        String problem = "";
        Instant changed = entry.changed().toInstant();
        String process = "";
        try {
            SessionReader.scan(entry.file(), gather);
            process = SessionLock.holder(entry.file());
        } catch (SessionLogException e) {
            problem = String.valueOf(e.getMessage());
        } catch (IOException e) {
            problem = "The lock of the session cannot be read: " + SessionFiles.reason(e) + ".";
        }
        if (problem.isEmpty() && gather.started.isEmpty()) {
            problem = "The session file " + entry.file() + " holds no session: nothing was logged.";
        }
        return new SessionSummary(
                entry,
                gather.started,
                gather.name,
                changed,
                gather.turns,
                gather.prompt,
                process,
                problem);
    }

    private static final class Gather implements SessionReader.Target {
        private Optional<Event.SessionStarted> started = Optional.empty();
        private Optional<String> name = Optional.empty();
        private int turns;
        private String prompt = "";

        @Override
        public SessionReader.Care care(String type, LineStart start) {
            return switch (type) {
                case "session_started", "session_renamed" -> SessionReader.Care.READ;
                case "turn_started" -> {
                    turns++;
                    yield SessionReader.Care.PASS;
                }
                case "item_added" ->
                        prompt.isEmpty() && start.showsSoon("\"item\":{\"type\":\"user_message\"")
                                ? SessionReader.Care.ITEM
                                : SessionReader.Care.PASS;
                default -> SessionReader.Care.PASS;
            };
        }

        @Override
        public void item(Item item) {
            if (prompt.isEmpty() && item instanceof Item.UserMessage message) {
                prompt = message.text();
            }
        }

        @Override
        public void line(EnvelopeCodec.Line line) {
            if (!(line instanceof EnvelopeCodec.Line.Known(var envelope))) {
                return;
            }
            if (envelope.event() instanceof Event.SessionStarted start) {
                started = Optional.of(start);
            } else if (envelope.event() instanceof Event.SessionRenamed(String to)) {
                name = Optional.of(to);
            } else if (envelope.event() instanceof Event.ItemAdded(Item item)) {
                item(item);
            }
        }
    }
}
