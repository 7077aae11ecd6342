package dev.cordon.journal;

import java.io.IOException;
import java.util.List;

/// Removes secrets from text that comes in pieces, wherever the pieces break.
///
/// A line goes out when it is whole; a secret that spans lines is waited for. Not thread-safe.
public final class RedactingWriter implements AutoCloseable {
    private static final int CONTEXT_CHARS = 512;
    private static final int MAX_LINE_CHARS = 64 * 1024;
    private static final int MAX_HELD_CHARS = 32 * 1024;
    private static final int TAIL_CHARS = 8 * 1024;

    private final Redactor redactor;
    private final Appendable out;
    private final StringBuilder buffer = new StringBuilder();
    private int done;

    public RedactingWriter(Redactor redactor, Appendable out) {
        this.redactor = redactor;
        this.out = out;
    }

    /// Takes a piece and hands on what is complete.
    public void write(CharSequence piece) throws IOException {
        int searched = Math.max(done, buffer.length());
        buffer.append(piece);
        int newline = buffer.lastIndexOf("\n");
        boolean lineEnded = newline >= searched;
        if (lineEnded || buffer.length() - done > MAX_LINE_CHARS) {
            emit(lineEnded ? newline + 1 : buffer.length() - TAIL_CHARS, false);
        }
    }

    /// Hands on the rest.
    @Override
    public void close() throws IOException {
        emit(buffer.length(), true);
    }

    private void emit(int wanted, boolean last) throws IOException {
        List<Redactor.Finding> findings = redactor.find(buffer);
        int cut = wanted;
        for (Redactor.Finding finding : findings) {
            // One that ends right at the cut may go on, as a key whose last line is not there yet.
            boolean crosses = finding.start() < cut && finding.end() >= cut;
            if (!last && crosses && buffer.length() - done <= MAX_HELD_CHARS) {
                cut = Math.max(done, finding.start());
                break;
            }
        }
        for (Redactor.Finding finding : findings) {
            if (finding.start() < cut && finding.end() > cut) {
                cut = finding.end();
            }
        }
        out.append(redactor.replaced(buffer, done, cut, findings));
        done = cut;
        int surplus = done - CONTEXT_CHARS;
        if (surplus > 0) {
            buffer.delete(0, surplus);
            done -= surplus;
        }
    }
}
