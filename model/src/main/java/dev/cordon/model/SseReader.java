package dev.cordon.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Cuts a byte stream into server-sent events.
///
/// Lines end with LF, CR LF or CR; the space after the colon may be missing; comments and unknown
/// fields are skipped; several `data` lines are joined; the last event counts although its blank
/// line is missing. Text is decoded a whole event at a time, so a character may be cut anywhere
/// between two reads.
///
/// @see <a
///   href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">
///   HTML standard, server-sent events</a>
final class SseReader {
    /// The largest event that is read. A single item of an answer stays far below.
    static final int MAX_EVENT_BYTES = 16 * 1024 * 1024;

    /// The longest stream that is read: no real answer comes near.
    static final long MAX_STREAM_BYTES = 64L * 1024 * 1024;

    private static final int READ_BYTES = 16 * 1024;

    private final InputStream in;
    private final int maxEventBytes;
    private final long maxStreamBytes;
    private byte[] buffer = new byte[READ_BYTES];
    private int start;
    private int limit;
    private int scanned;
    private long streamBytes;
    private boolean skipLineFeed;
    private boolean firstLine = true;
    private String name = "";
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(1024);
    private boolean hasData;

    SseReader(InputStream in) {
        this(in, MAX_EVENT_BYTES, MAX_STREAM_BYTES);
    }

    SseReader(InputStream in, int maxEventBytes, long maxStreamBytes) {
        this.in = in;
        this.maxEventBytes = maxEventBytes;
        this.maxStreamBytes = maxStreamBytes;
    }

    /// The next event; empty when the stream has ended.
    ///
    /// @throws TooLargeException if an event or the stream is over its bound
    /// @throws IOException if the stream cannot be read
    Optional<SseEvent> next() throws IOException {
        while (true) {
            int end = lineEnd();
            if (end >= 0) {
                skipLineFeed = buffer[end] == '\r';
                boolean blank = line(start, end);
                start = end + 1;
                scanned = start;
                if (blank && hasData) {
                    return Optional.of(take());
                }
                if (blank) {
                    name = "";
                }
            } else if (!fill()) {
                line(start, limit);
                start = limit;
                scanned = limit;
                return hasData ? Optional.of(take()) : Optional.empty();
            }
        }
    }

    private int lineEnd() {
        if (skipLineFeed && start < limit) {
            if (buffer[start] == '\n') {
                start++;
                scanned = start;
            }
            skipLineFeed = false;
        }
        for (int i = scanned; i < limit; i++) {
            if (buffer[i] == '\n' || buffer[i] == '\r') {
                return i;
            }
        }
        scanned = limit;
        return -1;
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            scanned -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            if (buffer.length >= maxEventBytes) {
                throw new TooLargeException("one event of the answer", maxEventBytes);
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, maxEventBytes));
        }
        int read = in.read(buffer, limit, Math.min(READ_BYTES, buffer.length - limit));
        if (read < 0) {
            return false;
        }
        limit += read;
        streamBytes += read;
        if (streamBytes > maxStreamBytes) {
            throw new TooLargeException("the answer", maxStreamBytes);
        }
        return true;
    }

    /// Takes one line in; true if it is blank.
    private boolean line(int lineStart, int to) throws IOException {
        int from = lineStart;
        if (firstLine && to > from) {
            firstLine = false;
            if (to - from >= 3
                    && buffer[from] == (byte) 0xEF
                    && buffer[from + 1] == (byte) 0xBB
                    && buffer[from + 2] == (byte) 0xBF) {
                from += 3;
            }
        }
        if (from == to) {
            return true;
        }
        int colon = from;
        while (colon < to && buffer[colon] != ':') {
            colon++;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && buffer[value] == ' ') {
            value++;
        }
        if (isField("data", from, colon)) {
            append(value, to);
        } else if (isField("event", from, colon)) {
            name = new String(buffer, value, to - value, StandardCharsets.UTF_8);
        }
        return false;
    }

    private boolean isField(String field, int from, int to) {
        if (to - from != field.length()) {
            return false;
        }
        for (int i = 0; i < field.length(); i++) {
            if (buffer[from + i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void append(int from, int to) throws IOException {
        if ((long) data.size() + to - from + 1 > maxEventBytes) {
            throw new TooLargeException("one event of the answer", maxEventBytes);
        }
        if (hasData) {
            data.write('\n');
        }
        data.write(buffer, from, to - from);
        hasData = true;
    }

    private SseEvent take() {
        SseEvent event = new SseEvent(name, data.toString(StandardCharsets.UTF_8));
        data.reset();
        hasData = false;
        name = "";
        return event;
    }

    /// Something that a server sent is over its bound.
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String what, long boundBytes) {
            super(what + " is larger than " + boundBytes / (1024 * 1024) + " MiB");
        }
    }
}
