package dev.cordon.policy;

import dev.cordon.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sets one key in the user's file and leaves every other line as it is, comments included.
///
/// Whatever it changed is read again before it is written: if the result is not the old file with
/// this one key set, nothing is written.
public final class ConfigEdit {
    private final List<String> parts;
    private final String written;
    private final List<String> lines = new ArrayList<>();

    private ConfigEdit(List<String> parts, String written) {
        this.parts = parts;
        this.written = written;
    }

    /// Sets a key.
    ///
    /// @param file the user's `config.toml`; made with mode 0600 if it is not there
    /// @param value TOML, or a plain string if it is none
    /// @throws ConfigException if key, value or file are wrong, or the file must be edited by hand
    public static void set(Path file, String key, String value) {
        Toml parsed = TomlReader.value(value).orElse(new Toml.Text(value, 0, 0));
        ConfigLayer.check(key, parsed, "config set", ConfigKeys.table());
        Path real = followed(file);
        OwnFile.locked(
                real,
                () -> {
                    String before = ConfigFile.text(real).orElse("");
                    OwnFile.write(real, changed(before, file.toString(), key, parsed));
                });
    }

    /// Takes out everything below a name, for example a server below `mcp_servers`.
    ///
    /// @param file the user's `config.toml`
    /// @return whether there was anything
    /// @throws ConfigException if the file is wrong or must be edited by hand
    public static boolean remove(Path file, String name) {
        Path real = followed(file);
        List<String> parts = ConfigPath.parts(name);
        boolean[] found = {false};
        OwnFile.locked(
                real,
                () -> {
                    String before = ConfigFile.text(real).orElse("");
                    Json old = TomlReader.read(before, file.toString()).json();
                    Json wanted = without(old, parts);
                    found[0] = !old.equals(wanted);
                    if (found[0]) {
                        OwnFile.write(real, removed(before, file.toString(), parts, wanted));
                    }
                });
        return found[0];
    }

    private static String removed(String before, String file, List<String> parts, Json wanted) {
        List<String> kept = new ArrayList<>();
        List<String> table = List.of();
        for (String line : before.lines().toList()) {
            String bare = line.strip();
            boolean header = bare.startsWith("[");
            if (header) {
                table = header(bare);
            }
            boolean inside =
                    starts(table, parts)
                            || (!header
                                    && bare.indexOf('=') > 0
                                    && starts(full(table, bare), parts));
            if (!inside) {
                kept.add(line);
            }
        }
        String after = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
        try {
            if (TomlReader.read(after, file).json().equals(wanted)) {
                return after;
            }
        } catch (ConfigException _) {
            // The sentence below says what to do.
        }
        throw new ConfigException(
                file,
                ConfigPath.dotted(parts)
                        + " stands where it cannot be taken out safely; edit the file by hand");
    }

    private static List<String> full(List<String> table, String line) {
        List<String> full = new ArrayList<>(table);
        try {
            full.addAll(ConfigPath.parts(line.substring(0, line.indexOf('=')).strip()));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
        return full;
    }

    private static boolean starts(List<String> name, List<String> parts) {
        return name.size() >= parts.size() && name.subList(0, parts.size()).equals(parts);
    }

    /// The tree without what is at the name; a table that is empty then goes too.
    private static Json without(Json tree, List<String> parts) {
        if (!(tree instanceof Json.Obj(Map<String, Json> all))) {
            return tree;
        }
        Map<String, Json> members = new LinkedHashMap<>(all);
        Json inner = members.get(parts.getFirst());
        if (inner == null) {
            return tree;
        }
        Json rest = parts.size() == 1 ? null : without(inner, parts.subList(1, parts.size()));
        boolean empty = rest instanceof Json.Obj(Map<String, Json> left) && left.isEmpty();
        if (rest == null || (empty && !inner.equals(rest))) {
            members.remove(parts.getFirst());
        } else {
            members.put(parts.getFirst(), rest);
        }
        return new Json.Obj(members);
    }

    /// The text with the key set.
    static String changed(String before, String file, String key, Toml value) {
        List<String> parts = ConfigPath.parts(key);
        Toml.Table old = TomlReader.read(before, file);
        String after = new ConfigEdit(parts, TomlText.of(value)).edit(before);
        Json wanted = with(old.json(), parts, value.json());
        try {
            if (TomlReader.read(after, file).json().equals(wanted)) {
                return after;
            }
        } catch (ConfigException _) {
            // The sentence below says what to do.
        }
        throw new ConfigException(
                file, key + " stands where it cannot be changed safely; edit the file by hand");
    }

    private String edit(String before) {
        before.lines().forEach(lines::add);
        List<String> table = List.of();
        int insertAt = -1;
        int depth = -1;
        boolean root = true;
        int lastOfTable = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("[")) {
                if (isPrefix(table) && table.size() > depth) {
                    depth = table.size();
                    insertAt = lastOfTable;
                }
                root = false;
                table = header(line);
                lastOfTable = i + 1;
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                lastOfTable = i + 1;
                if (replace(i, table, root)) {
                    return text();
                }
            } else if (root && line.startsWith("#")) {
                lastOfTable = i + 1;
            }
        }
        if (isPrefix(table) && table.size() > depth) {
            depth = table.size();
            insertAt = lastOfTable;
        }
        insert(insertAt, depth);
        return text();
    }

    private boolean isPrefix(List<String> table) {
        return table.size() < parts.size() && parts.subList(0, table.size()).equals(table);
    }

    /// The names of a header; something that no key begins with if it cannot be read.
    private static List<String> header(String line) {
        int end = line.lastIndexOf(']');
        try {
            return ConfigPath.parts(line.substring(1, Math.max(1, end)).strip());
        } catch (IllegalArgumentException _) {
            return List.of("\0");
        }
    }

    private boolean replace(int index, List<String> table, boolean root) {
        String line = lines.get(index);
        int equals = line.indexOf('=');
        if (equals < 0) {
            return false;
        }
        List<String> full = new ArrayList<>(root ? List.of() : table);
        try {
            full.addAll(ConfigPath.parts(line.substring(0, equals).strip()));
        } catch (IllegalArgumentException _) {
            return false;
        }
        if (!full.equals(parts)) {
            return false;
        }
        lines.set(index, line.substring(0, equals) + "= " + written + comment(line, equals + 1));
        return true;
    }

    /// The comment after a value on one line, with the space before it.
    private static String comment(String line, int from) {
        char quote = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote == '"') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#') {
                int start = i;
                while (start > from && line.charAt(start - 1) == ' ') {
                    start--;
                }
                return line.substring(start);
            }
        }
        return "";
    }

    private void insert(int at, int depth) {
        if (depth > 0 || parts.size() == 1) {
            lines.add(Math.max(at, 0), name(parts.subList(Math.max(depth, 0), parts.size())));
            return;
        }
        if (!lines.isEmpty() && !lines.getLast().isBlank()) {
            lines.add("");
        }
        StringBuilder header = new StringBuilder("[");
        for (String part : parts.subList(0, parts.size() - 1)) {
            header.append(header.length() > 1 ? "." : "").append(TomlText.name(part));
        }
        lines.add(header.append(']').toString());
        lines.add(name(parts.subList(parts.size() - 1, parts.size())));
    }

    private String name(List<String> rest) {
        StringBuilder line = new StringBuilder();
        for (String part : rest) {
            line.append(line.isEmpty() ? "" : ".").append(TomlText.name(part));
        }
        return line.append(" = ").append(written).toString();
    }

    private String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static Json with(Json tree, List<String> parts, Json value) {
        Map<String, Json> members =
                new LinkedHashMap<>(tree instanceof Json.Obj(Map<String, Json> m) ? m : Map.of());
        Json inner =
                Optional.ofNullable(members.get(parts.getFirst())).orElse(Json.object().build());
        members.put(
                parts.getFirst(),
                parts.size() == 1 ? value : with(inner, parts.subList(1, parts.size()), value));
        return new Json.Obj(members);
    }

    private static Path followed(Path file) {
        try {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file;
        } catch (IOException _) {
            throw new ConfigException(
                    file.toString(), "is a symbolic link to a file that is not there");
        }
    }
}
