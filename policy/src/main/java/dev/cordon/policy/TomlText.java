package dev.cordon.policy;

import java.util.List;
import java.util.Map;

/// Writes values as TOML on one line.
final class TomlText {
    private TomlText() {}

    static String of(Toml value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Toml value, StringBuilder out) {
        switch (value) {
            case Toml.Text(String text, _, _) -> quote(text, out);
            case Toml.Whole(long number, _, _) -> out.append(number);
            case Toml.Real(double number, _, _) -> out.append(number);
            case Toml.Bool(boolean bool, _, _) -> out.append(bool);
            case Toml.Moment(String text, _, _) -> out.append(text);
            case Toml.Array(List<Toml> elements, _, _) -> {
                out.append('[');
                for (int i = 0; i < elements.size(); i++) {
                    out.append(i == 0 ? "" : ", ");
                    write(elements.get(i), out);
                }
                out.append(']');
            }
            case Toml.Table(Map<String, Toml> entries, _, _) -> {
                String separator = "{";
                for (Map.Entry<String, Toml> entry : entries.entrySet()) {
                    out.append(separator).append(name(entry.getKey())).append(" = ");
                    write(entry.getValue(), out);
                    separator = ", ";
                }
                out.append(entries.isEmpty() ? "{}" : "}");
            }
        }
    }

    /// One part of a name, quoted where it must be.
    static String name(String part) {
        if (ConfigPath.isBare(part)) {
            return part;
        }
        StringBuilder out = new StringBuilder();
        quote(part, out);
        return out.toString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        String hex = Integer.toHexString(c);
                        out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
