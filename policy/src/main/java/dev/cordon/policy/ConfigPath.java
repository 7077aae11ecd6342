package dev.cordon.policy;

import java.util.ArrayList;
import java.util.List;

/// Names of keys: `model`, `sandbox_workspace_write.writable_roots`,
/// `projects."/srv/shop".trust_level`.
final class ConfigPath {
    private ConfigPath() {}

    /// The parts as one name, quoted where TOML demands it.
    static String dotted(List<String> parts) {
        if (parts.size() == 1 && isBare(parts.getFirst())) {
            return parts.getFirst();
        }
        StringBuilder name = new StringBuilder(40);
        for (String part : parts) {
            if (!name.isEmpty()) {
                name.append('.');
            }
            append(part, name);
        }
        return name.toString();
    }

    /// A name and one more part.
    static String child(String parent, String part) {
        if (parent.isEmpty()) {
            return dotted(List.of(part));
        }
        StringBuilder name = new StringBuilder(parent).append('.');
        append(part, name);
        return name.toString();
    }

    /// The parts of a name as a user writes it.
    ///
    /// @throws IllegalArgumentException with the reason if it is no TOML key
    static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder part = new StringBuilder();
            char first = at < name.length() ? name.charAt(at) : '.';
            if (first == '"' || first == '\'') {
                at = quoted(name, at, part);
            } else {
                int start = at;
                while (at < name.length() && isBareChar(name.charAt(at))) {
                    at++;
                }
                if (start == at) {
                    throw new IllegalArgumentException(
                            "a name is missing at character " + (at + 1));
                }
                part.append(name, start, at);
            }
            parts.add(part.toString());
            if (at == name.length()) {
                return List.copyOf(parts);
            }
            if (name.charAt(at++) != '.') {
                throw new IllegalArgumentException(
                        "the character "
                                + Quoted.of(name.substring(at - 1, at))
                                + " needs quotation marks around the name it is in");
            }
        }
    }

    private static int quoted(String name, int start, StringBuilder part) {
        char quote = name.charAt(start);
        int at = start + 1;
        while (at < name.length() && name.charAt(at) != quote) {
            if (quote == '"' && name.charAt(at) == '\\' && at + 1 < name.length()) {
                at++;
            }
            part.append(name.charAt(at++));
        }
        if (at >= name.length()) {
            throw new IllegalArgumentException("a quotation mark is not closed");
        }
        return at + 1;
    }

    private static void append(String part, StringBuilder out) {
        if (isBare(part)) {
            out.append(part);
            return;
        }
        out.append('"');
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    static boolean isBare(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (!isBareChar(part.charAt(i))) {
                return false;
            }
        }
        return !part.isEmpty();
    }

    static boolean isBareChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-';
    }
}
