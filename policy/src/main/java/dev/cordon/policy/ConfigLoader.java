package dev.cordon.policy;

import dev.cordon.policy.ConfigKey.Kind;
import dev.cordon.policy.ConfigSources.Assignment.Form;
import dev.cordon.protocol.Origin;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the layers of configuration together.
///
/// Low to high: built-in, the administrator's `config.toml`, the user's `config.toml`, the profile,
/// the repository's `.cordon/config.toml` (trusted projects only, may only tighten), the command
/// line.
public final class ConfigLoader {
    private final ConfigSources sources;
    private final ConfigKeys keys = ConfigKeys.table();
    private final Map<String, Config.Entry> entries = new LinkedHashMap<>();
    private final List<Config.Entry> rules = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Config.Ignored> ignored = new ArrayList<>();

    private ConfigLoader(ConfigSources sources) {
        this.sources = sources;
    }

    /// Reads all layers.
    ///
    /// @throws ConfigException if any of them has a mistake
    public static Config load(ConfigSources sources) {
        return new ConfigLoader(sources).load();
    }

    private Config load() {
        file(sources.systemDir().resolve("config.toml"), Origin.Layer.SYSTEM);
        file(sources.home().resolve("config.toml"), Origin.Layer.USER);
        profile();
        Config own = snapshot();
        Project project =
                Project.find(
                        sources.workspace(), own.texts("project_root_markers"), sources.home());
        Trust trust = Trust.of(own, new TrustStore(sources.home()), project);
        repository(project, trust);
        for (ConfigSources.Assignment assignment : sources.overrides()) {
            add(layer(assignment));
        }
        entries.keySet().removeIf(name -> Config.isBelow(name, "profiles"));
        return snapshot().inProject(project, trust);
    }

    private Config snapshot() {
        return new Config(keys, entries, rules, warnings, ignored);
    }

    private void repository(Project project, Trust trust) {
        for (Path folder : project.folders()) {
            Path file = folder.resolve(".cordon").resolve("config.toml");
            boolean own =
                    Project.real(folder.resolve(".cordon")).equals(Project.real(sources.home()));
            if (own || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            Origin whole = new Origin(Origin.Layer.PROJECT, file.toString(), 0);
            if (!trust.isTrusted()) {
                ignored.add(new Config.Ignored("", whole, "was not loaded: " + trust.reason()));
                continue;
            }
            Optional<byte[]> bytes = ConfigFile.bytes(file);
            if (bytes.isEmpty() || !project.has(file, bytes.get())) {
                ignored.add(new Config.Ignored("", whole, "changed while it was read"));
                continue;
            }
            String text = ConfigFile.decode(bytes.get(), file);
            tighten(
                    ConfigLayer.check(
                            TomlReader.read(text, file.toString()),
                            Origin.Layer.PROJECT,
                            file.toString(),
                            keys));
        }
    }

    private void tighten(ConfigLayer layer) {
        warnings.addAll(layer.warnings());
        for (Map.Entry<String, Toml> entry : layer.values().entrySet()) {
            String name = entry.getKey();
            Toml value = expanded(name, entry.getValue(), layer.file());
            Origin origin = layer.origin(value);
            Optional<ConfigKey> key = keys.find(name);
            if (key.isEmpty()) {
                ignored.add(new Config.Ignored(name, origin, "cannot be set by a repository"));
                continue;
            }
            Tightening.Verdict verdict = Tightening.judge(key.get(), name, value, snapshot());
            if (verdict.value().isPresent()) {
                put(name, new Config.Entry(verdict.value().get(), origin));
            } else {
                ignored.add(new Config.Ignored(name, origin, verdict.reason()));
            }
        }
    }

    /// Paths become absolute: `~/` is the user's home, anything relative starts at the folder of
    /// the file, or at the workspace on the command line.
    private Toml expanded(String name, Toml value, String file) {
        Optional<ConfigKey> key = keys.find(name);
        if (key.isEmpty() || (key.get().kind() != Kind.PATH && key.get().kind() != Kind.PATHS)) {
            return value;
        }
        return switch (value) {
            case Toml.Text(String path, int line, int column) ->
                    new Toml.Text(absolute(path, file), line, column);
            case Toml.Array(List<Toml> elements, int line, int column) -> {
                List<Toml> paths = new ArrayList<>();
                for (Toml element : elements) {
                    paths.add(expanded(name, element, file));
                }
                yield new Toml.Array(paths, line, column);
            }
            case Toml.Table _, Toml.Whole _, Toml.Real _, Toml.Bool _, Toml.Moment _ -> value;
        };
    }

    private String absolute(String path, String file) {
        if (path.indexOf('\0') >= 0) {
            throw new ConfigException(file, "a path has a NUL character: " + Quoted.of(path));
        }
        String userHome = sources.environment().getOrDefault("HOME", "");
        if ((path.equals("~") || path.startsWith("~/")) && !userHome.isEmpty()) {
            return Path.of(userHome + path.substring(1)).normalize().toString();
        }
        Path folder = file.startsWith("/") ? Path.of(file).getParent() : sources.workspace();
        Path base = folder == null ? sources.workspace() : folder;
        return base.resolve(path).normalize().toString();
    }

    private boolean file(Path file, Origin.Layer layer) {
        Optional<String> text = ConfigFile.text(file);
        if (text.isPresent()) {
            Toml.Table table = TomlReader.read(text.get(), file.toString());
            add(ConfigLayer.check(table, layer, file.toString(), keys));
        }
        return text.isPresent();
    }

    private void profile() {
        Config.Entry chosen = entries.get("profile");
        String name = sources.profile();
        String where = "--profile";
        if (name.isEmpty() && chosen != null && chosen.value() instanceof Toml.Text text) {
            name = text.value();
            where = chosen.origin().toString();
        }
        if (name.isEmpty()) {
            return;
        }
        if (!ConfigPath.isBare(name)) {
            throw new ConfigException(
                    where,
                    "a profile's name has letters, digits, - and _ only, found " + Quoted.of(name));
        }
        String prefix = "profiles." + name;
        Map<String, Config.Entry> inner = new LinkedHashMap<>();
        for (Map.Entry<String, Config.Entry> entry : entries.entrySet()) {
            if (Config.isBelow(entry.getKey(), prefix)) {
                inner.put(entry.getKey().substring(prefix.length() + 1), entry.getValue());
            }
        }
        inner.forEach((key, entry) -> {
            Origin at = entry.origin();
            put(
                    key,
                    new Config.Entry(
                            entry.value(), new Origin(Origin.Layer.PROFILE, at.file(), at.line())));
        });
        Path file = sources.home().resolve(name + ".config.toml");
        if (!file(file, Origin.Layer.PROFILE) && inner.isEmpty()) {
            throw new ConfigException(
                    where,
                    "there is no profile "
                            + Quoted.of(name)
                            + "; write "
                            + file
                            + " or name another");
        }
    }

    private ConfigLayer layer(ConfigSources.Assignment override) {
        Toml text = new Toml.Text(override.value(), 0, 0);
        Toml value =
                override.form() == Form.TEXT
                        ? text
                        : TomlReader.value(override.value()).orElse(text);
        return ConfigLayer.check(override.key(), value, override.option(), keys);
    }

    private void add(ConfigLayer layer) {
        warnings.addAll(layer.warnings());
        for (Map.Entry<String, Toml> entry : layer.values().entrySet()) {
            Toml value = expanded(entry.getKey(), entry.getValue(), layer.file());
            put(entry.getKey(), new Config.Entry(value, layer.origin(value)));
        }
    }

    /// A word replaces a table at the same name and the other way round.
    private void put(String key, Config.Entry entry) {
        if (key.equals("rules")) {
            rules.add(entry);
            return;
        }
        entries.keySet().removeIf(name -> Config.isBelow(name, key));
        for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
            entries.remove(key.substring(0, dot));
        }
        entries.put(key, entry);
    }
}
