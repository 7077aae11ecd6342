package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads TOML text into {@link Toml}.
///
/// Plain files, which is what people write, are read by {@link QuickToml}; whatever that does not
/// know goes to tomlj, whose start costs more than the rest of reading the configuration.
final class TomlReader {
    /// The largest file that is read.
    static final int MAX_FILE_BYTES = 256 * 1024;

    /// The deepest nesting of brackets and of names that is read.
    static final int MAX_DEPTH = 40;

    private TomlReader() {}

    /// Reads a file's text.
    ///
    /// @param file its name, for sentences
    /// @throws ConfigException with every mistake that the parser found
    static Toml.Table read(String text, String file) {
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Optional<Toml.Table> quick = QuickToml.read(content);
        return quick.isPresent() ? quick.get() : Full.read(content, file);
    }

    /// Reads a value as it stands after `=`; empty if it is none.
    static Optional<Toml> value(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            return Optional.empty();
        }
        Optional<Toml.Table> quick = QuickToml.read("v = " + text);
        if (quick.isPresent()) {
            return onlyValue(quick.get());
        }
        if (!Full.canStartValue(text)) {
            return Optional.empty();
        }
        try {
            return onlyValue(Full.read("v = " + text + "\n", "value"));
        } catch (ConfigException _) {
            return Optional.empty();
        }
    }

    private static Optional<Toml> onlyValue(Toml.Table table) {
        return table.entries().size() == 1
                ? Optional.of(table.entries().values().iterator().next().at(0, 0))
                : Optional.empty();
    }

    /// Everything that touches tomlj, so that its classes are loaded only when needed.
    static final class Full {
        private Full() {}

        static Toml.Table read(String text, String file) {
            checkDepth(text, file);
            TomlParseResult result = parse(text, file);
            if (result.hasErrors()) {
                List<Problem> problems = new ArrayList<>();
                for (TomlParseError error : result.errors()) {
                    TomlPosition at = error.position();
                    String message = error.getMessage() == null ? "" : error.getMessage();
                    problems.add(
                            new Problem(
                                    file, at.line(), at.column(), "not valid TOML: " + message));
                }
                throw new ConfigException(problems);
            }
            return table(result, 1, 1);
        }

        /// tomlj has assertions of its own that some broken files do not keep.
        private static TomlParseResult parse(String text, String file) {
            try {
                return org.tomlj.Toml.parse(text);
            } catch (RuntimeException | AssertionError e) {
                String reason = String.valueOf(e.getMessage());
                throw new ConfigException(file, "not valid TOML: " + reason);
            }
        }

        /// Whether the text can be a value at all; saves the parser for plain words.
        static boolean canStartValue(String text) {
            if (text.isEmpty()) {
                return false;
            }
            char first = text.charAt(0);
            return "\"'[{+-.".indexOf(first) >= 0
                    || (first >= '0' && first <= '9')
                    || text.startsWith("true")
                    || text.startsWith("false")
                    || text.startsWith("inf")
                    || text.startsWith("nan");
        }

        private static Toml.Table table(TomlTable table, int line, int column) {
            Map<String, Toml> entries = new LinkedHashMap<>();
            for (String name : table.keySet()) {
                List<String> path = List.of(name);
                TomlPosition at = table.inputPositionOf(path);
                int entryLine = at == null ? line : at.line();
                int entryColumn = at == null ? column : at.column();
                Object value = table.get(path);
                if (value != null) {
                    entries.put(name, node(value, entryLine, entryColumn));
                }
            }
            return new Toml.Table(entries, line, column);
        }

        private static Toml node(Object value, int line, int column) {
            return switch (value) {
                case TomlTable table -> table(table, line, column);
                case TomlArray array -> {
                    List<Toml> elements = new ArrayList<>(array.size());
                    for (int i = 0; i < array.size(); i++) {
                        TomlPosition at = array.inputPositionOf(i);
                        int elementLine = at == null ? line : at.line();
                        int elementColumn = at == null ? column : at.column();
                        elements.add(node(array.get(i), elementLine, elementColumn));
                    }
                    yield new Toml.Array(elements, line, column);
                }
                case String text -> new Toml.Text(text, line, column);
                case Long number -> new Toml.Whole(number, line, column);
                case Double number -> new Toml.Real(number, line, column);
                case Boolean bool -> new Toml.Bool(bool, line, column);
                default -> new Toml.Moment(value.toString(), line, column);
            };
        }

        /// Refuses text that would exhaust the parser's stack.
        private static void checkDepth(String text, String file) {
            int depth = 0;
            int dots = 0;
            int line = 1;
            int lineStart = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '\n' -> {
                        line++;
                        lineStart = i + 1;
                        dots = 0;
                    }
                    case '#' -> i = endOfLine(text, i) - 1;
                    case '"', '\'' -> {
                        int end = endOfString(text, i);
                        for (int k = i; k < end && k < text.length(); k++) {
                            if (text.charAt(k) == '\n') {
                                line++;
                                lineStart = k + 1;
                            }
                        }
                        i = end - 1;
                    }
                    case '[', '{' -> depth++;
                    case ']', '}' -> depth--;
                    case '.' -> dots++;
                    default -> {}
                }
                if (depth > MAX_DEPTH || dots > 8 * MAX_DEPTH) {
                    int column = i - lineStart + 1;
                    String sentence = "nested more than " + MAX_DEPTH + " deep; write it flatter";
                    throw new ConfigException(List.of(new Problem(file, line, column, sentence)));
                }
            }
        }

        private static int endOfLine(String text, int from) {
            int end = text.indexOf('\n', from);
            return end < 0 ? text.length() : end;
        }

        /// The index after the string that begins at `start`; the text's end if it is not closed.
        private static int endOfString(String text, int start) {
            char quote = text.charAt(start);
            String triple = String.valueOf(quote).repeat(3);
            boolean multi = text.startsWith(triple, start);
            int i = start + (multi ? 3 : 1);
            while (i < text.length()) {
                char c = text.charAt(i);
                if (quote == '"' && c == '\\') {
                    i += 2;
                } else if (multi && text.startsWith(triple, i)) {
                    return i + 3;
                } else if (!multi && (c == quote || c == '\n')) {
                    return c == quote ? i + 1 : i;
                } else {
                    i++;
                }
            }
            return text.length();
        }
    }
}
