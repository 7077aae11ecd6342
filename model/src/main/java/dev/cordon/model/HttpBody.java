package dev.cordon.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of one response: chunked, of known length, or up to the end of the connection.
final class HttpBody extends InputStream {
    private static final long CHUNKED = -2;
    private static final long TO_CLOSE = -1;

    private final HttpInput in;
    private final boolean chunked;
    private final boolean toClose;
    private long left;
    private boolean firstChunk = true;
    private boolean ended;
    private boolean failed;

    private HttpBody(HttpInput in, long length) {
        this.in = in;
        this.chunked = length == CHUNKED;
        this.toClose = length == TO_CLOSE;
        this.left = chunked ? 0 : length;
        this.ended = length == 0;
    }

    static HttpBody chunked(HttpInput in) {
        return new HttpBody(in, CHUNKED);
    }

    static HttpBody toClose(HttpInput in) {
        return new HttpBody(in, TO_CLOSE);
    }

    static HttpBody ofLength(HttpInput in, long lengthBytes) {
        return new HttpBody(in, lengthBytes);
    }

    /// Whether the connection stands at the start of the next response.
    boolean endedCleanly() {
        return ended && !toClose;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// Whether reading failed, so that the connection is of no more use.
    boolean failed() {
        return failed;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        failed = true;
        int read = readPart(into, offset, length);
        failed = false;
        return read;
    }

    private int readPart(byte[] into, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        if (chunked && left == 0 && !nextChunk()) {
            ended = true;
            return -1;
        }
        int wanted = toClose ? length : (int) Math.min(length, left);
        int read = in.read(into, offset, wanted);
        if (read < 0) {
            ended = true;
            if (toClose) {
                return -1;
            }
            throw new EOFException("the connection was closed inside the response");
        }
        if (!toClose) {
            left -= read;
            ended = !chunked && left == 0;
        }
        return read;
    }

    private boolean nextChunk() throws IOException {
        if (!firstChunk && !in.line().isEmpty()) {
            throw new IOException("a chunk is longer than it says");
        }
        firstChunk = false;
        String size = in.line();
        int semicolon = size.indexOf(';');
        String digits = (semicolon < 0 ? size : size.substring(0, semicolon)).strip();
        try {
            left = Long.parseUnsignedLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new IOException("a chunk has no size", e);
        }
        if (left < 0) {
            throw new IOException("a chunk is too large");
        }
        if (left == 0) {
            in.fields();
            return false;
        }
        return true;
    }
}
