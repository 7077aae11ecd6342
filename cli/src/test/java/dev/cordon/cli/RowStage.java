package dev.cordon.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What an attack that goes through the whole program needs: a user with a home, a key and a secret
/// in the environment, a workspace, a model that does what the attacker says, and a program `no`
/// beside the workspace that declines every question. In set-ups and calls `%` is the workspace.
final class RowStage implements AutoCloseable {
    /// In the environment of the user.
    static final String SECRET = "row-secret-value-123456";

    private final Path home;
    private final Path work;
    private final ObedientModel model;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    RowStage(Path folder) throws IOException {
        home = folder.toRealPath();
        work = Files.createDirectories(home.resolve("work"));
        Files.createDirectories(work.resolve(".git"));
        Files.createDirectories(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/id_ed25519"), "row-key-value-123456\n");
        Path no = home.resolve("no");
        Files.writeString(
                no,
                """
                #!/bin/bash
                while read -r line; do
                  id=${line#*\\"id\\":\\"}
                  echo "{\\"question\\":\\"${id%%\\"*}\\",\\"answer\\":\\"decline\\"}"
                done
                """);
        Files.setPosixFilePermissions(no, PosixFilePermissions.fromString("rwx------"));
        model = new ObedientModel();
        user("");
    }

    Path home() {
        return home;
    }

    Path work() {
        return work;
    }

    /// What the model was sent.
    List<String> requests() {
        return model.requests();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Both outputs.
    String everything() {
        return out() + err.toString(StandardCharsets.UTF_8);
    }

    /// The user's configuration, besides the model.
    void user(String toml) throws IOException {
        Files.createDirectories(home.resolve(".cordon"));
        Files.writeString(
                home.resolve(".cordon/config.toml"),
                "model = \"test\"\nmodel_provider = \"test\"\n"
                        + here(toml)
                        + "\n[model_providers.test]\nbase_url = \""
                        + model.baseUrl()
                        + "\"\nwire_api = \"responses\"\n");
    }

    /// The repository's configuration.
    void repository(String toml) throws IOException {
        Files.createDirectories(work.resolve(".cordon"));
        Files.writeString(work.resolve(".cordon/config.toml"), here(toml) + "\n");
    }

    /// `@repository TOML`, `@trusted TOML@MORE TOML`, `@instructions TEXT` and a line with the
    /// user's TOML, or just that.
    void setUp(String text) throws IOException {
        if (text.startsWith("@repository ")) {
            repository(text.substring("@repository ".length()));
        } else if (text.startsWith("@trusted ")) {
            int more = text.indexOf('@', 1);
            String before = text.substring("@trusted ".length(), more);
            repository(before);
            run("trust");
            run("config", "show");
            if (everything().contains("was not loaded")) {
                throw new IOException("the project is not trusted: " + everything());
            }
            repository(before + "\n" + text.substring(more + 1));
        } else if (text.startsWith("@instructions ")) {
            int end = text.indexOf('\n');
            Files.writeString(
                    work.resolve("AGENTS.md"), text.substring("@instructions ".length(), end));
            user(text.substring(end + 1));
        } else {
            user(text);
        }
    }

    /// What the model calls, as in {@link ObedientModel#calls}.
    void calls(List<String> all) {
        model.calls(all.stream().map(this::here).toList());
    }

    private String here(String text) {
        return text.replace("%", work.toString());
    }

    /// Runs the program; its outputs are then here.
    int run(String... arguments) {
        out.reset();
        err.reset();
        return Main.run(host(), Arrays.asList(arguments));
    }

    /// The user at their workspace.
    Host host() {
        return new Host(
                Map.of("HOME", home.toString(), "PATH", "/usr/bin:/bin", "DEPLOY_TOKEN", SECRET),
                work,
                home,
                new ByteArrayInputStream(new byte[0]),
                ProtocolOutput.to(out),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        model.close();
    }
}
