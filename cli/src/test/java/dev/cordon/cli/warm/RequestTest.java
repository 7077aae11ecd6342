package dev.cordon.cli.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static Request read(String text) {
        return Request.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void stringsThatEachEndWithNul() {
        Request request = read("b\0/ws\0" + "2\0exec\0héllo\0A=1\0B=x=y\0C=\0");
        assertEquals(Path.of("/ws"), request.folder());
        assertEquals(List.of("exec", "héllo"), request.arguments());
        assertEquals(Map.of("A", "1", "B", "x=y", "C", ""), request.environment());
    }

    @Test
    void theFirstOfTwoVariablesCountsAsForGetenv() {
        assertEquals(Map.of("A", "1"), read("b\0/\0" + "0\0A=1\0A=2\0").environment());
    }

    @Test
    void whatIsNoRequestIsRefused() {
        for (String wrong :
                List.of(
                        "",
                        "b",
                        "b\0/\0",
                        "b\0/\0" + "0",
                        "b\0/\0-1\0",
                        "b\0/\0many\0",
                        "b\0/\0" + "2\0one\0",
                        "b\0/\0" + "99999999999\0",
                        "b\0ws\0" + "0\0",
                        "b\0\0" + "0\0")) {
            assertThrows(IllegalArgumentException.class, () -> read(wrong), wrong);
        }
    }

    @Test
    void noBytesDoWorseThanBeRefused() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) "\0\0\0/01b=é".charAt(random.nextInt(9));
            }
            try {
                Request.read(bytes);
            } catch (IllegalArgumentException _) {
                // The only way out.
            }
        }
    }

    @Test
    void anotherEnvironmentIsNamedButNotItsValue() {
        Request request = read("b\0/\0" + "0\0KEY=secret\0PWD=/a\0");
        assertEquals(
                Optional.of("the environment variable KEY differs"),
                request.difference(Map.of("KEY", "other")));
        assertEquals(
                Optional.of("the environment variable MORE is missing there"),
                request.difference(Map.of("KEY", "secret", "MORE", "x")));
        assertEquals(
                Optional.of("the environment variable KEY differs"), request.difference(Map.of()));
    }

    @Test
    void thePlaceMayDiffer() {
        Request request = read("b\0/\0" + "0\0KEY=1\0PWD=/a\0TMUX_PANE=%3\0");
        assertEquals(Optional.empty(), request.difference(Map.of("KEY", "1", "PWD", "/b")));
    }
}
