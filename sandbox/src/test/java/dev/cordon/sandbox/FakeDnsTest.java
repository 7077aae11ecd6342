package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FakeDnsTest {
    private final FakeDns names = new FakeDns();

    static byte[] query(String name, int type) {
        ByteBuffer query = ByteBuffer.allocate(512);
        query.putShort((short) 0x1234).putShort((short) 0x0100).putShort((short) 1);
        query.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        for (String label : name.split("\\.", -1)) {
            query.put((byte) label.length()).put(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        query.put((byte) 0).putShort((short) type).putShort((short) 1);
        return Arrays.copyOf(query.array(), query.position());
    }

    private static String shape(byte[] answer) {
        return "code " + (answer[3] & 15) + " answers " + answer[7];
    }

    @Test
    void eachNameGetsAnAddressOfItsOwnAndKeepsIt() throws Exception {
        byte[] first = names.answer(query("a.example", 1)).orElseThrow();
        byte[] again = names.answer(query("A.EXAMPLE", 1)).orElseThrow();
        byte[] second = names.answer(query("b.example", 1)).orElseThrow();

        assertEquals("code 0 answers 1", shape(first));
        assertEquals(first[first.length - 1], again[again.length - 1]);
        assertEquals(1, first[first.length - 1]);
        assertEquals(2, second[second.length - 1]);
        assertEquals(
                Optional.of("b.example"),
                names.nameAt(InetAddress.ofLiteral("127.1.0.2")).map(NetworkHost::text));
        assertEquals(Optional.empty(), names.nameAt(InetAddress.ofLiteral("127.0.0.1")));
    }

    @Test
    void otherTypesHaveNoDataAndStrangeNamesDoNotExist() {
        assertEquals("code 0 answers 0", shape(names.answer(query("a.example", 28)).orElseThrow()));
        assertEquals("code 0 answers 0", shape(names.answer(query("a.example", 65)).orElseThrow()));
        assertEquals(
                "code 3 answers 0", shape(names.answer(query("a_b.example", 1)).orElseThrow()));
        assertEquals("code 3 answers 0", shape(names.answer(query("10.0.0.1", 1)).orElseThrow()));
    }

    @Test
    void anyBytesAreAnsweredOrDropped() {
        Random random = new Random(11);
        byte[] valid = query("a.example", 1);
        for (int round = 0; round < 20_000; round++) {
            byte[] message = random.nextBoolean() ? valid.clone() : new byte[random.nextInt(80)];
            for (int i = 0; i < 3 && message.length > 0; i++) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            names.answer(message)
                    .ifPresent(
                            answer -> assertTrue(answer.length >= 12 && answer[0] == message[0]));
        }
    }
}
