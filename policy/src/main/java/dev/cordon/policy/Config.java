package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The effective configuration of a session: every value, and where it comes from. Immutable.
///
/// Keys are dotted names, for example `model_providers.acme.base_url`. Asking for a key that the
/// table {@link ConfigKeys} does not have is a mistake in the program.
public final class Config {
    private final ConfigKeys keys;
    private final Map<String, Entry> entries;
    private final List<Entry> rules;
    private final List<String> warnings;
    private final List<Ignored> ignored;
    private final Optional<InProject> place;

    /// A value and where it stands.
    public record Entry(Toml value, Origin origin) {}

    /// What a repository tried to set, without effect.
    ///
    /// @param key the dotted name; empty if a whole file was not read
    /// @param origin where it stands
    /// @param reason why it was ignored, and what to do
    public record Ignored(String key, Origin origin, String reason) {
        /// One line for people.
        @Override
        public String toString() {
            return origin + ": " + (key.isEmpty() ? "" : key + " ") + reason;
        }
    }

    Config(
            ConfigKeys keys,
            Map<String, Entry> entries,
            List<Entry> rules,
            List<String> warnings,
            List<Ignored> ignored) {
        this(keys, entries, rules, warnings, ignored, Optional.empty());
    }

    private Config(
            ConfigKeys keys,
            Map<String, Entry> entries,
            List<Entry> rules,
            List<String> warnings,
            List<Ignored> ignored,
            Optional<InProject> place) {
        this.keys = keys;
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        this.rules = List.copyOf(rules);
        this.warnings = List.copyOf(warnings);
        this.ignored = List.copyOf(ignored);
        this.place = place;
    }

    private record InProject(Project project, Trust trust) {}

    /// A configuration that says nothing: the built-in values.
    public static Config builtIn() {
        return new Config(ConfigKeys.table(), Map.of(), List.of(), List.of(), List.of());
    }

    Config inProject(Project project, Trust trust) {
        return new Config(
                keys,
                entries,
                rules,
                warnings,
                ignored,
                Optional.of(new InProject(project, trust)));
    }

    /// The same project and warnings with other values.
    Config with(Map<String, Entry> values, List<String> moreWarnings) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(moreWarnings);
        return new Config(keys, values, rules, all, ignored, place);
    }

    /// The project; empty for {@link #builtIn()}.
    public Optional<Project> project() {
        return place.map(InProject::project);
    }

    /// Whether the project's settings count; empty for {@link #builtIn()}.
    public Optional<Trust> trust() {
        return place.map(InProject::trust);
    }

    /// The trees at `rules` of all layers, weakest layer first. Those of a repository may only
    /// tighten, which whoever reads them must see to.
    public List<Entry> rules() {
        return rules;
    }

    /// The string or path at a key; its built-in value if nobody set it.
    public Optional<String> text(String key) {
        return value(key) instanceof Json.Str(String text) ? Optional.of(text) : Optional.empty();
    }

    /// The integer at a key; its built-in value if nobody set it.
    public OptionalLong integer(String key) {
        return value(key) instanceof Json.Num number ? number.integer() : OptionalLong.empty();
    }

    /// The number at a key as decimal text, for example `2.50`.
    public Optional<String> number(String key) {
        return value(key) instanceof Json.Num(String literal)
                ? Optional.of(literal)
                : Optional.empty();
    }

    /// Whether the key is `true`; its built-in value if nobody set it, and `false` without one.
    public boolean bool(String key) {
        return value(key) instanceof Json.Bool(boolean bool) && bool;
    }

    /// The strings at a key; its built-in value if nobody set it, and empty without one.
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (value(key) instanceof Json.Arr(List<Json> elements)) {
            for (Json element : elements) {
                if (element instanceof Json.Str(String text)) {
                    texts.add(text);
                }
            }
        }
        return List.copyOf(texts);
    }

    /// The value at a key as it was written, with its place; empty if nobody set it.
    public Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /// Everything that was set below a name, as one object. Built-in values are not in it.
    public Json.Obj table(String prefix) {
        Map<String, Object> root = new LinkedHashMap<>();
        List<String> prefixParts = ConfigPath.parts(prefix);
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (isBelow(entry.getKey(), prefix)) {
                List<String> parts = ConfigPath.parts(entry.getKey());
                put(root, parts.subList(prefixParts.size(), parts.size()), entry.getValue());
            }
        }
        return object(root);
    }

    /// The names that were chosen below a name, for example the servers below `mcp_servers`.
    public List<String> names(String prefix) {
        return List.copyOf(table(prefix).members().keySet());
    }

    /// Where the value of a key comes from.
    public Origin origin(String key) {
        Entry entry = entries.get(key);
        return entry == null ? Origin.BUILT_IN : entry.origin();
    }

    /// Whether any layer set the key.
    public boolean isSet(String key) {
        return entries.containsKey(key);
    }

    /// Every key that has a value, built-in ones included, in alphabetical order.
    public List<Setting> settings() {
        TreeMap<String, Setting> settings = new TreeMap<>();
        for (ConfigKey key : keys.all()) {
            if (key.hasStandard()) {
                settings.put(key.name(), new Setting(key.name(), key.standard(), Origin.BUILT_IN));
            }
        }
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            Entry value = entry.getValue();
            settings.put(
                    entry.getKey(),
                    new Setting(entry.getKey(), value.value().json(), value.origin()));
        }
        return List.copyOf(settings.values());
    }

    /// A key with its effective value.
    public record Setting(String key, Json value, Origin origin) {}

    /// What the user should know, a sentence each.
    public List<String> warnings() {
        return warnings;
    }

    /// What a repository tried to set, without effect.
    public List<Ignored> ignored() {
        return ignored;
    }

    ConfigKeys keys() {
        return keys;
    }

    Map<String, Entry> entries() {
        return entries;
    }

    static boolean isBelow(String name, String prefix) {
        return name.length() > prefix.length()
                && name.startsWith(prefix)
                && name.charAt(prefix.length()) == '.';
    }

    /// A mistake in a value that only its reader can see, for the message of an exception.
    public Problem problem(String key, String sentence) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return new Problem("built-in", 0, 0, key + " " + sentence);
        }
        Origin origin = entry.origin();
        return new Problem(
                origin.file(), origin.line(), entry.value().column(), key + " " + sentence);
    }

    private Json value(String key) {
        Entry entry = entries.get(key);
        if (entry != null) {
            return entry.value().json();
        }
        Optional<ConfigKey> known = keys.find(key);
        if (known.isEmpty()) {
            throw new IllegalArgumentException("no configuration key " + key);
        }
        return known.get().standard();
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> root, List<String> parts, Entry entry) {
        Map<String, Object> table = root;
        for (String part : parts.subList(0, parts.size() - 1)) {
            table = (Map<String, Object>) table.computeIfAbsent(part, _ -> new LinkedHashMap<>());
        }
        table.put(parts.getLast(), entry.value().json());
    }

    @SuppressWarnings("unchecked")
    private static Json.Obj object(Map<String, Object> table) {
        Json.ObjBuilder object = Json.object();
        for (Map.Entry<String, Object> entry : table.entrySet()) {
            object.put(
                    entry.getKey(),
                    entry.getValue() instanceof Json json
                            ? json
                            : object((Map<String, Object>) entry.getValue()));
        }
        return object.build();
    }
}
