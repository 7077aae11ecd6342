package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.protocol.Action;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All rules that match an action, not only the one that decides: what an auditor wants to know and
/// what a decision does not need.
final class MatchedRules {
    private final PolicySettings settings;
    private final FileDecisions files;
    private final NetworkDecisions network;
    private final Facts facts;

    MatchedRules(
            PolicySettings settings, FileDecisions files, NetworkDecisions network, Facts facts) {
        this.settings = settings;
        this.files = files;
        this.network = network;
        this.facts = facts;
    }

    /// Their names, strictest first; of equal ones the strongest layer's first. One that may match
    /// counts.
    List<String> names(Action action) {
        List<Rule> matched = new ArrayList<>();
        Optional<CommandFacts> command = command(action);
        for (Rule rule : settings.rules().all()) {
            if (Rules.counts(rule) && matches(rule, action, command)) {
                matched.add(rule);
            }
        }
        matched.sort((a, b) -> Rules.stricter(a, b) ? -1 : Rules.stricter(b, a) ? 1 : 0);
        Set<String> names = new LinkedHashSet<>();
        matched.forEach(rule -> names.add(rule.name()));
        return List.copyOf(names);
    }

    private static Optional<CommandFacts> command(Action action) {
        return switch (action) {
            case Action.RunCommand run ->
                    Optional.of(CommandFacts.ofArgv(run.argv(), Knowledge.builtIn()));
            case Action.WriteStdin stdin ->
                    Optional.of(CommandFacts.ofScript(stdin.input(), Knowledge.builtIn()));
            case Action.StopProcess _,
                    Action.ApplyPatch _,
                    Action.ReadFile _,
                    Action.ListFiles _,
                    Action.SearchFiles _,
                    Action.Git _,
                    Action.Connect _,
                    Action.FetchUrl _,
                    Action.WebSearch _,
                    Action.CallMcpTool _,
                    Action.StartAgent _ ->
                    Optional.empty();
        };
    }

    private boolean matches(Rule rule, Action action, Optional<CommandFacts> command) {
        return switch (rule) {
            case Rule.Prefix prefix -> command.filter(c -> wide(prefix, c)).isPresent();
            case Rule.Host host ->
                    switch (action) {
                        case Action.Connect c ->
                                network.matches(host, c.host(), c.port(), c.method());
                        case Action.FetchUrl fetch -> fetches(host, fetch.url());
                        default -> false;
                    };
            case Rule.File file -> file(file, action);
            case Rule.Tool tool ->
                    action instanceof Action.CallMcpTool call
                            && Glob.matches(tool.server(), call.server())
                            && Glob.matches(tool.tool(), call.tool());
            case Rule.Agent agent ->
                    action instanceof Action.StartAgent start
                            && Glob.matches(agent.agent(), start.name());
        };
    }

    private static boolean wide(Rule.Prefix rule, CommandFacts command) {
        for (Invocation invocation : command.commands()) {
            if (PrefixMatch.wide(rule.pattern(), invocation) != PrefixMatch.Outcome.NO) {
                return true;
            }
        }
        return command.unresolved() && rule.saying().verdict() != Rule.Verdict.ALLOW;
    }

    private boolean fetches(Rule.Host rule, URI url) {
        String host = HostPattern.canonical(String.valueOf(url.getHost()));
        int usual = "http".equals(url.getScheme()) ? 80 : 443;
        int port = url.getPort() < 0 ? usual : url.getPort();
        return network.matches(rule, host, port, "GET");
    }

    private boolean file(Rule.File rule, Action action) {
        return switch (action) {
            case Action.ReadFile read -> rule.reads() && any(rule, List.of(read.path()));
            case Action.ListFiles list -> rule.reads() && any(rule, List.of(list.path()));
            case Action.SearchFiles search -> rule.reads() && any(rule, List.of(search.path()));
            case Action.ApplyPatch patch ->
                    rule.writes()
                            && any(rule, patch.changes().stream().map(c -> c.path()).toList());
            default -> false;
        };
    }

    private boolean any(Rule.File rule, List<Path> paths) {
        for (Path path : paths) {
            Path real = facts.realPaths().getOrDefault(path, path);
            if (files.matches(rule.pattern(), path) || files.matches(rule.pattern(), real)) {
                return true;
            }
        }
        return false;
    }
}
