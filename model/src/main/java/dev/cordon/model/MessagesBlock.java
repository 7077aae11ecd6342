package dev.cordon.model;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A content block while it grows. Each delta has one member that is appended to the member of the
/// same name; arguments and citations have names of their own.
final class MessagesBlock {
    private final Json.Obj start;
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final List<Json> citations = new ArrayList<>();
    private int chars;

    MessagesBlock(Json.Obj start) {
        this.start = start;
    }

    /// A block whose start was lost.
    static MessagesBlock guess(Json.Obj delta) {
        String type =
                switch (delta.text("type").orElse("")) {
                    case "thinking_delta", "signature_delta" -> "thinking";
                    case "input_json_delta" -> "tool_use";
                    default -> "text";
                };
        return new MessagesBlock(Json.object().put("type", type).build());
    }

    Json.Obj start() {
        return start;
    }

    String type() {
        return start.text("type").orElse("");
    }

    int chars() {
        return chars;
    }

    void add(String deltaType, Json.Obj delta) {
        if (deltaType.equals("citations_delta")) {
            delta.find("citation").ifPresent(citations::add);
            return;
        }
        delta.members()
                .forEach((name, value) -> {
                    if (!name.equals("type") && value instanceof Json.Str(String more)) {
                        texts.computeIfAbsent(name, _ -> new StringBuilder()).append(more);
                        chars += more.length();
                    }
                });
    }

    /// What stands under a name: what came with the start, then what was appended.
    String text(String name) {
        StringBuilder more = texts.get(name);
        return start.text(name).orElse("") + (more == null ? "" : more);
    }

    /// The arguments as they came.
    String arguments() {
        StringBuilder fragments = texts.get("partial_json");
        if (fragments != null && !fragments.isEmpty()) {
            return fragments.toString();
        }
        return start.object("input").map(JsonText::write).orElse("{}");
    }

    /// The whole block as the provider would send it without streaming.
    Json.Obj whole() {
        Json.ObjBuilder whole = Json.object();
        start.members().forEach(whole::put);
        texts.forEach((name, more) -> {
            if (name.equals("partial_json")) {
                whole.put("input", input());
            } else {
                whole.put(name, start.text(name).orElse("") + more);
            }
        });
        if (!citations.isEmpty()) {
            List<Json> all = new ArrayList<>(start.array("citations"));
            all.addAll(citations);
            whole.put("citations", Json.array(all));
        }
        return whole.build();
    }

    private Json input() {
        try {
            return JsonText.readObject(arguments());
        } catch (JsonException _) {
            return Json.object().put("invalid_json", arguments()).build();
        }
    }
}
