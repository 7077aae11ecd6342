package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Bytes of a hostile client: each parser understands them or refuses them, in bounded time, and
/// understands a mangled form never as something else than the plain one.
final class ProxyFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String REQUEST =
            "GET http://good.example/a HTTP/1.1\r\nHost: good.example\r\nX: y\r\n\r\n";

    /// A valid message with bytes flipped, inserted, doubled or cut.
    private static byte[] mangled(byte[] valid, Random random) {
        byte[] bytes = valid.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes = java.util.Arrays.copyOf(bytes, at);
                case 2 ->
                        bytes =
                                inserted(
                                        bytes, at, "\r\n\t :.@/\\%#?\0".charAt(random.nextInt(13)));
                case 3 -> bytes = inserted(bytes, at, bytes[at]);
                default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return bytes;
    }

    private static byte[] inserted(byte[] bytes, int at, int value) {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = (byte) value;
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
    }

    @Test
    void aRequestIsForTheHostThatAStrictReaderSeesOrForNobody() {
        Random random = new Random(1);
        byte[] valid = REQUEST.getBytes(StandardCharsets.ISO_8859_1);
        int understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mangled(valid, random);
            try {
                Optional<HttpHead> head = HttpHead.read(new ByteArrayInputStream(bytes));
                if (head.isEmpty()) {
                    continue;
                }
                HttpRequest request = HttpRequest.toProxy(head.get());
                understood++;
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                String host = request.host().text();
                // The name stands in the text as it was understood, twice: target and Host.
                String lower = text.toLowerCase(java.util.Locale.ROOT);
                assertTrue(
                        request.host() instanceof NetworkHost.Address
                                || lower.indexOf(host) != lower.lastIndexOf(host),
                        text);
                assertEquals(List.of(host), List.of(NetworkHost.parse(host).text()));
            } catch (RefusedRequest | IOException _) {
                // It goes nowhere.
            }
        }
        assertTrue(understood > ROUNDS / 50, "too few mangled requests are whole: " + understood);
    }

    @Test
    void whatIsWrittenAnewIsUnderstoodInTheSameWay() throws Exception {
        Random random = new Random(2);
        byte[] valid = REQUEST.getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < ROUNDS; round++) {
            try {
                Optional<HttpHead> head =
                        HttpHead.read(new ByteArrayInputStream(mangled(valid, random)));
                if (head.isPresent()) {
                    byte[] written = HttpHead.bytes(head.get().start(), head.get().fields());
                    assertEquals(head, HttpHead.read(new ByteArrayInputStream(written)));
                }
            } catch (RefusedRequest | IOException _) {
                // It goes nowhere.
            }
        }
    }

    @Test
    void chunksAddUpToTheBodyOrTheConnectionEnds() {
        Random random = new Random(3);
        byte[] valid =
                "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nT: 1\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);
        int whole = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mangled(valid, random);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                HttpHead head =
                        HttpHead.read(
                                        new ByteArrayInputStream(
                                                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                                                        .getBytes(StandardCharsets.US_ASCII)))
                                .orElseThrow();
                HttpBody.ofRequest(head).copy(new ByteArrayInputStream(bytes), out);
                whole++;
                // What was written is itself one well-formed body.
                ByteArrayInputStream again = new ByteArrayInputStream(out.toByteArray());
                HttpBody.ofRequest(head).copy(again, new ByteArrayOutputStream());
                assertEquals(0, again.available(), "bytes after the end of the body");
            } catch (RefusedRequest | IOException _) {
                // It ends.
            }
        }
        assertTrue(whole > 100, "too few mangled bodies are whole: " + whole);
    }

    @Test
    void aHelloNamesTheHostThatStandsInItOrNone() throws Exception {
        Random random = new Random(4);
        byte[] valid = NetworkAttackTest.hello("good.example", 0);
        int understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mangled(valid, random);
            try {
                ClientHello hello = ClientHello.read(new ByteArrayInputStream(bytes));
                understood++;
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                hello.serverName().ifPresent(name -> assertTrue(text.contains(name), name));
                assertTrue(hello.bytes().length <= bytes.length);
            } catch (RefusedRequest | IOException _) {
                // It goes nowhere.
            }
        }
        assertTrue(understood > 100, "too few mangled hellos are whole: " + understood);
    }

    @Test
    void aSocksRequestIsForWhatItNamesOrRefused() {
        Random random = new Random(5);
        byte[] name = "good.example".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream valid = new ByteArrayOutputStream();
        valid.writeBytes(new byte[] {5, 1, 0, 5, 1, 0, 3, (byte) name.length});
        valid.writeBytes(name);
        valid.writeBytes(new byte[] {0, 80});
        int understood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = mangled(valid.toByteArray(), random);
            try {
                HttpRequest.Authority authority =
                        Socks5.greet(new ByteArrayInputStream(bytes), new ByteArrayOutputStream());
                understood++;
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                boolean named =
                        authority.host() instanceof NetworkHost.Address
                                // letters beyond ASCII are mapped, and the mapped name is judged
                                || text.chars().anyMatch(c -> c >= 0x80)
                                || text.toLowerCase(java.util.Locale.ROOT)
                                        .contains(authority.host().text());
                assertTrue(named, authority.toString());
            } catch (RefusedRequest | IOException _) {
                // It goes nowhere.
            }
        }
        assertTrue(understood > 100, "too few mangled requests are whole: " + understood);
    }
}
