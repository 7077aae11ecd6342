package dev.cordon.journal;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An action as it stands in an entry: what it is and what it is about, with digests in place of
/// content.
final class ActionBody {
    /// Longer input of a command stands in an entry as digest and length only.
    static final int MAX_INPUT_CHARS = 1_024;

    private ActionBody() {}

    /// Members `kind`, `call`, `requester`, and by kind `argv`, `cwd`, `paths`, `host`, `port`,
    /// `method`, `url`, `server`, `tool`, ...; `digest` is {@link ActionDigest}, the one that
    /// questions and grants have.
    static Json.Obj of(Action action) {
        Json.Obj detail = described(action);
        return Json.object()
                .put("call", action.call().value())
                .put("digest", ActionDigest.of(action))
                .put("kind", kind(action))
                .put("targets", targets(detail))
                .put("detail", detail)
                .build();
    }

    /// What it is about, in one list: files, the folder of a command, a host with its port, a tool.
    private static List<String> targets(Json.Obj detail) {
        List<String> targets = new ArrayList<>(detail.texts("paths"));
        detail.text("cwd").ifPresent(targets::add);
        OptionalLong port = detail.integer("port");
        detail.text("host")
                .ifPresent(host ->
                        targets.add(port.isPresent() ? host + ":" + port.getAsLong() : host));
        detail.text("server")
                .ifPresent(server -> targets.add(server + "/" + detail.text("tool").orElse("")));
        detail.text("agent").ifPresent(targets::add);
        return targets;
    }

    /// The word for the kind of an action.
    static String kind(Action action) {
        return switch (action) {
            case Action.RunCommand _ -> "command";
            case Action.WriteStdin _ -> "stdin";
            case Action.StopProcess _ -> "stop";
            case Action.ApplyPatch _ -> "patch";
            case Action.ReadFile _ -> "read";
            case Action.ListFiles _ -> "list";
            case Action.SearchFiles _ -> "search";
            case Action.Git _ -> "git";
            case Action.Connect _ -> "network";
            case Action.FetchUrl _ -> "fetch";
            case Action.WebSearch _ -> "web_search";
            case Action.CallMcpTool _ -> "mcp";
            case Action.StartAgent _ -> "agent";
        };
    }

    private static Json.Obj described(Action action) {
        Json.ObjBuilder body = Json.object();
        switch (action) {
            case Action.RunCommand run -> command(run, body);
            case Action.WriteStdin stdin -> input(stdin, body);
            case Action.StopProcess stop ->
                    by(stop.requester(), body).put("process", stop.process());
            case Action.ApplyPatch patch -> patch(patch, body);
            case Action.ReadFile read -> paths(by(read.requester(), body), read.path());
            case Action.ListFiles list -> paths(by(list.requester(), body), list.path());
            case Action.SearchFiles search ->
                    paths(by(search.requester(), body), search.path())
                            .put("pattern", search.pattern())
                            .put("glob", search.glob());
            case Action.Git git ->
                    by(git.requester(), body)
                            .put("argv", git.arguments())
                            .put("cwd", git.cwd().toString());
            case Action.Connect connect ->
                    body.put("host", connect.host())
                            .put("port", connect.port())
                            .put("method", connect.method());
            case Action.FetchUrl fetch ->
                    by(fetch.requester(), body)
                            .put("host", String.valueOf(fetch.url().getHost()))
                            .put("path", String.valueOf(fetch.url().getPath()))
                            .putText("origin", origin(fetch.url()))
                            .put("url_digest", digest(fetch.url().toString()));
            case Action.WebSearch search ->
                    by(search.requester(), body).put("query", search.query());
            case Action.CallMcpTool mcp ->
                    by(mcp.requester(), body)
                            .put("server", mcp.server())
                            .put("tool", mcp.tool())
                            .putText("definition", mcp.definition())
                            .put("arguments_digest", digest(mcp.arguments()));
            case Action.StartAgent agent ->
                    by(agent.requester(), body)
                            .put("agent", agent.name())
                            .put("prompt_digest", digest(agent.prompt()));
        }
        return body.build();
    }

    /// Short input is judged like a command and recorded like one.
    private static void input(Action.WriteStdin stdin, Json.ObjBuilder body) {
        by(stdin.requester(), body)
                .put("process", stdin.process())
                .put("input_chars", stdin.input().length())
                .put("input_digest", digest(stdin.input()));
        if (stdin.input().length() <= MAX_INPUT_CHARS) {
            body.put("input", stdin.input());
        }
    }

    /// Scheme, host and port, without what may be secret.
    private static Optional<String> origin(URI url) {
        if (url.getScheme() == null || url.getHost() == null || url.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return Optional.of(url.getScheme() + "://" + url.getHost() + port);
    }

    private static void command(Action.RunCommand run, Json.ObjBuilder body) {
        by(run.requester(), body)
                .put("argv", run.argv())
                .put("cwd", run.cwd().toString())
                .put("environment", run.environment().keySet().stream().sorted().toList());
        if (!run.environment().isEmpty()) {
            Json.ObjBuilder environment = Json.object();
            run.environment().forEach(environment::put);
            body.put("environment_digest", digest(environment.build()));
        }
        run.escalation()
                .ifPresent(e ->
                        body.put("escalation", e.wanted().stream().map(c -> c.key()).toList())
                                .put("justification", e.justification()));
    }

    private static void patch(Action.ApplyPatch patch, Json.ObjBuilder body) {
        by(patch.requester(), body)
                .put("paths", patch.changes().stream().map(c -> c.path().toString()).toList())
                .put(
                        "changes",
                        Json.array(patch.changes().stream().map(ActionBody::change).toList()));
    }

    private static Json.Obj change(Action.FileChange change) {
        return Json.object()
                .put("path", change.path().toString())
                .put("op", Payloads.lower(change.kind()))
                .putText("moved_to", change.moveTo().map(Path::toString))
                .putText("before", change.beforeDigest())
                .putText("after", change.content().map(ActionBody::digest))
                .build();
    }

    private static Json.ObjBuilder paths(Json.ObjBuilder body, Path path) {
        return body.put("paths", List.of(path.toString()));
    }

    private static Json.ObjBuilder by(Action.Requester requester, Json.ObjBuilder body) {
        return body.put("requester", Payloads.lower(requester));
    }

    /// SHA-256 in hex of the text in UTF-8.
    static String digest(String text) {
        return Hashes.hex(new Hashes().plain(text.getBytes(StandardCharsets.UTF_8)));
    }

    static String digest(Json value) {
        return Hashes.hex(new Hashes().plain(CanonicalJson.bytes(CanonicalJson.made(value))));
    }
}
