package dev.cordon.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// {@link Action} to and from JSON.
///
/// The same action always gives the same bytes, whatever the order of its maps, so the text can be
/// digested.
public final class ActionCodec {
    private ActionCodec() {}

    /// The action as an object with the member `type`.
    public static Json.Obj write(Action action) {
        return switch (action) {
            case Action.RunCommand a -> runCommand(a);
            case Action.WriteStdin a ->
                    head("write_stdin", a.call(), a.requester())
                            .put("process", a.process())
                            .put("input", a.input())
                            .put("yield_millis", a.yieldMillis())
                            .build();
            case Action.StopProcess a ->
                    head("stop_process", a.call(), a.requester())
                            .put("process", a.process())
                            .build();
            case Action.ApplyPatch a ->
                    head("apply_patch", a.call(), a.requester())
                            .put("changes", changes(a.changes()))
                            .build();
            case Action.ReadFile a ->
                    head("read_file", a.call(), a.requester())
                            .put("path", a.path().toString())
                            .put("offset", a.offset())
                            .put("max_bytes", a.maxBytes())
                            .build();
            case Action.ListFiles a ->
                    head("list_files", a.call(), a.requester())
                            .put("path", a.path().toString())
                            .put("glob", a.glob())
                            .put("max_files", a.maxFiles())
                            .build();
            case Action.SearchFiles a ->
                    head("search_files", a.call(), a.requester())
                            .put("path", a.path().toString())
                            .put("pattern", a.pattern())
                            .put("glob", a.glob())
                            .put("max_matches", a.maxMatches())
                            .build();
            case Action.Git a ->
                    head("git", a.call(), a.requester())
                            .put("cwd", a.cwd().toString())
                            .put("arguments", a.arguments())
                            .build();
            case Action.Connect a -> connect(a);
            case Action.FetchUrl a ->
                    head("fetch_url", a.call(), a.requester())
                            .put("url", a.url().toString())
                            .put("max_bytes", a.maxBytes())
                            .build();
            case Action.WebSearch a ->
                    head("web_search", a.call(), a.requester())
                            .put("query", a.query())
                            .put("max_results", a.maxResults())
                            .build();
            case Action.CallMcpTool a ->
                    head("call_mcp_tool", a.call(), a.requester())
                            .put("server", a.server())
                            .put("tool", a.tool())
                            .put("arguments", a.arguments())
                            .put("read_only", a.readOnly())
                            .putText("definition", a.definition())
                            .build();
            case Action.StartAgent a ->
                    head("start_agent", a.call(), a.requester())
                            .put("name", a.name())
                            .put("prompt", a.prompt())
                            .build();
        };
    }

    /// The action; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong, or the type is unknown
    public static Action read(Json.Obj json) {
        return Reading.of("action", json, ActionCodec::read);
    }

    static Action read(Members in) {
        CallId call = in.call("call");
        if (in.type().equals("connect")) {
            return readConnect(call, in);
        }
        Action.Requester requester = in.word("requester", Action.Requester.values());
        return switch (in.type()) {
            case "run_command" -> readRunCommand(call, requester, in);
            case "write_stdin" ->
                    new Action.WriteStdin(
                            call,
                            requester,
                            in.count("process"),
                            in.text("input"),
                            in.number("yield_millis"));
            case "stop_process" -> new Action.StopProcess(call, requester, in.count("process"));
            case "apply_patch" ->
                    new Action.ApplyPatch(
                            call, requester, in.list("changes", ActionCodec::readChange));
            case "read_file", "list_files", "search_files" -> readSearch(call, requester, in);
            case "git" -> new Action.Git(call, requester, in.path("cwd"), in.texts("arguments"));
            case "fetch_url" ->
                    new Action.FetchUrl(call, requester, in.uri("url"), in.count("max_bytes"));
            case "web_search" ->
                    new Action.WebSearch(
                            call, requester, in.text("query"), in.count("max_results"));
            case "call_mcp_tool" ->
                    new Action.CallMcpTool(
                            call,
                            requester,
                            in.text("server"),
                            in.text("tool"),
                            in.object("arguments"),
                            in.flag("read_only"),
                            in.findText("definition"));
            case "start_agent" ->
                    new Action.StartAgent(call, requester, in.text("name"), in.text("prompt"));
            default -> throw in.unknown("action");
        };
    }

    private static Action readSearch(CallId call, Action.Requester requester, Members in) {
        return switch (in.type()) {
            case "read_file" ->
                    new Action.ReadFile(
                            call,
                            requester,
                            in.path("path"),
                            in.number("offset"),
                            in.count("max_bytes"));
            case "list_files" ->
                    new Action.ListFiles(
                            call,
                            requester,
                            in.path("path"),
                            in.text("glob"),
                            in.count("max_files"));
            default ->
                    new Action.SearchFiles(
                            call,
                            requester,
                            in.path("path"),
                            in.text("pattern"),
                            in.text("glob"),
                            in.count("max_matches"));
        };
    }

    private static Json.Obj runCommand(Action.RunCommand a) {
        Json.ObjBuilder out =
                head("run_command", a.call(), a.requester())
                        .put("argv", a.argv())
                        .put("cwd", a.cwd().toString())
                        .put("environment", writeMap(a.environment()))
                        .put("terminal", Members.word(a.terminal()))
                        .put("yield_millis", a.yieldMillis())
                        .put("timeout_millis", a.timeoutMillis());
        if (a.escalation().isPresent()) {
            Action.Escalation more = a.escalation().get();
            out.put(
                    "escalation",
                    Json.object()
                            .put("wanted", CapabilityCodec.writeAll(more.wanted()))
                            .put("justification", more.justification())
                            .put("prefix", more.prefix())
                            .build());
        }
        return out.build();
    }

    private static Action readRunCommand(CallId call, Action.Requester requester, Members in) {
        Optional<Json.Obj> escalation = in.findObject("escalation");
        return new Action.RunCommand(
                call,
                requester,
                in.texts("argv"),
                in.path("cwd"),
                in.map("environment"),
                in.word("terminal", Action.Terminal.values()),
                in.number("yield_millis"),
                in.number("timeout_millis"),
                escalation.map(ActionCodec::readEscalation));
    }

    private static Action.Escalation readEscalation(Json.Obj json) {
        Members in = new Members(json);
        return new Action.Escalation(
                in.list("wanted", CapabilityCodec::read),
                in.text("justification"),
                in.texts("prefix"));
    }

    private static Json.Obj connect(Action.Connect a) {
        Json.ObjBuilder out =
                Json.object()
                        .put("type", "connect")
                        .put("call", a.call().value())
                        .put("host", a.host())
                        .put("port", a.port())
                        .put("method", a.method());
        if (a.process().isPresent()) {
            out.put("process", a.process().get());
        }
        return out.putText("subject", a.subject()).build();
    }

    private static Action readConnect(CallId call, Members in) {
        OptionalInt process = in.findCount("process");
        return new Action.Connect(
                call,
                in.text("host"),
                in.count("port"),
                in.text("method"),
                process.isPresent() ? Optional.of(process.getAsInt()) : Optional.empty(),
                in.findText("subject"));
    }

    private static Json.Arr changes(List<Action.FileChange> changes) {
        List<Json> elements = new ArrayList<>(changes.size());
        for (Action.FileChange change : changes) {
            elements.add(
                    Json.object()
                            .put("path", change.path().toString())
                            .put("kind", Members.word(change.kind()))
                            .putText("move_to", change.moveTo().map(Object::toString))
                            .putText("before_digest", change.beforeDigest())
                            .putText("content", change.content())
                            .build());
        }
        return Json.array(elements);
    }

    private static Action.FileChange readChange(Members in) {
        return new Action.FileChange(
                in.path("path"),
                in.word("kind", Action.ChangeKind.values()),
                in.findPath("move_to"),
                in.findText("before_digest"),
                in.findText("content"));
    }

    /// A map as an object, keys in order: the maps of records have no order of their own.
    static Json.Obj writeMap(Map<String, String> map) {
        Json.ObjBuilder out = Json.object();
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            out.put(entry.getKey(), entry.getValue());
        }
        return out.build();
    }

    private static Json.ObjBuilder head(String type, CallId call, Action.Requester requester) {
        return Json.object()
                .put("type", type)
                .put("call", call.value())
                .put("requester", Members.word(requester));
    }
}
