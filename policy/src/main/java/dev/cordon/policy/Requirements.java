package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The administrator's requirements: what no configuration can override. Immutable.
///
/// A file with an unknown key, a wrong type, a contradiction or an owner other than root is refused
/// as a whole: the program must not start without a control that was asked for. A file that
/// vanishes while a session runs changes nothing for that session.
public final class Requirements {
    private final Map<String, Config.Entry> entries;
    private final Map<String, Origin> emptyTables;
    private final List<Config.Entry> rules;
    private final List<Config.Entry> tests;
    private final List<String> files;

    private Requirements(
            Map<String, Config.Entry> entries,
            Map<String, Origin> emptyTables,
            List<Config.Entry> rules,
            List<Config.Entry> tests,
            List<String> files) {
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        this.emptyTables = Map.copyOf(emptyTables);
        this.rules = List.copyOf(rules);
        this.tests = List.copyOf(tests);
        this.files = List.copyOf(files);
    }

    /// No requirements but the built-in ones.
    public static Requirements none() {
        return new Requirements(Map.of(), Map.of(), List.of(), List.of(), List.of());
    }

    /// Reads `requirements.toml`; {@link #none()} if there is no such file.
    ///
    /// @throws ConfigException if it is there and is not entirely right
    public static Requirements load(Path file, FileOwner owner) {
        Optional<byte[]> bytes = ConfigFile.bytes(file);
        if (bytes.isEmpty()) {
            return none();
        }
        owner.check(file);
        return read(ConfigFile.decode(bytes.get(), file), file.toString());
    }

    /// Reads the text of a file.
    ///
    /// @param file its name, for sentences and origins
    /// @throws ConfigException if it is not entirely right
    public static Requirements read(String text, String file) {
        return read(text, file, MachineName::read);
    }

    /// As above, on a machine of this name, which is looked up only if the file speaks of it.
    static Requirements read(String text, String file, Supplier<String> machine) {
        ConfigLayer layer =
                ConfigLayer.check(
                        TomlReader.read(text, file),
                        Origin.Layer.REQUIREMENTS,
                        file,
                        RequirementKeys.table().keys());
        Map<String, Config.Entry> entries = new LinkedHashMap<>();
        List<Config.Entry> rules = new ArrayList<>();
        List<Config.Entry> tests = new ArrayList<>();
        Toml machines = layer.values().get(MachineName.KEY);
        for (Map.Entry<String, Toml> value : layer.values().entrySet()) {
            Config.Entry entry = new Config.Entry(value.getValue(), layer.origin(value.getValue()));
            if (value.getKey().equals("rules")) {
                rules.add(entry);
            } else if (value.getKey().equals("tests")) {
                tests.add(entry);
            } else if (!value.getKey().equals(MachineName.KEY)) {
                entries.put(oneName(value.getKey()), entry);
            }
        }
        if (machines != null) {
            MachineName.modes(machines, file, machine.get())
                    .ifPresent(modes ->
                            entries.put(
                                    "allowed_sandbox_modes",
                                    new Config.Entry(modes, layer.origin(modes))));
        }
        Map<String, Origin> empty = new LinkedHashMap<>();
        layer.emptyTables().forEach((name, table) -> empty.put(oneName(name), layer.origin(table)));
        Requirements requirements = new Requirements(entries, empty, rules, tests, List.of(file));
        Contradictions.check(requirements);
        return requirements;
    }

    /// What holds when both hold: never wider than either.
    ///
    /// @throws ConfigException if both cannot hold together
    public Requirements merge(Requirements other) {
        Map<String, Config.Entry> all = RequirementMerge.of(this, other);
        Map<String, Origin> empty = new LinkedHashMap<>(emptyTables);
        empty.putAll(other.emptyTables);
        List<Config.Entry> bothRules = new ArrayList<>(rules);
        bothRules.addAll(other.rules);
        List<Config.Entry> bothTests = new ArrayList<>(tests);
        bothTests.addAll(other.tests);
        List<String> bothFiles = new ArrayList<>(files);
        bothFiles.addAll(other.files);
        Requirements merged = new Requirements(all, empty, bothRules, bothTests, bothFiles);
        Contradictions.check(merged);
        return merged;
    }

    /// The configuration under these requirements: what was left open has an allowed value.
    ///
    /// @param userHome what `~/` stands for
    /// @throws ConfigException if something that is forbidden was asked for, naming both places
    public Config apply(Config config, Path userHome) {
        if (isEmpty()) {
            return PermissionProfiles.expand(config);
        }
        Requirements here = atHome(userHome);
        Config chosen = PermissionProfiles.expand(new Enforcement(here, config).withProfiles());
        return new Enforcement(here, chosen).result();
    }

    private Requirements atHome(Path userHome) {
        Map<String, Config.Entry> expanded = new LinkedHashMap<>();
        entries.forEach((name, entry) ->
                expanded.put(
                        name,
                        new Config.Entry(
                                isPath(name) ? expand(entry.value(), userHome) : entry.value(),
                                entry.origin())));
        return new Requirements(expanded, emptyTables, rules, tests, files);
    }

    static boolean isPath(String name) {
        Optional<ConfigKey> key = RequirementKeys.table().keys().find(name);
        return key.isPresent()
                && (key.get().kind() == ConfigKey.Kind.PATH
                        || key.get().kind() == ConfigKey.Kind.PATHS);
    }

    private static Toml expand(Toml value, Path userHome) {
        return switch (value) {
            case Toml.Text(String path, int line, int column) when path.startsWith("~/") ->
                    new Toml.Text(
                            userHome.resolve(path.substring(2)).normalize().toString(),
                            line,
                            column);
            case Toml.Array(List<Toml> elements, int line, int column) ->
                    new Toml.Array(
                            elements.stream().map(e -> expand(e, userHome)).toList(), line, column);
            case Toml.Text _, Toml.Table _, Toml.Whole _, Toml.Real _, Toml.Bool _, Toml.Moment _ ->
                    value;
        };
    }

    /// Whether no file said anything.
    public boolean isEmpty() {
        return files.isEmpty();
    }

    /// The files and bundles that were read.
    public List<String> files() {
        return files;
    }

    /// Whether the key is `true`; its built-in value if no file says.
    public boolean bool(String key) {
        Config.Entry entry = entries.get(key);
        if (entry != null) {
            return entry.value() instanceof Toml.Bool(boolean on, _, _) && on;
        }
        ConfigKey known = RequirementKeys.table().keys().find(key).orElseThrow();
        return known.standard() instanceof Json.Bool(boolean on) && on;
    }

    /// The string at a key.
    public Optional<String> text(String key) {
        return entry(key)
                .flatMap(e ->
                        e.value() instanceof Toml.Text(String text, _, _)
                                ? Optional.of(text)
                                : Optional.empty());
    }

    /// The list at a key; absent is not the same as empty, which allows nothing.
    public Optional<List<String>> texts(String key) {
        return entry(key).map(e -> Tightening.texts(e.value()));
    }

    /// The value at a key.
    public Optional<Config.Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /// Where the value of a key comes from.
    public Origin origin(String key) {
        Config.Entry entry = entries.get(key);
        return entry == null ? emptyTables.getOrDefault(key, Origin.BUILT_IN) : entry.origin();
    }

    /// Everything below a name, by full name.
    Map<String, Config.Entry> below(String prefix) {
        Map<String, Config.Entry> found = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            if (Config.isBelow(name, prefix)) {
                found.put(name, entry);
            }
        });
        return found;
    }

    /// Whether a table was written, even without entries.
    boolean hasTable(String name) {
        return emptyTables.containsKey(name) || !below(name).isEmpty();
    }

    Map<String, Config.Entry> entries() {
        return entries;
    }

    /// The trees at `rules`, of each file.
    public List<Config.Entry> rules() {
        return rules;
    }

    /// Every value that was set, in alphabetical order.
    public List<Config.Setting> settings() {
        List<Config.Setting> settings = new ArrayList<>();
        entries.forEach((name, entry) ->
                settings.add(new Config.Setting(name, entry.value().json(), entry.origin())));
        settings.sort((a, b) -> a.key().compareTo(b.key()));
        return settings;
    }

    /// Whether a model may be used: it is listed, or its beginning is, before a `*`. Everything may
    /// if there is no list.
    public boolean allowsModel(String model) {
        Optional<List<String>> allowed = texts("allowed_models");
        return allowed.isEmpty() || matches(model, allowed.get());
    }

    static boolean matches(String word, List<String> patterns) {
        for (String pattern : patterns) {
            boolean prefix = pattern.endsWith("*");
            if (prefix
                    ? word.startsWith(pattern.substring(0, pattern.length() - 1))
                    : word.equals(pattern)) {
                return true;
            }
        }
        return false;
    }

    private static String oneName(String name) {
        return name.startsWith("experimental_network")
                ? name.substring("experimental_".length())
                : name;
    }

    /// The examples at `tests`.
    public List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        for (Config.Entry entry : tests) {
            if (entry.value() instanceof Toml.Array(List<Toml> elements, _, _)) {
                for (Toml element : elements) {
                    if (element instanceof Toml.Table table) {
                        examples.add(Example.of(table, entry.origin().file()));
                    }
                }
            }
        }
        return examples;
    }

    /// Says what would be decided about an example: `allow`, `ask` or `deny`.
    public interface Decider {
        String decide(Example example);
    }

    /// Evaluates the examples.
    ///
    /// @throws ConfigException naming each example that is decided otherwise
    public void checkExamples(Decider decider) {
        List<Problem> problems = new ArrayList<>();
        for (Example example : examples()) {
            String decided = decider.decide(example);
            if (!decided.equals(example.expect())) {
                problems.add(
                        new Problem(
                                example.origin().file(),
                                example.origin().line(),
                                1,
                                "the example "
                                        + example.kind()
                                        + " = "
                                        + Quoted.of(example.text())
                                        + " is decided \""
                                        + decided
                                        + "\", expected \""
                                        + example.expect()
                                        + "\""));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    /// One example.
    ///
    /// @param kind `command`, `host` or `path`
    /// @param text the command line, the host or the path
    /// @param access `read` or `write` for a path, else empty
    /// @param expect `allow`, `ask` or `deny`
    public record Example(String kind, String text, String access, String expect, Origin origin) {

        static Example of(Toml.Table table, String file) {
            String expect = text(table, "expect");
            List<String> kinds = new ArrayList<>();
            for (String kind : List.of("command", "host", "path")) {
                if (table.entries().containsKey(kind)) {
                    kinds.add(kind);
                }
            }
            if (kinds.size() != 1 || expect.isEmpty()) {
                throw new ConfigException(
                        file, table, "an example has expect and one of command, host or path");
            }
            String access = text(table, "access");
            return new Example(
                    kinds.getFirst(),
                    text(table, kinds.getFirst()),
                    kinds.getFirst().equals("path") && access.isEmpty() ? "read" : access,
                    expect,
                    new Origin(Origin.Layer.REQUIREMENTS, file, table.line()));
        }

        private static String text(Toml.Table table, String name) {
            return table.entries().get(name) instanceof Toml.Text(String text, _, _) ? text : "";
        }
    }
}
