package dev.cordon.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A test in a real terminal: keys go in, the screen is compared with golden ones, which
/// `-Dgolden=update` writes anew. `-Dpictures=true` draws those that the documentation shows.
/// Mostly it waits, so several run at once.
@EnabledIf(value = "tmux", disabledReason = "there is no tmux on this machine")
@Execution(ExecutionMode.CONCURRENT)
abstract class TerminalScene {
    static final int COLUMNS = 80;
    static final int ROWS = 24;

    /// Golden screens that the documentation shows, and the names of their pictures.
    private static final Map<String, String> PICTURES =
            Map.of(
                    "whole-turn", "turn",
                    "plan-running", "running",
                    "approval", "question",
                    "patch-question", "patch",
                    "picker", "picker",
                    "first-run-provider", "first-run",
                    "narrow", "narrow",
                    "review", "review",
                    "queue-panel", "queue");

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    static boolean tmux() {
        return Tmux.present();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    StreamingModel model(StreamingModel.Answer... answers) throws IOException {
        StreamingModel model = new StreamingModel(List.of(answers));
        open.add(model);
        return model;
    }

    Path workspace() {
        return folder.resolve("ws");
    }

    Path home() {
        return folder.resolve("home");
    }

    Tmux start(StreamingModel model) throws IOException {
        return start(model, Map.of(), program());
    }

    static String program() {
        String given = System.getProperty("cordon.program", "");
        return given.isEmpty() ? House.root().resolve("dist/bin/cordon").toString() : given;
    }

    Tmux start(StreamingModel model, Map<String, String> more, String command) throws IOException {
        return start(model, more, command, COLUMNS, ROWS);
    }

    Tmux start(
            StreamingModel model, Map<String, String> more, String command, int columns, int rows)
            throws IOException {
        configure(model, "");
        return terminal(more, command, columns, rows);
    }

    /// Writes what a user has set up: the model, and trust in the project.
    ///
    /// @param more further lines, before the tables
    void configure(StreamingModel model, String more) throws IOException {
        Files.createDirectories(home());
        Files.writeString(
                home().resolve("config.toml"),
                """
                model = "scripted"
                model_provider = "scripted"
                model_context_window = 200000
                %s
                [model_providers.scripted]
                base_url = "%s"
                wire_api = "responses"

                [projects."%s"]
                trust_level = "trusted"
                """
                        .formatted(more, model.address(), workspace()));
    }

    /// Opens a terminal in the project.
    Tmux terminal(Map<String, String> more, String command, int columns, int rows)
            throws IOException {
        Files.createDirectories(home());
        Files.createDirectories(workspace().resolve(".git"));
        Files.writeString(workspace().resolve(".git/HEAD"), "ref: refs/heads/main\n");
        Map<String, String> environment = new HashMap<>();
        environment.put("CORDON_HOME", home().toString());
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("PS1", "shell> ");
        environment.putAll(more);
        Path own = Files.createTempDirectory(folder, "t");
        Tmux tmux =
                new Tmux(own, columns, rows, environment, "cd " + workspace() + " && " + command);
        open.add(tmux);
        return tmux;
    }

    /// Waits until the session is open and nothing runs.
    static void ready(Tmux tmux) {
        tmux.await(screen -> screen.contains("scripted ·") && !screen.contains("Working"));
    }

    /// Types a message, sends it, and waits until its answer is there and nothing runs.
    static void ask(Tmux tmux, String text, String answer) {
        tmux.type(text);
        tmux.press("Enter");
        tmux.awaitText(answer);
        ready(tmux);
    }

    void golden(Tmux tmux, String name) throws IOException {
        tmux.awaitGolden(
                House.root().resolve("checks/src/test/screens").resolve(name + ".txt"),
                Map.of(folder.toString(), "<home>"));
        if (PICTURES.containsKey(name) && Boolean.getBoolean("pictures")) {
            Path file = House.root().resolve("docs/screens").resolve(PICTURES.get(name) + ".png");
            tmux.picture(file, Map.of(folder.toString(), "~"));
        }
    }

    /// Writes a small program.
    Path script(String name, String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(
                file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }
}
