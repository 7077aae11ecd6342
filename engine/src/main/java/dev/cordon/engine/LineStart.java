package dev.cordon.engine;

import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// The start of a line of a session file: its number, its time and the type of its event, found at
/// their places without a search, because every line of a long session is looked at when it is
/// taken up.
///
/// ```text
/// {"schema_version":1,"sequence":17,"time":"2026-11-21T09:30:00.250Z","event":{"type":"decided",…
/// ```
final class LineStart {
    /// What a line has that does not begin so; the full reader takes it.
    static final LineStart OTHER = new LineStart(new byte[0], 0, 0, 0, -1);

    private static final byte[] NUMBER = bytes("{\"schema_version\":1,\"sequence\":");
    private static final byte[] TIME = bytes(",\"time\":\"");
    private static final byte[] EVENT = bytes("\",\"event\":{\"type\":\"");
    private static final int MAX_DIGITS = 15;
    private static final int SHORT_TIME_CHARS = 24;
    private static final int LONG_TIME_CHARS = 30;
    private static final int MAX_TYPE_CHARS = 40;
    private static final int PEEK_BYTES = 300;

    private final byte[] line;
    private final int time;
    private final int type;
    private final int end;
    private final long sequence;

    private LineStart(byte[] line, int time, int type, int end, long sequence) {
        this.line = line;
        this.time = time;
        this.type = type;
        this.end = end;
        this.sequence = sequence;
    }

    static LineStart of(byte[] line) {
        int at = NUMBER.length;
        if (!has(line, 0, NUMBER)) {
            return OTHER;
        }
        long sequence = 0;
        int stop = Math.min(line.length, at + MAX_DIGITS);
        while (at < stop && line[at] >= '0' && line[at] <= '9') {
            sequence = sequence * 10 + line[at] - '0';
            at++;
        }
        if (at == NUMBER.length || !has(line, at, TIME)) {
            return OTHER;
        }
        int time = at + TIME.length;
        at = time + SHORT_TIME_CHARS;
        if (!has(line, at, EVENT)) {
            at = time + LONG_TIME_CHARS;
            if (!has(line, at, EVENT)) {
                return OTHER;
            }
        }
        int type = at + EVENT.length;
        int end = type;
        int last = Math.min(line.length, type + MAX_TYPE_CHARS);
        while (end < last && line[end] != '"') {
            end++;
        }
        return end == last ? OTHER : new LineStart(line, time, type, end, sequence);
    }

    /// The type of the event; empty if the line begins in another way.
    String type() {
        return new String(line, type, end - type, StandardCharsets.ISO_8859_1);
    }

    /// Whether what follows the type shows these characters soon, none of which is above U+007F.
    boolean showsSoon(String text) {
        return new String(
                        line,
                        end,
                        Math.min(line.length - end, PEEK_BYTES),
                        StandardCharsets.ISO_8859_1)
                .contains(text);
    }

    /// @throws JsonException if the line begins in another way
    long sequence() {
        if (sequence < 0) {
            throw new JsonException("it does not begin like a line of version 1");
        }
        return sequence;
    }

    /// When it happened; the epoch if that cannot be read.
    Instant time() {
        try {
            int chars = type - EVENT.length - time;
            return sequence < 0
                    ? Instant.EPOCH
                    : Timestamp.read(new String(line, time, chars, StandardCharsets.ISO_8859_1));
        } catch (JsonException _) {
            return Instant.EPOCH;
        }
    }

    private static boolean has(byte[] line, int from, byte[] expected) {
        int to = from + expected.length;
        return to <= line.length && Arrays.equals(line, from, to, expected, 0, expected.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
