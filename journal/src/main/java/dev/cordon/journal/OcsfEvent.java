package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.util.List;

/// An entry as an OCSF event.
///
/// @see <a href="https://schema.ocsf.io/1.8.0">OCSF 1.8.0</a>
final class OcsfEvent {
    private OcsfEvent() {}

    /// The class of the event and what happened.
    private record OcsfClass(int uid, int activity) {
        static OcsfClass of(StoredEntry entry) {
            String action =
                    entry.payload()
                            .flatMap(p -> p.object("action"))
                            .flatMap(a -> a.text("kind"))
                            .orElse(entry.text("action_kind"));
            return switch (entry.kind()) {
                case "session" -> new OcsfClass(6002, entry.text("phase").equals("end") ? 4 : 3);
                case "login" -> new OcsfClass(3002, entry.text("outcome").equals("out") ? 2 : 1);
                case "network" -> new OcsfClass(4001, entry.verdict().equals("deny") ? 5 : 1);
                case "model_request", "model_answer" -> new OcsfClass(6003, 1);
                case "decision", "effect", "approval" -> acting(action, entry);
                default -> new OcsfClass(3004, 1);
            };
        }

        private static OcsfClass acting(String action, StoredEntry entry) {
            return switch (action) {
                case "patch" -> new OcsfClass(1001, 3);
                case "read", "list", "search" -> new OcsfClass(1001, 2);
                case "network" -> new OcsfClass(4001, entry.verdict().equals("deny") ? 5 : 1);
                case "fetch", "web_search" -> new OcsfClass(4002, 3);
                case "mcp", "agent" -> new OcsfClass(6003, 1);
                case "stop" -> new OcsfClass(1007, 2);
                default -> new OcsfClass(1007, 1);
            };
        }
    }

    static Json.Obj of(StoredEntry entry, String version) {
        OcsfClass type = OcsfClass.of(entry);
        String verdict = entry.verdict();
        Json.ObjBuilder event =
                Json.object()
                        .put("activity_id", type.activity())
                        .put("category_uid", type.uid() / 1000)
                        .put("class_uid", type.uid())
                        .put("type_uid", type.uid() * 100 + type.activity())
                        .put("time", entry.time().toEpochMilli())
                        .put("severity_id", verdict.equals("deny") ? 3 : 1)
                        .put("status_id", entry.text("status").equals("failed") ? 2 : 1)
                        .put("metadata", metadata(entry, version))
                        .put("actor", Json.object().put("user", name(entry.user())).build());
        if (!verdict.isEmpty()) {
            event.put("action_id", action(verdict)).put("disposition_id", disposition(verdict));
            event.put("policy", Json.object().put("uid", entry.text("rule")).build());
        }
        if (!entry.command().isEmpty()) {
            event.put("process", Json.object().put("cmd_line", entry.command()).build());
        }
        if (!entry.paths().isEmpty()) {
            event.put("file", Json.object().put("path", entry.paths().getFirst()).build());
        }
        if (!entry.host().isEmpty()) {
            event.put("dst_endpoint", endpoint(entry));
        }
        return event.put("unmapped", unmapped(entry)).build();
    }

    private static Json.Obj metadata(StoredEntry entry, String version) {
        Json.Obj product =
                Json.object()
                        .put("name", "Cordon")
                        .put("vendor_name", "Cordon")
                        .put("version", version)
                        .build();
        return Json.object()
                .put("version", "1.8.0")
                .put("product", product)
                .put("uid", entry.hash())
                .put("sequence", entry.index())
                .putText("correlation_uid", entry.session())
                .put("log_name", "cordon-journal")
                .put("profiles", List.of("security_control"))
                .build();
    }

    private static Json.Obj endpoint(StoredEntry entry) {
        Json.ObjBuilder endpoint = Json.object().put("hostname", entry.host());
        entry.payload()
                .ifPresent(p ->
                        endpoint.putInteger(
                                "port",
                                p.integer("port").isPresent()
                                        ? p.integer("port")
                                        : entry.action().integer("port")));
        return endpoint.build();
    }

    private static Json.Obj unmapped(StoredEntry entry) {
        return Json.object()
                .put("cordon_kind", entry.kind())
                .put("cordon_leaf", entry.hash())
                .putJson("cordon_payload", entry.payload())
                .build();
    }

    private static Json.Obj name(String user) {
        return Json.object().put("name", user).build();
    }

    private static int action(String verdict) {
        return switch (verdict) {
            case "allow" -> 1;
            case "deny" -> 2;
            default -> 99;
        };
    }

    private static int disposition(String verdict) {
        return switch (verdict) {
            case "allow" -> 1;
            case "deny" -> 2;
            default -> 17;
        };
    }
}
