package dev.cordon.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The real standard output. Only what was promised goes there; `System.out` leads to standard
/// error, so that no library can mix its words in.
final class ProtocolOutput {
    private final OutputStream out;
    private boolean broken;

    private ProtocolOutput(OutputStream out) {
        this.out = out;
    }

    /// Takes standard output over for the rest of the process.
    static ProtocolOutput takeOver() {
        OutputStream real = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        return new ProtocolOutput(real);
    }

    /// For tests.
    static ProtocolOutput to(OutputStream out) {
        return new ProtocolOutput(out);
    }

    /// Writes a line at once.
    synchronized void line(String line) {
        text(line + "\n");
    }

    /// Writes text at once.
    synchronized void text(String text) {
        if (broken) {
            return;
        }
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException _) {
            broken = true;
        }
    }

    /// Whether the reader went away.
    synchronized boolean broken() {
        return broken;
    }

    /// The stream itself, for bytes that are a command's own.
    OutputStream bytes() {
        return out;
    }

    /// A stream for picocli.
    PrintStream stream() {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }
}
