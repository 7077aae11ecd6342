package dev.cordon.policy;

import dev.cordon.policy.ConfigKey.Support;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes the reference page of all keys from the tables.
public final class ConfigReference {
    private ConfigReference() {}

    /// @param arguments the file to write
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), page());
    }

    static String page() {
        StringBuilder out =
                new StringBuilder(
                        """
                        # Configuration

                        Written by `dev.cordon.policy.ConfigReference` from the tables of keys; do not edit.

                        Layers, weakest first: built-in, `/etc/cordon/config.toml`, `~/.cordon/config.toml`, the
                        profile `~/.cordon/NAME.config.toml`, the repository's `.cordon/config.toml` (trusted
                        projects only), `-c key=value`. `/etc/cordon/requirements.toml` and signed bundles stand
                        above all of them. An unknown key is an error in every layer.
                        `cordon config show --origin` prints each value with its file and line.

                        In names, `*` stands for a name that you choose and `[]` for each table of an array.

                        ## config.toml

                        | Key | Takes | Built-in value | A repository may | Meaning |
                        |---|---|---|---|---|
                        """);
        List<ConfigKey> unused = new ArrayList<>();
        for (ConfigKey key : ConfigKeys.table().all()) {
            if (key.support() != Support.USED) {
                unused.add(key);
                continue;
            }
            row(out, key, repository(key));
        }
        out.append(
                """

                ### Keys of other tools

                Accepted so that a file can be copied over. Those without effect give a warning; those that ask
                for a protection that Cordon does not give stop the start.

                | Key | What happens |
                |---|---|
                """);
        for (ConfigKey key : unused) {
            String what = key.support() == Support.REFUSED ? "error" : "no effect, warning";
            out.append("| `").append(key.name()).append("` | ").append(what).append(" |\n");
        }
        requirements(out);
        return out.toString();
    }

    private static void requirements(StringBuilder out) {
        out.append(
                """

                ## requirements.toml

                Owned by root and not writable by others, or the program does not start. A value that a user
                asked for and that is forbidden here stops the start and names both places; a value nobody
                asked for becomes an allowed one. Several sources are put together so that the result is never
                wider than any of them.

                | Key | Takes | Built-in value | From several sources | Meaning |
                |---|---|---|---|---|
                """);
        for (RequirementKeys.Row row : RequirementKeys.table().rows()) {
            if (row.key().support() == Support.USED) {
                row(out, row.key(), row.merge().words());
            }
        }
        out.append("\nKnown and refused, because Cordon has no such feature: ");
        String separator = "";
        for (RequirementKeys.Row row : RequirementKeys.table().rows()) {
            if (row.key().support() != Support.USED) {
                out.append(separator).append('`').append(row.key().name()).append('`');
                separator = ", ";
            }
        }
        out.append(".\n");
    }

    private static void row(StringBuilder out, ConfigKey key, String fourth) {
        out.append("| `").append(key.name()).append("` | ").append(takes(key)).append(" | ");
        if (key.hasStandard()) {
            out.append('`').append(JsonText.write(key.standard())).append('`');
        }
        out.append(" | ").append(fourth).append(" | ").append(key.doc()).append(" |\n");
    }

    private static String takes(ConfigKey key) {
        if (key.allowed().isEmpty()) {
            return key.kind().wanted();
        }
        String words = "`" + String.join("`, `", key.allowed()) + "`";
        return key.kind() == ConfigKey.Kind.TEXTS ? "an array of " + words : words;
    }

    private static String repository(ConfigKey key) {
        return switch (key.repository()) {
            case NEVER -> "not set it";
            case FREE -> "set it";
            case STRICTER_WORD -> "choose an earlier word";
            case STRICTER_APPROVAL -> "choose `untrusted` or `never` over `on-request`";
            case ONLY_FALSE -> "set `false`";
            case ONLY_TRUE -> "set `true`";
            case FEWER -> "leave out elements";
            case MORE -> "add elements";
            case SMALLER -> "lower it";
        };
    }
}
