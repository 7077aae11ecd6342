package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ItemLineTest {
    private static final Instant TIME = Instant.parse("2026-11-21T09:30:00.250Z");

    @Test
    void whatItReadsIsWhatTheFullReaderReads() {
        Samples samples = new Samples(7);
        int quick = 0;
        int lines = 0;
        for (int i = 0; i < 200; i++) {
            for (Class<?> kind : Samples.leaves(Item.class)) {
                Item item = (Item) samples.of(kind);
                Optional<Item> read = ItemLine.read(line(item));
                if (read.isPresent()) {
                    assertEquals(item, read.get());
                    quick++;
                }
                lines++;
            }
        }
        assertTrue(quick * 3 > lines, quick + " of " + lines + " lines were read quickly");
    }

    @Test
    void aDamagedLineIsLeftToTheFullReader() {
        Samples samples = new Samples(11);
        Random random = new Random(12);
        for (int i = 0; i < 300; i++) {
            for (Class<?> kind : Samples.leaves(Item.class)) {
                byte[] line = line((Item) samples.of(kind));
                int event = text(line).indexOf("\"event\":");
                for (int change = 0; change < 4; change++) {
                    int at = event + random.nextInt(line.length - event);
                    line[at] =
                            random.nextBoolean()
                                    ? (byte) random.nextInt(256)
                                    : (byte) "\"\\{}[],:u0".charAt(random.nextInt(10));
                    Optional<Item> read = ItemLine.read(line);
                    if (read.isPresent()) {
                        assertEquals(full(line), read, () -> text(line));
                    }
                }
            }
        }
    }

    @Test
    void aLineThatIsCutAnywhereIsLeftToTheFullReader() {
        byte[] line =
                line(
                        new Item.UserMessage(
                                List.of(new Content.Text("a\n\"b\" \u0001 \uD83D\uDE00"))));
        for (int length = 0; length < line.length; length++) {
            assertEquals(Optional.empty(), ItemLine.read(java.util.Arrays.copyOf(line, length)));
        }
        assertTrue(ItemLine.read(line).isPresent());
    }

    @Test
    void anEscapedQuotationOfAnotherLineIsOnlyText() {
        String other = text(line(new Item.UserMessage(List.of(new Content.Text("inner")))));
        Item item =
                new Item.ToolOutput(
                        new CallId("c"),
                        "exec_command",
                        Item.ToolStatus.OK,
                        List.of(new Content.Text(other), new Content.Text("\\\"}}}")));
        assertEquals(Optional.of(item), ItemLine.read(line(item)));
    }

    private static Optional<Item> full(byte[] line) {
        try {
            return EnvelopeCodec.read(new String(line, StandardCharsets.UTF_8))
                            instanceof
                            EnvelopeCodec.Line.Known(Envelope(_, _, Event.ItemAdded(Item item)))
                    ? Optional.of(item)
                    : Optional.empty();
        } catch (JsonException e) {
            throw new AssertionError(text(line), e);
        }
    }

    private static byte[] line(Item item) {
        return EnvelopeCodec.write(new Envelope(3, TIME, new Event.ItemAdded(item)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
