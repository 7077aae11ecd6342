package dev.cordon.engine;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;

/// Writes the JSON Schema of a tool's arguments.
final class Schema {
    private final Json.ObjBuilder properties = Json.object();
    private final List<String> required = new ArrayList<>();

    static Schema object() {
        return new Schema();
    }

    Schema required(String name, String type, String description) {
        required.add(name);
        return optional(name, type, description);
    }

    Schema optional(String name, String type, String description) {
        properties.put(
                name, Json.object().put("type", type).put("description", description).build());
        return this;
    }

    Schema optional(String name, Json.Obj schema) {
        properties.put(name, schema);
        return this;
    }

    Schema required(String name, Json.Obj schema) {
        required.add(name);
        return optional(name, schema);
    }

    Json.Obj build() {
        return Json.object()
                .put("type", "object")
                .put("properties", properties.build())
                .put("required", required)
                .put("additionalProperties", false)
                .build();
    }

    static Json.Obj texts(String description) {
        return Json.object()
                .put("type", "array")
                .put("items", Json.object().put("type", "string").build())
                .put("description", description)
                .build();
    }
}
