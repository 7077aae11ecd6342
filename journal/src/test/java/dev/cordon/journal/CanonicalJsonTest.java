package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import org.junit.jupiter.api.Test;

/// The samples of RFC 8785 and its traps.
class CanonicalJsonTest {
    private static String canonical(String json) {
        return CanonicalJson.text(JsonText.read(json));
    }

    @Test
    void theSampleOfTheStandardComesOutAsThere() {
        assertEquals(
                "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
                canonical(
                        "{\"numbers\":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"
                                + "\"string\":\"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                                + "\"literals\":[null,true,false]}"));
    }

    @Test
    void membersAreSortedByUtf16CodeUnits() {
        assertEquals(
                "{\"\\r\":1,\"1\":2,\"\u0080\":3,\"ö\":4,\"€\":5,\"😀\":6,\"\ufb33\":7}",
                canonical(
                        "{\"\u20ac\":5,\"\\r\":1,\"\ufb33\":7,\"1\":2,\"\ud83d\ude00\":6,\"\u0080\":3,\"\u00f6\":4}"));
    }

    @Test
    void numbersLookAsEcmaScriptPrintsThem() {
        assertEquals("0", canonical("-0"));
        assertEquals("0", canonical("0.0"));
        assertEquals("1e+21", canonical("1000000000000000000000.0"));
        assertEquals("100000000000000000000", canonical("1e20"));
        assertEquals("0.000001", canonical("1e-6"));
        assertEquals("1e-7", canonical("0.0000001"));
        assertEquals("5e-324", canonical("4.9E-324"));
        assertEquals("1.7976931348623157e+308", canonical("1.7976931348623157e308"));
        assertEquals("9007199254740991", canonical("9007199254740991"));
        assertEquals("-1.5", canonical("-1.50"));
    }

    @Test
    void whatADoubleWouldChangeIsRefusedAndMadeAString() {
        for (String json : new String[] {"9007199254740993", "1e999", "\"\\ud800\""}) {
            assertThrows(JsonException.class, () -> canonical(json), json);
        }
        assertEquals(
                "{\"n\":\"9007199254740993\",\"s\":\"\ufffd\"}",
                CanonicalJson.text(
                        CanonicalJson.made(
                                JsonText.read("{\"s\":\"\\udc00\",\"n\":9007199254740993}"))));
    }
}
