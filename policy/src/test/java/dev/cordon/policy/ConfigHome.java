package dev.cordon.policy;

import dev.cordon.policy.ConfigSources.Assignment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A user, an administrator and a project in a temporary folder.
final class ConfigHome {
    final Path root;
    final Path home;
    final Path system;
    final Path project;
    private final List<Assignment> assignments = new ArrayList<>();
    private String profile = "";

    ConfigHome(Path temporary) {
        root = real(temporary);
        home = root.resolve("ada/.cordon");
        system = root.resolve("etc");
        project = root.resolve("shop");
        folder(home);
        folder(system);
        folder(project.resolve(".git"));
    }

    ConfigHome user(String toml) {
        return write(home.resolve("config.toml"), toml);
    }

    ConfigHome administrator(String toml) {
        return write(system.resolve("config.toml"), toml);
    }

    ConfigHome repository(String toml) {
        return write(project.resolve(".cordon/config.toml"), toml);
    }

    ConfigHome trusted() {
        return user("[projects.\"" + project + "\"]\ntrust_level = \"trusted\"\n");
    }

    ConfigHome set(String... arguments) {
        for (String argument : arguments) {
            assignments.add(Assignment.parse(argument));
        }
        return this;
    }

    ConfigHome option(String option, String key, String value) {
        assignments.add(Assignment.option(option, key, value));
        return this;
    }

    ConfigHome profile(String name) {
        profile = name;
        return this;
    }

    ConfigHome write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigSources sources() {
        return sources(project);
    }

    ConfigSources sources(Path workspace) {
        return new ConfigSources(
                home,
                system,
                profile,
                workspace,
                assignments,
                Map.of("HOME", root.resolve("ada").toString()));
    }

    Config load() {
        return ConfigLoader.load(sources());
    }

    /// What the loader complains about, with this folder's name left out.
    String complaint() {
        try {
            load();
        } catch (ConfigException e) {
            return shown(e.getMessage());
        }
        throw new AssertionError("nothing was wrong");
    }

    String shown(Object text) {
        return text.toString().replace(root + "/", "");
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void folder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
