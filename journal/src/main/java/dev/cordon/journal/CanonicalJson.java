package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// JSON in the one form that everybody who signs or hashes it agrees on.
///
/// Members are sorted by UTF-16 code units, there is no white space, strings have only the escapes
/// that must be, numbers look as ECMAScript prints a double.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785, JSON Canonicalization Scheme</a>
public final class CanonicalJson {
    private static final BigInteger MAX_SAFE =
            BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);
    private static final int MAX_PLAIN_EXPONENT = 21;
    private static final int MIN_PLAIN_EXPONENT = -6;
    private static final int MAX_SAFE_DIGITS = 15;

    private CanonicalJson() {}

    /// The canonical UTF-8.
    ///
    /// @throws JsonException if a string has a lone surrogate, or a number is no finite double, or
    ///   is an integer beyond 2^53-1, which a double would change
    public static byte[] bytes(Json value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /// The canonical text; see {@link #bytes(Json)}.
    public static String text(Json value) {
        StringBuilder out = new StringBuilder(256);
        write(value, out);
        return out.toString();
    }

    /// The nearest value that has a canonical form: numbers that a double would change become
    /// strings, lone surrogates become U+FFFD. A value that has one comes back unchanged.
    public static Json made(Json value) {
        return switch (value) {
            case Json.Obj object -> made(object);
            case Json.Arr(List<Json> elements) ->
                    Json.array(elements.stream().map(CanonicalJson::made).toList());
            case Json.Str(String text) -> new Json.Str(whole(text));
            case Json.Num(String literal) -> exact(literal) ? value : new Json.Str(literal);
            case Json.Bool _, Json.Null _ -> value;
        };
    }

    /// As above for an object.
    public static Json.Obj made(Json.Obj object) {
        if (whole(object)) {
            return object;
        }
        Json.ObjBuilder result = Json.object();
        object.members().forEach((name, member) -> result.put(whole(name), made(member)));
        return result.build();
    }

    /// Whether the value has a canonical form as it is.
    private static boolean whole(Json value) {
        switch (value) {
            case Json.Obj(Map<String, Json> members) -> {
                for (Map.Entry<String, Json> member : members.entrySet()) {
                    if (hasLone(member.getKey()) || !whole(member.getValue())) {
                        return false;
                    }
                }
                return true;
            }
            case Json.Arr(List<Json> elements) -> {
                for (Json element : elements) {
                    if (!whole(element)) {
                        return false;
                    }
                }
                return true;
            }
            case Json.Str(String text) -> {
                return !hasLone(text);
            }
            case Json.Num(String literal) -> {
                return exact(literal);
            }
            case Json.Bool _, Json.Null _ -> {
                return true;
            }
        }
    }

    private static boolean hasLone(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && lone(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj(Map<String, Json> members) -> {
                List<String> names = new ArrayList<>(members.keySet());
                names.sort(null);
                char separator = '{';
                for (String name : names) {
                    out.append(separator);
                    quote(name, out);
                    out.append(':');
                    write(members.getOrDefault(name, Json.Null.NULL), out);
                    separator = ',';
                }
                out.append(names.isEmpty() ? "{}" : "}");
            }
            case Json.Arr(List<Json> elements) -> {
                char separator = '[';
                for (Json element : elements) {
                    out.append(separator);
                    write(element, out);
                    separator = ',';
                }
                out.append(elements.isEmpty() ? "[]" : "]");
            }
            case Json.Str(String text) -> quote(text, out);
            case Json.Num(String literal) -> out.append(number(literal));
            case Json.Bool(boolean bool) -> out.append(bool);
            case Json.Null _ -> out.append("null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c != '"' && c != '\\') {
                if (Character.isSurrogate(c) && lone(text, i)) {
                    throw new JsonException("a lone surrogate has no canonical form");
                }
                out.append(c);
            } else {
                escape(c, out);
            }
        }
        out.append('"');
    }

    private static void escape(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default ->
                    out.append("\\u00")
                            .append(Character.forDigit(c >> 4, 16))
                            .append(Character.forDigit(c & 15, 16));
        }
    }

    /// A number as ECMAScript prints it.
    static String number(String literal) {
        if (safeInteger(literal)) {
            return literal;
        }
        if (!exact(literal)) {
            throw new JsonException(
                    "the number "
                            + literal
                            + " does not survive as a double; write it as a string");
        }
        double value = Double.parseDouble(literal);
        return value == 0 ? "0" : ecmaScript(value);
    }

    private static boolean safeInteger(String literal) {
        int start = literal.startsWith("-") ? 1 : 0;
        int digits = literal.length() - start;
        if (digits == 0 || digits > MAX_SAFE_DIGITS || literal.equals("-0")) {
            return false;
        }
        for (int i = start; i < literal.length(); i++) {
            if (literal.charAt(i) < '0' || literal.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean exact(String literal) {
        if (safeInteger(literal)) {
            return true;
        }
        double value = Double.parseDouble(literal);
        if (!Double.isFinite(value)) {
            return false;
        }
        if (literal.indexOf('.') >= 0 || literal.indexOf('e') >= 0 || literal.indexOf('E') >= 0) {
            return true;
        }
        return new BigInteger(literal).abs().compareTo(MAX_SAFE) <= 0;
    }

    /// `Number::toString` of ECMA-262 for a finite value other than zero.
    private static String ecmaScript(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        BigDecimal shorter = decimal.round(new MathContext(1));
        // Java prints at least two digits where ECMAScript prints one: 4.9E-324 is 5e-324.
        if (decimal.precision() == 2 && shorter.doubleValue() == Math.abs(value)) {
            decimal = shorter.stripTrailingZeros();
        }
        String digits = decimal.unscaledValue().toString();
        int point = digits.length() - decimal.scale();
        StringBuilder out = new StringBuilder(value < 0 ? "-" : "");
        if (point > MAX_PLAIN_EXPONENT || point <= MIN_PLAIN_EXPONENT) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            return out.append(point > 0 ? "e+" : "e").append(point - 1).toString();
        }
        if (point <= 0) {
            return out.append("0.").repeat("0", -point).append(digits).toString();
        }
        if (point >= digits.length()) {
            return out.append(digits).repeat("0", point - digits.length()).toString();
        }
        return out.append(digits, 0, point)
                .append('.')
                .append(digits, point, digits.length())
                .toString();
    }

    private static boolean lone(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && lone(text, i)) {
                return mended(text);
            }
        }
        return text;
    }

    private static String mended(String text) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && lone(text, i)) {
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out.toString();
    }
}
