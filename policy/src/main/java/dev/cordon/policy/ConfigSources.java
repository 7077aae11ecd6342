package dev.cordon.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where configuration comes from.
///
/// @param home the user's folder of Cordon, for example `/home/ada/.cordon`
/// @param systemDir the administrator's folder, `/etc/cordon` outside of tests
/// @param profile the profile named on the command line; empty if none
/// @param workspace the folder that the session works in; absolute
/// @param overrides what the command line says, in its order
/// @param environment the variables of the process
public record ConfigSources(
        Path home,
        Path systemDir,
        String profile,
        Path workspace,
        List<Assignment> overrides,
        Map<String, String> environment) {
    /// The administrator's folder of an installation.
    public static final Path SYSTEM_DIR = Path.of("/etc/cordon");

    public ConfigSources {
        if (!workspace.isAbsolute() || !home.isAbsolute()) {
            throw new IllegalArgumentException("home and workspace must be absolute paths");
        }
        overrides = List.copyOf(overrides);
        environment = Map.copyOf(environment);
    }

    /// The user's folder: `CORDON_HOME` if it is set, else `.cordon` in `HOME`.
    ///
    /// @throws ConfigException if neither is an absolute path
    public static Path home(Map<String, String> environment) {
        String own = environment.getOrDefault("CORDON_HOME", "");
        if (own.startsWith("/")) {
            return Path.of(own).normalize();
        }
        if (!own.isEmpty()) {
            throw new ConfigException(
                    "CORDON_HOME", "must be an absolute path, found " + Quoted.of(own));
        }
        String user = environment.getOrDefault("HOME", "");
        if (!user.startsWith("/")) {
            throw new ConfigException("HOME", "is not set; set it or CORDON_HOME to a folder");
        }
        return Path.of(user).normalize().resolve(".cordon");
    }

    /// One setting of the command line.
    ///
    /// @param option the option, for sentences, for example `-c` or `--model`
    /// @param key the dotted name
    /// @param value the text
    /// @param form how the text is read
    public record Assignment(String option, String key, String value, Form form) {
        /// How the text of an assignment is read.
        public enum Form {
            /// As TOML, and as a plain string if it is none.
            TOML,
            /// As a string, whatever it looks like.
            TEXT
        }

        /// What follows `-c`: `key=value`.
        ///
        /// @throws ConfigException if there is no `=` or no key
        public static Assignment parse(String argument) {
            int equals = argument.indexOf('=');
            if (equals <= 0) {
                throw new ConfigException("-c", "expected key=value, found " + Quoted.of(argument));
            }
            String key = argument.substring(0, equals).strip();
            return new Assignment("-c", key, argument.substring(equals + 1).strip(), Form.TOML);
        }

        /// What an option such as `--model` sets.
        public static Assignment option(String option, String key, String value) {
            return new Assignment(option, key, value, Form.TEXT);
        }
    }
}
