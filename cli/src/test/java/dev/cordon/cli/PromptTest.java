package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PromptTest {
    private static final int HUNDRED_MEGABYTES = 100_000_000;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Prompt prompt(InputStream in, long idleMillis) {
        return new Prompt(
                new Host(
                        Map.of(),
                        Path.of("/"),
                        Path.of("/"),
                        in,
                        ProtocolOutput.to(new ByteArrayOutputStream()),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                idleMillis);
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPromptAndAPipedTextGoTogether() {
        assertEquals(
                "sum up\n\n<stdin>\nlong text\n</stdin>",
                prompt(text("long text"), 10_000).read(Optional.of("sum up")));
        assertEquals("sum up", prompt(text(""), 10_000).read(Optional.of("sum up")));
        assertEquals("long text", prompt(text("long text"), 10_000).read(Optional.empty()));
    }

    @Test
    void aPipeThatSaysNothingIsNotWaitedFor() throws IOException {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream reader = new PipedInputStream(writer)) {
            assertEquals("go", prompt(reader, 60_000).read(Optional.of("go")));
        }
    }

    @Test
    void aPipeThatStaysOpenAfterItsTextIsTakenAsItIsAndSaidSo() throws IOException {
        try (PipedOutputStream writer = new PipedOutputStream();
                PipedInputStream reader = new PipedInputStream(writer)) {
            writer.write("so far".getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    "go\n\n<stdin>\nso far\n</stdin>", prompt(reader, 200).read(Optional.of("go")));
            assertTrue(err.toString().contains("standard input stays open"), err.toString());
        }
    }

    @Test
    void aHundredMegabytesAreRefusedWithoutKeepingThem() {
        for (Optional<String> argument : java.util.List.of(Optional.of("go"), Optional.of(""))) {
            Endless endless = new Endless();
            UsageException told =
                    assertThrows(
                            UsageException.class,
                            () ->
                                    prompt(endless, 10_000)
                                            .read(argument.filter(word -> !word.isEmpty())));
            assertTrue(told.getMessage().contains("put it into a file"), told.getMessage());
            assertTrue(endless.given < 3 * Prompt.MAX_BYTES, "read " + endless.given);
        }
    }

    /// More than anybody should keep.
    private static final class Endless extends InputStream {
        private volatile long given;

        @Override
        public int available() {
            return given < HUNDRED_MEGABYTES ? 1 : 0;
        }

        @Override
        public int read() {
            return read(new byte[1], 0, 1) < 0 ? -1 : 'x';
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one reader
        public int read(byte[] into, int offset, int length) {
            if (given >= HUNDRED_MEGABYTES) {
                return -1;
            }
            java.util.Arrays.fill(into, offset, offset + length, (byte) 'x');
            given += length;
            return length;
        }
    }
}
