package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.FileUse;
import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.policy.Knowledge.Kind;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides about commands: rules, then answers of this turn, then what is known of the programs,
/// then the approval policy.
record CommandDecisions(
        PolicySettings settings,
        Facts facts,
        Grants grants,
        CommandRules rules,
        Verdicts verdicts) {

    Decision decide(Action.RunCommand run, CommandFacts command) {
        String what = "`" + shown(run.argv()) + "`";
        Optional<Rule.Prefix> rule = rules.strictest(command);
        Optional<Rule.Verdict> verdict = rule.map(r -> r.saying().verdict());
        if (verdict.equals(Optional.of(Rule.Verdict.FORBID))) {
            return Verdicts.deny(rule.get(), what);
        }
        if (isRefused(run, command)) {
            return Verdicts.refusedBefore(what);
        }
        Optional<Grant> exact = grants.exact(run);
        if (exact.isPresent()) {
            return Verdicts.allow(exact.get());
        }
        if (verdict.equals(Optional.of(Rule.Verdict.ASK))) {
            Optional<Grant> granted = rules.granted(command);
            return granted.isPresent() && run.escalation().isEmpty()
                    ? Verdicts.allow(granted.get())
                    : verdicts.ask(rule.get(), what, rules.offers(run, command));
        }
        if (run.requester() == Action.Requester.USER && run.escalation().isEmpty()) {
            return Verdicts.allow("user.command");
        }
        boolean confined = settings.mode() != Confinement.Mode.DANGER_FULL_ACCESS;
        if (run.escalation().isPresent() && confined) {
            return escalated(run, run.escalation().get(), command, what);
        }
        if (rule.isPresent() && environmentIsHarmless(run)) {
            return Verdicts.allow(rule.get());
        }
        return unruled(run, command, what, confined);
    }

    private Decision unruled(
            Action.RunCommand run, CommandFacts command, String what, boolean confined) {
        if (isSafe(run, command)) {
            return Verdicts.allow("commands.safe");
        }
        Optional<Grant> granted =
                environmentIsHarmless(run) ? rules.granted(command) : Optional.empty();
        if (granted.isPresent()) {
            return Verdicts.allow(granted.get());
        }
        if (settings.approvals().asksAboutEverythingUnknown()) {
            return askByPolicy(run, command, what + " is not known to be harmless");
        }
        if (confined) {
            return inside(run, command, what);
        }
        Optional<String> danger = Dangers.of(command, settings.files().home());
        boolean nobody = settings.approvals().kind() == ApprovalPolicy.Kind.NEVER;
        if (nobody && danger.isEmpty()) {
            return verdicts.allowByPolicy();
        }
        return askByPolicy(
                run, command, what + danger.map(d -> " " + d).orElse(" runs without a sandbox"));
    }

    private Decision askByPolicy(Action.RunCommand run, CommandFacts command, String reason) {
        return verdicts.ask(
                ApprovalPolicy.Topic.SANDBOX,
                "approval_policy",
                settings.approvals().origin(),
                reason,
                rules.offers(run, command));
    }

    /// The sandbox confines it. Only a change that the sandbox would not let happen is a question,
    /// and only where somebody can say yes to it.
    private Decision inside(Action.RunCommand run, CommandFacts command, String what) {
        if (settings.approvals().mayAsk(ApprovalPolicy.Topic.SANDBOX)) {
            for (Path path : changed(run, command)) {
                if (isOutside(path) && grants.write(path).isEmpty()) {
                    return verdicts.ask(
                            ApprovalPolicy.Topic.SANDBOX,
                            "sandbox_mode",
                            settings.modeOrigin(),
                            what + " changes " + path + ", which the sandbox does not let happen",
                            List.of(new Capability.WritePath(path)));
                }
            }
        }
        return verdicts.allowByMode("sandbox_mode");
    }

    private static final List<Path> SCRATCH =
            List.of(
                    Path.of("/tmp"),
                    Path.of("/var/tmp"),
                    Path.of("/dev"),
                    Path.of("/proc/self/fd"));

    private boolean isOutside(Path path) {
        boolean writable =
                settings.mode() == Confinement.Mode.WORKSPACE_WRITE
                        && PolicySettings.within(path, settings.files().roots(facts.workspace()));
        return !writable && !PolicySettings.within(path, SCRATCH);
    }

    private Decision escalated(
            Action.RunCommand run,
            Action.Escalation escalation,
            CommandFacts command,
            String what) {
        if (escalation.wanted().isEmpty()) {
            if (settings.outsideSandbox()
                    && rules.leavesSandbox(command)
                    && environmentIsHarmless(run)) {
                return Verdicts.allow("rules.outside_sandbox");
            }
            Optional<Grant> granted = rules.grantedOutside(command);
            if (granted.isPresent() && environmentIsHarmless(run)) {
                return Verdicts.allow(granted.get());
            }
            List<Capability> wider = new ArrayList<>();
            rules.onlyCommand(command)
                    .ifPresent(words -> wider.add(new Capability.OutsideSandbox(words)));
            return verdicts.ask(
                    ApprovalPolicy.Topic.SANDBOX,
                    "sandbox.escalation",
                    settings.modeOrigin(),
                    what + " asks to run without the sandbox",
                    Verdicts.narrowestFirst(run, wider));
        }
        FileDecisions files = new FileDecisions(settings, facts, grants, verdicts);
        Grant last = null;
        for (Capability wanted : escalation.wanted()) {
            Optional<Rule.File> forbidden = files.forbidden(wanted);
            if (forbidden.isPresent()) {
                return Verdicts.deny(forbidden.get(), what);
            }
            Optional<Grant> held = held(wanted);
            if (held.isEmpty()) {
                return verdicts.ask(
                        ApprovalPolicy.Topic.PERMISSIONS,
                        "sandbox.escalation",
                        settings.modeOrigin(),
                        what + " asks for " + keys(escalation.wanted()),
                        Verdicts.narrowestFirst(
                                run,
                                escalation.wanted().size() == 1 ? escalation.wanted() : List.of()));
            }
            last = held.get();
        }
        return last == null ? verdicts.allowByPolicy() : Verdicts.allow(last);
    }

    private static String keys(List<Capability> capabilities) {
        StringBuilder out = new StringBuilder();
        for (Capability capability : capabilities) {
            out.append(out.isEmpty() ? "" : ", ").append(capability.key());
        }
        return out.toString();
    }

    private Optional<Grant> held(Capability wanted) {
        return switch (wanted) {
            case Capability.Host(String host, int port) -> grants.host(host, port);
            case Capability.WritePath(Path path) -> grants.write(path);
            case Capability.ReadPath(Path path) -> grants.read(path);
            case Capability.Tool tool -> grants.tool(tool);
            case Capability.ExactAction _,
                    Capability.CommandPrefix _,
                    Capability.OutsideSandbox _ ->
                    Optional.empty();
        };
    }

    private boolean isSafe(Action.RunCommand run, CommandFacts command) {
        Optional<List<String>> read = rules.safe().reads(command);
        if (read.isEmpty() || !environmentIsHarmless(run)) {
            return false;
        }
        for (String text : read.get()) {
            Optional<Path> path = resolve(run.cwd(), text);
            if (path.isEmpty() || settings.files().isHidden(path.get(), facts.workspace())) {
                return false;
            }
        }
        return true;
    }

    private static boolean environmentIsHarmless(Action.RunCommand run) {
        for (Map.Entry<String, String> entry : run.environment().entrySet()) {
            if (entry.getKey().equals("PATH") || HostEnvironment.isSensitive(entry.getKey())) {
                return false;
            }
        }
        return true;
    }

    private boolean isRefused(Action.RunCommand run, CommandFacts command) {
        if (facts.deniedThisTurn().isEmpty()) {
            return false;
        }
        if (grants.deniedExact(run) || rules.deniedPrefix(command)) {
            return true;
        }
        for (Path path : changed(run, command)) {
            if (grants.deniedWrite(path)) {
                return true;
            }
        }
        for (Invocation invocation : command.commands()) {
            for (Arg arg : invocation.argv()) {
                Optional<Path> path = resolve(run.cwd(), arg.text());
                if (path.isPresent() && grants.deniedRead(path.get())) {
                    return true;
                }
            }
        }
        return wantsRefused(run);
    }

    private boolean wantsRefused(Action.RunCommand run) {
        for (Capability wanted :
                run.escalation().map(Action.Escalation::wanted).orElse(List.of())) {
            if (grants.deniedWithin(wanted)) {
                return true;
            }
        }
        return false;
    }

    /// Files that the text says are changed.
    private List<Path> changed(Action.RunCommand run, CommandFacts command) {
        List<Path> paths = new ArrayList<>();
        for (FileUse use : command.files()) {
            if (use.writes()) {
                add(run.cwd(), use.path(), paths);
            }
        }
        for (Invocation invocation : command.commands()) {
            Optional<Knowledge.Program> program = rules.knowledge().find(invocation.program());
            if (program.isPresent()) {
                changed(run.cwd(), invocation, program.get(), paths);
            }
        }
        return paths;
    }

    private static void changed(
            Path cwd, Invocation invocation, Knowledge.Program program, List<Path> paths) {
        boolean last = program.is(Kind.LAST_WRITES);
        if (!last && !program.is(Kind.WRITES) && program.writes().isEmpty()) {
            return;
        }
        List<Arg> args = invocation.argv().subList(1, invocation.argv().size());
        Options options = Options.all(program, args);
        options.written().forEach(arg -> add(cwd, arg, paths));
        List<Arg> operands = options.operands();
        if (program.is(Kind.WRITES)) {
            operands.forEach(arg -> add(cwd, arg, paths));
        } else if (last && operands.size() > 1) {
            add(cwd, operands.getLast(), paths);
        }
    }

    private static void add(Path cwd, Arg arg, List<Path> paths) {
        if (arg.known()) {
            resolve(cwd, arg.text()).ifPresent(paths::add);
        }
    }

    private static Optional<Path> resolve(Path cwd, String text) {
        try {
            return Optional.of(cwd.resolve(text).normalize());
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private static final int MAX_SHOWN_CHARS = 400;

    private static String shown(List<String> argv) {
        String text = String.join(" ", argv);
        return text.length() <= MAX_SHOWN_CHARS
                ? text
                : text.substring(0, MAX_SHOWN_CHARS) + " [" + text.length() + " characters]";
    }
}
