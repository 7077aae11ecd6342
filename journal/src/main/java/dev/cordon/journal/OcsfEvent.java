package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.util.List;
import java.util.OptionalLong;

/// An entry as an OCSF event, with all attributes that its class requires.
///
/// @see <a href="https://schema.ocsf.io/1.8.0">OCSF 1.8.0</a>
final class OcsfEvent {
    private static final int UNKNOWN = 0;
    private static final int OTHER = 99;
    private static final int REGULAR_FILE = 1;

    private OcsfEvent() {}

    /// The classes that entries are of, by their numbers.
    private enum Type {
        FILE(1001),
        PROCESS(1007),
        AUTHENTICATION(3002),
        ENTITY(3004),
        NETWORK(4001),
        HTTP(4002),
        LIFECYCLE(6002),
        API(6003);

        private final int uid;

        Type(int uid) {
            this.uid = uid;
        }
    }

    /// The class of the event and what happened.
    private record Activity(Type type, int id) {
        static Activity of(StoredEntry entry) {
            return switch (entry.kind()) {
                case "session" ->
                        new Activity(Type.LIFECYCLE, entry.text("phase").equals("end") ? 4 : 3);
                case "login" ->
                        new Activity(
                                Type.AUTHENTICATION, entry.text("outcome").equals("out") ? 2 : 1);
                case "network" -> connecting(entry);
                case "model_request", "model_answer" -> new Activity(Type.API, 1);
                case "decision", "effect", "approval" -> acting(entry);
                case "policy", "rewind" -> new Activity(Type.ENTITY, 3);
                default -> new Activity(Type.ENTITY, 1);
            };
        }

        private static Activity connecting(StoredEntry entry) {
            if (entry.text("status").equals("ended")) {
                return new Activity(Type.NETWORK, 2);
            }
            return new Activity(Type.NETWORK, entry.verdict().equals("deny") ? 5 : 1);
        }

        private static Activity acting(StoredEntry entry) {
            return switch (action(entry)) {
                case "patch", "turn" -> new Activity(Type.FILE, 3);
                case "read", "list", "search" -> new Activity(Type.FILE, 2);
                case "network" -> connecting(entry);
                case "fetch" -> new Activity(Type.HTTP, 3);
                case "mcp", "agent", "web_search" -> new Activity(Type.API, 1);
                case "stop" -> new Activity(Type.PROCESS, 2);
                default -> new Activity(Type.PROCESS, 1);
            };
        }
    }

    private static String action(StoredEntry entry) {
        return entry.payload()
                .flatMap(p -> p.object("action"))
                .flatMap(a -> a.text("kind"))
                .orElse(entry.text("action_kind"));
    }

    static Json.Obj of(StoredEntry entry, String version) {
        Activity activity = Activity.of(entry);
        int uid = activity.type().uid;
        String verdict = entry.verdict();
        Json.ObjBuilder event =
                Json.object()
                        .put("activity_id", activity.id())
                        .put("category_uid", uid / 1000)
                        .put("class_uid", uid)
                        .put("type_uid", uid * 100L + activity.id())
                        .put("time", entry.time().toEpochMilli())
                        .put("severity_id", verdict.equals("deny") ? 3 : 1)
                        .put("status_id", status(entry))
                        .put("metadata", metadata(entry, version))
                        .put("actor", actor(entry))
                        .put("message", message(entry));
        if (!verdict.isEmpty()) {
            event.put("action_id", action(verdict)).put("disposition_id", disposition(verdict));
            event.put("policy", policy(entry));
        }
        required(activity.type(), entry, event);
        return event.put("unmapped", unmapped(entry)).build();
    }

    /// What every event of the class must have.
    private static void required(Type type, StoredEntry entry, Json.ObjBuilder event) {
        switch (type) {
            case FILE -> event.put("device", device(entry)).put("file", file(entry));
            case PROCESS -> {
                event.put("device", device(entry)).put("process", process(entry));
                OptionalLong code =
                        entry.payload()
                                .map(p -> p.integer("exit_code"))
                                .orElse(OptionalLong.empty());
                code.ifPresent(exit -> event.put("exit_code", exit));
            }
            case AUTHENTICATION ->
                    event.put("user", user(entry)).put("service", named(entry.text("provider")));
            case ENTITY ->
                    event.put("device", device(entry))
                            .put(
                                    "entity",
                                    Json.object()
                                            .put("name", entity(entry))
                                            .put("uid", entry.hash())
                                            .put("type", entry.kind())
                                            .build());
            case NETWORK -> event.put("dst_endpoint", endpoint(entry));
            case HTTP -> event.put("dst_endpoint", endpoint(entry)).put("http_request", get(entry));
            case LIFECYCLE -> event.put("device", device(entry)).put("app", product(""));
            case API ->
                    event.put("api", api(entry))
                            .put("src_endpoint", Json.object().put("uid", entry.log()).build());
        }
    }

    private static int status(StoredEntry entry) {
        return switch (entry.text("status")) {
            case "failed", "refused" -> 2;
            case "unknown" -> OTHER;
            default -> 1;
        };
    }

    private static String message(StoredEntry entry) {
        String reason = entry.text("reason");
        return entry.kind() + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static String entity(StoredEntry entry) {
        String source = entry.text("source");
        return source.isEmpty() ? entry.kind() : source;
    }

    private static Json.Obj metadata(StoredEntry entry, String version) {
        return Json.object()
                .put("version", "1.8.0")
                .put("product", product(version))
                .put("uid", entry.hash())
                .put("original_event_uid", Long.toString(entry.index()))
                .put("sequence", entry.index())
                .putText("correlation_uid", entry.session())
                .put("log_name", entry.log())
                .put("profiles", List.of("security_control", "host"))
                .build();
    }

    private static Json.Obj product(String version) {
        Json.ObjBuilder product = Json.object().put("name", "Cordon").put("vendor_name", "Cordon");
        return version.isEmpty() ? product.build() : product.put("version", version).build();
    }

    private static Json.Obj actor(StoredEntry entry) {
        return Json.object()
                .put("user", user(entry))
                .put("process", Json.object().put("uid", entry.writer()).build())
                .put("app_name", "cordon")
                .build();
    }

    private static Json.Obj user(StoredEntry entry) {
        return named(entry.user());
    }

    private static Json.Obj named(String name) {
        return Json.object().put("name", name.isEmpty() ? "unknown" : name).build();
    }

    /// The machine is known by its journal only: an export may be made elsewhere.
    private static Json.Obj device(StoredEntry entry) {
        return Json.object().put("type_id", UNKNOWN).put("uid", entry.log()).build();
    }

    private static Json.Obj file(StoredEntry entry) {
        String path = entry.paths().isEmpty() ? "" : entry.paths().getFirst();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Json.object()
                .put("name", name.isEmpty() ? "unknown" : name)
                .put("type_id", path.isEmpty() ? UNKNOWN : REGULAR_FILE)
                .put("path", path)
                .build();
    }

    private static Json.Obj process(StoredEntry entry) {
        Json.ObjBuilder process =
                Json.object()
                        .put(
                                "uid",
                                entry.text("action_digest").isEmpty()
                                        ? entry.action().text("digest").orElse(entry.hash())
                                        : entry.text("action_digest"));
        List<String> argv = entry.action().texts("argv");
        if (!argv.isEmpty()) {
            String program = argv.getFirst();
            process.put("cmd_line", entry.command())
                    .put("name", program.substring(program.lastIndexOf('/') + 1));
        }
        return process.build();
    }

    private static Json.Obj endpoint(StoredEntry entry) {
        Json.ObjBuilder endpoint =
                Json.object().put("hostname", entry.host().isEmpty() ? "unknown" : entry.host());
        entry.payload()
                .ifPresent(p ->
                        endpoint.putInteger(
                                "port",
                                p.integer("port").isPresent()
                                        ? p.integer("port")
                                        : entry.action().integer("port")));
        return endpoint.build();
    }

    private static Json.Obj get(StoredEntry entry) {
        return Json.object()
                .put("http_method", "GET")
                .put(
                        "url",
                        Json.object()
                                .put("hostname", entry.host())
                                .put("path", entry.action().text("path").orElse(""))
                                .build())
                .build();
    }

    private static Json.Obj api(StoredEntry entry) {
        String model = entry.text("model");
        Json.Obj action = entry.action();
        String operation =
                model.isEmpty() ? action.text("tool").orElse(action(entry)) : entry.kind();
        String service =
                model.isEmpty()
                        ? action.text("server").orElse("cordon")
                        : entry.text("provider") + "/" + model;
        return Json.object()
                .put("operation", operation.isEmpty() ? entry.kind() : operation)
                .put("service", named(service))
                .build();
    }

    private static Json.Obj policy(StoredEntry entry) {
        return Json.object()
                .put("name", entry.text("rule").isEmpty() ? "unknown" : entry.text("rule"))
                .put("uid", entry.text("policy_digest"))
                .build();
    }

    private static Json.Obj unmapped(StoredEntry entry) {
        return Json.object()
                .put("cordon_kind", entry.kind())
                .put("cordon_leaf", entry.hash())
                .putJson("cordon_payload", entry.payload())
                .build();
    }

    private static int action(String verdict) {
        return switch (verdict) {
            case "allow" -> 1;
            case "deny", "error" -> 2;
            default -> OTHER;
        };
    }

    private static int disposition(String verdict) {
        return switch (verdict) {
            case "allow" -> 1;
            case "deny" -> 2;
            case "error" -> 27;
            default -> 17;
        };
    }
}
