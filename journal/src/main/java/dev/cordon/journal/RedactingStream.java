package dev.cordon.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Removes secrets from bytes of UTF-8 on their way into a file, wherever the pieces break. Bytes
/// that are no UTF-8 become U+FFFD. Not thread-safe.
public final class RedactingStream extends OutputStream {
    private static final int BUFFER_CHARS = 8 * 1024;

    private final OutputStreamWriter encoder;
    private final RedactingWriter writer;
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_CHARS);
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] begun = new byte[0];
    private boolean closed;

    /// @param out is closed with this
    public RedactingStream(Redactor redactor, OutputStream out) {
        this.encoder = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.writer = new RedactingWriter(redactor, encoder);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(begun.length + length);
        in.put(begun).put(bytes, offset, length).flip();
        decode(in, false);
        begun = new byte[in.remaining()];
        in.get(begun);
        // Whoever reads the file meanwhile finds all that is known to be clean.
        encoder.flush();
    }

    private void decode(ByteBuffer in, boolean last) throws IOException {
        boolean more = true;
        while (more) {
            more = decoder.decode(in, chars, last).isOverflow();
            writer.write(chars.flip());
            chars.clear();
        }
    }

    @Override
    public void flush() throws IOException {
        encoder.flush();
    }

    /// Hands on the rest and closes the stream below.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (encoder) {
            decode(ByteBuffer.wrap(begun), true);
            writer.close();
        }
    }
}
