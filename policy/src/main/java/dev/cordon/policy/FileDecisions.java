package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides about reading and changing files through Cordon's own tools.
record FileDecisions(PolicySettings settings, Facts facts, Grants grants, Verdicts verdicts) {

    /// A rule about hidden places covers listing and searching too.
    Decision read(Action action, Path path) {
        Path real = facts.realPaths().getOrDefault(path, path);
        String what = "Reading " + real;
        Optional<Rule.File> rule = rule(List.of(path, real), false);
        if (rule.isPresent() && rule.get().saying().verdict() == Rule.Verdict.FORBID) {
            return Verdicts.deny(rule.get(), what);
        }
        if (grants.deniedRead(real) || grants.deniedExact(action)) {
            return Verdicts.refusedBefore(what);
        }
        Optional<Grant> granted = grants.read(real).or(() -> grants.exact(action));
        if (granted.isPresent()) {
            return Verdicts.allow(granted.get());
        }
        List<Capability> wanted =
                Verdicts.narrowestFirst(action, List.of(new Capability.ReadPath(real)));
        if (rule.isPresent()) {
            return rule.get().saying().verdict() == Rule.Verdict.ALLOW
                    ? Verdicts.allow(rule.get())
                    : verdicts.ask(rule.get(), what, wanted);
        }
        if (isHidden(path, real)) {
            return verdicts.ask(
                    ApprovalPolicy.Topic.SANDBOX,
                    "sandbox.hidden",
                    Origin.BUILT_IN,
                    what + " is hidden from commands, for it may hold secrets",
                    wanted);
        }
        return Verdicts.allow("read.visible");
    }

    private boolean isHidden(Path path, Path real) {
        return settings.files().isHidden(path, facts.workspace())
                || settings.files().isHidden(real, facts.workspace());
    }

    Decision write(Action.ApplyPatch patch) {
        Set<Path> targets = targets(patch);
        for (Path target : targets) {
            Optional<Rule.File> rule = rule(List.of(target), true);
            if (rule.isPresent() && rule.get().saying().verdict() == Rule.Verdict.FORBID) {
                return Verdicts.deny(rule.get(), "Changing " + target);
            }
            if (grants.deniedWrite(target) || grants.deniedExact(patch)) {
                return Verdicts.refusedBefore("Changing " + target);
            }
        }
        Optional<Grant> exact = grants.exact(patch);
        if (exact.isPresent()) {
            return Verdicts.allow(exact.get());
        }
        Decision last = verdicts.allowByMode("sandbox_mode");
        for (Path target : targets) {
            Decision decision = write(patch, target, targets);
            if (!(decision instanceof Decision.Allow)) {
                return decision;
            }
            last = decision;
        }
        return last;
    }

    private Decision write(Action.ApplyPatch patch, Path target, Set<Path> all) {
        Optional<Grant> granted = grants.write(target);
        if (granted.isPresent()) {
            return Verdicts.allow(granted.get());
        }
        String what = "Changing " + target;
        List<Capability> wanted = wanted(patch, all);
        List<Path> roots = settings.files().roots(facts.workspace());
        if (settings.files().isProtected(target, roots)) {
            return verdicts.ask(
                    ApprovalPolicy.Topic.SANDBOX,
                    "sandbox.protected",
                    Origin.BUILT_IN,
                    what + " is protected, since other programs run or believe what is in it",
                    wanted);
        }
        if (settings.files().isHidden(target, facts.workspace())) {
            return outside(what + " is a hidden place", wanted, "sandbox.hidden");
        }
        Optional<Rule.File> rule = rule(List.of(target), true);
        if (rule.isPresent()) {
            return rule.get().saying().verdict() == Rule.Verdict.ALLOW
                    ? Verdicts.allow(rule.get())
                    : verdicts.ask(rule.get(), what, wanted);
        }
        if (settings.mode() == Confinement.Mode.READ_ONLY) {
            return outside(what + " is not possible in read-only mode", wanted, "sandbox_mode");
        }
        if (!PolicySettings.within(target, roots)
                && settings.mode() == Confinement.Mode.WORKSPACE_WRITE) {
            return outside(
                    what + " lies outside the folders that can change", wanted, "sandbox_mode");
        }
        if (settings.approvals().asksAboutEverythingUnknown()) {
            return verdicts.ask(
                    ApprovalPolicy.Topic.SANDBOX,
                    "approval_policy",
                    settings.approvals().origin(),
                    what + " needs a yes under approval_policy = \"untrusted\"",
                    wanted);
        }
        return verdicts.allowByMode("sandbox_mode");
    }

    private Decision outside(String reason, List<Capability> wanted, String rule) {
        return verdicts.ask(
                ApprovalPolicy.Topic.SANDBOX, rule, settings.modeOrigin(), reason, wanted);
    }

    private static List<Capability> wanted(Action.ApplyPatch patch, Set<Path> targets) {
        List<Capability> wider = new ArrayList<>();
        if (targets.size() == 1) {
            wider.add(new Capability.WritePath(targets.iterator().next()));
        }
        return Verdicts.narrowestFirst(patch, wider);
    }

    /// Every file that changes, by its real name and by the name it is called.
    private Set<Path> targets(Action.ApplyPatch patch) {
        Set<Path> targets = new LinkedHashSet<>();
        for (Action.FileChange change : patch.changes()) {
            addBoth(change.path(), targets);
            change.moveTo().ifPresent(to -> addBoth(to, targets));
        }
        return targets;
    }

    private void addBoth(Path path, Set<Path> targets) {
        targets.add(path);
        targets.add(facts.realPaths().getOrDefault(path, path));
    }

    /// The rule that forbids the place that a capability would open.
    Optional<Rule.File> forbidden(Capability wanted) {
        Optional<Rule.File> rule =
                switch (wanted) {
                    case Capability.ReadPath(Path path) -> rule(List.of(path), false);
                    case Capability.WritePath(Path path) -> rule(List.of(path), true);
                    case Capability.ExactAction _,
                            Capability.Host _,
                            Capability.CommandPrefix _,
                            Capability.Tool _,
                            Capability.OutsideSandbox _ ->
                            Optional.empty();
                };
        return rule.filter(r -> r.saying().verdict() == Rule.Verdict.FORBID);
    }

    Optional<Rule.File> rule(List<Path> paths, boolean writing) {
        return settings.rules()
                .strictest(
                        Rule.File.class,
                        rule -> {
                            if (writing ? !rule.writes() : !rule.reads()) {
                                return false;
                            }
                            for (Path path : paths) {
                                if (matches(rule.pattern(), path)) {
                                    return true;
                                }
                            }
                            return false;
                        });
    }

    boolean matches(String pattern, Path path) {
        String absolute = pattern;
        if (pattern.startsWith("~/")) {
            absolute = settings.files().home() + pattern.substring(1);
        } else if (!pattern.startsWith("/") && !pattern.startsWith("**")) {
            absolute = facts.workspace() + "/" + pattern;
        }
        String text = path.toString();
        return Glob.matches(absolute, text) || Glob.matches(absolute + "/**", text);
    }
}
