package dev.cordon.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which Git commands the broker runs, and with which options. What is not listed is refused.
///
/// The list holds what reads the repository, stages, commits and unstages. Missing on purpose:
/// everything that talks to another repository (`push`, `fetch`, `clone`, `submodule`), that writes
/// settings (`config`, `remote`), that checks files out through filters or discards work
/// (`checkout`, `switch`, `reset`, `clean`, `stash`, `merge`, `rebase`), and options that name a
/// program or write a file (`--output`, `--ext-diff`, `--textconv`, `--exec`, `-O`).
final class GitArguments {
    /// The most arguments of one command.
    static final int MAX_ARGUMENTS = 2000;

    /// The longest argument, for example a commit message.
    static final int MAX_ARGUMENT_CHARS = 100_000;

    private static final Set<String> SHOW =
            Set.of(
                    "-p",
                    "--patch",
                    "-s",
                    "--no-patch",
                    "--stat",
                    "--shortstat",
                    "--numstat",
                    "--name-only",
                    "--name-status",
                    "--summary",
                    "--raw",
                    "-w",
                    "-b",
                    "--ignore-all-space",
                    "--ignore-space-change",
                    "--ignore-blank-lines",
                    "--no-color",
                    "--no-renames",
                    "-M",
                    "-R",
                    "-z",
                    "--binary",
                    "--full-index",
                    "--minimal",
                    "--patience",
                    "--histogram",
                    "--word-diff",
                    "--check",
                    "--exit-code",
                    "--quiet",
                    "-U",
                    "--unified",
                    "--diff-filter",
                    "--abbrev",
                    "--relative",
                    "--no-relative");
    private static final Set<String> LOG =
            Set.of(
                    "--oneline",
                    "--graph",
                    "--all",
                    "--branches",
                    "--tags",
                    "--first-parent",
                    "--merges",
                    "--no-merges",
                    "--reverse",
                    "--follow",
                    "--decorate",
                    "--no-decorate",
                    "--date",
                    "--since",
                    "--after",
                    "--until",
                    "--before",
                    "--author",
                    "--committer",
                    "--grep",
                    "--max-count",
                    "--skip",
                    "--format",
                    "--pretty",
                    "--abbrev-commit",
                    "--full-history",
                    "-n",
                    "-i",
                    "-S",
                    "-G",
                    "-L");
    private static final Map<String, Set<String>> OPTIONS =
            Map.of(
                    "add",
                    Set.of(
                            "-A",
                            "--all",
                            "-u",
                            "--update",
                            "-n",
                            "--dry-run",
                            "-v",
                            "--verbose",
                            "-f",
                            "--force",
                            "-N",
                            "--intent-to-add",
                            "--ignore-errors",
                            "--chmod"),
                    "commit",
                    Set.of(
                            "-m",
                            "--message",
                            "-a",
                            "--all",
                            "-q",
                            "--quiet",
                            "--amend",
                            "--no-edit",
                            "--allow-empty",
                            "--allow-empty-message",
                            "-s",
                            "--signoff",
                            "--author",
                            "--date"),
                    "status",
                    Set.of(
                            "-s",
                            "--short",
                            "-b",
                            "--branch",
                            "--porcelain",
                            "--long",
                            "-u",
                            "--untracked-files",
                            "--ignored",
                            "-z",
                            "--ahead-behind"),
                    "diff",
                    with(SHOW, "--cached", "--staged", "--merge-base"),
                    "log",
                    with(with(SHOW), LOG.toArray(String[]::new)),
                    "show",
                    with(with(SHOW), LOG.toArray(String[]::new)),
                    "rev-parse",
                    Set.of(
                            "--short",
                            "--verify",
                            "-q",
                            "--quiet",
                            "--abbrev-ref",
                            "--symbolic-full-name",
                            "--show-toplevel",
                            "--show-prefix",
                            "--is-inside-work-tree"),
                    "branch",
                    Set.of(
                            "--list",
                            "-l",
                            "-a",
                            "--all",
                            "-r",
                            "--remotes",
                            "-v",
                            "-vv",
                            "--show-current",
                            "--contains",
                            "--merged",
                            "--no-merged",
                            "--sort",
                            "--format"),
                    "restore",
                    Set.of("--staged", "-S", "-q", "--quiet"));
    private static final Set<String> TAKES_VALUE =
            Set.of("-m", "--message", "--author", "--date", "-n", "-S", "-G", "-L", "--max-count");

    private GitArguments() {}

    private static Set<String> with(Set<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    /// Why a command is not run; empty if it is.
    ///
    /// @param arguments the subcommand first
    static Optional<String> refusal(List<String> arguments) {
        String subcommand = arguments.getFirst();
        Set<String> options = OPTIONS.get(subcommand);
        if (options == null) {
            return Optional.of(
                    "git "
                            + shown(subcommand)
                            + " is not run outside the sandbox. The broker runs "
                            + String.join(", ", OPTIONS.keySet().stream().sorted().toList())
                            + "; use run_command for what reads, and ask the user for the rest.");
        }
        if (arguments.size() > MAX_ARGUMENTS) {
            return Optional.of("a Git command has at most 2000 arguments; name folders instead.");
        }
        boolean pathsOnly = false;
        boolean value = false;
        for (String argument : arguments.subList(1, arguments.size())) {
            if (argument.length() > MAX_ARGUMENT_CHARS || argument.indexOf('\0') >= 0) {
                return Optional.of("an argument of Git has at most 100000 characters and no NUL.");
            }
            if (value) {
                value = false;
            } else if (argument.equals("--")) {
                pathsOnly = true;
            } else if (!pathsOnly && argument.startsWith("-")) {
                if (argument.length() == 1) {
                    return Optional.of("git " + subcommand + " reads nothing from its input here.");
                }
                if (!allowed(subcommand, options, argument)) {
                    return Optional.of(
                            "git "
                                    + subcommand
                                    + " "
                                    + shown(argument)
                                    + " is not run outside the sandbox: the option is not on the"
                                    + " broker's list. Leave it out or use run_command.");
                }
                value = TAKES_VALUE.contains(argument) && takesValue(subcommand, argument);
                value |= argument.equals("-am") || argument.equals("-qm");
            } else if (subcommand.equals("commit")) {
                return Optional.of("git commit takes no paths here: git add them first.");
            }
        }
        return shape(subcommand, arguments);
    }

    // The same letter means another thing elsewhere: -n of add is a trial, -S of restore a place.
    private static boolean takesValue(String subcommand, String argument) {
        return switch (subcommand) {
            case "commit" -> !argument.equals("-n") && !argument.equals("-S");
            case "log", "show" -> !argument.equals("-m");
            default -> false;
        };
    }

    private static Optional<String> shape(String subcommand, List<String> arguments) {
        if (subcommand.equals("commit")
                && arguments.stream().noneMatch(GitArguments::givesMessage)) {
            return Optional.of("git commit needs -m MESSAGE here: there is no editor to ask.");
        }
        if (subcommand.equals("restore")
                && !arguments.contains("--staged")
                && !arguments.contains("-S")) {
            return Optional.of(
                    "git restore is run with --staged only: without it, it would throw changes away.");
        }
        if (subcommand.equals("commit") && arguments.contains("--")) {
            return Optional.of("git commit takes no paths here: git add them first.");
        }
        boolean listing =
                arguments.size() == 1
                        || arguments.stream().anyMatch(a -> a.equals("--list") || a.equals("-l"))
                        || arguments.stream().skip(1).allMatch(a -> a.startsWith("-"));
        return subcommand.equals("branch") && !listing
                ? Optional.of("git branch only lists here; give --list before a pattern.")
                : Optional.empty();
    }

    private static boolean givesMessage(String argument) {
        return argument.startsWith("-m")
                || argument.startsWith("--message")
                || argument.equals("--no-edit")
                || argument.equals("-am")
                || argument.equals("-qm");
    }

    private static boolean allowed(String subcommand, Set<String> options, String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (options.contains(name)) {
            return true;
        }
        if (argument.startsWith("--")) {
            return false;
        }
        String letter = argument.substring(0, 2);
        boolean number = argument.substring(1).chars().allMatch(Character::isDigit);
        if (number && (subcommand.equals("log") || subcommand.equals("show"))) {
            return true;
        }
        // Letters in one word, such as -am; or a letter with its value, such as -U3 or -uno.
        boolean attached = Set.of("-U", "-n", "-u", "-M", "-S", "-G", "-L").contains(letter);
        if (options.contains(letter) && attached) {
            return true;
        }
        for (int i = 1; i < argument.length(); i++) {
            if (!options.contains("-" + argument.charAt(i))) {
                return false;
            }
        }
        return subcommand.equals("add")
                || subcommand.equals("status")
                || (subcommand.equals("commit") && Set.of("-am", "-qm").contains(argument));
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 60); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return shown.toString();
    }
}
