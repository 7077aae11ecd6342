package dev.cordon.policy;

import java.util.ArrayList;
import java.util.List;

/// Splits an expression into words, by the lexical rules of the Common Expression Language
/// (github.com/google/cel-spec, doc/langdef.md). Bytes and unsigned numbers are refused: nothing
/// that a condition looks at has these types.
final class CelLexer {
    private static final String[] SIGNS = {
        "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "(",
        ")", "[", "]", "{", "}", ".", ","
    };
    private final String source;
    private int at;

    private CelLexer(String source) {
        this.source = source;
    }

    /// @throws CelException with the place of what is wrong
    static List<CelToken> read(String source) {
        return new CelLexer(source).all();
    }

    private List<CelToken> all() {
        List<CelToken> tokens = new ArrayList<>();
        while (true) {
            skip();
            if (at == source.length()) {
                tokens.add(new CelToken(CelToken.Kind.END, "", at));
                return tokens;
            }
            tokens.add(next());
        }
    }

    private void skip() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (source.startsWith("//", at)) {
                int end = source.indexOf('\n', at);
                at = end < 0 ? source.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                at++;
            } else {
                return;
            }
        }
    }

    private CelToken next() {
        int start = at;
        char c = source.charAt(at);
        if (isQuote(at)) {
            return text(start, false);
        }
        if (isLetter(c)) {
            return name(start);
        }
        boolean fraction = c == '.' && at + 1 < source.length() && isDigit(source.charAt(at + 1));
        if (isDigit(c) || fraction) {
            return number(start);
        }
        for (String sign : SIGNS) {
            if (source.startsWith(sign, at)) {
                at += sign.length();
                return new CelToken(CelToken.Kind.SIGN, sign, start);
            }
        }
        throw trouble(start, "the character " + Quoted.of(String.valueOf(c)) + " has no meaning");
    }

    private boolean isQuote(int index) {
        return index < source.length()
                && (source.charAt(index) == '"' || source.charAt(index) == '\'');
    }

    private CelToken name(int start) {
        char c = source.charAt(at);
        boolean raw = (c == 'r' || c == 'R') && isQuote(at + 1);
        if (raw) {
            at++;
            return text(start, true);
        }
        boolean bytes =
                (c == 'b' || c == 'B')
                        && (isQuote(at + 1)
                                || (at + 1 < source.length()
                                        && (source.charAt(at + 1) == 'r'
                                                || source.charAt(at + 1) == 'R')
                                        && isQuote(at + 2)));
        if (bytes) {
            throw trouble(start, "bytes are not known here; use a string");
        }
        while (at < source.length()
                && (isLetter(source.charAt(at)) || isDigit(source.charAt(at)))) {
            at++;
        }
        return new CelToken(CelToken.Kind.NAME, source.substring(start, at), start);
    }

    private CelToken number(int start) {
        boolean hex = source.startsWith("0x", at) || source.startsWith("0X", at);
        if (hex) {
            at += 2;
            int digits = at;
            while (at < source.length() && Character.digit(source.charAt(at), 16) >= 0) {
                at++;
            }
            if (at == digits) {
                throw trouble(start, "a number has no digits");
            }
            return finished(CelToken.Kind.INT, start);
        }
        digits();
        boolean real = false;
        boolean point =
                at + 1 < source.length()
                        && source.charAt(at) == '.'
                        && isDigit(source.charAt(at + 1));
        if (point) {
            real = true;
            at++;
            digits();
        }
        if (at < source.length() && (source.charAt(at) == 'e' || source.charAt(at) == 'E')) {
            real = true;
            at++;
            if (at < source.length() && (source.charAt(at) == '+' || source.charAt(at) == '-')) {
                at++;
            }
            int exponent = at;
            digits();
            if (at == exponent) {
                throw trouble(start, "a number has no exponent");
            }
        }
        return finished(real ? CelToken.Kind.REAL : CelToken.Kind.INT, start);
    }

    private CelToken finished(CelToken.Kind kind, int start) {
        if (at < source.length() && (source.charAt(at) == 'u' || source.charAt(at) == 'U')) {
            throw trouble(start, "unsigned numbers are not known here; leave the u away");
        }
        if (at < source.length() && isLetter(source.charAt(at))) {
            throw trouble(start, "a letter follows a number");
        }
        return new CelToken(kind, source.substring(start, at), start);
    }

    private void digits() {
        while (at < source.length() && isDigit(source.charAt(at))) {
            at++;
        }
    }

    private CelToken text(int start, boolean raw) {
        String quote = source.substring(at, at + 1);
        boolean triple = source.startsWith(quote.repeat(3), at);
        String end = triple ? quote.repeat(3) : quote;
        at += end.length();
        StringBuilder value = new StringBuilder();
        while (!source.startsWith(end, at)) {
            if (at >= source.length() || (!triple && isLineEnd(source.charAt(at)))) {
                throw trouble(start, "a string is not closed");
            }
            if (source.charAt(at) != '\\') {
                value.append(source.charAt(at++));
            } else if (raw) {
                value.append(source.charAt(at++));
                if (at < source.length()) {
                    value.append(source.charAt(at++));
                }
            } else {
                escape(value);
            }
        }
        at += end.length();
        return new CelToken(CelToken.Kind.TEXT, value.toString(), start);
    }

    private void escape(StringBuilder value) {
        int start = at++;
        if (at == source.length()) {
            throw trouble(start, "a string is not closed");
        }
        char c = source.charAt(at++);
        switch (c) {
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'v' -> value.append('\u000b');
            case '\\', '\'', '"', '`', '?' -> value.append(c);
            case 'x', 'X' -> value.appendCodePoint(code(start, 2, 16));
            case 'u' -> value.appendCodePoint(code(start, 4, 16));
            case 'U' -> value.appendCodePoint(code(start, 8, 16));
            case '0', '1', '2', '3' -> {
                at--;
                value.appendCodePoint(code(start, 3, 8));
            }
            default -> throw trouble(start, "unknown escape \\" + c);
        }
    }

    private int code(int start, int digits, int radix) {
        int code = 0;
        for (int i = 0; i < digits; i++, at++) {
            int digit = at < source.length() ? Character.digit(source.charAt(at), radix) : -1;
            if (digit < 0) {
                throw trouble(start, "an escape has too few digits");
            }
            code = code * radix + digit;
            if (code > Character.MAX_CODE_POINT) {
                throw trouble(start, "an escape names no character");
            }
        }
        if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw trouble(start, "an escape names no character");
        }
        return code;
    }

    private CelException trouble(int offset, String sentence) {
        return CelException.at(source, offset, sentence);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
