package dev.cordon.policy;

import dev.cordon.policy.Shell.Part;
import java.util.List;

/// Reads the inside of `$'...'`.
///
/// @see <a href="https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html">Bash
///   manual, ANSI-C quoting</a>
final class AnsiQuotes {
    private AnsiQuotes() {}

    /// Reads up to the closing quote. Bytes that are no ASCII make the text unknown, since their
    /// meaning depends on the locale.
    static Part read(ShellLexer lexer) {
        StringBuilder out = new StringBuilder();
        int start = lexer.position();
        boolean known = true;
        while (lexer.peek() != '\'') {
            if (lexer.atEnd()) {
                throw lexer.trouble("a quote is not closed");
            }
            char c = lexer.peek();
            lexer.advance(1);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            int value = escape(lexer, out);
            if (value == 0 || value > 126) {
                known = false;
            } else if (value > 0) {
                out.append((char) value);
            }
        }
        String source = lexer.text().substring(start, lexer.position());
        lexer.advance(1);
        return known
                ? new Shell.Text(out.toString(), true)
                : new Shell.Expansion("$'" + source + "'", List.of());
    }

    /// The character of an escape; -1 if it was appended to `out` as it stands.
    private static int escape(ShellLexer lexer, StringBuilder out) {
        char c = lexer.peek();
        lexer.advance(1);
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> 8;
            case 'e', 'E' -> 27;
            case 'f' -> 12;
            case 'n' -> 10;
            case 'r' -> 13;
            case 't' -> 9;
            case 'v' -> 11;
            case '\\', '\'', '"', '?' -> c;
            case 'x' -> number(lexer, 2, 16);
            case 'u' -> number(lexer, 4, 16);
            case 'U' -> number(lexer, 8, 16);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                lexer.advance(-1);
                yield number(lexer, 3, 8);
            }
            case 'c' -> 0;
            default -> {
                out.append('\\').append(c);
                yield -1;
            }
        };
    }

    private static int number(ShellLexer lexer, int mostDigits, int radix) {
        int value = 0;
        int digits = 0;
        while (digits < mostDigits && Character.digit(lexer.peek(), radix) >= 0) {
            value = value * radix + Character.digit(lexer.peek(), radix);
            lexer.advance(1);
            digits++;
        }
        return digits == 0 || value < 0 ? 0 : value;
    }
}
