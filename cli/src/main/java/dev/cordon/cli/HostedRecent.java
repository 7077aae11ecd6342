package dev.cordon.cli;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The newest events of a session as lines, for a client that attaches: what the log holds is not
/// kept here, but for the running turn, whose events are fuller than those of the log, and what
/// passes and is not yet part of an event.
///
/// Everything durable before {@link #from} stands in the log, and everything from there on stands
/// here. Not thread-safe.
final class HostedRecent {
    private static final int MAX_ENTRIES = 4000;
    private static final long MAX_CHARS = 1024 * 1024;

    /// Of one answer or one command as it comes; the end is kept.
    private static final int MAX_DELTA_CHARS = 128 * 1024;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long chars;
    private long last = -1;

    /// One event. What passes grows while more of the same comes.
    private static final class Entry {
        private final Envelope envelope;
        private final boolean durable;
        private final List<String> lines;
        private final StringBuilder text = new StringBuilder();

        Entry(Envelope envelope, boolean durable, List<String> lines) {
            this.envelope = durable ? withoutContent(envelope) : envelope;
            this.durable = durable;
            this.lines = lines;
        }

        /// The lines say it all; what is needed besides is the type.
        private static Envelope withoutContent(Envelope envelope) {
            return new Envelope(envelope.sequence(), envelope.time(), new Event.SessionClosed());
        }

        long chars() {
            long sum = 64L + text.length();
            for (String line : lines) {
                sum += line.length();
            }
            return sum;
        }

        void append(String more) {
            text.append(more);
            int over = text.length() - MAX_DELTA_CHARS;
            if (over > 0) {
                text.delete(0, over);
            }
        }

        List<String> lines() {
            Event event = envelope.event();
            Event whole =
                    switch (event) {
                        case Event.TextDelta(int index, _) ->
                                new Event.TextDelta(index, text.toString());
                        case Event.ReasoningDelta(int index, _, boolean raw) ->
                                new Event.ReasoningDelta(index, text.toString(), raw);
                        case Event.OutputDelta(CallId call, _) ->
                                new Event.OutputDelta(call, text.toString());
                        default -> event;
                    };
            return whole == event
                    ? lines
                    : List.of(
                            EnvelopeCodec.write(
                                    new Envelope(envelope.sequence(), envelope.time(), whole)));
        }
    }

    /// The sequence of the first durable event that stands here, or of the next one there will be.
    long from() {
        for (Entry entry : entries) {
            if (entry.durable) {
                return entry.envelope.sequence();
            }
        }
        return last + 1;
    }

    /// Takes the next event.
    ///
    /// @param before a line that must come before it
    /// @return the lines of this event
    List<String> add(Envelope envelope, Optional<String> before) {
        // A warning from beside the session has the number of the event before it.
        boolean durable = envelope.sequence() > last;
        last = Math.max(last, envelope.sequence());
        superseded(envelope.event());
        List<String> lines = new ArrayList<>();
        before.ifPresent(lines::add);
        lines.add(EnvelopeCodec.write(envelope));
        String text = text(envelope.event());
        Entry same = text == null ? null : same(envelope.event());
        if (same != null && text != null) {
            chars -= same.chars();
            same.append(text);
            chars += same.chars();
        } else if (!(envelope.event() instanceof Event.ToolInputDelta)) {
            Entry entry = new Entry(envelope, durable, lines);
            if (text != null) {
                entry.append(text);
            }
            entries.add(entry);
            chars += entry.chars();
        }
        while (entries.size() > MAX_ENTRIES || (chars > MAX_CHARS && entries.size() > 1)) {
            chars -= entries.removeFirst().chars();
        }
        return lines;
    }

    /// What a client gets.
    ///
    /// @param after the last durable event that it has; below 0 for none
    List<String> lines(long after) {
        List<String> all = new ArrayList<>();
        for (Entry entry : entries) {
            boolean wanted =
                    entry.durable
                            ? entry.envelope.sequence() > after
                            : after < 0 || startsAgain(entry.envelope.event());
            if (wanted) {
                all.addAll(entry.lines());
            }
        }
        return all;
    }

    // A client that comes back forgets the answer it saw begin; output of a command it keeps.
    private static boolean startsAgain(Event event) {
        return event instanceof Event.TextDelta || event instanceof Event.ReasoningDelta;
    }

    private void superseded(Event event) {
        switch (event) {
            case Event.TurnStarted _ -> remove(_ -> true);
            case Event.TurnEnded _, Event.StreamReset _ -> remove(HostedRecent::ofStream);
            case Event.ItemAdded(Item.AssistantMessage _) -> remove(HostedRecent::ofStream);
            case Event.ItemAdded(Item.Reasoning _) ->
                    remove(e -> e instanceof Event.ReasoningDelta);
            case Event.ActionFinished(CallId call, _) ->
                    remove(e -> e instanceof Event.OutputDelta out && out.call().equals(call));
            default -> {
                // It stands beside the others.
            }
        }
    }

    private static boolean ofStream(Event event) {
        return event instanceof Event.TextDelta || event instanceof Event.ReasoningDelta;
    }

    private void remove(Predicate<Event> old) {
        entries.removeIf(entry -> {
            boolean gone = old.test(entry.envelope.event());
            chars -= gone ? entry.chars() : 0;
            return gone;
        });
    }

    private static @Nullable String text(Event event) {
        return switch (event) {
            case Event.TextDelta delta -> delta.text();
            case Event.ReasoningDelta delta -> delta.text();
            case Event.OutputDelta delta -> delta.text();
            default -> null;
        };
    }

    /// The entry that a delta belongs to: what passes of one kind stands together.
    private @Nullable Entry same(Event event) {
        for (var newest = entries.descendingIterator(); newest.hasNext(); ) {
            Entry entry = newest.next();
            if (sameKind(entry.envelope.event(), event)) {
                return entry;
            }
            if (entry.durable && !(event instanceof Event.OutputDelta)) {
                return null;
            }
        }
        return null;
    }

    private static boolean sameKind(Event one, Event other) {
        return switch (other) {
            case Event.TextDelta(int index, _) ->
                    one instanceof Event.TextDelta first && first.index() == index;
            case Event.ReasoningDelta(int index, _, boolean raw) ->
                    one instanceof Event.ReasoningDelta first
                            && first.index() == index
                            && first.raw() == raw;
            case Event.OutputDelta(CallId call, _) ->
                    one instanceof Event.OutputDelta first && first.call().equals(call);
            default -> false;
        };
    }
}
