package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Json;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Decides recorded actions again under another policy and counts what would change.
///
/// The journal keeps the facts of a decision, and digests in place of contents. So a decision that
/// an answer to exactly that content made is not compared, and neither is an action that cannot be
/// rebuilt from its record; both are counted. Of variables of a command only the names are known.
public final class PolicyReplay {
    private final Path workspace;
    private final RulesPolicy policy;
    private final Map<String, Integer> changes = new TreeMap<>();
    private int compared;
    private int granted;
    private int notReplayable;

    /// @param policy the other policy
    /// @param workspace the project of actions whose record names no folder
    public PolicyReplay(RulesPolicy policy, Path workspace) {
        this.policy = policy;
        this.workspace = workspace;
    }

    /// Compares one recorded decision.
    ///
    /// @param payload the body of an entry of kind decision: `user`, `verdict`, `rule`, and
    ///   `action` with `kind` and `detail`
    /// @param time when it was decided
    public void add(Json.Obj payload, Instant time) {
        String rule = payload.text("rule").orElse("");
        boolean withFacts = payload.object("facts").isPresent();
        boolean byAnswer = rule.startsWith("grant[") || rule.equals("denied_this_turn");
        if (rule.startsWith("grant[action:") || (byAnswer && !withFacts)) {
            granted++;
            return;
        }
        Optional<Action> action = action(payload);
        Optional<String> before = payload.text("verdict");
        if (action.isEmpty() || before.isEmpty()) {
            notReplayable++;
            return;
        }
        compared++;
        String user = payload.text("user").orElse("");
        Facts facts = facts(payload, action.get(), time, user);
        String after = PolicyCheck.word(policy.decide(action.get(), facts));
        if (!after.equals(before.get())) {
            String line =
                    before.get()
                            + " -> "
                            + after
                            + "\t"
                            + user
                            + "\t"
                            + kind(action.get())
                            + "\t"
                            + what(action.get());
            changes.merge(line, 1, Integer::sum);
        }
    }

    private Facts facts(Json.Obj payload, Action action, Instant time, String user) {
        Optional<Json.Obj> recorded = payload.object("facts");
        if (recorded.isPresent()) {
            return FactsCodec.read(recorded.get(), time, user);
        }
        Path project = action instanceof Action.RunCommand run ? run.cwd() : workspace;
        Path root = project.startsWith(workspace) ? workspace : project;
        return new Facts(time, root, true, Map.of(), List.of(), Set.of(), user);
    }

    /// What would change: `allow -> ask`, the user, what it is about (`command`, `host`, `file`,
    /// `tool`, `agent`) and which, with tabs between them, and how often.
    public Map<String, Integer> changes() {
        return Map.copyOf(changes);
    }

    /// The counts and changes as one object.
    public Json.Obj json() {
        List<Json> all = new ArrayList<>();
        changes.forEach((line, count) -> {
            List<String> parts = List.of(line.split("\t", -1));
            all.add(
                    Json.object()
                            .put("change", parts.get(0))
                            .put("user", parts.get(1))
                            .put("kind", parts.get(2))
                            .put("what", parts.get(3))
                            .put("count", count)
                            .build());
        });
        return Json.object()
                .put("compared", compared)
                .put("decided_by_grants", granted)
                .put("not_replayable", notReplayable)
                .put("changes", Json.array(all))
                .build();
    }

    /// What the change is about: a command, a host, a file, a tool or an agent.
    private static String kind(Action action) {
        return switch (action) {
            case Action.RunCommand _, Action.Git _, Action.WriteStdin _, Action.StopProcess _ ->
                    "command";
            case Action.Connect _, Action.FetchUrl _, Action.WebSearch _ -> "host";
            case Action.ApplyPatch _, Action.ReadFile _, Action.ListFiles _, Action.SearchFiles _ ->
                    "file";
            case Action.CallMcpTool _ -> "tool";
            case Action.StartAgent _ -> "agent";
        };
    }

    private static String what(Action action) {
        String text =
                switch (action) {
                    case Action.RunCommand run -> String.join(" ", run.argv());
                    case Action.Git git -> "git " + String.join(" ", git.arguments());
                    case Action.Connect connect -> connect.host() + ":" + connect.port();
                    case Action.ApplyPatch patch -> patch.changes().getFirst().path().toString();
                    case Action.ReadFile read -> read.path().toString();
                    case Action.ListFiles list -> list.path().toString();
                    case Action.SearchFiles search -> search.path().toString();
                    case Action.CallMcpTool call -> call.server() + "/" + call.tool();
                    case Action.WebSearch search -> search.query();
                    case Action.StartAgent agent -> agent.name();
                    case Action.WriteStdin stdin -> "process " + stdin.process();
                    case Action.StopProcess stop -> "process " + stop.process();
                    case Action.FetchUrl fetch -> host(fetch.url());
                };
        return text.replace('\t', ' ').replace('\n', ' ');
    }

    private static String host(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "http".equals(url.getScheme()) ? 80 : 443;
        return url.getHost() + ":" + port;
    }

    private static Optional<Action> action(Json.Obj payload) {
        try {
            Json.Obj action = payload.requireObject("action");
            return rebuilt(action.requireText("kind"), action.requireObject("detail"));
        } catch (RuntimeException _) {
            // A record of another version, or one whose content was taken away.
            return Optional.empty();
        }
    }

    private static Optional<Action> rebuilt(String kind, Json.Obj detail) {
        CallId call = new CallId("replay");
        Action.Requester requester =
                Action.Requester.valueOf(
                        detail.text("requester").orElse("model").toUpperCase(Locale.ROOT));
        return switch (kind) {
            case "command" -> command(call, requester, detail);
            case "git" ->
                    Optional.of(
                            new Action.Git(
                                    call,
                                    requester,
                                    Path.of(detail.requireText("cwd")),
                                    detail.texts("argv")));
            case "network" ->
                    Optional.of(
                            new Action.Connect(
                                    call,
                                    detail.requireText("host"),
                                    (int) detail.requireInteger("port"),
                                    detail.text("method").orElse(""),
                                    Optional.empty()));
            case "patch" -> patch(call, requester, detail);
            case "read" -> Optional.of(new Action.ReadFile(call, requester, path(detail), 0, 1));
            case "list" -> Optional.of(new Action.ListFiles(call, requester, path(detail), "", 1));
            case "search" ->
                    Optional.of(new Action.SearchFiles(call, requester, path(detail), "", "", 1));
            case "mcp" ->
                    Optional.of(
                            new Action.CallMcpTool(
                                    call,
                                    requester,
                                    detail.requireText("server"),
                                    detail.requireText("tool"),
                                    Json.object().build(),
                                    false,
                                    detail.text("definition")));
            case "web_search" ->
                    Optional.of(
                            new Action.WebSearch(call, requester, detail.requireText("query"), 1));
            case "agent" ->
                    Optional.of(
                            new Action.StartAgent(
                                    call, requester, detail.requireText("agent"), ""));
            case "stdin" ->
                    detail.text("input")
                            .map(input ->
                                    new Action.WriteStdin(
                                            call,
                                            requester,
                                            (int) detail.requireInteger("process"),
                                            input,
                                            0));
            case "fetch" ->
                    detail.text("origin")
                            .map(origin ->
                                    new Action.FetchUrl(
                                            call, requester, URI.create(origin + "/"), 1));
            default -> Optional.empty();
        };
    }

    private static Path path(Json.Obj detail) {
        return Path.of(detail.texts("paths").getFirst());
    }

    private static Optional<Action> command(
            CallId call, Action.Requester requester, Json.Obj detail) {
        Map<String, String> environment = new LinkedHashMap<>();
        detail.texts("environment").forEach(name -> environment.put(name, ""));
        Optional<Action.Escalation> escalation = Optional.empty();
        if (detail.members().containsKey("escalation")) {
            List<Capability> wanted = new ArrayList<>();
            for (String key : detail.texts("escalation")) {
                Optional<Capability> capability = capability(key);
                if (capability.isEmpty()) {
                    return Optional.empty();
                }
                wanted.add(capability.get());
            }
            escalation =
                    Optional.of(
                            new Action.Escalation(
                                    wanted, detail.text("justification").orElse(""), List.of()));
        }
        return Optional.of(
                new Action.RunCommand(
                        call,
                        requester,
                        detail.texts("argv"),
                        Path.of(detail.requireText("cwd")),
                        environment,
                        Action.Terminal.PIPES,
                        0,
                        0,
                        escalation));
    }

    private static Optional<Capability> capability(String key) {
        int colon = key.indexOf(':');
        String rest = key.substring(colon + 1);
        try {
            return switch (key.substring(0, Math.max(0, colon))) {
                case "host" -> {
                    int port = rest.lastIndexOf(':');
                    yield Optional.of(
                            new Capability.Host(
                                    rest.substring(0, port),
                                    Integer.parseInt(rest.substring(port + 1))));
                }
                case "write" -> Optional.of(new Capability.WritePath(Path.of(rest)));
                case "read" -> Optional.of(new Capability.ReadPath(Path.of(rest)));
                default -> Optional.empty();
            };
        } catch (InvalidPathException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Action> patch(
            CallId call, Action.Requester requester, Json.Obj detail) {
        List<Action.FileChange> changes = new ArrayList<>();
        for (Json element : detail.array("changes")) {
            Json.Obj change = (Json.Obj) element;
            Action.ChangeKind kind =
                    Action.ChangeKind.valueOf(change.requireText("op").toUpperCase(Locale.ROOT));
            changes.add(
                    new Action.FileChange(
                            Path.of(change.requireText("path")),
                            kind,
                            change.text("moved_to").map(Path::of),
                            Optional.empty(),
                            kind == Action.ChangeKind.DELETE ? Optional.empty() : Optional.of("")));
        }
        return Optional.of(new Action.ApplyPatch(call, requester, changes));
    }
}
