package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The policy: rules of all layers, then answers, then knowledge of commands, then the approval
/// policy. Pure: it reads no file, no clock and no environment.
public final class RulesPolicy implements Policy {
    private final PolicySettings settings;
    private final String source;
    private final boolean conditional;

    /// A policy that decides by these settings, without an administrator's part.
    public RulesPolicy(PolicySettings settings) {
        this(settings, "");
    }

    /// A policy that decides by these settings.
    ///
    /// @param source where the administrator's part comes from
    public RulesPolicy(PolicySettings settings, String source) {
        this.settings = settings;
        this.source = source;
        this.conditional =
                settings.rules().all().stream().anyMatch(r -> r.saying().condition().isPresent());
    }

    /// The settings that it decides by.
    public PolicySettings settings() {
        return settings;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String digest() {
        return ActionDigest.sha256(
                PolicyText.of(settings) + "commands=" + Knowledge.builtInDigest());
    }

    @Override
    public Decision decide(Action action, Facts facts) {
        PolicySettings effective = effective(action, facts);
        Grants grants = new Grants(facts);
        Verdicts verdicts = new Verdicts(effective, grants);
        FileDecisions files = new FileDecisions(effective, facts, grants, verdicts);
        NetworkDecisions network = new NetworkDecisions(effective, grants, verdicts);
        return switch (action) {
            case Action.RunCommand run ->
                    new CommandDecisions(
                                    effective, facts, grants, commands(effective, grants), verdicts)
                            .decide(run, CommandFacts.ofArgv(run.argv(), Knowledge.builtIn()));
            case Action.WriteStdin stdin -> writeStdin(stdin, effective, facts, verdicts, grants);
            case Action.StopProcess _ -> Verdicts.allow("process.own");
            case Action.ApplyPatch patch -> files.write(patch);
            case Action.ReadFile read -> files.read(read, read.path());
            case Action.ListFiles list -> files.read(list, list.path());
            case Action.SearchFiles search -> files.read(search, search.path());
            case Action.Git git ->
                    new GitDecisions(
                                    effective, facts, grants, commands(effective, grants), verdicts)
                            .decide(git);
            case Action.Connect connect -> network.connect(connect);
            case Action.FetchUrl fetch -> network.fetch(fetch);
            case Action.WebSearch _ -> network.search();
            case Action.CallMcpTool call -> tool(call, effective, grants, verdicts);
            case Action.StartAgent agent -> agent(agent, effective, verdicts);
        };
    }

    @Override
    public Confinement confine(Action action, Facts facts) {
        PolicySettings effective = effective(action, facts);
        Grants grants = new Grants(facts);
        return new Confiner(effective, facts, grants, commands(effective, grants)).confine(action);
    }

    @Override
    public Optional<String> beyondReview(Action action, Decision.Ask ask, Facts facts) {
        return new ReviewFloor(effective(action, facts), facts).reason(action, ask);
    }

    @Override
    public Json.Obj understood(Action action, Facts facts) {
        return PolicyCheck.understood(action, confine(action, facts));
    }

    @Override
    public List<String> matched(Action action, Facts facts) {
        if (settings.rules().all().isEmpty()) {
            return List.of();
        }
        PolicySettings effective = effective(action, facts);
        Grants grants = new Grants(facts);
        Verdicts verdicts = new Verdicts(effective, grants);
        FileDecisions files = new FileDecisions(effective, facts, grants, verdicts);
        NetworkDecisions network = new NetworkDecisions(effective, grants, verdicts);
        return new MatchedRules(effective, files, network, facts).names(action);
    }

    @Override
    public Optional<String> ruleDigest(Decision decision) {
        for (Rule rule : settings.rules().all()) {
            if (rule.name().equals(decision.rule())
                    && rule.saying().origin().equals(decision.origin())) {
                return Optional.of(ActionDigest.sha256(PolicyText.of(rule)));
            }
        }
        return Optional.empty();
    }

    private static CommandRules commands(PolicySettings settings, Grants grants) {
        Knowledge knowledge = Knowledge.builtIn();
        return new CommandRules(settings.rules(), grants, knowledge, new SafeCommands(knowledge));
    }

    /// The settings without the rules whose condition does not hold. A condition that cannot be
    /// evaluated counts against the action.
    private PolicySettings effective(Action action, Facts facts) {
        if (!conditional) {
            return settings;
        }
        Json.Obj input = ConditionVariables.of(action, facts, settings);
        return settings.with(settings.rules().where(rule -> holds(rule, input)));
    }

    private static boolean holds(Rule rule, Json.Obj input) {
        Optional<Condition> condition = rule.saying().condition();
        if (condition.isEmpty()) {
            return true;
        }
        try {
            return condition.get().holds(input);
        } catch (IllegalStateException _) {
            return rule.saying().verdict() != Rule.Verdict.ALLOW;
        }
    }

    /// Input is judged like a command, since a shell or an interpreter may read it.
    private static Decision writeStdin(
            Action.WriteStdin stdin,
            PolicySettings settings,
            Facts facts,
            Verdicts verdicts,
            Grants grants) {
        boolean onlyWaits = stdin.input().isEmpty() || stdin.input().equals("\u0003");
        if (onlyWaits || stdin.requester() == Action.Requester.USER) {
            return Verdicts.allow("process.own");
        }
        CommandFacts command = CommandFacts.ofScript(stdin.input(), Knowledge.builtIn());
        CommandRules rules = commands(settings, grants);
        Optional<Rule.Prefix> rule = rules.strictest(command).filter(r -> !command.unresolved());
        if (rule.isPresent() && rule.get().saying().verdict() == Rule.Verdict.FORBID) {
            return Verdicts.deny(rule.get(), "Input that runs this");
        }
        if (grants.deniedExact(stdin) || rules.deniedPrefix(command)) {
            return Verdicts.refusedBefore("This input");
        }
        Optional<Grant> exact = grants.exact(stdin);
        if (exact.isPresent()) {
            return Verdicts.allow(exact.get());
        }
        List<Capability> wanted = Verdicts.narrowestFirst(stdin, List.of());
        if (rule.isPresent() && rule.get().saying().verdict() == Rule.Verdict.ASK) {
            return verdicts.ask(rule.get(), "Input that runs this", wanted);
        }
        boolean confined =
                settings.mode() != Confinement.Mode.DANGER_FULL_ACCESS
                        && !facts.unconfined().contains(stdin.process());
        boolean asks =
                settings.approvals().asksAboutEverythingUnknown()
                        || (!confined && settings.approvals().kind() != ApprovalPolicy.Kind.NEVER);
        return asks
                ? verdicts.ask(
                        ApprovalPolicy.Topic.SANDBOX,
                        "approval_policy",
                        settings.approvals().origin(),
                        "Input to process " + stdin.process() + " may run anything",
                        wanted)
                : verdicts.allowByMode("sandbox_mode");
    }

    private static Decision tool(
            Action.CallMcpTool call, PolicySettings settings, Grants grants, Verdicts verdicts) {
        String what = "The tool " + call.tool() + " of " + call.server();
        Optional<Rule.Tool> rule =
                settings.rules()
                        .strictest(
                                Rule.Tool.class,
                                r ->
                                        Glob.matches(r.server(), call.server())
                                                && Glob.matches(r.tool(), call.tool()));
        if (rule.isPresent() && rule.get().saying().verdict() == Rule.Verdict.FORBID) {
            return Verdicts.deny(rule.get(), what);
        }
        if (grants.deniedTool(call.server(), call.tool()) || grants.deniedExact(call)) {
            return Verdicts.refusedBefore(what);
        }
        Capability.Tool capability =
                new Capability.Tool(call.server(), call.tool(), call.definition());
        Optional<Grant> granted = grants.tool(capability).or(() -> grants.exact(call));
        if (granted.isPresent()) {
            return Verdicts.allow(granted.get());
        }
        List<Capability> wanted = new ArrayList<>(Verdicts.narrowestFirst(call, List.of()));
        wanted.add(capability);
        if (rule.isPresent()) {
            return rule.get().saying().verdict() == Rule.Verdict.ALLOW
                    ? Verdicts.allow(rule.get())
                    : verdicts.ask(rule.get(), what, wanted);
        }
        // That a server calls its tool read-only is its own word and decides nothing.
        return verdicts.ask(
                ApprovalPolicy.Topic.MCP,
                "mcp.default",
                Origin.BUILT_IN,
                what + " may change anything that the server can change",
                wanted);
    }

    private static Decision agent(
            Action.StartAgent agent, PolicySettings settings, Verdicts verdicts) {
        Optional<Rule.Agent> rule =
                settings.rules()
                        .strictest(Rule.Agent.class, r -> Glob.matches(r.agent(), agent.name()));
        String what = "The agent " + agent.name();
        if (rule.isEmpty()) {
            // It passes the same gate with the same rules for everything it does.
            return Verdicts.allow("agents.default");
        }
        return switch (rule.get().saying().verdict()) {
            case ALLOW -> Verdicts.allow(rule.get());
            case ASK -> verdicts.ask(rule.get(), what, Verdicts.narrowestFirst(agent, List.of()));
            case FORBID -> Verdicts.deny(rule.get(), what);
        };
    }
}
