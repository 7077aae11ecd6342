package dev.cordon.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The body of a request as pieces of buffers that stay where they are.
final class RequestBody implements Transport.Body {
    private final List<Segment> segments = new ArrayList<>();
    private long lengthBytes;

    RequestBody add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(new Segment(bytes, 0, bytes.length));
    }

    RequestBody add(Segment segment) {
        if (segment.end > segment.start) {
            segments.add(segment);
            lengthBytes += segment.end - segment.start;
        }
        return this;
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (Segment segment : segments) {
            out.write(segment.bytes, segment.start, segment.end - segment.start);
        }
    }

    /// The whole body as text.
    @Override
    public String toString() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Segment segment : segments) {
            out.write(segment.bytes, segment.start, segment.end - segment.start);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// A piece of a buffer.
    static final class Segment {
        private final byte[] bytes;
        private final int start;
        private final int end;

        Segment(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.start = start;
            this.end = end;
        }
    }
}
