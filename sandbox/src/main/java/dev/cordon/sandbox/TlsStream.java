package dev.cordon.sandbox;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// TLS over any pair of streams. The JDK's TLS sockets need an internet socket below them; the
/// proxy has Unix sockets, and bytes that were read already.
///
/// One thread may read while another writes.
final class TlsStream {
    private static final int SPARE_BYTES = 1024;

    private final SSLEngine engine;
    private final InputStream rawIn;
    private final OutputStream rawOut;
    private final ReentrantLock writing = new ReentrantLock();
    private final byte[] chunk;
    private ByteBuffer encrypted;
    private ByteBuffer plain;
    private final ByteBuffer packet;

    private TlsStream(SSLEngine engine, InputStream rawIn, OutputStream rawOut) {
        this.engine = engine;
        this.rawIn = rawIn;
        this.rawOut = rawOut;
        int packetBytes = engine.getSession().getPacketBufferSize() + SPARE_BYTES;
        this.chunk = new byte[packetBytes];
        this.encrypted = ByteBuffer.allocate(2 * packetBytes).flip();
        this.plain =
                ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() + SPARE_BYTES)
                        .flip();
        this.packet = ByteBuffer.allocate(2 * packetBytes);
    }

    /// Does the handshake, as client or as server as the engine is set.
    static TlsStream handshake(SSLEngine engine, InputStream rawIn, OutputStream rawOut)
            throws IOException {
        TlsStream stream = new TlsStream(engine, rawIn, rawOut);
        engine.beginHandshake();
        stream.advance();
        return stream;
    }

    private void advance() throws IOException {
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            switch (status) {
                case NOT_HANDSHAKING, FINISHED -> {
                    return;
                }
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap() == SSLEngineResult.Status.CLOSED) {
                        throw new SSLException("the other side closed during the TLS handshake");
                    }
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        writing.lock();
        try {
            do {
                packet.clear();
                SSLEngineResult result = engine.wrap(from, packet);
                packet.flip();
                rawOut.write(packet.array(), 0, packet.limit());
                if (result.getStatus() == SSLEngineResult.Status.CLOSED && from.hasRemaining()) {
                    throw new SSLException("the TLS connection is closed");
                }
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    runTasks();
                }
            } while (from.hasRemaining());
            rawOut.flush();
        } finally {
            writing.unlock();
        }
    }

    /// Turns one record into plain bytes, reading more if it is not whole.
    private SSLEngineResult.Status unwrap() throws IOException {
        while (true) {
            plain.compact();
            SSLEngineResult result;
            try {
                result = engine.unwrap(encrypted, plain);
            } finally {
                plain.flip();
            }
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> fill();
                case BUFFER_OVERFLOW -> {
                    ByteBuffer larger = ByteBuffer.allocate(plain.capacity() * 2);
                    plain = larger.put(plain).flip();
                }
                case OK, CLOSED -> {
                    return result.getStatus();
                }
            }
        }
    }

    private void fill() throws IOException {
        int count = rawIn.read(chunk);
        if (count < 0) {
            throw new EOFException("the connection ended inside TLS");
        }
        encrypted.compact();
        if (encrypted.remaining() < count) {
            ByteBuffer larger = ByteBuffer.allocate(encrypted.capacity() + count);
            encrypted = larger.put(encrypted.flip());
        }
        encrypted.put(chunk, 0, count).flip();
    }

    private int read(byte[] target, int offset, int length) throws IOException {
        while (!plain.hasRemaining()) {
            if (engine.isInboundDone() || unwrap() == SSLEngineResult.Status.CLOSED) {
                return -1;
            }
            if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                advance();
            }
        }
        int count = Math.min(length, plain.remaining());
        plain.get(target, offset, count);
        return count;
    }

    /// The plain bytes that come. Not buffered.
    InputStream in() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return TlsStream.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, target.length);
                return length == 0 ? 0 : TlsStream.this.read(target, offset, length);
            }
        };
    }

    /// Takes plain bytes. Each write goes out at once.
    OutputStream out() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                wrap(ByteBuffer.wrap(new byte[] {(byte) b}));
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                if (length > 0) {
                    wrap(ByteBuffer.wrap(source, offset, length));
                }
            }
        };
    }

    /// Says goodbye; the streams below stay open.
    void close() {
        try {
            engine.closeOutbound();
            wrap(ByteBuffer.allocate(0));
        } catch (IOException e) {
            // The other side has gone already, which is what a goodbye is for.
            runTasks();
        }
    }
}
