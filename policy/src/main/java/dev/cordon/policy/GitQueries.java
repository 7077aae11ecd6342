package dev.cordon.policy;

import java.util.List;
import java.util.Set;

/// Subcommands of git that only read, with the options that keep it so. They are harmless only
/// where git runs with everything off that a repository could use to run a program.
final class GitQueries {
    private GitQueries() {}

    private static final Set<String> READING =
            Set.of(
                    "status",
                    "diff",
                    "log",
                    "show",
                    "blame",
                    "ls-files",
                    "ls-tree",
                    "rev-parse",
                    "rev-list",
                    "shortlog",
                    "describe",
                    "merge-base",
                    "cat-file",
                    "name-rev",
                    "diff-tree",
                    "diff-index",
                    "diff-files",
                    "for-each-ref",
                    "show-ref",
                    "check-ignore",
                    "count-objects",
                    "whatchanged",
                    "cherry",
                    "range-diff",
                    "grep",
                    "annotate",
                    "show-branch",
                    "var",
                    "version",
                    "help");

    private static final List<String> RUNS_OR_WRITES =
            List.of(
                    "--output",
                    "--ext-diff",
                    "--textconv",
                    "--exec",
                    "--paginate",
                    "--open-files-in-pager",
                    "--filters",
                    "--web",
                    "--info",
                    "--man",
                    "--no-index",
                    "--contents",
                    "--batch",
                    "--show-signature",
                    "--upload-pack",
                    "--receive-pack",
                    "--stdin",
                    "--parseopt",
                    "--sq-quote",
                    "--gpg");

    private static final Set<String> BRANCH_LISTS =
            Set.of(
                    "--list",
                    "-l",
                    "--show-current",
                    "-a",
                    "--all",
                    "-r",
                    "--remotes",
                    "-v",
                    "-vv",
                    "--verbose",
                    "--no-color",
                    "--no-column",
                    "--ignore-case");

    /// @param arguments the subcommand and what follows it
    static boolean isQuery(List<String> arguments) {
        String subcommand = arguments.getFirst();
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (subcommand) {
            case "branch" -> onlyLists(rest);
            case "tag" -> rest.isEmpty() || onlyLists(rest);
            case "remote" -> rest.isEmpty() || rest.equals(List.of("-v"));
            case "stash" -> rest.equals(List.of("list"));
            case "worktree" -> rest.equals(List.of("list"));
            case "config" ->
                    rest.equals(List.of("--list"))
                            || rest.equals(List.of("-l"))
                            || (rest.size() == 2 && rest.getFirst().equals("--get"));
            case "reflog" -> rest.isEmpty() || rest.equals(List.of("show"));
            default -> READING.contains(subcommand) && onlyReads(subcommand, rest);
        };
    }

    private static boolean onlyLists(List<String> rest) {
        boolean listing = rest.isEmpty();
        for (String word : rest) {
            boolean format =
                    word.startsWith("--format=")
                            || word.startsWith("--sort=")
                            || word.startsWith("--contains=")
                            || word.startsWith("--merged=");
            if (!format && !BRANCH_LISTS.contains(word) && (word.startsWith("-") || !listing)) {
                return false;
            }
            listing |= word.equals("--list") || word.equals("-l");
        }
        return true;
    }

    /// Long options may be shortened, so a prefix of a dangerous one counts as it.
    private static boolean onlyReads(String subcommand, List<String> rest) {
        for (String word : rest) {
            if (word.equals("--")) {
                return true;
            }
            if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                for (String bad : RUNS_OR_WRITES) {
                    if (bad.startsWith(name) || name.startsWith(bad)) {
                        return false;
                    }
                }
            } else if ((word.startsWith("-O") && subcommand.equals("grep"))
                    || (word.startsWith("-") && subcommand.equals("help"))) {
                return false;
            }
        }
        return true;
    }
}
