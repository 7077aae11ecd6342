package dev.cordon.policy;

import dev.cordon.policy.ConfigSources.Assignment.Form;
import dev.cordon.protocol.Origin;
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
        for (ConfigSources.Assignment override : sources.overrides()) {
            add(layer(override));
        }
        entries.keySet().removeIf(name -> Config.isBelow(name, "profiles"));
        return new Config(keys, entries, warnings, ignored);
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
            Toml value = entry.getValue();
            put(entry.getKey(), new Config.Entry(value, layer.origin(value)));
        }
    }

    /// A word replaces a table at the same name and the other way round.
    private void put(String key, Config.Entry entry) {
        entries.keySet().removeIf(name -> Config.isBelow(name, key));
        for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
            entries.remove(key.substring(0, dot));
        }
        entries.put(key, entry);
    }
}
