package dev.cordon.policy;

import dev.cordon.policy.ConfigKey.Kind;
import dev.cordon.policy.ConfigKey.Repository;
import dev.cordon.policy.ConfigKey.Support;
import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of all keys of `config.toml`.
///
/// Names are those that users of Codex know, so that their file can be copied over. Validation,
/// suggestions, the schema for editors and the reference page all come from here.
public final class ConfigKeys {
    private final List<ConfigKey> keys;
    private final Node root = new Node();

    private ConfigKeys(List<ConfigKey> keys) {
        this.keys = List.copyOf(keys);
        for (ConfigKey key : keys) {
            Node node = root;
            for (String part : split(key.name())) {
                node = node.grow(part);
            }
            node.key = Optional.of(key);
        }
        Node profile = new Node();
        profile.children.putAll(root.children);
        profile.children.remove("profile");
        profile.children.remove("projects");
        Node profiles = new Node();
        profiles.children.put("*", profile);
        root.children.put("profiles", profiles);
    }

    /// The table, built at the first call.
    public static ConfigKeys table() {
        return Holder.TABLE;
    }

    static ConfigKeys of(List<ConfigKey> keys) {
        return new ConfigKeys(keys);
    }

    /// All keys, by topic.
    public List<ConfigKey> all() {
        return keys;
    }

    /// The key that a dotted name stands for, for example `model_providers.*.base_url` for
    /// `model_providers.acme.base_url`.
    public Optional<ConfigKey> find(String name) {
        Node node = root;
        for (String part : ConfigPath.parts(name)) {
            Optional<Node> next = node.child(part);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            node = next.get();
        }
        return node.key;
    }

    Node root() {
        return root;
    }

    static ConfigKey text(String name, String doc) {
        return key(name, Kind.TEXT, doc);
    }

    static ConfigKey path(String name, String doc) {
        return key(name, Kind.PATH, doc);
    }

    static ConfigKey integer(String name, String doc) {
        return key(name, Kind.INTEGER, doc);
    }

    static ConfigKey number(String name, String doc) {
        return key(name, Kind.NUMBER, doc);
    }

    static ConfigKey bool(String name, String doc) {
        return key(name, Kind.BOOL, doc);
    }

    static ConfigKey texts(String name, String doc) {
        return key(name, Kind.TEXTS, doc);
    }

    static ConfigKey paths(String name, String doc) {
        return key(name, Kind.PATHS, doc);
    }

    static ConfigKey tree(String name, String doc) {
        return key(name, Kind.TREE, doc);
    }

    private static ConfigKey key(String name, Kind kind, String doc) {
        return new ConfigKey(
                name, kind, List.of(), Json.Null.NULL, Repository.NEVER, Support.USED, doc);
    }

    private static List<String> split(String name) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
            parts.add(name.substring(start, dot));
            start = dot + 1;
        }
        parts.add(name.substring(start));
        return parts;
    }

    /// One part of a name and what may follow it.
    static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private Optional<ConfigKey> key = Optional.empty();

        private Node grow(String part) {
            Node child = children.get(part);
            if (child == null) {
                child = new Node();
                children.put(part, child);
            }
            return child;
        }

        /// The key that ends here.
        Optional<ConfigKey> key() {
            return key;
        }

        /// What follows with this name.
        Optional<Node> child(String part) {
            Node exact = part.equals("*") || part.equals("[]") ? null : children.get(part);
            return Optional.ofNullable(exact == null ? children.get("*") : exact);
        }

        /// What each table of an array may hold.
        Optional<Node> element() {
            return Optional.ofNullable(children.get("[]"));
        }

        /// Whether a table may stand here.
        boolean isTable() {
            return !children.isEmpty() && !children.containsKey("[]");
        }

        /// What may follow, by name or placeholder.
        Map<String, Node> children() {
            return Collections.unmodifiableMap(children);
        }

        /// The names that may follow, without placeholders, in alphabetical order.
        List<String> names() {
            List<String> names = new ArrayList<>(children.keySet());
            names.remove("*");
            names.remove("[]");
            names.sort(String::compareTo);
            return names;
        }
    }

    private static final class Holder {
        static final ConfigKeys TABLE = build();

        private static ConfigKeys build() {
            List<ConfigKey> keys = new ArrayList<>(250);
            keys.addAll(ModelKeys.all());
            keys.addAll(ProtectionKeys.all());
            keys.addAll(ToolKeys.all());
            keys.addAll(SurfaceKeys.all());
            return new ConfigKeys(keys);
        }
    }
}
