package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides about Cordon's own Git, which runs outside the sandbox with everything off that a
/// repository could use to run a program.
record GitDecisions(
        PolicySettings settings,
        Facts facts,
        Grants grants,
        CommandRules rules,
        Verdicts verdicts) {

    /// Local changes of history and index that a person can undo, with the options that keep them
    /// so. A subcommand with another option is asked about.
    private static final Set<String> LOCAL =
            Set.of("add", "commit", "stash", "tag", "branch", "switch", "checkout", "mv", "rm");

    private static final Set<String> LOCAL_OPTIONS =
            Set.of(
                    "-A",
                    "--all",
                    "-u",
                    "--update",
                    "-m",
                    "--message",
                    "-a",
                    "-am",
                    "-v",
                    "--verbose",
                    "-q",
                    "--quiet",
                    "-c",
                    "-b",
                    "--create",
                    "-s",
                    "--signoff",
                    "--allow-empty",
                    "--amend",
                    "--no-edit",
                    "-n",
                    "--dry-run",
                    "--cached",
                    "--",
                    "push",
                    "--author",
                    "--date",
                    "-i",
                    "--staged",
                    "-N",
                    "--intent-to-add",
                    "--track",
                    "--no-track");

    Decision decide(Action.Git git) {
        List<String> words = new ArrayList<>();
        words.add("git");
        words.addAll(git.arguments());
        CommandFacts command = CommandFacts.ofArgv(words, Knowledge.builtIn());
        String what = "git " + git.arguments().getFirst();
        Optional<Rule.Prefix> rule = rules.strictest(command);
        if (rule.isPresent() && rule.get().saying().verdict() == Rule.Verdict.FORBID) {
            return Verdicts.deny(rule.get(), what);
        }
        if (grants.deniedExact(git) || rules.deniedPrefix(command)) {
            return Verdicts.refusedBefore(what);
        }
        Optional<Grant> granted = grants.exact(git).or(() -> rules.granted(command));
        if (granted.isPresent()) {
            return Verdicts.allow(granted.get());
        }
        if (rule.isPresent()) {
            return rule.get().saying().verdict() == Rule.Verdict.ALLOW
                    ? Verdicts.allow(rule.get())
                    : verdicts.ask(rule.get(), what, rules.offers(git, command));
        }
        return byKnowledge(git, command, what);
    }

    private Decision byKnowledge(Action.Git git, CommandFacts command, String what) {
        if (git.requester() == Action.Requester.CORDON) {
            return Verdicts.allow("git.own");
        }
        if (git.arguments().getFirst().startsWith("-")) {
            return Verdicts.deny(
                    "git.options",
                    "An option stands before the subcommand of git; the subcommand comes first.");
        }
        if (GitQueries.isQuery(git.arguments())) {
            return Verdicts.allow("git.query");
        }
        boolean mayChange = settings.mode() != Confinement.Mode.READ_ONLY;
        if (mayChange && isLocal(git) && !settings.approvals().asksAboutEverythingUnknown()) {
            return Verdicts.allow("git.local");
        }
        String reason =
                what
                        + (isLocal(git)
                                ? " changes the repository"
                                : " can lose work, reach other machines or change how git behaves");
        return verdicts.ask(
                ApprovalPolicy.Topic.SANDBOX,
                "git.change",
                Origin.BUILT_IN,
                reason,
                rules.offers(git, command));
    }

    private static boolean isLocal(Action.Git git) {
        List<String> arguments = git.arguments();
        if (!LOCAL.contains(arguments.getFirst())) {
            return false;
        }
        String subcommand = arguments.getFirst();
        boolean plainOperands = !subcommand.equals("checkout") && !subcommand.equals("rm");
        boolean creates = arguments.contains("-b") || arguments.contains("-c");
        boolean cached = arguments.contains("--cached");
        for (String argument : arguments.subList(1, arguments.size())) {
            int equals = argument.indexOf('=');
            String option = equals > 0 ? argument.substring(0, equals) : argument;
            if (option.startsWith("-") && !LOCAL_OPTIONS.contains(option)) {
                return isMessage(arguments, argument);
            }
        }
        boolean stash = subcommand.equals("stash");
        if (stash) {
            return arguments.size() == 1 || arguments.get(1).equals("push");
        }
        return plainOperands || creates || cached;
    }

    /// A message may begin with a dash.
    private static boolean isMessage(List<String> arguments, String argument) {
        int index = arguments.indexOf(argument);
        return index > 1 && arguments.get(index - 1).equals("-m");
    }
}
