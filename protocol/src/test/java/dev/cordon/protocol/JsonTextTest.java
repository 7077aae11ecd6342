package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.50",
                "1e9",
                "-0.5E+3",
                "12345678901234567890123456789",
                "0.1000000000000000055511151231257827"
            })
    void aNumberKeepsItsText(String literal) {
        assertEquals(literal, JsonText.write(JsonText.read(literal)));
    }

    @Test
    void aMemberNamedTwiceIsRefused() {
        JsonException refused =
                assertThrows(JsonException.class, () -> JsonText.read("{\"a\":1,\"b\":2,\"a\":3}"));
        assertEquals("member \"a\" appears twice at line 1, column 19", refused.getMessage());
        assertThrows(JsonException.class, () -> JsonText.read("{\"a\":null,\"a\":null}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "nul",
                "'a'",
                "01",
                "+1",
                ".5",
                "NaN",
                "\"\u0001\"",
                "\"\\x\"",
                "1 2",
                "{} {}",
                "// comment\n1",
                "\"unterminated",
                "{\"a\" 1}"
            })
    void textThatIsNotOneValueIsRefused(String text) {
        assertThrows(JsonException.class, () -> JsonText.read(text));
        assertThrows(
                JsonException.class, () -> JsonText.read(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void nestingHasABound() {
        int deepest = JsonText.MAX_DEPTH;
        String fits = "[".repeat(deepest) + "]".repeat(deepest);
        assertEquals(fits, JsonText.write(JsonText.read(fits)));
        for (String open : List.of("[", "{\"a\":")) {
            assertThrows(JsonException.class, () -> JsonText.read(open.repeat(deepest + 1)));
            assertThrows(JsonException.class, () -> JsonText.read(open.repeat(1_000_000)));
        }
    }

    @Test
    void aLoneSurrogateStaysAndTheBytesAreUtf8() {
        for (String text : List.of("\uD800", "a\uDC00b", "\uDC00\uD800", "\uD83D\uDE00\uD83D")) {
            Json value = Json.of(text);
            byte[] bytes = JsonText.writeBytes(value);
            assertEquals(value, JsonText.read(bytes));
            assertEquals(
                    JsonText.write(value), new String(bytes, StandardCharsets.UTF_8), "no U+003F");
        }
    }

    @Test
    void aLoneSurrogateInTheNameOfAMemberIsRefused() {
        assertThrows(JsonException.class, () -> JsonText.read("{\"\\uD800\":1}"));
    }

    @Test
    void onlyTheEscapesThatMustBeAreWritten() {
        assertEquals(
                "\"/\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\u007f\u2028é\uD83D\uDE00\"",
                JsonText.write(Json.of("/\"\\\n\r\t\b\f\u0000\u001f\u007f\u2028é\uD83D\uDE00")));
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThrows(
                JsonException.class,
                () -> JsonText.read(new byte[] {'"', (byte) 0xC3, (byte) 0x28, '"'}));
    }

    @Test
    void whateverIsWrittenComesBack() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            Json value = value(random, 4);
            String text = JsonText.write(value);
            assertEquals(value, JsonText.read(text));
            assertEquals(value, JsonText.read(JsonText.writeBytes(value)));
            assertEquals(text, JsonText.write(JsonText.read(text)), "the order is kept");
        }
    }

    @Test
    void garbageIsRefusedWithAJsonException() {
        Random random = new Random(6);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] =
                        random.nextInt(8) == 0
                                ? (byte) random.nextInt(256)
                                : (byte) "{}[]\",:\\utrfn01e-. ".charAt(random.nextInt(19));
            }
            try {
                JsonText.read(bytes);
            } catch (JsonException expected) {
                assertEquals(JsonException.class, expected.getClass());
            }
        }
    }

    @Test
    void anIntegerIsWhatHasAnIntegralValue() {
        assertEquals(OptionalLong.of(1000), new Json.Num("1e3").integer());
        assertEquals(OptionalLong.of(2), new Json.Num("2.0").integer());
        assertEquals(OptionalLong.empty(), new Json.Num("2.5").integer());
        assertEquals(OptionalLong.empty(), new Json.Num("9223372036854775808").integer());
        assertEquals(OptionalLong.empty(), new Json.Num("1e999999999").integer());
    }

    private static Json value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> Json.of(random.nextLong());
            case 1 -> Json.of(random.nextBoolean());
            case 2 -> Json.Null.NULL;
            case 3 -> Json.of(text(random));
            case 4 -> {
                List<Json> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(value(random, depth - 1));
                }
                yield Json.array(elements);
            }
            default -> {
                Json.ObjBuilder out = Json.object();
                for (int i = random.nextInt(4); i > 0; i--) {
                    out.put(name(random), value(random, depth - 1));
                }
                yield out.build();
            }
        };
    }

    /// The parser refuses a lone surrogate in the name of a member, see the test above.
    private static String name(Random random) {
        return text(random)
                .codePoints()
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
        }
        return text.toString();
    }
}
