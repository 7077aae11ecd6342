package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Runs Cordon's own Git outside the sandbox, where `.git` can change, with everything off by which
/// a repository runs a program: hooks, filters, fsmonitor, external diff, textconv, signing,
/// credential helpers, pager, editor, transports and submodules.
///
/// For the workspace's own repository, whose settings no command can change, it runs outside the
/// sandbox; for submodules and nested repositories inside, with only their own folder opened.
/// Hidden files are never staged or shown. Its promise, that nothing of a repository runs, is kept
/// by `GitBrokerTest`.
final class GitBroker {
    private static final String RULE = "sandbox.git";
    private static final List<String> OFF =
            List.of(
                    "core.hooksPath=/dev/null",
                    "core.fsmonitor=false",
                    "core.untrackedCache=false",
                    "core.pager=cat",
                    "core.editor=false",
                    "sequence.editor=false",
                    "core.askPass=false",
                    "core.sshCommand=false",
                    "core.gitProxy=false",
                    "core.alternateRefsCommand=false",
                    "core.attributesFile=/dev/null",
                    "core.excludesFile=/dev/null",
                    "core.bare=false",
                    "credential.helper=",
                    "protocol.allow=never",
                    "diff.external=",
                    "diff.ignoreSubmodules=all",
                    "diff.submodule=short",
                    "status.submoduleSummary=false",
                    "status.showUntrackedFiles=normal",
                    "submodule.recurse=false",
                    "interactive.diffFilter=",
                    "commit.gpgSign=false",
                    "tag.gpgSign=false",
                    "log.showSignature=false",
                    "gpg.program=false",
                    "gpg.openpgp.program=false",
                    "gpg.x509.program=false",
                    "gpg.ssh.program=false",
                    "gpg.ssh.defaultKeyCommand=",
                    "gc.auto=0",
                    "maintenance.auto=false",
                    "commit.template=",
                    "trailer.ifexists=addIfDifferent");

    private final Path program;
    private final Map<String, String> hostEnvironment;
    private final Inside inside;

    /// @param program the Git to run, for example `/usr/bin/git`
    /// @param hostEnvironment where the user's name and mail are looked up, by `HOME`
    /// @param inside gives the runner for a repository below the workspace
    GitBroker(Path program, Map<String, String> hostEnvironment, Inside inside) {
        this.program = program;
        this.hostEnvironment = Map.copyOf(hostEnvironment);
        this.inside = inside;
    }

    /// Gives what runs Git inside the sandbox.
    interface Inside {
        /// @param repository the Git folder that it may change
        GitRunner with(Confinement confinement, Path repository);
    }

    /// One repository and what runs Git for it.
    private record Site(GitRepository repository, GitRunner runner) {
        GitRunner.Finished git(Path cwd, List<String> command)
                throws IOException, InterruptedException {
            return runner.run(command, environment(repository), cwd);
        }
    }

    /// Runs one command of the list in {@link GitArguments}.
    Result perform(Action.Git action, Confinement confinement) throws InterruptedException {
        Optional<String> refusal = GitArguments.refusal(action.arguments());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        String subcommand = action.arguments().getFirst();
        boolean writes = List.of("add", "commit", "restore").contains(subcommand);
        if (writes && confinement.mode() == Confinement.Mode.READ_ONLY) {
            return refused(
                    "git " + subcommand + " changes the repository, and the mode is read-only.");
        }
        try {
            GitRepository repository = GitRepository.find(confinement.workspace(), action.cwd());
            Optional<String> outside = outsidePath(action, repository);
            if (outside.isPresent()) {
                return refused(outside.get());
            }
            Site site =
                    new Site(
                            repository,
                            repository.place() == GitRepository.Place.WORKSPACE
                                    ? new HostGit()
                                    : inside.with(confinement, repository.gitDirectory()));
            Settings settings = settings(site);
            if (settings.refusal().isPresent()) {
                return refused(settings.refusal().get());
            }
            return run(action, confinement, site, settings);
        } catch (IOException e) {
            return new Result.Failed("git was not run: " + e.getMessage());
        }
    }

    private static Result.Refused refused(String sentence) {
        return new Result.Refused(RULE, Origin.BUILT_IN, "sandbox", sentence);
    }

    // With a path outside the work tree, `git diff` compares any two files of the machine.
    private static Optional<String> outsidePath(Action.Git action, GitRepository repository) {
        for (String argument : action.arguments().subList(1, action.arguments().size())) {
            boolean climbs = List.of(argument.split("/", -1)).contains("..");
            boolean path = argument.startsWith("/") || climbs;
            if (path
                    && !action.cwd()
                            .resolve(argument)
                            .normalize()
                            .startsWith(repository.workTree())) {
                return Optional.of(
                        "the path "
                                + argument
                                + " is outside the repository; Git is run on its files only.");
            }
            if (argument.startsWith(":(")
                    || argument.startsWith(":!")
                    || argument.startsWith(":^")) {
                return Optional.of("pathspec magic such as " + argument + " is not passed on.");
            }
        }
        return Optional.empty();
    }

    private Result run(Action.Git action, Confinement confinement, Site site, Settings settings)
            throws IOException, InterruptedException {
        List<String> arguments = action.arguments();
        boolean all =
                arguments.getFirst().equals("commit")
                        && (arguments.contains("-a")
                                || arguments.contains("--all")
                                || arguments.contains("-am"));
        Path cwd = action.cwd().toRealPath();
        if (all) {
            // Staged by add, which leaves hidden files out; commit itself cannot.
            List<String> staging = List.of("add", "-u", "--", ":/");
            GitRunner.Finished staged = site.git(cwd, command(settings, staging, confinement));
            if (staged.exitCode() != 0) {
                return result(staged, confinement);
            }
            arguments =
                    arguments.stream()
                            .filter(a -> !a.equals("-a") && !a.equals("--all"))
                            .map(a -> a.equals("-am") ? "-m" : a)
                            .toList();
        }
        return result(site.git(cwd, command(settings, arguments, confinement)), confinement);
    }

    private List<String> command(
            Settings settings, List<String> arguments, Confinement confinement) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.add("--no-pager");
        command.add("--no-replace-objects");
        for (String setting : OFF) {
            command.add("-c");
            command.add(setting);
        }
        for (String setting : settings.overrides()) {
            command.add("-c");
            command.add(setting);
        }
        String subcommand = arguments.getFirst();
        command.add(subcommand);
        switch (subcommand) {
            case "diff", "log", "show" ->
                    command.addAll(
                            List.of("--no-ext-diff", "--no-textconv", "--ignore-submodules=all"));
            case "status" -> command.add("--ignore-submodules=all");
            case "commit" -> command.addAll(List.of("--no-verify", "--no-gpg-sign"));
            default -> {}
        }
        command.addAll(arguments.subList(1, arguments.size()));
        if (List.of("add", "diff", "log", "show").contains(subcommand)) {
            addExclusions(command, arguments, confinement);
        }
        return command;
    }

    /// Leaves hidden files out: what a command cannot read must not be read for it.
    private static void addExclusions(
            List<String> command, List<String> arguments, Confinement confinement) {
        List<String> excluded = new ArrayList<>();
        for (String name : confinement.hiddenNames()) {
            excluded.add(":(top,exclude,icase,glob)**/" + name);
        }
        for (Path path : confinement.hidden()) {
            if (path.startsWith(confinement.workspace())) {
                excluded.add(":(top,exclude,literal)" + confinement.workspace().relativize(path));
            }
        }
        if (excluded.isEmpty()) {
            return;
        }
        if (!arguments.contains("--")) {
            boolean namesPaths =
                    arguments.getFirst().equals("add")
                            && arguments.stream().skip(1).anyMatch(a -> !a.startsWith("-"));
            if (namesPaths) {
                command.addAll(excluded);
                return;
            }
            command.add("--");
            command.add(":/");
        } else if (arguments.getLast().equals("--")) {
            command.add(":/");
        }
        command.addAll(excluded);
    }

    /// What the repository's own settings need to have switched off by name.
    private record Settings(List<String> overrides, Optional<String> refusal) {}

    private Settings settings(Site site) throws IOException, InterruptedException {
        List<String> list =
                List.of(program.toString(), "config", "--no-includes", "--list", "--null");
        GitRunner.Finished listed = site.git(site.repository().workTree(), list);
        if (listed.exitCode() != 0 || listed.totalBytes() > GitRunner.MAX_KEPT_BYTES) {
            throw new IOException("the repository's settings cannot be read: " + listed.text());
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (String entry : listed.text().split("\0", -1)) {
            int end = entry.indexOf('\n');
            found.put(
                    end < 0 ? entry : entry.substring(0, end),
                    end < 0 ? "" : entry.substring(end + 1));
        }
        List<String> overrides = new ArrayList<>();
        for (String key : found.keySet()) {
            if (key.startsWith("include.") || key.startsWith("includeif.")) {
                return new Settings(
                        List.of(),
                        Optional.of(
                                "the repository's settings include another file ("
                                        + key
                                        + "), which may change at any time. Git is not run outside"
                                        + " the sandbox there; remove the include."));
            }
            override(key).ifPresent(overrides::add);
        }
        for (String key : List.of("user.name", "user.email")) {
            if (!found.containsKey(key)) {
                userValue(key).ifPresent(value -> overrides.add(key + "=" + value));
            }
        }
        return new Settings(overrides, Optional.empty());
    }

    private static Optional<String> override(String key) {
        int last = key.lastIndexOf('.');
        String section = last < 0 ? key : key.substring(0, last);
        String name = last < 0 ? "" : key.substring(last + 1);
        if (section.indexOf('=') >= 0) {
            // Such a name cannot be overridden on the command line, so its driver must not exist.
            return Optional.of("core.repositoryFormatVersion=refused-setting-with-equals-sign");
        }
        String kind =
                section.indexOf('.') < 0 ? section : section.substring(0, section.indexOf('.'));
        return switch (kind) {
            case "filter" ->
                    name.equals("required") ? Optional.of(key + "=false") : Optional.of(key + "=");
            case "diff" ->
                    name.equals("command") || name.equals("textconv")
                            ? Optional.of(key + "=")
                            : Optional.empty();
            case "merge" -> name.equals("driver") ? Optional.of(key + "=false") : Optional.empty();
            case "hook" ->
                    name.equals("command")
                            ? Optional.of(key + "=true")
                            : Optional.of(section + ".enabled=false");
            case "trailer" ->
                    name.equals("command") || name.equals("cmd")
                            ? Optional.of(key + "=true")
                            : Optional.empty();
            case "credential" -> name.equals("helper") ? Optional.of(key + "=") : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// The user's own name or mail; nothing else of the user's settings is used.
    private Optional<String> userValue(String key) throws IOException, InterruptedException {
        String home = hostEnvironment.get("HOME");
        if (home == null) {
            return Optional.empty();
        }
        GitRunner.Finished finished =
                new HostGit()
                        .run(
                                List.of(program.toString(), "config", "--global", "--get", key),
                                Map.of("HOME", home, "GIT_CONFIG_NOSYSTEM", "1"),
                                Path.of(home));
        String value = finished.text().strip();
        return finished.exitCode() == 0 && !value.isEmpty() ? Optional.of(value) : Optional.empty();
    }

    private static Map<String, String> environment(GitRepository repository) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("HOME", "/nonexistent");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("GIT_DIR", repository.gitDirectory().toString());
        environment.put("GIT_WORK_TREE", repository.workTree().toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_ATTR_NOSYSTEM", "1");
        environment.put("GIT_ALLOW_PROTOCOL", "none");
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_ASKPASS", "false");
        environment.put("GIT_SSH_COMMAND", "false");
        environment.put("GIT_EDITOR", "false");
        environment.put("GIT_PAGER", "cat");
        return environment;
    }

    private static Result result(GitRunner.Finished finished, Confinement confinement) {
        int limit = confinement.limits().maxOutputBytes();
        byte[] output = finished.output();
        String text = finished.text();
        if (limit > 0 && output.length > limit) {
            int half = limit / 2;
            text =
                    new String(output, 0, half, StandardCharsets.UTF_8)
                            + "\n[... "
                            + (finished.totalBytes() - 2L * half)
                            + " bytes left out ...]\n"
                            + new String(
                                    output, output.length - half, half, StandardCharsets.UTF_8);
        }
        return new Result.CommandOutput(
                OptionalInt.empty(),
                OptionalInt.of(finished.exitCode()),
                text,
                finished.totalBytes(),
                Optional.empty(),
                finished.wallMillis(),
                List.of());
    }
}
