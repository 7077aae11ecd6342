package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.JsonText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expressions by the published definition of the language (github.com/google/cel-spec,
/// doc/langdef.md).
final class CelTest {
    private static final Map<String, CelValue> VARIABLES =
            Map.of(
                    "x",
                    CelValue.of(
                            JsonText.read(
                                    "{\"a\":1,\"b\":\"two\",\"c\":[1,2,3],\"d\":{\"e\":null},"
                                            + "\"f\":2.5,\"\":true}")));

    /// The value as text; `error` if there is none.
    private static String value(String source) {
        try {
            return shown(new CelEvaluator(VARIABLES).value(CelParser.parse(source, Set.of("x"))));
        } catch (CelException e) {
            return "error";
        }
    }

    private static String shown(CelValue value) {
        return switch (value) {
            case CelValue.Bool(boolean bool) -> Boolean.toString(bool);
            case CelValue.Int(long number) -> Long.toString(number);
            case CelValue.Real(double number) -> Double.toString(number);
            case CelValue.Text(String text) -> "'" + text + "'";
            case CelValue.Null _ -> "null";
            case CelValue.Listing(List<CelValue> elements) ->
                    elements.stream().map(CelTest::shown).toList().toString();
            case CelValue.Mapping(Map<CelValue, CelValue> entries) -> {
                Map<String, String> all = new LinkedHashMap<>();
                entries.forEach((key, entry) -> all.put(shown(key), shown(entry)));
                yield all.toString();
            }
            case CelValue.Moment moment -> moment.value().toString();
            case CelValue.Span span -> span.value().toString();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    1 + 2 * 3 ~ 7
                    (1 + 2) * 3 ~ 9
                    7 / 2 ~ 3
                    -7 / 2 ~ -3
                    -7 % 2 ~ -1
                    7.0 / 2.0 ~ 3.5
                    0x10 + 1 ~ 17
                    -0x10 ~ -16
                    1e3 ~ 1000.0
                    .5 ~ 0.5
                    1 / 0 ~ error
                    1 % 0 ~ error
                    1.0 / 0.0 ~ Infinity
                    1 + 1.0 ~ error
                    9223372036854775807 + 1 ~ error
                    -9223372036854775808 ~ -9223372036854775808
                    -(-9223372036854775808) ~ error
                    9223372036854775808 ~ error
                    --1 ~ 1
                    !!true ~ true
                    !1 ~ error
                    1 == 1.0 ~ true
                    1 < 1.5 ~ true
                    1 == '1' ~ false
                    1 < '1' ~ error
                    9007199254740993 == 9007199254740992.0 ~ false
                    'a' < 'b' ~ true
                    '\\uFFFD' < '\\U0001F600' ~ true
                    [1, 2.0] == [1.0, 2] ~ true
                    {'a': 1} == {'a': 1.0} ~ true
                    [1] == 1 ~ false
                    null == null ~ true
                    true && false ~ false
                    true || 1 / 0 == 1 ~ true
                    1 / 0 == 1 || true ~ true
                    false && 1 / 0 == 1 ~ false
                    1 / 0 == 1 && false ~ false
                    1 / 0 == 1 && true ~ error
                    1 / 0 == 1 || false ~ error
                    1 || true ~ true
                    1 && true ~ error
                    true ? 1 : 1 / 0 ~ 1
                    1 ? 1 : 2 ~ error
                    false ? 1 : true ? 2 : 3 ~ 2
                    2 in [1, 2.0] ~ true
                    'a' in {'a': 1} ~ true
                    1.0 in {1: 'x'} ~ true
                    'a' in 'abc' ~ error
                    x.a ~ 1
                    x['a'] ~ 1
                    x[''] ~ true
                    x.zzz ~ error
                    x.a.b ~ error
                    x.c[2] ~ 3
                    x.c[3] ~ error
                    x.c[-1] ~ error
                    x.c[1.0] ~ 2
                    x.c['1'] ~ error
                    has(x.a) ~ true
                    has(x.zzz) ~ false
                    has(x.d.e) ~ true
                    has(x.a.b) ~ error
                    x.d.e == null ~ true
                    size('héé😀') ~ 4
                    'abc'.size() ~ 3
                    size([1, 2]) + size({'a': 1}) ~ 3
                    size(1) ~ error
                    'abc'.startsWith('ab') && 'abc'.endsWith('bc') ~ true
                    'abc'.contains('') ~ true
                    'abc'.matches('^a.c$') ~ true
                    'abc'.matches('b') ~ true
                    matches('abc', 'x') ~ false
                    'abc'.matches('(') ~ error
                    'abc'.matches('(?=a)') ~ error
                    'aa'.matches('(a)\\\\1') ~ error
                    'a'.matches('a++') ~ error
                    'A'.matches('(?i)a') ~ true
                    [1, 2, 3].all(e, e > 0) ~ true
                    [1, 0].all(e, 1 / e > 0) ~ error
                    [1, 0, -1].all(e, 1 / e > 0) ~ false
                    [0, 1].exists(e, 1 / e == 1) ~ true
                    [0, 2].exists(e, 1 / e == 1) ~ error
                    [1, 2, 2].exists_one(e, e == 1) ~ true
                    [1, 2, 2].exists_one(e, e == 2) ~ false
                    [1, 2, 3].map(e, e * e) ~ [1, 4, 9]
                    [1, 2, 3].map(e, e > 1, e * e) ~ [4, 9]
                    [1, 2, 3].filter(e, e % 2 == 1) ~ [1, 3]
                    {'a': 1, 'b': 2}.exists(k, k == 'b') ~ true
                    [[1], [2]].exists(e, e.exists(e, e == 2)) ~ true
                    [].all(e, false) ~ true
                    [].exists(e, true) ~ false
                    1.all(e, true) ~ error
                    int('12') + int(1.9) + int('-3') ~ 10
                    int('x') ~ error
                    int(1e30) ~ error
                    double('1.5') + double(1) ~ 2.5
                    string(1) + string(1.5) + string(true) ~ '11.5true'
                    bool('true') && !bool('0') ~ true
                    bool('yes') ~ error
                    timestamp('2026-01-02T03:04:05Z').getFullYear() ~ 2026
                    timestamp('2026-01-04T03:04:05Z').getDayOfWeek() ~ 0
                    timestamp('2026-01-02T03:04:05Z').getHours('+02:00') ~ 5
                    timestamp('2026-01-02T23:04:05Z').getDate('Asia/Tokyo') ~ 3
                    timestamp('2026-01-02T03:04:05Z') + duration('1h') == timestamp('2026-01-02T04:04:05Z') ~ true
                    timestamp('2026-01-02T03:04:05Z') - timestamp('2026-01-02T03:04:00Z') == duration('5s') ~ true
                    timestamp('2026-01-02T03:04:05Z') > timestamp('2025-01-02T03:04:05Z') ~ true
                    timestamp('yesterday') ~ error
                    timestamp('9999-12-31T23:59:59Z') + duration('1h') ~ error
                    duration('1h30m').getMinutes() ~ 90
                    duration('1.5h') == duration('90m') ~ true
                    duration('1x') ~ error
                    duration('') ~ error
                    string(duration('1h')) ~ '3600s'
                    string(timestamp('2026-01-02T03:04:05Z')) ~ '2026-01-02T03:04:05Z'
                    'a' + 'b' + "c" ~ 'abc'
                    [1] + [2] ~ [1, 2]
                    r'\\n' == '\\\\n' ~ true
                    '''it's''' + "" ~ 'it's'
                    '\\x41\\u0042\\103' ~ 'ABC'
                    {'a': 1, 'a': 2} ~ error
                    {1.5: 1} ~ error
                    {'a': [1,],}.a[0] ~ 1
                    // a remark ~ error
                    1 // a remark ~ 1
                    """)
    void hasTheValueThatTheLanguageSays(String source, String expected) {
        assertEquals(expected, value(source), source);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\u0001',
            textBlock =
                    """
                    y ~ unknown variable "y"; did you mean "x"? (character 1 of the condition)
                    x.a = 1 ~ the character "=" has no meaning (character 5 of the condition)
                    x.a == ~ expected a value, found the end (character 7 of the condition)
                    (x.a ~ expected ")", found the end (character 5 of the condition)
                    'abc ~ a string is not closed (character 1 of the condition)
                    x.a.foo(1) ~ there is no method foo with 1 arguments (character 10 of the condition)
                    b'x' == x ~ bytes are not known here; use a string (character 1 of the condition)
                    1u ~ unsigned numbers are not known here; leave the u away (character 1 of the condition)
                    x.for ~ expected a field or a function, found "for" (character 3 of the condition)
                    has(x) ~ has takes a field, for example has(action.escalation) (character 6 of the condition)
                    x x ~ unexpected "x" (character 3 of the condition)
                    [1, 2].all(1, true) ~ expected a variable, found "1" (character 12 of the condition)
                    """)
    void aMistakeIsNamedWithItsPlace(String source, String sentence) {
        CelException problem =
                assertThrows(
                        CelException.class, () -> CelParser.parse(source, Set.of("x")), source);
        assertEquals(sentence, problem.getMessage());
    }

    @Test
    void whatTakesTooLongEnds() {
        String list = "[" + "1,".repeat(60) + "1]";
        List<String> sources =
                List.of(
                        list + ".all(a, " + list + ".all(b, " + list + ".all(c, a + b + c > 0)))",
                        "'" + "x".repeat(300) + "'.matches('(.*)(.*)(.*)(.*)y')",
                        "1 / 0 == 1 || '" + "x".repeat(300) + "'.matches('(.*)(.*)(.*)(.*)y')",
                        list
                                + ".map(a, "
                                + list
                                + ".map(b, "
                                + list
                                + ".map(c, "
                                + list
                                + ")))"
                                + " == []");
        long start = System.nanoTime();
        for (String source : sources) {
            assertThrows(CelEvaluator.OutOfSteps.class, () -> value(source), source);
        }
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }

    @Test
    void whatGrowsWithoutEndIsStopped() {
        String twice = "'0123456789abcdef'";
        for (int i = 0; i < 14; i++) {
            twice = "[" + twice + "].map(s, s + s)[0]";
        }
        assertEquals("error", value(twice + ".size() > 0"));
    }

    @Test
    void whatIsNestedTooDeepIsRefused() {
        for (String source :
                List.of(
                        "(".repeat(3_000) + "1" + ")".repeat(3_000),
                        "[".repeat(3_000),
                        "!".repeat(3_000) + "true",
                        "-".repeat(3_000) + "1",
                        "1" + "+1".repeat(3_000),
                        "x" + ".a".repeat(3_000),
                        "{".repeat(3_000),
                        "true" + "?true:true".repeat(700),
                        "true" + "&&true".repeat(1_000))) {
            assertThrows(CelException.class, () -> CelParser.parse(source, Set.of("x")));
        }
    }

    @Test
    void anyTextIsReadOrRefused() {
        String[] parts = {
            "x",
            ".",
            "a",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'",
            "\"",
            "\\",
            "1",
            "e",
            "0x",
            "&&",
            "||",
            "!",
            "-",
            "?",
            ":",
            "in",
            "has(",
            ".all(",
            "e,",
            "matches(",
            "true",
            " ",
            "\n",
            "//",
            "\ud83d\ude00",
            "\u0000",
            "u",
            "r'",
            "'''",
            ",",
            "==",
            "<",
            "9223372036854775808",
            "timestamp(",
            "duration(",
            "int(",
            "size("
        };
        Random random = new Random(7);
        for (int round = 0; round < 30_000; round++) {
            StringBuilder source = new StringBuilder();
            int length = random.nextInt(24);
            for (int i = 0; i < length; i++) {
                source.append(parts[random.nextInt(parts.length)]);
            }
            value(source.toString());
        }
    }
}
