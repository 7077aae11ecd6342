package dev.cordon.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The bytes of a body without its framing.
final class HttpBodyStream extends InputStream {
    private static final int NOT_STARTED = -1;

    private final InputStream in;
    private final HttpBody body;
    private long left;
    private boolean started;
    private boolean ended;

    private HttpBodyStream(HttpBody body, InputStream in) {
        this.in = in;
        this.body = body;
        this.left = body instanceof HttpBody.Length(long bytes) ? bytes : NOT_STARTED;
        this.ended = body instanceof HttpBody.None;
    }

    /// The body that begins here. Closing it does not close what is below.
    static InputStream open(HttpBody body, InputStream in) {
        return new HttpBodyStream(body, in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        return switch (body) {
            case HttpBody.None _ -> -1;
            case HttpBody.UntilClose _ -> in.read(target, offset, length);
            case HttpBody.Length _ -> {
                ended = left == 0;
                yield ended ? -1 : some(target, offset, length);
            }
            case HttpBody.Chunked _ -> {
                if (left <= 0) {
                    nextChunk();
                }
                yield ended ? -1 : some(target, offset, length);
            }
        };
    }

    private void nextChunk() throws IOException {
        try {
            if (started && (in.read() != '\r' || in.read() != '\n')) {
                throw RefusedRequest.malformed("a chunk does not end where it says");
            }
            started = true;
            left = HttpBody.chunkSize(in);
            if (left == 0) {
                HttpBody.skipTrailers(in);
                ended = true;
            }
        } catch (RefusedRequest e) {
            throw new IOException(e.sentence(), e);
        }
    }

    private int some(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the connection ended inside a body");
        }
        left -= count;
        return count;
    }
}
