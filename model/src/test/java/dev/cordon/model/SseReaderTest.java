package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseReaderTest {

    @Test
    void allLineEndsMakeEvents() throws IOException {
        assertEquals(
                List.of(data("1"), data("2"), data("3"), data("4")),
                read("data: 1\n\ndata: 2\r\n\r\ndata: 3\r\rdata: 4\n\r\n"));
    }

    @Test
    void theSpaceAfterTheColonMayBeMissingAndOnlyOneIsTaken() throws IOException {
        assertEquals(List.of(data("a"), data(" b")), read("data:a\n\ndata:  b\n\n"));
    }

    @Test
    void severalDataLinesAreJoined() throws IOException {
        assertEquals(List.of(data("a\n\nb")), read("data: a\ndata\ndata: b\n\n"));
    }

    @Test
    void theNameOfAnEventIsKept() throws IOException {
        assertEquals(List.of(new SseEvent("ping", "{}")), read("event: ping\ndata: {}\n\n"));
    }

    @Test
    void aNameWithoutDataIsForgotten() throws IOException {
        assertEquals(List.of(data("x")), read("event: ping\n\ndata: x\n\n"));
    }

    @Test
    void commentsAndUnknownFieldsAreSkipped() throws IOException {
        assertEquals(List.of(data("x")), read(": hello\nid: 4\nretry: 1\nnonsense\ndata: x\n\n"));
    }

    @Test
    void theLastEventCountsWithoutItsBlankLine() throws IOException {
        assertEquals(List.of(data("a"), data("b")), read("data: a\n\ndata: b"));
        assertEquals(List.of(data("b")), read("data: b\n"));
    }

    @Test
    void aByteOrderMarkIsSkipped() throws IOException {
        assertEquals(List.of(data("x")), read("\uFEFFdata: x\n\n"));
    }

    @Test
    void bytesThatAreNoTextDoNotStopTheReader() throws IOException {
        byte[] garbage = {'d', 'a', 't', 'a', ':', (byte) 0xff, (byte) 0xfe, 0, '\n', '\n'};
        SseReader reader = new SseReader(new ByteArrayInputStream(garbage));
        assertEquals("\uFFFD\uFFFD\0", reader.next().orElseThrow().data());
    }

    @Test
    void itDoesNotMatterWhereTheStreamIsCut() throws IOException {
        String stream = "event: é\r\ndata: zażółć 𝄞\r\n\r\n: c\rdata: a\ndata: b\n\ndata: end";
        List<SseEvent> whole = read(stream);
        assertEquals(3, whole.size());
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            assertEquals(whole, all(new SseReader(new Chopped(bytes, random))));
        }
    }

    @Test
    void anEventOverItsBoundIsRefused() {
        String big = "data: " + "x".repeat(100_000) + "\n\n";
        SseReader reader = new SseReader(stream(big), 64 * 1024, 1 << 30);
        assertThrows(SseReader.TooLargeException.class, reader::next);
        String lines = ("data: " + "x".repeat(1000) + "\n").repeat(100);
        SseReader many = new SseReader(stream(lines), 64 * 1024, 1 << 30);
        assertThrows(SseReader.TooLargeException.class, many::next);
    }

    @Test
    void aStreamOverItsBoundIsRefused() {
        SseReader reader = new SseReader(stream("data: x\n\n".repeat(1000)), 1024, 4096);
        assertThrows(SseReader.TooLargeException.class, () -> all(reader));
    }

    @Test
    void anyBytesEndWithoutAnError() throws IOException {
        Random random = new Random(11);
        byte[] alphabet = ": \r\ndataevent\0é".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            List<SseEvent> whole = all(new SseReader(new ByteArrayInputStream(bytes)));
            assertEquals(whole, all(new SseReader(new Chopped(bytes, random))));
            assertTrue(whole.size() <= bytes.length);
        }
    }

    private static List<SseEvent> read(String text) throws IOException {
        return all(new SseReader(stream(text)));
    }

    private static List<SseEvent> all(SseReader reader) throws IOException {
        List<SseEvent> events = new ArrayList<>();
        for (Optional<SseEvent> e = reader.next(); e.isPresent(); e = reader.next()) {
            events.add(e.get());
        }
        return events;
    }

    private static SseEvent data(String data) {
        return new SseEvent("", data);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Gives one to five bytes at a time.
    private static final class Chopped extends ByteArrayInputStream {
        private final Random random;

        Chopped(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(5)));
        }
    }
}
