package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.policy.Knowledge.Kind;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Matches command lines with rules and grants.
record CommandRules(Rules rules, Grants grants, Knowledge knowledge, SafeCommands safe) {

    /// What is too general to be remembered: whoever may run these with any words may run anything,
    /// or lose anything.
    private static final Set<String> NEVER_REMEMBERED =
            Set.of(
                    "rm",
                    "dd",
                    "shred",
                    "truncate",
                    "chmod",
                    "chown",
                    "find",
                    "git",
                    "curl",
                    "wget");

    /// The strictest rule that matches some command of the line widely; a rule that may match is
    /// taken as one that asks.
    Optional<Rule.Prefix> strictest(CommandFacts command) {
        Rule.Prefix best = null;
        for (Rule rule : rules.all()) {
            if (rule instanceof Rule.Prefix prefix
                    && prefix.saying().verdict() != Rule.Verdict.ALLOW) {
                Optional<Rule.Prefix> found = wide(prefix, command);
                if (found.isPresent() && (best == null || Rules.stricter(found.get(), best))) {
                    best = found.get();
                }
            }
        }
        return best == null ? allowing(command) : Optional.of(best);
    }

    private static Optional<Rule.Prefix> wide(Rule.Prefix rule, CommandFacts command) {
        boolean maybe = command.unresolved();
        for (Invocation invocation : command.commands()) {
            switch (PrefixMatch.wide(rule.pattern(), invocation)) {
                case YES -> {
                    return Optional.of(rule);
                }
                case MAYBE -> maybe = true;
                case NO -> {}
            }
        }
        return maybe ? Optional.of(asking(rule)) : Optional.empty();
    }

    private static Rule.Prefix asking(Rule.Prefix rule) {
        Rule.Saying saying = rule.saying();
        return new Rule.Prefix(
                rule.pattern(),
                new Rule.Saying(
                        Rule.Verdict.ASK,
                        "what the line runs is not clear, and it may be this. "
                                + saying.justification(),
                        false,
                        Optional.empty(),
                        saying.origin()));
    }

    /// A rule that allows, if every command of the line is allowed or harmless.
    private Optional<Rule.Prefix> allowing(CommandFacts command) {
        if (!command.plain() || !command.doubts().isEmpty()) {
            return Optional.empty();
        }
        Rule.Prefix found = null;
        for (Invocation invocation : command.commands()) {
            if (invocation.carrier()) {
                continue;
            }
            Optional<Rule.Prefix> rule = allowing(invocation);
            if (rule.isEmpty() && !isHarmless(invocation)) {
                return Optional.empty();
            }
            found = rule.orElse(found);
        }
        return Optional.ofNullable(found);
    }

    private boolean isHarmless(Invocation invocation) {
        return safe.reads(new CommandFacts(List.of(invocation), true, List.of(), List.of(), false))
                .isPresent();
    }

    private Optional<Rule.Prefix> allowing(Invocation invocation) {
        for (Rule rule : rules.all()) {
            if (rule instanceof Rule.Prefix prefix
                    && prefix.saying().verdict() == Rule.Verdict.ALLOW
                    && Rules.counts(prefix)
                    && PrefixMatch.narrow(prefix.pattern(), invocation, rules)) {
                return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }

    /// Whether every command of the line is allowed to leave the sandbox by a rule.
    boolean leavesSandbox(CommandFacts command) {
        if (!command.plain() || !command.doubts().isEmpty()) {
            return false;
        }
        for (Invocation invocation : command.commands()) {
            Optional<Rule.Prefix> rule = allowing(invocation);
            if (!invocation.carrier()
                    && (rule.isEmpty() || !rule.get().saying().outsideSandbox())) {
                return false;
            }
        }
        return true;
    }

    /// A grant of a command prefix that covers the whole line.
    Optional<Grant> granted(CommandFacts command) {
        return granted(command, false);
    }

    /// A grant to run the whole line without the sandbox.
    Optional<Grant> grantedOutside(CommandFacts command) {
        return granted(command, true);
    }

    private Optional<Grant> granted(CommandFacts command, boolean outside) {
        if (!command.plain() || !command.doubts().isEmpty()) {
            return Optional.empty();
        }
        Optional<Grant> found = Optional.empty();
        for (Invocation invocation : command.commands()) {
            if (invocation.carrier()) {
                continue;
            }
            Optional<Grant> grant =
                    grants.first(c -> isPrefix(prefixOf(c, outside), invocation.argv()));
            if (grant.isEmpty() && (outside || !isHarmless(invocation))) {
                return Optional.empty();
            }
            found = grant.isPresent() ? grant : found;
        }
        return found;
    }

    private Optional<List<String>> prefixOf(Capability capability, boolean outside) {
        List<String> prefix =
                switch (capability) {
                    case Capability.CommandPrefix(List<String> words) when !outside -> words;
                    case Capability.OutsideSandbox(List<String> words) when outside -> words;
                    case Capability.CommandPrefix _,
                            Capability.OutsideSandbox _,
                            Capability.ExactAction _,
                            Capability.Host _,
                            Capability.WritePath _,
                            Capability.ReadPath _,
                            Capability.Tool _ ->
                            null;
                };
        return prefix == null || (!outside && isTooGeneral(prefix))
                ? Optional.empty()
                : Optional.of(prefix);
    }

    private static boolean isPrefix(Optional<List<String>> prefix, List<Arg> argv) {
        if (prefix.isEmpty() || prefix.get().size() > argv.size()) {
            return false;
        }
        for (int i = 0; i < prefix.get().size(); i++) {
            if (!argv.get(i).known() || !argv.get(i).text().equals(prefix.get().get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether somebody refused a prefix of some command of the line in this turn.
    boolean deniedPrefix(CommandFacts command) {
        return grants.denied(capability -> {
            List<String> words =
                    switch (capability) {
                        case Capability.CommandPrefix(List<String> prefix) -> prefix;
                        case Capability.OutsideSandbox(List<String> prefix) -> prefix;
                        case Capability.ExactAction _,
                                Capability.Host _,
                                Capability.WritePath _,
                                Capability.ReadPath _,
                                Capability.Tool _ ->
                                List.of();
                    };
            return !words.isEmpty() && matchesWidely(words, command);
        });
    }

    private static boolean matchesWidely(List<String> words, CommandFacts command) {
        List<List<String>> pattern = new ArrayList<>(words.size());
        for (String word : words) {
            pattern.add(List.of(word));
        }
        for (Invocation invocation : command.commands()) {
            if (PrefixMatch.wide(pattern, invocation) == PrefixMatch.Outcome.YES) {
                return true;
            }
        }
        return false;
    }

    /// What a yes could grant, narrowest first.
    List<Capability> offers(Action action, CommandFacts command) {
        List<Capability> offers = new ArrayList<>();
        Optional<List<String>> words = onlyCommand(command);
        if (words.isPresent() && !isTooGeneral(words.get())) {
            offers.add(new Capability.CommandPrefix(words.get()));
            String program = words.get().getFirst();
            boolean subcommands = knowledge.is(program, Kind.SUBCOMMANDS);
            boolean longer = words.get().size() > 2 && !words.get().get(1).startsWith("-");
            if (subcommands && longer && !NEVER_REMEMBERED.contains(program)) {
                offers.add(new Capability.CommandPrefix(words.get().subList(0, 2)));
            }
        }
        return Verdicts.narrowestFirst(action, offers);
    }

    /// The words of the only command of a plain line.
    Optional<List<String>> onlyCommand(CommandFacts command) {
        Invocation only = null;
        for (Invocation invocation : command.commands()) {
            if (!invocation.carrier()) {
                if (only != null) {
                    return Optional.empty();
                }
                only = invocation;
            }
        }
        return only == null || !command.plain() || !only.known()
                ? Optional.empty()
                : Optional.of(only.texts());
    }

    private boolean isTooGeneral(List<String> prefix) {
        if (prefix.isEmpty()) {
            return true;
        }
        String first = prefix.getFirst();
        String name = first.substring(first.lastIndexOf('/') + 1);
        if (prefix.size() == 1 && NEVER_REMEMBERED.contains(name)) {
            return true;
        }
        String plain = knowledge.find(name).isPresent() ? name : Knowledge.unversioned(name);
        return knowledge.is(plain, Kind.INTERPRETER)
                || knowledge.is(plain, Kind.WRAPPER)
                || knowledge.is(plain, Kind.JOINS)
                || name.equals("eval")
                || name.equals("find");
    }
}
