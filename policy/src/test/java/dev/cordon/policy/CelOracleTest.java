package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Compares our evaluator with the official library on expressions that are made at random. What
/// the library's type checker refuses is not compared: a condition has no types before it runs.
final class CelOracleTest {
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final Map<String, Object> VARIABLES =
            Map.of(
                    "n",
                    3L,
                    "r",
                    2.5,
                    "s",
                    "abc",
                    "b",
                    true,
                    "l",
                    List.of(1L, 2.0, "a"),
                    "m",
                    Map.of("a", 1L, "b", List.of(), "c", Map.of("a", true)));

    private final CelCompiler compiler;
    private final CelRuntime runtime;

    CelOracleTest() {
        var builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
        VARIABLES.keySet().forEach(name -> builder.addVar(name, SimpleType.DYN));
        compiler = builder.build();
        runtime = CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
    }

    /// The library's value as text, `error`, or nothing if its checker refuses the expression.
    private Optional<String> theirs(String source) {
        CelAbstractSyntaxTree tree;
        try {
            tree = compiler.compile(source).getAst();
        } catch (CelValidationException _) {
            return Optional.empty();
        }
        try {
            return Optional.of(shown(runtime.createProgram(tree).eval(VARIABLES)));
        } catch (CelEvaluationException _) {
            return Optional.of("error");
        }
    }

    private static String ours(String source) {
        Map<String, CelValue> variables = new LinkedHashMap<>();
        VARIABLES.forEach((name, value) -> variables.put(name, value(value)));
        try {
            CelNode tree = CelParser.parse(source, Set.copyOf(VARIABLES.keySet()));
            return shown(new CelEvaluator(variables).value(tree));
        } catch (CelException e) {
            return "error";
        } catch (CelEvaluator.OutOfSteps e) {
            return "spent";
        }
    }

    private static CelValue value(Object object) {
        return switch (object) {
            case Long number -> new CelValue.Int(number);
            case Double number -> new CelValue.Real(number);
            case String text -> new CelValue.Text(text);
            case Boolean bool -> new CelValue.Bool(bool);
            case List<?> list -> new CelValue.Listing(list.stream().map(e -> value(e)).toList());
            case Map<?, ?> map -> {
                Map<CelValue, CelValue> entries = new LinkedHashMap<>();
                map.forEach((key, entry) -> entries.put(value(key), value(entry)));
                yield new CelValue.Mapping(entries);
            }
            default -> throw new IllegalArgumentException(object.getClass().getName());
        };
    }

    private static String shown(Object value) {
        return switch (value) {
            case Long number -> "int " + number;
            case Double number -> "double " + number;
            case String text -> "string " + text;
            case Boolean bool -> "bool " + bool;
            case List<?> list -> "list " + list.stream().map(CelOracleTest::shown).toList();
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, entry) -> sorted.put(shown(key), shown(entry)));
                yield "map " + sorted;
            }
            default -> "null";
        };
    }

    private static String shown(CelValue value) {
        return switch (value) {
            case CelValue.Bool bool -> "bool " + bool.value();
            case CelValue.Int number -> "int " + number.value();
            case CelValue.Real number -> "double " + number.value();
            case CelValue.Text text -> "string " + text.value();
            case CelValue.Null _, CelValue.Moment _, CelValue.Span _ -> "null";
            case CelValue.Listing list ->
                    "list " + list.elements().stream().map(e -> shown(e)).toList();
            case CelValue.Mapping map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.entries().forEach((key, entry) -> sorted.put(shown(key), shown(entry)));
                yield "map " + sorted;
            }
        };
    }

    @Test
    void bothGiveTheSameValues() {
        Random random = new Random(20260102);
        List<String> different = new ArrayList<>();
        int compared = 0;
        int values = 0;
        for (int round = 0; round < 2_500; round++) {
            String source = new Maker(random).any(4);
            Optional<String> theirs = theirs(source);
            if (theirs.isPresent()) {
                compared++;
                values += theirs.get().equals("error") ? 0 : 1;
                String ours = ours(source);
                if (!ours.equals(theirs.get()) && different.size() < 20) {
                    different.add(source + "\n   ours " + ours + "\n theirs " + theirs.get());
                }
            }
        }
        assertEquals(List.of(), different);
        assertTrue(compared > 1_200 && values > 600, compared + " compared, " + values + " values");
    }

    /// Makes expressions whose parts mostly fit together.
    private record Maker(Random random) {
        private String any(int depth) {
            return switch (random.nextInt(8)) {
                case 0, 1, 2 -> bool(depth);
                case 3, 4 -> number(depth);
                case 5 -> text(depth);
                case 6 -> list(depth);
                default -> pick("n", "r", "s", "b", "l", "m", "m.a", "m['b']", "m.c.a", "null");
            };
        }

        private String bool(int depth) {
            if (depth == 0) {
                return pick("true", "false", "b", "m.c.a");
            }
            int less = depth - 1;
            return switch (random.nextInt(14)) {
                case 0 -> bool(less) + " && " + bool(less);
                case 1 -> "(" + bool(less) + " || " + bool(less) + ")";
                case 2 -> "!(" + bool(less) + ")";
                case 3 -> dyn(less) + pick(" == ", " != ") + dyn(less);
                case 4 -> number(less) + pick(" < ", " <= ", " > ", " >= ") + number(less);
                case 5 -> text(less) + pick(" < ", " >= ") + text(less);
                case 6 -> "(" + dyn(less) + " in " + list(less) + ")";
                case 7 -> "has(m." + pick("a", "b", "zz") + ")";
                case 8 ->
                        list(less)
                                + pick(".all", ".exists", ".exists_one")
                                + "(e, "
                                + pick("e == 1", "dyn(e) > 1", "dyn(e) in l", "1 / dyn(e) == 1")
                                + ")";
                case 9 ->
                        text(less)
                                + pick(".startsWith", ".endsWith", ".contains")
                                + "("
                                + text(less)
                                + ")";
                case 10 ->
                        text(less) + ".matches(" + pick("'a'", "'^b+$'", "'[a-c]{2}'", "''") + ")";
                case 11 -> "(" + bool(less) + " ? " + bool(less) + " : " + bool(less) + ")";
                case 12 -> "bool(" + pick("'true'", "'False'", "'t'", "'yes'") + ")";
                default ->
                        pick(
                                "duration('1h') > duration('59m')",
                                "timestamp('2026-01-02T03:04:05Z').getHours() == 3",
                                "m.zz == 1",
                                "1 / 0 == 1");
            };
        }

        private String number(int depth) {
            if (depth == 0) {
                return pick("1", "-2", "0", "2.5", "n", "r", "m.a", "9223372036854775807", "1e3");
            }
            int less = depth - 1;
            return switch (random.nextInt(7)) {
                case 0, 1 ->
                        "(dyn("
                                + number(less)
                                + ")"
                                + pick(" + ", " - ", " * ", " / ", " % ")
                                + "dyn("
                                + number(less)
                                + "))";
                case 2 -> "-(" + number(less) + ")";
                case 3 ->
                        pick("size(", "int(size(").replace("int(size(", "size(") + list(less) + ")";
                case 4 -> "size(" + text(less) + ")";
                case 5 -> "int(" + pick("'7'", "'x'", "2.9", "-2.9", "n") + ")";
                default -> "double(" + pick("'1.5'", "3", "n") + ")";
            };
        }

        private String text(int depth) {
            if (depth == 0) {
                return pick("'abc'", "''", "s", "'\u00e9\ud83d\ude00'", "\"b\"");
            }
            return switch (random.nextInt(3)) {
                case 0 -> "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
                case 1 -> "string(" + pick("1", "true", "'x'", "n", "-5") + ")";
                default -> text(0);
            };
        }

        private String list(int depth) {
            if (depth == 0) {
                return pick("l", "[]", "[1, 2, 3]", "m.b", "m");
            }
            int less = depth - 1;
            return switch (random.nextInt(5)) {
                case 0 -> "[" + dyn(less) + ", " + dyn(less) + "]";
                case 1 -> list(0) + ".map(e, " + pick("e", "[e]", "dyn(e) == 1") + ")";
                case 2 -> list(0) + ".filter(e, " + pick("dyn(e) == 1", "true", "e in l") + ")";
                case 3 -> "([1, 2] + [" + number(less) + "])";
                default -> list(0);
            };
        }

        private String dyn(int depth) {
            return "dyn(" + any(depth) + ")";
        }

        private String pick(String... choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
