package dev.cordon.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the plain part of TOML: tables, dotted and quoted names, one-line strings without escapes
/// beyond `\"` and `\\`, decimal integers, booleans, one-line arrays of those.
///
/// It never reports a mistake: whatever is not plain, and every mistake, is left to tomlj, which
/// either knows it or says what is wrong. Where it answers, tomlj gives the same answer; a test
/// compares the two.
final class QuickToml {
    private static final int MAX_DIGITS = 18;

    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;

    private QuickToml(String text) {
        this.text = text;
    }

    /// The whole text, or empty if any of it is not plain.
    static Optional<Toml.Table> read(String text) {
        try {
            return Optional.of(new QuickToml(text).document());
        } catch (NotPlainException _) {
            return Optional.empty();
        }
    }

    private Toml.Table document() {
        Draft root = new Draft(1, 1);
        Draft current = root;
        while (true) {
            skipBlank();
            if (at == text.length()) {
                return root.table();
            }
            if (text.charAt(at) == '\n') {
                newLine();
            } else if (text.charAt(at) == '#') {
                comment();
            } else if (text.charAt(at) == '[') {
                current = header(root);
                endOfLine();
            } else {
                entry(current);
                endOfLine();
            }
        }
    }

    private Draft header(Draft root) {
        int column = column();
        at++;
        skipBlank();
        List<String> names = names(']');
        Draft draft = root;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Object known = draft.entries.get(name);
            boolean last = i == names.size() - 1;
            if (known == null) {
                Draft fresh = new Draft(line, column);
                draft.entries.put(name, fresh);
                draft = fresh;
            } else if (known instanceof Draft old && !last) {
                draft = old;
            } else {
                throw new NotPlainException();
            }
        }
        return draft;
    }

    private void entry(Draft table) {
        int column = column();
        List<String> names = names('=');
        if (names.size() != 1) {
            throw new NotPlainException();
        }
        skipBlank();
        int entryLine = line;
        Toml value = value().at(entryLine, column);
        if (table.entries.put(names.getFirst(), value) != null) {
            throw new NotPlainException();
        }
    }

    /// Reads a dotted name and the character that ends it.
    private List<String> names(char end) {
        List<String> names = new ArrayList<>(3);
        while (true) {
            skipBlank();
            char first = peek();
            if (first == '"' || first == '\'') {
                names.add(string());
            } else {
                int start = at;
                while (at < text.length() && ConfigPath.isBareChar(text.charAt(at))) {
                    at++;
                }
                if (start == at) {
                    throw new NotPlainException();
                }
                names.add(text.substring(start, at));
            }
            skipBlank();
            char next = peek();
            at++;
            if (next == end) {
                return names;
            }
            if (next != '.' || names.size() >= TomlReader.MAX_DEPTH) {
                throw new NotPlainException();
            }
        }
    }

    private Toml value() {
        int column = column();
        char first = peek();
        if (first == '"' || first == '\'') {
            return new Toml.Text(string(), line, column);
        }
        if (first == '[') {
            return array();
        }
        if (text.startsWith("true", at)) {
            at += 4;
            return new Toml.Bool(true, line, column);
        }
        if (text.startsWith("false", at)) {
            at += 5;
            return new Toml.Bool(false, line, column);
        }
        return integer(column);
    }

    private Toml.Whole integer(int column) {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        int count = at - digits;
        if (count == 0 || count > MAX_DIGITS || (count > 1 && text.charAt(digits) == '0')) {
            throw new NotPlainException();
        }
        return new Toml.Whole(Long.parseLong(text, start, at, 10), line, column);
    }

    private Toml.Array array() {
        int column = column();
        at++;
        List<Toml> elements = new ArrayList<>();
        while (true) {
            skipBlank();
            if (peek() == ']') {
                at++;
                return new Toml.Array(elements, line, column);
            }
            if (peek() == '[') {
                throw new NotPlainException();
            }
            elements.add(value());
            skipBlank();
            char next = peek();
            if (next == ',') {
                at++;
            } else if (next != ']') {
                throw new NotPlainException();
            }
        }
    }

    private String string() {
        char quote = text.charAt(at);
        if (text.startsWith(quote == '"' ? "\"\"\"" : "'''", at)) {
            throw new NotPlainException();
        }
        StringBuilder out = new StringBuilder();
        for (at++; ; at++) {
            char c = peek();
            if (c == quote) {
                at++;
                return out.toString();
            }
            if (c == '\\' && quote == '"') {
                at++;
                c = peek();
                if (c != '"' && c != '\\') {
                    throw new NotPlainException();
                }
            }
            if (c < ' ' || c >= 0x7f) {
                throw new NotPlainException();
            }
            out.append(c);
        }
    }

    private void endOfLine() {
        skipBlank();
        if (at < text.length() && text.charAt(at) == '#') {
            comment();
        }
        if (at < text.length()) {
            if (text.charAt(at) != '\n') {
                throw new NotPlainException();
            }
            newLine();
        }
    }

    private void comment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = text.charAt(at);
            if (c != '\t' && (c < ' ' || c >= 0x7f)) {
                throw new NotPlainException();
            }
            at++;
        }
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void skipBlank() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new NotPlainException();
        }
        return text.charAt(at);
    }

    private int column() {
        return at - lineStart + 1;
    }

    /// A table while it is being read; its entries are drafts or finished values.
    private static final class Draft {
        private final Map<String, Object> entries = new LinkedHashMap<>();
        private final int line;
        private final int column;

        Draft(int line, int column) {
            this.line = line;
            this.column = column;
        }

        Toml.Table table() {
            Map<String, Toml> done = new LinkedHashMap<>();
            for (Map.Entry<String, Object> entry : entries.entrySet()) {
                Object value = entry.getValue();
                done.put(
                        entry.getKey(),
                        value instanceof Draft draft ? draft.table() : (Toml) value);
            }
            return new Toml.Table(done, line, column);
        }
    }

    /// Leaves the reader at once, without a stack trace.
    private static final class NotPlainException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private NotPlainException() {
            super("not plain", null, false, false);
        }
    }
}
