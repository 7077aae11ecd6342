package dev.cordon.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/// The functions of expressions: those of the language's standard library for the types that there
/// are here.
final class CelFunctions {
    private static final Set<String> CONVERSIONS =
            Set.of("int", "double", "string", "bool", "timestamp", "duration", "dyn");
    private static final Set<String> TIME_FIELDS =
            Set.of(
                    "getFullYear",
                    "getMonth",
                    "getDate",
                    "getDayOfMonth",
                    "getDayOfYear",
                    "getDayOfWeek",
                    "getHours",
                    "getMinutes",
                    "getSeconds",
                    "getMilliseconds");
    private static final Set<String> TEXT_METHODS =
            Set.of("startsWith", "endsWith", "contains", "matches");
    private final LongConsumer step;

    /// @param step counts what a function costs
    CelFunctions(LongConsumer step) {
        this.step = step;
    }

    /// Whether there is a function.
    ///
    /// @param arguments how many, the receiver of a method included
    static boolean exists(String name, boolean method, int arguments) {
        if (name.equals("size")) {
            return arguments == 1;
        }
        if (name.equals("matches")) {
            return arguments == 2;
        }
        if (!method) {
            return CONVERSIONS.contains(name) && arguments == 1;
        }
        return (TEXT_METHODS.contains(name) && arguments == 2)
                || (TIME_FIELDS.contains(name) && (arguments == 1 || arguments == 2));
    }

    CelValue binary(String operator, CelValue left, CelValue right) {
        return switch (operator) {
            case "==" -> CelValue.of(same(left, right));
            case "!=" -> CelValue.of(!same(left, right));
            case "<", "<=", ">", ">=" -> {
                step.accept(Math.min(length(left), length(right)) / 16);
                yield CelValue.of(CelArithmetic.compare(operator, left, right));
            }
            case "in" -> CelValue.of(in(left, right));
            default -> {
                step.accept((length(left) + length(right)) / 16);
                yield CelArithmetic.apply(operator, left, right);
            }
        };
    }

    private boolean same(CelValue left, CelValue right) {
        step.accept(Math.min(cost(left), cost(right)));
        return CelArithmetic.same(left, right);
    }

    private boolean in(CelValue element, CelValue container) {
        if (container instanceof CelValue.Listing(List<CelValue> elements)) {
            for (CelValue other : elements) {
                step.accept(1);
                if (same(element, other)) {
                    return true;
                }
            }
            return false;
        }
        if (container instanceof CelValue.Mapping(Map<CelValue, CelValue> entries)) {
            return entries.containsKey(element.key());
        }
        throw CelArithmetic.none("in", element, container);
    }

    static CelValue element(CelValue of, CelValue index) {
        if (of instanceof CelValue.Listing(List<CelValue> elements)) {
            if (index.key() instanceof CelValue.Int(long at)) {
                if (at < 0 || at >= elements.size()) {
                    throw new CelException(
                            "index " + at + " is outside a list of " + elements.size());
                }
                return elements.get((int) at);
            }
            throw new CelException("a list has no index of type " + index.type());
        }
        if (of instanceof CelValue.Mapping(Map<CelValue, CelValue> entries)) {
            CelValue value = entries.get(index.key());
            if (value == null) {
                throw new CelException("no such key in a map");
            }
            return value;
        }
        throw new CelException("a " + of.type() + " has no elements");
    }

    CelValue call(String name, List<CelValue> arguments) {
        CelValue first = arguments.getFirst();
        step.accept(length(first) / 16);
        return switch (name) {
            case "size" -> size(first);
            case "startsWith", "endsWith", "contains", "matches" ->
                    CelValue.of(text(name, string(name, first), string(name, arguments.getLast())));
            case "int" -> whole(first);
            case "double" -> real(first);
            case "string" -> string(first);
            case "bool" -> bool(first);
            case "timestamp" -> moment(first);
            case "duration" -> span(first);
            case "dyn" -> first;
            default -> timeField(name, arguments);
        };
    }

    private boolean text(String name, String text, String other) {
        step.accept(other.length() / 16);
        return switch (name) {
            case "startsWith" -> text.startsWith(other);
            case "endsWith" -> text.endsWith(other);
            case "contains" -> {
                // The worst case of a naive search.
                step.accept(Math.min((long) text.length() * other.length() / 64, 10_000));
                yield text.contains(other);
            }
            default -> CelPattern.find(other, text, step);
        };
    }

    private static CelValue size(CelValue value) {
        return switch (value) {
            case CelValue.Text(String text) ->
                    new CelValue.Int(text.codePointCount(0, text.length()));
            case CelValue.Listing(List<CelValue> elements) -> new CelValue.Int(elements.size());
            case CelValue.Mapping(Map<CelValue, CelValue> entries) ->
                    new CelValue.Int(entries.size());
            case CelValue.Bool _,
                    CelValue.Int _,
                    CelValue.Real _,
                    CelValue.Null _,
                    CelValue.Moment _,
                    CelValue.Span _ ->
                    throw unusable("size", value);
        };
    }

    private static CelValue whole(CelValue value) {
        return switch (value) {
            case CelValue.Int _ -> value;
            case CelValue.Real(double number) -> {
                if (!(number > -0x1p63 && number < 0x1p63)) {
                    throw new CelException("a number is out of range of int");
                }
                yield new CelValue.Int((long) number);
            }
            case CelValue.Text(String text) -> {
                try {
                    yield new CelValue.Int(Long.parseLong(text));
                } catch (NumberFormatException _) {
                    throw new CelException(Quoted.of(text) + " is not an integer");
                }
            }
            case CelValue.Moment(Instant time) -> new CelValue.Int(time.getEpochSecond());
            case CelValue.Bool _,
                    CelValue.Null _,
                    CelValue.Listing _,
                    CelValue.Mapping _,
                    CelValue.Span _ ->
                    throw unusable("int", value);
        };
    }

    private static CelValue real(CelValue value) {
        if (value instanceof CelValue.Int(long number)) {
            return new CelValue.Real(number);
        }
        if (value instanceof CelValue.Text(String text)) {
            try {
                return new CelValue.Real(Double.parseDouble(text));
            } catch (NumberFormatException _) {
                throw new CelException(Quoted.of(text) + " is not a number");
            }
        }
        if (value instanceof CelValue.Real) {
            return value;
        }
        throw unusable("double", value);
    }

    private static CelValue string(CelValue value) {
        String text =
                switch (value) {
                    case CelValue.Text same -> same.value();
                    case CelValue.Int(long number) -> Long.toString(number);
                    case CelValue.Real(double number) -> number(number);
                    case CelValue.Bool(boolean bool) -> Boolean.toString(bool);
                    case CelValue.Moment moment -> moment.value().toString();
                    case CelValue.Span span -> CelTime.text(span.value());
                    case CelValue.Null _, CelValue.Listing _, CelValue.Mapping _ ->
                            throw unusable("string", value);
                };
        return new CelValue.Text(text);
    }

    /// `1.5`, and `2` for a whole number.
    private static String number(double number) {
        boolean plain = number == Math.rint(number) && Math.abs(number) < 1e15;
        if (plain) {
            return number == 0 ? "0" : BigDecimal.valueOf(number).toBigInteger().toString();
        }
        return Double.toString(number);
    }

    private static CelValue bool(CelValue value) {
        if (value instanceof CelValue.Text word) {
            return switch (word.value()) {
                case "1", "t", "true", "TRUE", "True" -> new CelValue.Bool(true);
                case "0", "f", "false", "FALSE", "False" -> new CelValue.Bool(false);
                default -> throw new CelException(Quoted.of(word.value()) + " is not a bool");
            };
        }
        if (value instanceof CelValue.Bool) {
            return value;
        }
        throw unusable("bool", value);
    }

    private static CelValue moment(CelValue value) {
        return switch (value) {
            case CelValue.Moment _ -> value;
            case CelValue.Text(String text) -> CelTime.parseMoment(text);
            case CelValue.Int(long seconds) -> {
                if (Math.abs(seconds) > 1L << 40) {
                    throw new CelException("a timestamp is out of range");
                }
                yield CelTime.moment(Instant.ofEpochSecond(seconds));
            }
            case CelValue.Bool _,
                    CelValue.Real _,
                    CelValue.Null _,
                    CelValue.Listing _,
                    CelValue.Mapping _,
                    CelValue.Span _ ->
                    throw unusable("timestamp", value);
        };
    }

    private static CelValue span(CelValue value) {
        if (value instanceof CelValue.Text(String text)) {
            return CelTime.parseSpan(text);
        }
        if (value instanceof CelValue.Span) {
            return value;
        }
        throw unusable("duration", value);
    }

    private static CelValue timeField(String name, List<CelValue> arguments) {
        CelValue value = arguments.getFirst();
        if (value instanceof CelValue.Moment(Instant time)) {
            String zone = arguments.size() == 1 ? "" : string(name, arguments.getLast());
            return CelTime.field(name, time, zone);
        }
        if (value instanceof CelValue.Span(Duration duration) && arguments.size() == 1) {
            return new CelValue.Int(
                    switch (name) {
                        case "getHours" -> duration.toHours();
                        case "getMinutes" -> duration.toMinutes();
                        case "getSeconds" -> duration.toSeconds();
                        default -> throw unusable(name, value);
                    });
        }
        throw unusable(name, value);
    }

    private static String string(String function, CelValue value) {
        if (value instanceof CelValue.Text(String text)) {
            return text;
        }
        throw unusable(function, value);
    }

    private static CelException unusable(String function, CelValue value) {
        return new CelException(function + " is not defined for a " + value.type());
    }

    private static long length(CelValue value) {
        return value instanceof CelValue.Text(String text)
                ? text.length()
                : value instanceof CelValue.Listing(List<CelValue> elements) ? elements.size() : 0;
    }

    private static long cost(CelValue value) {
        return switch (value) {
            case CelValue.Text(String text) -> text.length() / 16;
            case CelValue.Listing(List<CelValue> elements) -> {
                long sum = elements.size();
                for (CelValue element : elements) {
                    sum += cost(element);
                }
                yield sum;
            }
            case CelValue.Mapping(Map<CelValue, CelValue> entries) -> {
                long sum = entries.size();
                for (CelValue element : entries.values()) {
                    sum += cost(element);
                }
                yield sum;
            }
            case CelValue.Bool _,
                    CelValue.Int _,
                    CelValue.Real _,
                    CelValue.Null _,
                    CelValue.Moment _,
                    CelValue.Span _ ->
                    0;
        };
    }
}
