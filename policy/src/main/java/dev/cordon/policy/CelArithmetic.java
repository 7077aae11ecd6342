package dev.cordon.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The operators on values. Integers do not overflow silently, and numbers of two kinds are
/// compared but not added.
final class CelArithmetic {
    /// Text or list that `+` makes is at most so long.
    static final int MAX_LENGTH = 64 * 1024;

    private CelArithmetic() {}

    static CelValue minus(CelValue value) {
        return switch (value) {
            case CelValue.Int(long number) -> exact(() -> Math.negateExact(number));
            case CelValue.Real(double number) -> new CelValue.Real(-number);
            case CelValue.Bool _,
                    CelValue.Text _,
                    CelValue.Null _,
                    CelValue.Listing _,
                    CelValue.Mapping _,
                    CelValue.Moment _,
                    CelValue.Span _ ->
                    throw new CelException("- needs a number, found a " + value.type());
        };
    }

    static CelValue apply(String operator, CelValue left, CelValue right) {
        try {
            if (left instanceof CelValue.Int(long a) && right instanceof CelValue.Int(long b)) {
                return whole(operator, a, b);
            }
            if (left instanceof CelValue.Real(double a)
                    && right instanceof CelValue.Real(double b)
                    && !operator.equals("%")) {
                return new CelValue.Real(
                        switch (operator) {
                            case "+" -> a + b;
                            case "-" -> a - b;
                            case "*" -> a * b;
                            default -> a / b;
                        });
            }
            return switch (operator) {
                case "+" -> plus(left, right);
                case "-" -> difference(left, right);
                default -> throw none(operator, left, right);
            };
        } catch (ArithmeticException | DateTimeException _) {
            throw new CelException("the result of " + operator + " is out of range");
        }
    }

    private static CelValue whole(String operator, long a, long b) {
        boolean divides = operator.equals("/") || operator.equals("%");
        if (divides && b == 0) {
            throw new CelException("division by zero");
        }
        return switch (operator) {
            case "+" -> exact(() -> Math.addExact(a, b));
            case "-" -> exact(() -> Math.subtractExact(a, b));
            case "*" -> exact(() -> Math.multiplyExact(a, b));
            case "/" -> exact(() -> Math.divideExact(a, b));
            default -> {
                if (a == Long.MIN_VALUE && b == -1) {
                    throw new CelException("the result of % is out of range");
                }
                yield new CelValue.Int(a % b);
            }
        };
    }

    private interface Exact {
        long value();
    }

    private static CelValue exact(Exact operation) {
        try {
            return new CelValue.Int(operation.value());
        } catch (ArithmeticException _) {
            throw new CelException("an integer is out of range");
        }
    }

    private static CelValue plus(CelValue left, CelValue right) {
        if (left instanceof CelValue.Text(String a) && right instanceof CelValue.Text(String b)) {
            bounded(a.length() + (long) b.length());
            return new CelValue.Text(a + b);
        }
        if (left instanceof CelValue.Listing(List<CelValue> a)
                && right instanceof CelValue.Listing(List<CelValue> b)) {
            bounded(a.size() + (long) b.size());
            List<CelValue> both = new ArrayList<>(a);
            both.addAll(b);
            return new CelValue.Listing(both);
        }
        if (left instanceof CelValue.Moment(Instant a)
                && right instanceof CelValue.Span(Duration b)) {
            return CelTime.moment(a.plus(b));
        }
        if (left instanceof CelValue.Span(Duration a)
                && right instanceof CelValue.Moment(Instant b)) {
            return CelTime.moment(b.plus(a));
        }
        if (left instanceof CelValue.Span(Duration a)
                && right instanceof CelValue.Span(Duration b)) {
            return CelTime.span(a.plus(b));
        }
        throw none("+", left, right);
    }

    private static CelValue difference(CelValue left, CelValue right) {
        if (left instanceof CelValue.Moment(Instant a)
                && right instanceof CelValue.Moment(Instant b)) {
            return CelTime.span(Duration.between(b, a));
        }
        if (left instanceof CelValue.Moment(Instant a)
                && right instanceof CelValue.Span(Duration b)) {
            return CelTime.moment(a.minus(b));
        }
        if (left instanceof CelValue.Span(Duration a)
                && right instanceof CelValue.Span(Duration b)) {
            return CelTime.span(a.minus(b));
        }
        throw none("-", left, right);
    }

    private static void bounded(long length) {
        if (length > MAX_LENGTH) {
            throw new CelException("the result of + is longer than " + MAX_LENGTH);
        }
    }

    /// Values of two kinds are not equal, but for numbers.
    static boolean same(CelValue left, CelValue right) {
        boolean numbers =
                (left instanceof CelValue.Int || left instanceof CelValue.Real)
                        && (right instanceof CelValue.Int || right instanceof CelValue.Real);
        if (numbers) {
            return isComparable(left, right) && order(left, right) == 0;
        }
        if (left instanceof CelValue.Listing(List<CelValue> a)
                && right instanceof CelValue.Listing(List<CelValue> b)) {
            if (a.size() != b.size()) {
                return false;
            }
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof CelValue.Mapping(Map<CelValue, CelValue> a)
                && right instanceof CelValue.Mapping(Map<CelValue, CelValue> b)) {
            if (a.size() != b.size()) {
                return false;
            }
            for (Map.Entry<CelValue, CelValue> entry : a.entrySet()) {
                CelValue other = b.get(entry.getKey());
                if (other == null || !same(entry.getValue(), other)) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right);
    }

    private static boolean isComparable(CelValue left, CelValue right) {
        return !(left instanceof CelValue.Real(double a) && Double.isNaN(a))
                && !(right instanceof CelValue.Real(double b) && Double.isNaN(b));
    }

    static boolean compare(String operator, CelValue left, CelValue right) {
        int order = order(left, right);
        if (!isComparable(left, right)) {
            return false;
        }
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private static int order(CelValue left, CelValue right) {
        if (left instanceof CelValue.Int(long a) && right instanceof CelValue.Int(long b)) {
            return Long.compare(a, b);
        }
        if (left instanceof CelValue.Real(double a) && right instanceof CelValue.Real(double b)) {
            // Unlike Double.compare, zero is zero whatever its sign.
            return a < b ? -1 : a > b ? 1 : 0;
        }
        if (left instanceof CelValue.Int(long a) && right instanceof CelValue.Real(double b)) {
            return mixed(a, b);
        }
        if (left instanceof CelValue.Real(double a) && right instanceof CelValue.Int(long b)) {
            return -mixed(b, a);
        }
        if (left instanceof CelValue.Text(String a) && right instanceof CelValue.Text(String b)) {
            return points(a, b);
        }
        if (left instanceof CelValue.Bool(boolean a) && right instanceof CelValue.Bool(boolean b)) {
            return Boolean.compare(a, b);
        }
        if (left instanceof CelValue.Moment(Instant a)
                && right instanceof CelValue.Moment(Instant b)) {
            return a.compareTo(b);
        }
        if (left instanceof CelValue.Span(Duration a)
                && right instanceof CelValue.Span(Duration b)) {
            return a.compareTo(b);
        }
        throw new CelException("a " + left.type() + " and a " + right.type() + " have no order");
    }

    /// A `double` cannot hold every `long`, so the comparison is made without rounding.
    private static int mixed(long whole, double real) {
        if (Double.isNaN(real)) {
            return 0;
        }
        if (real >= 0x1p63) {
            return -1;
        }
        if (real < -0x1p63) {
            return 1;
        }
        int order = Long.compare(whole, (long) real);
        double fraction = real - (long) real;
        return order != 0 ? order : fraction > 0 ? -1 : fraction < 0 ? 1 : 0;
    }

    /// By code points: the order of UTF-16 differs beyond the basic plane.
    private static int points(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }

    static CelException none(String operator, CelValue left, CelValue right) {
        return new CelException(
                operator + " is not defined for a " + left.type() + " and a " + right.type());
    }
}
