package dev.cordon.cli;

import dev.cordon.engine.McpServer;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.TurnId;
import dev.cordon.tui.SessionOpener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a session host and its clients say to each other besides operations and events, a JSON
/// object a line.
///
/// ```text
/// host     {"type":"host","nonce":N}   the client makes host-proof-N, then says what it wants
/// client   {"type":"open","version":…,"directory":…,"home":…,"environment":{…},
///           "arguments":[…],"start":{"kind":"fresh"|"resume"|"fork","name":…,"before":…}}
///          {"type":"attach","version":…,"session":ID,"after":SEQUENCE}
///          {"type":"list"} {"type":"stop","session":ID} {"type":"mcp","session":ID}
/// host     {"type":"attached","session":ID,"file":PATH,"from":SEQUENCE,…}   then operations one
///          way and envelopes the other, as in the session log
///          {"type":"patch_before","files":[{"path":…,"text":…}]}   before the patch's envelope
///          {"type":"ended","message":…} {"type":"refused","message":…}
///          {"type":"sessions","process":PID,"sessions":[…]} {"type":"stopped"}
///          {"type":"mcp_servers","servers":[…]}
/// ```
///
/// `attached.from` is the sequence of the first event that the host sends; what comes before it
/// stands in the session's file.
final class HostMessages {
    static final String PATCH_BEFORE = "patch_before";

    private HostMessages() {}

    /// What a session is to be opened with.
    ///
    /// @param arguments options of `cordon`, without those that say which session
    record Opening(Host host, List<String> arguments, SessionOpener.Start start) {}

    static Json.Obj open(Host host, List<String> arguments, SessionOpener.Start start) {
        Json.ObjBuilder environment = Json.object();
        host.environment().forEach(environment::put);
        // Relative to another directory it would be another one.
        environment.put("CORDON_HOME", host.cordonHome().toAbsolutePath().toString());
        return Json.object()
                .put("type", "open")
                .put("version", Version.TEXT)
                .put("directory", host.directory().toString())
                .put("home", host.home().toString())
                .put("environment", environment.build())
                .put("arguments", arguments)
                .put("start", start(start))
                .build();
    }

    private static Json.Obj start(SessionOpener.Start start) {
        return switch (start) {
            case SessionOpener.Start.Fresh _ -> Json.object().put("kind", "fresh").build();
            case SessionOpener.Start.Choose _ -> Json.object().put("kind", "resume").build();
            case SessionOpener.Start.Resume(Optional<String> name) ->
                    Json.object().put("kind", "resume").putText("name", name).build();
            case SessionOpener.Start.Fork(String name, Optional<TurnId> before) ->
                    Json.object()
                            .put("kind", "fork")
                            .put("name", name)
                            .putText("before", before.map(TurnId::value))
                            .build();
        };
    }

    static Opening readOpening(Json.Obj json) {
        Map<String, String> environment = new HashMap<>();
        Json.Obj given = json.requireObject("environment");
        for (String name : given.members().keySet()) {
            environment.put(name, given.requireText(name));
        }
        return new Opening(
                Host.elsewhere(
                        environment,
                        absolute(json.requireText("directory")),
                        absolute(json.requireText("home"))),
                json.texts("arguments"),
                readStart(json.requireObject("start")));
    }

    private static Path absolute(String text) {
        Path path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new UsageException(text + " is not an absolute path");
        }
        return path;
    }

    private static SessionOpener.Start readStart(Json.Obj json) {
        return switch (json.requireText("kind")) {
            case "fresh" -> new SessionOpener.Start.Fresh();
            case "resume" -> new SessionOpener.Start.Resume(json.text("name"));
            case "fork" ->
                    new SessionOpener.Start.Fork(
                            json.requireText("name"), json.text("before").map(TurnId::new));
            default -> throw new UsageException("a session starts fresh, by resume or by fork");
        };
    }

    static Json.Obj attach(String session, long after) {
        return Json.object()
                .put("type", "attach")
                .put("version", Version.TEXT)
                .put("session", session)
                .put("after", after)
                .build();
    }

    /// A request that names a session, or nothing.
    static Json.Obj about(String type, String session) {
        return Json.object().put("type", type).put("session", session).build();
    }

    static String refused(String message) {
        return message("refused", message);
    }

    static String ended(String message) {
        return message("ended", message);
    }

    private static String message(String type, String message) {
        return JsonText.write(Json.object().put("type", type).put("message", message).build());
    }

    static String greeting(String nonce) {
        return JsonText.write(Json.object().put("type", "host").put("nonce", nonce).build());
    }

    static String servers(List<McpServer.Status> servers) {
        List<Json> all = new ArrayList<>();
        for (McpServer.Status status : servers) {
            all.add(
                    Json.object()
                            .put("server", status.server())
                            .put("state", status.state())
                            .put("detail", status.detail())
                            .put("tools", status.tools())
                            .build());
        }
        return JsonText.write(
                Json.object().put("type", "mcp_servers").put("servers", new Json.Arr(all)).build());
    }

    static List<McpServer.Status> readServers(Json.Obj json) {
        List<McpServer.Status> all = new ArrayList<>();
        for (Json one : json.array("servers")) {
            if (one instanceof Json.Obj status) {
                all.add(
                        new McpServer.Status(
                                status.requireText("server"),
                                status.requireText("state"),
                                status.requireText("detail"),
                                status.texts("tools")));
            }
        }
        return all;
    }

    /// What the files of a patch held before it.
    static Map<Path, String> readBefore(Json.Obj json) {
        Map<Path, String> before = new HashMap<>();
        for (Json one : json.array("files")) {
            if (one instanceof Json.Obj file) {
                before.put(Path.of(file.requireText("path")), file.requireText("text"));
            }
        }
        return before;
    }
}
