package dev.cordon.cli;

import dev.cordon.cli.Options.Option;
import dev.cordon.policy.ConfigSources.Assignment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What `cordon exec` was told, in the words of Codex so that programs written for it work
/// unchanged.
///
/// @param start a new session, or one to take up
/// @param prompt the prompt; empty if it must come from standard input
record ExecOptions(
        Start start,
        Optional<String> prompt,
        boolean json,
        boolean fullJson,
        Optional<Path> lastMessageFile,
        Optional<Path> outputSchema,
        boolean ephemeral,
        boolean skipGitRepoCheck,
        boolean trust,
        Layer layer,
        List<Path> images,
        Optional<String> approver,
        Settings settings) {

    /// What every command that starts a session can be told.
    ///
    /// @param overrides settings in order; a later one wins
    record Settings(
            Optional<Path> directory,
            List<Path> addedDirectories,
            Optional<String> profile,
            List<Assignment> overrides) {
        Settings {
            addedDirectories = List.copyOf(addedDirectories);
            overrides = List.copyOf(overrides);
        }
    }

    /// Where changes of files go.
    enum Layer {
        /// To the files.
        NONE,
        /// To a layer that is shown and dropped at the end.
        DROPPED,
        /// To a layer that stays.
        KEPT
    }

    /// Where the session comes from.
    sealed interface Start {
        record Fresh() implements Start {}

        record Resume(Optional<String> name, boolean anyDirectory) implements Start {}

        /// @param turns how many turns of it are taken over; all if absent
        record Fork(String name, OptionalInt turns) implements Start {}
    }

    static final List<Option> OPTIONS =
            List.of(
                    Option.value("KEY=VALUE", "Set a configuration key.", "-c", "--config"),
                    Option.value("NAME", "Add the profile NAME.config.toml.", "-p", "--profile"),
                    Option.value("MODEL", "The model to ask.", "-m", "--model"),
                    Option.flag("Ask a model on this machine: ollama or lmstudio.", "--oss"),
                    Option.value(
                            "NAME",
                            "ollama (default) or lmstudio; with --oss.",
                            "--local-provider"),
                    Option.value(
                            "MODE",
                            "read-only, workspace-write or danger-full-access.",
                            "-s",
                            "--sandbox"),
                    Option.value(
                            "POLICY",
                            "untrusted, on-request or never.",
                            "-a",
                            "--ask-for-approval"),
                    Option.flag(
                            "No questions and no protection; only if the administrator lets it.",
                            "--dangerously-bypass-approvals-and-sandbox"),
                    Option.value("DIR", "Work in DIR.", "-C", "--cd"),
                    Option.value("DIR", "Let DIR be written to as well.", "--add-dir"),
                    Option.value("FILE", "Show an image to the model.", "-i", "--image"),
                    Option.flag("Print events as JSON lines.", "--json", "--experimental-json"),
                    Option.flag("Print every event there is as JSON lines.", "--json-full"),
                    Option.value(
                            "FILE",
                            "Write the last message to FILE.",
                            "-o",
                            "--output-last-message"),
                    Option.value("FILE", "JSON Schema of the last message.", "--output-schema"),
                    Option.flag("Leave no session file.", "--ephemeral"),
                    Option.flag("Work outside a Git repository too.", "--skip-git-repo-check"),
                    Option.flag("Trust the project from now on.", "--trust"),
                    Option.flag(
                            "Keep changes apart from the files, show them, drop them.",
                            "--dry-run"),
                    Option.flag(
                            "Keep changes apart from the files for cordon overlay.", "--overlay"),
                    Option.flag("Search the web live.", "--search"),
                    Option.value(
                            "WHO",
                            "Who answers questions: never, auto (a reviewing model), command:PATH,"
                                    + " unix:PATH, or auto,command:PATH.",
                            "--approver"),
                    Option.flag("The same as --approver auto.", "--approve-for-me"),
                    Option.flag("Take the newest session.", "--last"),
                    Option.flag("Look at sessions of all directories.", "--all"),
                    Option.value("N", "Fork after the first N turns.", "--turn"),
                    Option.flag("Accepted: an unknown key is always an error.", "--strict-config"),
                    Option.value("WHAT", "Accepted and ignored.", "--thread-source"),
                    Option.value("WHAT", "Accepted and ignored.", "--cyber-access-program"),
                    Option.value(
                            "WHEN", "auto, always or never; accepted and ignored.", "--color"));

    ExecOptions {
        images = List.copyOf(images);
    }

    /// Reads the arguments after `exec`.
    ///
    /// @throws UsageException if they make no sense
    static ExecOptions read(List<String> arguments) {
        Options options = Options.read(OPTIONS, arguments);
        List<String> operands = new ArrayList<>(options.operands());
        Start start = start(options, operands);
        ExecMistakes.check(options, start);
        if (operands.size() > 1) {
            throw new UsageException(
                    "one prompt is enough, found "
                            + operands.size()
                            + "; put it in quotes: \""
                            + String.join(" ", operands)
                            + "\"");
        }
        Optional<String> prompt =
                operands.isEmpty() || operands.getFirst().equals("-")
                        ? Optional.empty()
                        : Optional.of(operands.getFirst());
        if (prompt.isPresent() && prompt.get().isBlank()) {
            throw new UsageException("the prompt is empty; say what to do, or use - to read it");
        }
        return new ExecOptions(
                start,
                prompt,
                options.has("--json") || options.has("--json-full"),
                options.has("--json-full"),
                options.value("-o").map(Path::of),
                options.value("--output-schema").map(Path::of),
                options.has("--ephemeral"),
                options.has("--skip-git-repo-check"),
                options.has("--trust"),
                layer(options),
                images(options),
                options.value("--approver"),
                settings(options));
    }

    /// What the options shared with other commands say.
    static Settings settings(Options options) {
        List<Assignment> overrides = new ArrayList<>();
        options.values("-c").forEach(c -> overrides.add(Assignment.parse(c)));
        if (options.has("--oss")) {
            overrides.add(
                    Assignment.option(
                            "--oss",
                            "model_provider",
                            options.value("--local-provider").orElse("ollama")));
        }
        options.value("-m").ifPresent(m -> overrides.add(Assignment.option("--model", "model", m)));
        options.value("-s")
                .ifPresent(s -> overrides.add(Assignment.option("--sandbox", "sandbox_mode", s)));
        options.value("-a")
                .ifPresent(a ->
                        overrides.add(
                                Assignment.option("--ask-for-approval", "approval_policy", a)));
        if (options.has("--approve-for-me")) {
            overrides.add(
                    Assignment.option("--approve-for-me", "approvals_reviewer", "auto_review"));
        }
        options.value("--approver")
                .map(Reviewers::word)
                .ifPresent(w ->
                        overrides.add(Assignment.option("--approver", "approvals_reviewer", w)));
        if (options.has("--search")) {
            overrides.add(Assignment.option("--search", "web_search", "live"));
        }
        String bypass = "--dangerously-bypass-approvals-and-sandbox";
        if (options.has(bypass)) {
            overrides.add(Assignment.option(bypass, "sandbox_mode", "danger-full-access"));
            overrides.add(Assignment.option(bypass, "approval_policy", "never"));
        }
        return new Settings(
                options.value("-C").map(Path::of),
                options.values("--add-dir").stream().map(Path::of).toList(),
                options.value("-p"),
                overrides);
    }

    private static Start start(Options options, List<String> operands) {
        if (operands.isEmpty()) {
            return new Start.Fresh();
        }
        switch (operands.getFirst()) {
            case "resume" -> {
                operands.removeFirst();
                boolean named = !options.has("--last") && !operands.isEmpty();
                if (!named && !options.has("--last")) {
                    throw new UsageException("resume needs a session id, a name, or --last");
                }
                return new Start.Resume(
                        named ? Optional.of(operands.removeFirst()) : Optional.empty(),
                        options.has("--all"));
            }
            case "fork" -> {
                operands.removeFirst();
                if (operands.isEmpty()) {
                    throw new UsageException("fork needs a session id or a name");
                }
                return new Start.Fork(operands.removeFirst(), turns(options));
            }
            default -> {
                return new Start.Fresh();
            }
        }
    }

    private static OptionalInt turns(Options options) {
        Optional<String> turn = options.value("--turn");
        if (turn.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int turns = Integer.parseInt(turn.get());
            if (turns >= 0) {
                return OptionalInt.of(turns);
            }
        } catch (NumberFormatException _) {
            // The sentence below says what is wanted.
        }
        throw new UsageException(
                "--turn takes a number of turns, 0 or more, and not \"" + turn.get() + "\"");
    }

    private static Layer layer(Options options) {
        if (options.has("--dry-run") && options.has("--overlay")) {
            throw new UsageException("--dry-run drops the changes and --overlay keeps them");
        }
        if (options.has("--dry-run")) {
            return Layer.DROPPED;
        }
        return options.has("--overlay") ? Layer.KEPT : Layer.NONE;
    }

    private static List<Path> images(Options options) {
        List<Path> images = new ArrayList<>();
        for (String value : options.values("-i")) {
            for (String file : value.split(",", -1)) {
                if (file.isBlank()) {
                    throw new UsageException("-i " + value + ": a file name is empty");
                }
                images.add(Path.of(file));
            }
        }
        return images;
    }
}
