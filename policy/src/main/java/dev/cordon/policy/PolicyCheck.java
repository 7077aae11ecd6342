package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Explains decisions: what was decided, by which rule, and what was understood of the action.
public final class PolicyCheck {
    private final RulesPolicy policy;
    private final Facts facts;

    /// Explains the decisions of a policy.
    public PolicyCheck(RulesPolicy policy, Facts facts) {
        this.policy = policy;
        this.facts = facts;
    }

    /// The action that runs a command in a folder.
    public static Action command(List<String> argv, Path directory) {
        return new Action.RunCommand(
                new CallId("check"),
                Action.Requester.MODEL,
                argv,
                directory,
                Map.of(),
                Action.Terminal.PIPES,
                0,
                0,
                Optional.empty());
    }

    /// `{"decision", "rule", "origin", "why", "capabilities", "digest", "parse", "confinement"}`;
    /// `parse` only for commands, `confinement` only for what may happen.
    public Json.Obj explain(Action action) {
        Decision decision = policy.decide(action, facts);
        Json.ObjBuilder out =
                Json.object()
                        .put("decision", word(decision))
                        .put("rule", decision.rule())
                        .put("layer", decision.origin().layer().name().toLowerCase(Locale.ROOT))
                        .put("origin", decision.origin().toString());
        switch (decision) {
            case Decision.Allow _ -> out.put("why", "nothing stands against it");
            case Decision.Ask(_, _, String reason, List<Capability> capabilities) -> {
                List<String> keys = new ArrayList<>();
                capabilities.forEach(capability -> keys.add(capability.key()));
                out.put("why", reason).put("capabilities", keys);
            }
            case Decision.Deny(_, _, String reason) -> out.put("why", reason);
        }
        out.put("digest", ActionDigest.of(action)).put("policy", policy.digest());
        parse(action).ifPresent(parse -> out.put("parse", parse));
        if (!(decision instanceof Decision.Deny)) {
            out.put("confinement", confinement(policy.confine(action, facts)));
        }
        return out.build();
    }

    /// `{"parse", "confinement"}` of an action that would run in this confinement.
    static Json.Obj understood(Action action, Confinement confinement) {
        Json.ObjBuilder out = Json.object();
        parse(action).ifPresent(parse -> out.put("parse", parse));
        return out.put("confinement", confinement(confinement)).build();
    }

    private static Optional<Json.Obj> parse(Action action) {
        return switch (action) {
            case Action.RunCommand run ->
                    Optional.of(parse(CommandFacts.ofArgv(run.argv(), Knowledge.builtIn())));
            case Action.WriteStdin stdin ->
                    Optional.of(parse(CommandFacts.ofScript(stdin.input(), Knowledge.builtIn())));
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

    private static Json.Obj confinement(Confinement confinement) {
        return Json.object()
                .put("mode", confinement.mode().word())
                .put("network", confinement.network().name().toLowerCase(Locale.ROOT))
                .put("writable", texts(confinement.writable()))
                .build();
    }

    private static List<String> texts(List<Path> paths) {
        List<String> texts = new ArrayList<>();
        paths.forEach(path -> texts.add(path.toString()));
        return texts;
    }

    /// `allow`, `ask` or `deny`.
    public static String word(Decision decision) {
        return switch (decision) {
            case Decision.Allow _ -> "allow";
            case Decision.Ask _ -> "ask";
            case Decision.Deny _ -> "deny";
        };
    }

    private static Json.Obj parse(CommandFacts command) {
        List<Json> commands = new ArrayList<>();
        for (Invocation invocation : command.commands()) {
            List<Json> argv = new ArrayList<>();
            for (Arg arg : invocation.argv()) {
                argv.add(
                        arg.known()
                                ? Json.of(arg.text())
                                : Json.object().put("unknown", arg.text()).build());
            }
            commands.add(
                    Json.object()
                            .put("argv", Json.array(argv))
                            .put("runs_others", invocation.carrier())
                            .put("inside_another", invocation.wrapped())
                            .build());
        }
        List<Json> files = new ArrayList<>();
        for (CommandFacts.FileUse use : command.files()) {
            files.add(
                    Json.object()
                            .put("path", use.path().text())
                            .put("writes", use.writes())
                            .build());
        }
        return Json.object()
                .put("plain", command.plain())
                .put("commands", Json.array(commands))
                .put("redirections", Json.array(files))
                .put("doubts", command.doubts())
                .build();
    }

    /// Says what would be decided about an administrator's example.
    public String decide(Requirements.Example example) {
        CallId call = new CallId("example");
        Path path =
                example.kind().equals("path")
                        ? facts.workspace().resolve(example.text())
                        : Path.of("/");
        Action action =
                switch (example.kind()) {
                    case "command" ->
                            command(List.of("bash", "-c", example.text()), facts.workspace());
                    case "host" -> {
                        HostPattern host = HostPattern.parse(example.text());
                        int port = host.port() == 0 ? 443 : host.port();
                        yield new Action.Connect(call, host.host(), port, "", Optional.empty());
                    }
                    default ->
                            example.access().equals("write")
                                    ? write(call, path.normalize())
                                    : new Action.ReadFile(
                                            call, Action.Requester.MODEL, path.normalize(), 0, 1);
                };
        return word(policy.decide(action, facts));
    }

    private static Action write(CallId call, Path path) {
        return new Action.ApplyPatch(
                call,
                Action.Requester.MODEL,
                List.of(
                        new Action.FileChange(
                                path,
                                Action.ChangeKind.ADD,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(""))));
    }
}
