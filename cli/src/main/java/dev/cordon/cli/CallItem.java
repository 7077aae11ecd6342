package dev.cordon.cli;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The item of `exec --json` that stands for one action.
final class CallItem {
    private CallItem() {}

    /// The type of the item; empty for actions that programs are not told of, such as Cordon's own
    /// reading for a patch.
    static Optional<String> of(Action action) {
        return switch (action) {
            // A server of tools that Cordon starts is no command of the model.
            case Action.RunCommand run when run.requester() == Action.Requester.CORDON ->
                    Optional.empty();
            case Action.RunCommand _, Action.Git _ -> Optional.of("command_execution");
            case Action.WriteStdin _, Action.StopProcess _ -> Optional.of("command_execution");
            case Action.ApplyPatch _ -> Optional.of("file_change");
            case Action.CallMcpTool _, Action.FetchUrl _ -> Optional.of("mcp_tool_call");
            case Action.WebSearch _ -> Optional.of("web_search");
            case Action.StartAgent _ -> Optional.of("collab_tool_call");
            case Action.ReadFile read when read.requester() == Action.Requester.CORDON ->
                    Optional.empty();
            case Action.ReadFile _, Action.ListFiles _, Action.SearchFiles _ ->
                    Optional.of("mcp_tool_call");
            case Action.Connect _ -> Optional.empty();
        };
    }

    static Json started(String id, Action action) {
        return describe(id, action, "in_progress").put("status", "in_progress").build();
    }

    static Json completed(String id, Action action, Result result, int maxOutputChars) {
        Json.ObjBuilder item = describe(id, action, "completed");
        if (of(action).orElse("").equals("command_execution")) {
            item.put("aggregated_output", bounded(output(result), maxOutputChars));
            item.put("exit_code", exitCode(result));
        }
        if (of(action).orElse("").equals("mcp_tool_call")) {
            item.put("result", toolResult(result, maxOutputChars));
            item.put("error", toolError(result));
        }
        item.put("status", status(action, result));
        if (result instanceof Result.Refused refused) {
            item.put("decision", decision(refused));
        }
        return item.build();
    }

    private static Json.ObjBuilder describe(String id, Action action, String state) {
        Json.ObjBuilder item = Json.object().put("id", id).put("type", of(action).orElseThrow());
        switch (action) {
            case Action.RunCommand run -> command(item, ShellWords.line(run.argv()));
            case Action.Git git -> {
                List<String> argv = new ArrayList<>(List.of("git"));
                argv.addAll(git.arguments());
                command(item, ShellWords.line(argv));
            }
            case Action.WriteStdin write -> command(item, "write_stdin " + write.process());
            case Action.StopProcess stop -> command(item, "stop " + stop.process());
            case Action.ApplyPatch patch -> item.put("changes", changes(patch));
            case Action.CallMcpTool mcp -> tool(item, mcp.server(), mcp.tool(), mcp.arguments());
            case Action.FetchUrl fetch ->
                    tool(
                            item,
                            "cordon",
                            "fetch_url",
                            Json.object().put("url", fetch.url().toString()).build());
            case Action.ReadFile read ->
                    tool(item, "cordon", "read_file", path(read.path().toString()));
            case Action.ListFiles list ->
                    tool(item, "cordon", "list_files", path(list.path().toString()));
            case Action.SearchFiles search ->
                    tool(
                            item,
                            "cordon",
                            "search",
                            Json.object()
                                    .put("path", search.path().toString())
                                    .put("pattern", search.pattern())
                                    .build());
            case Action.WebSearch search ->
                    item.put("query", search.query())
                            .put(
                                    "action",
                                    Json.object()
                                            .put("type", "search")
                                            .put("query", search.query())
                                            .build());
            case Action.StartAgent agent ->
                    item.put("tool", "spawn_agent")
                            .put("prompt", agent.prompt())
                            .put("agents_states", Json.object().put(agent.name(), state).build());
            case Action.Connect _ -> throw new IllegalArgumentException("connections are no items");
        }
        return item;
    }

    private static void command(Json.ObjBuilder item, String line) {
        item.put("command", line).put("aggregated_output", "").put("exit_code", Json.Null.NULL);
    }

    private static void tool(Json.ObjBuilder item, String server, String name, Json.Obj arguments) {
        item.put("server", server)
                .put("tool", name)
                .put("arguments", arguments)
                .put("result", Json.Null.NULL)
                .put("error", Json.Null.NULL);
    }

    private static Json.Obj path(String path) {
        return Json.object().put("path", path).build();
    }

    private static Json changes(Action.ApplyPatch patch) {
        List<Json> changes = new ArrayList<>();
        for (Action.FileChange change : patch.changes()) {
            changes.add(
                    Json.object()
                            .put("path", change.path().toString())
                            .put("kind", change.kind().name().toLowerCase(Locale.ROOT))
                            .putText("move_path", change.moveTo().map(Object::toString))
                            .build());
        }
        return Json.array(changes);
    }

    private static String output(Result result) {
        return switch (result) {
            case Result.CommandOutput done -> done.output();
            case Result.Done(String message) -> message;
            case Result.Failed(String message) -> message;
            case Result.Refused _,
                    Result.FilesChanged _,
                    Result.FileContent _,
                    Result.Listing _,
                    Result.Document _ ->
                    "";
        };
    }

    private static Json exitCode(Result result) {
        return switch (result) {
            case Result.CommandOutput done when done.exitCode().isPresent() ->
                    Json.of(done.exitCode().getAsInt());
            case Result.Failed _ -> Json.of(-1);
            case Result.CommandOutput _,
                    Result.Done _,
                    Result.Refused _,
                    Result.FilesChanged _,
                    Result.FileContent _,
                    Result.Listing _,
                    Result.Document _ ->
                    Json.Null.NULL;
        };
    }

    private static String status(Action action, Result result) {
        boolean command = of(action).orElse("").equals("command_execution");
        return switch (result) {
            case Result.CommandOutput done ->
                    done.exitCode().orElse(0) == 0 ? "completed" : "failed";
            case Result.Refused _ -> command ? "declined" : "failed";
            case Result.Failed _ -> "failed";
            case Result.Done _,
                    Result.FilesChanged _,
                    Result.FileContent _,
                    Result.Listing _,
                    Result.Document _ ->
                    "completed";
        };
    }

    private static Json toolResult(Result result, int maxChars) {
        String text =
                switch (result) {
                    case Result.Document document -> document.text();
                    case Result.Listing(var lines, _) -> String.join("\n", lines);
                    case Result.FileContent content -> content.totalBytes() + " bytes";
                    case Result.Done(String message) -> message;
                    case Result.CommandOutput done -> done.output();
                    case Result.FilesChanged _, Result.Failed _, Result.Refused _ -> "";
                };
        return Json.object()
                .put(
                        "content",
                        Json.array(
                                List.of(
                                        Json.object()
                                                .put("type", "text")
                                                .put("text", bounded(text, maxChars))
                                                .build())))
                .put("structured_content", Json.Null.NULL)
                .build();
    }

    private static Json toolError(Result result) {
        return switch (result) {
            case Result.Failed(String message) -> message(message);
            case Result.Refused refused -> message(refused.message());
            case Result.CommandOutput _,
                    Result.Done _,
                    Result.FilesChanged _,
                    Result.FileContent _,
                    Result.Listing _,
                    Result.Document _ ->
                    Json.Null.NULL;
        };
    }

    private static Json message(String message) {
        return Json.object().put("message", message).build();
    }

    private static Json decision(Result.Refused refused) {
        return Json.object()
                .put("outcome", "deny")
                .put("by", refused.by())
                .put("rule", refused.rule())
                .put("origin", refused.origin().toString())
                .put("reason", refused.message())
                .build();
    }

    private static String bounded(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int half = maxChars / 2;
        return text.substring(0, half)
                + "\n…"
                + (text.length() - maxChars)
                + " characters left out…\n"
                + text.substring(text.length() - half);
    }
}
