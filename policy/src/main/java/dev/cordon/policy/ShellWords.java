package dev.cordon.policy;

import dev.cordon.policy.Shell.Part;
import dev.cordon.policy.Shell.Word;
import java.util.ArrayList;
import java.util.List;

/// Reads one word: quotes, escapes and expansions.
final class ShellWords {
    private final ShellLexer lexer;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private boolean opened;
    private boolean braces;

    /// Where a word stands.
    enum Mode {
        COMMAND,
        /// After `=~`: parentheses and bars belong to the word.
        REGEX
    }

    private ShellWords(ShellLexer lexer) {
        this.lexer = lexer;
    }

    static Word word(ShellLexer lexer, Mode mode) {
        ShellWords reader = new ShellWords(lexer);
        int start = lexer.position();
        reader.unquoted(mode);
        return reader.finish(start);
    }

    /// The body of a heredoc whose delimiter has no quotes.
    static Word heredoc(ShellLexer lexer) {
        ShellWords reader = new ShellWords(lexer);
        while (!lexer.atEnd()) {
            reader.inDoubleQuotes(false);
        }
        return reader.finish(0);
    }

    static Word arithmetic(ShellLexer lexer) {
        ShellWords reader = new ShellWords(lexer);
        int start = lexer.position();
        List<Shell> inside = reader.arithmeticInside();
        String source = lexer.text().substring(start, lexer.position());
        return new Word(List.of(new Shell.Expansion(source, inside)), source, false);
    }

    private Word finish(int start) {
        flush(false);
        return new Word(parts, lexer.text().substring(start, lexer.position()), braces);
    }

    private void flush(boolean quoted) {
        if (!plain.isEmpty()) {
            parts.add(new Shell.Text(plain.toString(), quoted));
            plain.setLength(0);
        }
    }

    private void unquoted(Mode mode) {
        int regexDepth = 0;
        boolean first = true;
        while (!lexer.atEnd()) {
            char c = lexer.peek();
            boolean process = (c == '<' || c == '>') && lexer.peekAt(1) == '(';
            if (ShellLexer.isMeta(c) && !process) {
                boolean kept = mode == Mode.REGEX && "()|<>".indexOf(c) >= 0;
                if (c == ShellLexer.END) {
                    throw lexer.trouble("a NUL character");
                }
                if (!kept || (c == ')' && regexDepth == 0)) {
                    return;
                }
                regexDepth += c == '(' ? 1 : c == ')' ? -1 : 0;
                plain.append(c);
                lexer.advance(1);
            } else {
                unquotedCharacter(c, first);
            }
            first = false;
        }
    }

    private void unquotedCharacter(char c, boolean first) {
        switch (c) {
            case '\\' -> escape();
            case '\'' -> singleQuotes();
            case '"' -> doubleQuotes();
            case '$' -> dollar(true);
            case '`' -> backticks(false);
            case '<', '>' -> {
                lexer.advance(2);
                flush(false);
                parts.add(new Shell.Substitution(ShellParser.substitution(lexer)));
            }
            case '*', '?', '[' -> {
                lexer.advance(1);
                if (first && c == '[' && ShellLexer.isMeta(lexer.peek())) {
                    // The command `[`: it could match only a file of its own name.
                    plain.append(c);
                } else {
                    flush(false);
                    parts.add(new Shell.Pattern(c));
                }
            }
            case '~' -> {
                lexer.advance(1);
                if (first) {
                    tilde();
                } else {
                    plain.append('~');
                }
            }
            default -> {
                opened |= c == '{';
                braces |= opened && (c == ',' || (c == '.' && lexer.peekAt(1) == '.'));
                plain.append(c);
                lexer.advance(1);
            }
        }
    }

    private void tilde() {
        StringBuilder user = new StringBuilder();
        while (ShellLexer.isNamePart(lexer.peek(), true)
                || ("-+.".indexOf(lexer.peek()) >= 0 && !lexer.atEnd())) {
            user.append(lexer.peek());
            lexer.advance(1);
        }
        parts.add(new Shell.Tilde(user.toString()));
    }

    private void escape() {
        char next = lexer.peekAt(1);
        if (next == '\n') {
            lexer.advance(2);
            return;
        }
        if (lexer.position() + 1 >= lexer.text().length()) {
            throw lexer.trouble("a backslash at the end");
        }
        flush(false);
        parts.add(new Shell.Text(String.valueOf(next), true));
        lexer.advance(2);
    }

    private void singleQuotes() {
        int end = lexer.text().indexOf('\'', lexer.position() + 1);
        if (end < 0) {
            throw lexer.trouble("a quote is not closed");
        }
        flush(false);
        parts.add(new Shell.Text(lexer.text().substring(lexer.position() + 1, end), true));
        lexer.advance(end + 1 - lexer.position());
    }

    private void doubleQuotes() {
        flush(false);
        lexer.advance(1);
        int before = parts.size();
        while (lexer.peek() != '"') {
            if (lexer.atEnd()) {
                throw lexer.trouble("a quote is not closed");
            }
            inDoubleQuotes(true);
        }
        flush(true);
        if (parts.size() == before) {
            parts.add(new Shell.Text("", true));
        }
        lexer.advance(1);
    }

    private void inDoubleQuotes(boolean quotes) {
        char c = lexer.peek();
        switch (c) {
            case '\\' -> {
                char next = lexer.peekAt(1);
                if (next == '\n') {
                    lexer.advance(2);
                } else if (next == '$' || next == '`' || next == '\\' || (quotes && next == '"')) {
                    plain.append(next);
                    lexer.advance(2);
                } else {
                    plain.append(c);
                    lexer.advance(1);
                }
            }
            case '$' -> dollar(false);
            case '`' -> backticks(quotes);
            default -> {
                plain.append(c);
                lexer.advance(1);
            }
        }
    }

    private void dollar(boolean unquoted) {
        char next = lexer.peekAt(1);
        if (unquoted && next == '\'') {
            flush(false);
            lexer.advance(2);
            parts.add(AnsiQuotes.read(lexer));
            return;
        }
        if (unquoted && next == '"') {
            lexer.advance(1);
            doubleQuotes();
            return;
        }
        int start = lexer.position();
        boolean special = next != ShellLexer.END && "@*#?-$!".indexOf(next) >= 0;
        if (next == '(') {
            flush(!unquoted);
            if (lexer.peekAt(2) == '(') {
                lexer.advance(3);
                List<Shell> inside = arithmeticInside();
                parts.add(expansion(start, inside));
                return;
            }
            lexer.advance(2);
            parts.add(new Shell.Substitution(ShellParser.substitution(lexer)));
        } else if (next == '{') {
            flush(!unquoted);
            lexer.advance(2);
            parts.add(expansion(start, inBraces()));
        } else if (next == '[') {
            throw lexer.trouble("arithmetic of an old kind");
        } else if (special || (next >= '0' && next <= '9')) {
            flush(!unquoted);
            lexer.advance(2);
            parts.add(expansion(start, List.of()));
        } else if (ShellLexer.isNamePart(next, false)) {
            flush(!unquoted);
            lexer.advance(1);
            while (ShellLexer.isNamePart(lexer.peek(), true)) {
                lexer.advance(1);
            }
            parts.add(expansion(start, List.of()));
        } else {
            plain.append('$');
            lexer.advance(1);
        }
    }

    private Part expansion(int start, List<Shell> inside) {
        String source = lexer.text().substring(start, lexer.position());
        return new Shell.Expansion(source, inside);
    }

    /// The rest of `${...}`; what it expands to is not worked out, but commands in it are found.
    private List<Shell> inBraces() {
        List<Shell> inside = new ArrayList<>();
        lexer.deeper();
        while (lexer.peek() != '}' || lexer.atEnd()) {
            nested(inside);
        }
        lexer.advance(1);
        lexer.shallower();
        return inside;
    }

    /// The rest of `$((...))`, its end included.
    ///
    /// Some shells run what stands there if it is no arithmetic, so two words in a row are not
    /// taken for harmless.
    private List<Shell> arithmeticInside() {
        List<Shell> inside = new ArrayList<>();
        int open = 0;
        boolean operand = false;
        boolean gap = false;
        lexer.deeper();
        while (true) {
            char c = lexer.peek();
            if (c == ')' && open == 0) {
                if (lexer.peekAt(1) != ')') {
                    throw lexer.trouble("expected ))");
                }
                lexer.advance(2);
                lexer.shallower();
                return inside;
            }
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            boolean blank = c == ' ' || c == '\t' || c == '\n';
            boolean begins = ShellLexer.isNamePart(c, true) || "$'\"`.\\".indexOf(c) >= 0;
            if (begins && operand && gap) {
                throw lexer.trouble("two words in arithmetic, which may be a command");
            }
            gap = blank && (gap || operand);
            operand = blank ? operand : begins || (c == ')' || c == ']');
            nested(inside);
        }
    }

    private void nested(List<Shell> inside) {
        if (lexer.atEnd()) {
            throw lexer.trouble("an expansion is not closed");
        }
        ShellWords piece = new ShellWords(lexer);
        switch (lexer.peek()) {
            case '\'' -> piece.singleQuotes();
            case '"' -> piece.doubleQuotes();
            case '\\' -> piece.escape();
            case '$' -> piece.dollar(false);
            case '`' -> piece.backticks(false);
            default -> lexer.advance(1);
        }
        for (Part part : piece.parts) {
            switch (part) {
                case Shell.Substitution(Shell body) -> inside.add(body);
                case Shell.Expansion(_, List<Shell> bodies) -> inside.addAll(bodies);
                case Shell.Text _, Shell.Pattern _, Shell.Tilde _ -> {}
            }
        }
    }

    private void backticks(boolean inQuotes) {
        flush(inQuotes);
        lexer.advance(1);
        StringBuilder body = new StringBuilder();
        while (lexer.peek() != '`') {
            if (lexer.atEnd()) {
                throw lexer.trouble("a backtick is not closed");
            }
            char c = lexer.peek();
            char next = lexer.peekAt(1);
            if (c == '\\'
                    && (next == '`' || next == '\\' || next == '$' || (inQuotes && next == '"'))) {
                c = next;
                lexer.advance(1);
            }
            body.append(c);
            lexer.advance(1);
        }
        lexer.advance(1);
        ShellLexer inner = new ShellLexer(body + ")", lexer.depth(), lexer.heredocs());
        Shell shell = ShellParser.substitution(inner);
        if (!inner.atEnd()) {
            throw lexer.trouble("unexpected ) in backticks");
        }
        inner.endOfText();
        parts.add(new Shell.Substitution(shell));
    }
}
