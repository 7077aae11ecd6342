package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampTest {
    @Test
    void isWrittenToTheMillisecondOrToTheNanosecond() {
        assertEquals(
                "2026-11-21T09:30:00.000Z", Timestamp.write(Instant.parse("2026-11-21T09:30:00Z")));
        assertEquals(
                "0000-01-01T00:00:00.000000001Z",
                Timestamp.write(Instant.parse("0000-01-01T00:00:00.000000001Z")));
    }

    @Test
    void comesBackWhateverTheMoment() {
        Random random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            Instant instant =
                    Instant.ofEpochSecond(
                            random.nextLong(-70_000_000_000L, 260_000_000_000L),
                            random.nextInt(1_000_000_000));
            assertEquals(instant, Timestamp.read(Timestamp.write(instant)));
        }
        assertEquals(Instant.MAX, Timestamp.read(Timestamp.write(Instant.MAX)));
        assertEquals(Instant.MIN, Timestamp.read(Timestamp.write(Instant.MIN)));
    }

    @Test
    void readsTheShortFormThatOthersWrite() {
        assertEquals(Instant.parse("2026-11-21T09:30:00Z"), Timestamp.read("2026-11-21T09:30:00Z"));
        assertEquals(
                Instant.parse("2026-11-21T09:30:00.1Z"), Timestamp.read("2026-11-21T09:30:00.1Z"));
    }

    @Test
    void refusesWhatIsNoMoment() {
        for (String text :
                new String[] {
                    "",
                    "yesterday",
                    "2026-13-01T00:00:00.000Z",
                    "2026-02-30T00:00:00.000Z",
                    "2026-11-21T25:00:00.000Z",
                    "2026-11-21 09:30:00.000Z",
                    "२०२६-११-२१T०९:३०:००.०००Z",
                    "2026-11-21T09:30:00.0000000000Z"
                }) {
            assertThrows(JsonException.class, () -> Timestamp.read(text), text);
        }
    }
}
