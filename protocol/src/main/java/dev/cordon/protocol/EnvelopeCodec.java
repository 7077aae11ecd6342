package dev.cordon.protocol;

import java.time.Instant;
import java.util.Optional;

/// {@link Envelope} to and from one line of text, without the line end.
///
/// ```text
/// {"schema_version":1,"sequence":0,"time":"2026-11-21T09:30:00.250Z","event":{"type":"warning","message":"…"}}
/// ```
public final class EnvelopeCodec {
    private static final String EVENT = "\"event\":{\"type\":\"";

    private EnvelopeCodec() {}

    /// A line that was read.
    public sealed interface Line {
        /// Its place in the session.
        long sequence();

        /// An event.
        record Known(Envelope envelope) implements Line {
            @Override
            public long sequence() {
                return envelope.sequence();
            }
        }

        /// An event of a type that this version does not know; a reader counts it and goes on.
        record Unknown(long sequence, Instant time, String type) implements Line {}
    }

    /// The envelope as one line.
    public static String write(Envelope envelope) {
        StringBuilder out = new StringBuilder(256);
        out.append("{\"schema_version\":").append(Envelope.SCHEMA_VERSION);
        out.append(",\"sequence\":").append(envelope.sequence());
        out.append(",\"time\":\"").append(Timestamp.write(envelope.time()));
        out.append("\",\"event\":");
        JsonText.write(EventCodec.write(envelope.event()), out);
        return out.append('}').toString();
    }

    /// Reads one line.
    ///
    /// @throws JsonException if it is not JSON, a member is missing or wrong, or it was written by
    ///   a version with a newer format
    public static Line read(String line) {
        return read(JsonText.readObject(line));
    }

    /// Reads one line that is parsed already.
    ///
    /// @throws JsonException as {@link #read(String)}
    public static Line read(Json.Obj json) {
        Members in = new Members(json);
        long version = in.number("schema_version");
        if (version < 1 || version > Envelope.SCHEMA_VERSION) {
            throw new JsonException(
                    "schema_version "
                            + version
                            + " was written by another version of Cordon; this one reads 1 to "
                            + Envelope.SCHEMA_VERSION);
        }
        long sequence = in.number("sequence");
        Instant time = in.time("time");
        Json.Obj body = in.object("event");
        Optional<Event> event = EventCodec.read(body);
        if (event.isEmpty()) {
            return new Line.Unknown(sequence, time, body.requireText("type"));
        }
        return new Line.Known(new Envelope(sequence, time, event.get()));
    }

    /// The type of the event of a line that {@link #write} made, without reading the rest of the
    /// line; empty if the line has another layout.
    public static Optional<String> peekType(String line) {
        // The members before the event are short and hold no text of anybody.
        int at = line.indexOf(EVENT);
        if (at < 0 || at > 120) {
            return Optional.empty();
        }
        int start = at + EVENT.length();
        int end = line.indexOf('"', start);
        return end < 0 ? Optional.empty() : Optional.of(line.substring(start, end));
    }
}
