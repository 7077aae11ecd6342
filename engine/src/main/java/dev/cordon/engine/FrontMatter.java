package dev.cordon.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The head of a Markdown file between two lines `---`: as much of YAML as skills use, which is
/// `key: text`, quoted text, and the blocks `|` and `>`. Anything else is passed over.
///
/// @see <a href="https://agentskills.io/specification">Agent Skills, SKILL.md format</a>
final class FrontMatter {
    static final int MAX_CHARS = 16 * 1024;

    private final Map<String, String> values = new LinkedHashMap<>();

    private FrontMatter() {}

    /// @return empty if the text does not begin with a closed head
    static Optional<FrontMatter> of(String text) {
        String clean = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<String> lines =
                clean.substring(0, Math.min(clean.length(), MAX_CHARS)).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals("---")) {
            return Optional.empty();
        }
        int end = 1;
        while (end < lines.size() && !lines.get(end).stripTrailing().equals("---")) {
            end++;
        }
        if (end == lines.size()) {
            return Optional.empty();
        }
        FrontMatter head = new FrontMatter();
        head.read(lines.subList(1, end));
        return Optional.of(head);
    }

    /// The text at a key; empty if it is not there.
    String value(String key) {
        return values.getOrDefault(key, "");
    }

    private void read(List<String> lines) {
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            int colon = line.indexOf(':');
            boolean nested = line.isEmpty() || Character.isWhitespace(line.charAt(0));
            if (nested || colon <= 0 || line.charAt(0) == '#') {
                continue;
            }
            String value = line.substring(colon + 1).strip();
            boolean block = value.startsWith("|") || value.startsWith(">");
            StringBuilder text = new StringBuilder(block ? "" : value);
            while (at + 1 < lines.size() && continues(lines.get(at + 1))) {
                at++;
                text.append(text.isEmpty() ? "" : value.startsWith("|") ? "\n" : " ");
                text.append(lines.get(at).strip());
            }
            values.putIfAbsent(
                    line.substring(0, colon).strip(),
                    block ? text.toString() : unquoted(text.toString()));
        }
    }

    private static boolean continues(String line) {
        return line.isBlank() || Character.isWhitespace(line.charAt(0));
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            return escaped(value.substring(1, value.length() - 1));
        }
        if (value.length() >= 2 && value.startsWith("'") && value.endsWith("'")) {
            return value.substring(1, value.length() - 1).replace("''", "'");
        }
        int comment = value.indexOf(" #");
        return comment < 0 ? value : value.substring(0, comment).stripTrailing();
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                char next = value.charAt(i);
                text.append(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
