package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Grant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes the confinement of an action: what the settings say, widened by exactly what was granted.
final class Confiner {
    private final PolicySettings settings;
    private final Facts facts;
    private final Grants grants;
    private final CommandRules rules;

    Confiner(PolicySettings settings, Facts facts, Grants grants, CommandRules rules) {
        this.settings = settings;
        this.facts = facts;
        this.grants = grants;
        this.rules = rules;
    }

    Confinement confine(Action action) {
        List<Path> writable = new ArrayList<>();
        List<Path> readable = new ArrayList<>(settings.files().readable());
        List<String> guarded = new ArrayList<>(settings.files().protectedNames());
        Confinement.Mode mode = settings.mode();
        List<Path> roots = settings.files().roots(facts.workspace());
        if (mode == Confinement.Mode.WORKSPACE_WRITE) {
            writable.addAll(roots);
        } else {
            readable.addAll(roots);
        }
        for (Grant grant : grants.all()) {
            widen(grant.capability(), writable, readable);
        }
        switch (action) {
            case Action.RunCommand run -> {
                if (leaves(run)) {
                    mode = Confinement.Mode.DANGER_FULL_ACCESS;
                }
                if (grants.exact(run).isPresent()) {
                    run.escalation()
                            .ifPresent(e -> e.wanted().forEach(c -> widen(c, writable, readable)));
                }
            }
            case Action.ApplyPatch patch -> openTargets(patch, writable, guarded);
            case Action.ReadFile read -> openForReading(read, read.path(), readable);
            case Action.ListFiles list -> openForReading(list, list.path(), readable);
            case Action.SearchFiles search -> openForReading(search, search.path(), readable);
            case Action.WriteStdin _,
                    Action.StopProcess _,
                    Action.Git _,
                    Action.Connect _,
                    Action.FetchUrl _,
                    Action.WebSearch _,
                    Action.CallMcpTool _,
                    Action.StartAgent _ -> {}
        }
        return new Confinement(
                mode,
                facts.workspace(),
                distinct(writable),
                distinct(readable),
                settings.files().hidden(),
                settings.files().hiddenNames(),
                guarded,
                network(mode),
                Confinement.View.DIRECT,
                environment(action),
                settings.limits(),
                settings.permits());
    }

    private static void widen(Capability capability, List<Path> writable, List<Path> readable) {
        switch (capability) {
            case Capability.WritePath(Path path) -> writable.add(path);
            case Capability.ReadPath(Path path) -> readable.add(path);
            case Capability.ExactAction _,
                    Capability.Host _,
                    Capability.CommandPrefix _,
                    Capability.Tool _,
                    Capability.OutsideSandbox _ -> {}
        }
    }

    private boolean leaves(Action.RunCommand run) {
        if (run.escalation().isEmpty() || !run.escalation().get().wanted().isEmpty()) {
            return false;
        }
        CommandFacts command = CommandFacts.ofArgv(run.argv(), rules.knowledge());
        return grants.exact(run).isPresent()
                || rules.grantedOutside(command).isPresent()
                || (settings.outsideSandbox() && rules.leavesSandbox(command));
    }

    /// A patch is performed by Cordon itself and was decided file by file, so the files that it
    /// names are opened to it and nothing else is.
    private void openTargets(Action.ApplyPatch patch, List<Path> writable, List<String> guarded) {
        List<Path> roots = settings.files().roots(facts.workspace());
        boolean unguard = false;
        for (Action.FileChange change : patch.changes()) {
            List<Path> targets = new ArrayList<>(List.of(real(change.path())));
            change.moveTo().ifPresent(to -> targets.add(real(to)));
            for (Path target : targets) {
                writable.add(target);
                unguard |= settings.files().isProtected(target, roots);
            }
        }
        if (unguard) {
            guarded.clear();
        }
    }

    private Path real(Path path) {
        return facts.realPaths().getOrDefault(path, path);
    }

    private void openForReading(Action action, Path path, List<Path> readable) {
        // What is not hidden needs no mention, and a mention of a folder could open what is below.
        if (grants.exact(action).isPresent() || grants.read(real(path)).isPresent()) {
            readable.add(real(path));
        }
    }

    private Confinement.Network network(Confinement.Mode mode) {
        if (mode == Confinement.Mode.DANGER_FULL_ACCESS) {
            return Confinement.Network.OPEN;
        }
        boolean anybodyCanSayYes =
                switch (settings.network().unlisted()) {
                    case REFUSED -> false;
                    case ASKED -> settings.approvals().mayAsk(ApprovalPolicy.Topic.SANDBOX);
                    case ALLOWED -> true;
                };
        return !everyHostIsForbidden() && (anybodyCanSayYes || hostsAreAllowed())
                ? Confinement.Network.PROXIED
                : Confinement.Network.CLOSED;
    }

    private boolean everyHostIsForbidden() {
        for (Rule rule : settings.rules().all()) {
            if (rule instanceof Rule.Host host
                    && host.saying().verdict() == Rule.Verdict.FORBID
                    && host.methods().isEmpty()
                    && host.host().host().equals("*")
                    && host.host().port() == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean hostsAreAllowed() {
        for (Rule rule : settings.rules().all()) {
            if (rule instanceof Rule.Host && rule.saying().verdict() == Rule.Verdict.ALLOW) {
                return true;
            }
        }
        return grants.first(c -> c instanceof Capability.Host).isPresent();
    }

    private Map<String, String> environment(Action action) {
        List<Path> roots = settings.files().roots(facts.workspace());
        Map<String, String> result = new TreeMap<>(settings.environment().forCommands(roots));
        if (action instanceof Action.RunCommand run) {
            // What the model sets is judged by the decision; it must not come back by another way.
            for (Map.Entry<String, String> entry : run.environment().entrySet()) {
                if (!HostEnvironment.isSensitive(entry.getKey()) || grants.exact(run).isPresent()) {
                    result.put(entry.getKey(), entry.getValue());
                }
            }
        }
        return result;
    }

    private static List<Path> distinct(List<Path> paths) {
        List<Path> result = new ArrayList<>(paths.size());
        for (Path path : paths) {
            if (!result.contains(path)) {
                result.add(path);
            }
        }
        return result;
    }
}
