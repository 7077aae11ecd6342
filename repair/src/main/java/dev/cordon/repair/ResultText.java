package dev.cordon.repair;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The worker's result as lines that a person reads and {@link EmbeddedModel} reads back. They are
/// the last thing that a worker prints.
///
/// ```
/// --- result
/// verdict: repaired          a text of one line
/// tests = 5                  a whole number
/// diff:                      a text of several lines; it ends with a line break
/// | --- a/roman.py
/// failing:                   a list; `>` continues an entry
/// - test_repeated
/// > -1 != 3
/// ```
///
/// Members that are empty are left out.
final class ResultText {
    private static final String HEAD = "--- result";

    private ResultText() {}

    /// The lines, each with its line break.
    ///
    /// @param result texts, whole numbers and arrays of texts
    static String write(Json.Obj result) {
        StringBuilder out = new StringBuilder(HEAD).append('\n');
        for (Map.Entry<String, Json> member : result.members().entrySet()) {
            switch (member.getValue()) {
                case Json.Str(String text) -> text(member.getKey(), text, out);
                case Json.Num _ ->
                        out.append(member.getKey())
                                .append(" = ")
                                .append(result.integer(member.getKey()).orElse(0))
                                .append('\n');
                case Json.Arr _ -> list(member.getKey(), result.texts(member.getKey()), out);
                case Json.Obj _, Json.Bool _, Json.Null _ ->
                        throw new IllegalArgumentException(
                                "a result has texts, numbers and lists only: " + member.getKey());
            }
        }
        return out.toString();
    }

    private static void text(String name, String text, StringBuilder out) {
        if (text.isEmpty()) {
            return;
        }
        if (text.indexOf('\n') < 0) {
            out.append(name).append(": ").append(text).append('\n');
            return;
        }
        out.append(name).append(":\n");
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            out.append("| ").append(line).append('\n');
        }
    }

    private static void list(String name, List<String> texts, StringBuilder out) {
        if (!texts.isEmpty()) {
            out.append(name).append(":\n");
        }
        for (String text : texts) {
            out.append("- ").append(text.strip().replace("\n", "\n> ")).append('\n');
        }
    }

    /// What was written last into an output; empty if there is no whole result in it.
    static Optional<Json.Obj> read(String output) {
        List<String> lines = output.lines().toList();
        int head = lines.lastIndexOf(HEAD);
        if (head < 0) {
            return Optional.empty();
        }
        Json.ObjBuilder result = Json.object();
        int at = head + 1;
        while (at < lines.size()) {
            String line = lines.get(at++);
            int name = nameEnd(line);
            if (name == 0) {
                break;
            }
            String key = line.substring(0, name);
            String rest = line.substring(name);
            if (rest.startsWith(" = ")) {
                Optional<Long> number = number(rest.substring(3));
                if (number.isEmpty()) {
                    return Optional.empty();
                }
                result.put(key, number.get());
            } else if (rest.startsWith(": ")) {
                result.put(key, rest.substring(2));
            } else if (rest.equals(":")) {
                at = block(key, lines, at, result);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(result.build());
    }

    private static int block(String key, List<String> lines, int from, Json.ObjBuilder result) {
        int at = from;
        StringBuilder text = new StringBuilder();
        while (at < lines.size() && lines.get(at).startsWith("|")) {
            text.append(marked(lines.get(at++))).append('\n');
        }
        if (at > from) {
            result.put(key, text.toString());
            return at;
        }
        List<String> entries = new ArrayList<>();
        while (at < lines.size()) {
            String line = lines.get(at);
            if (line.startsWith("-")) {
                entries.add(marked(line));
            } else if (line.startsWith(">") && !entries.isEmpty()) {
                entries.add(entries.removeLast() + "\n" + marked(line));
            } else {
                break;
            }
            at++;
        }
        result.put(key, entries);
        return at;
    }

    /// What stands after the mark. The blank between them may have been cut off.
    private static String marked(String line) {
        return line.substring(Math.min(2, line.length()));
    }

    private static int nameEnd(String line) {
        int end = 0;
        while (end < line.length()
                && (line.charAt(end) == '_'
                        || (line.charAt(end) >= 'a' && line.charAt(end) <= 'z'))) {
            end++;
        }
        return end;
    }

    private static Optional<Long> number(String digits) {
        try {
            return Optional.of(Long.parseLong(digits));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
