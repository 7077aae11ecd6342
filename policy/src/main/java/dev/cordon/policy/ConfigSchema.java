package dev.cordon.policy;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The JSON Schema of `config.toml`, for editors.
///
/// @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, draft 2020-12</a>
public final class ConfigSchema {
    private ConfigSchema() {}

    /// The schema of the user's file.
    public static Json.Obj config() {
        return of(ConfigKeys.table(), "Cordon config.toml");
    }

    /// The schema of the administrator's file.
    public static Json.Obj requirements() {
        return of(RequirementKeys.table().keys(), "Cordon requirements.toml");
    }

    private static Json.Obj of(ConfigKeys keys, String title) {
        Json.ObjBuilder schema =
                Json.object()
                        .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                        .put("title", title);
        table(keys.root(), schema, "");
        return schema.build();
    }

    private static void table(ConfigKeys.Node node, Json.ObjBuilder schema, String name) {
        schema.put("type", "object");
        Json.ObjBuilder properties = Json.object();
        boolean open = false;
        for (Map.Entry<String, ConfigKeys.Node> child : new TreeMap<>(node.children()).entrySet()) {
            if (child.getKey().equals("*")) {
                schema.put("additionalProperties", value(child.getValue(), name + ".*"));
                open = true;
            } else {
                String inner = name.isEmpty() ? child.getKey() : name + "." + child.getKey();
                properties.put(child.getKey(), value(child.getValue(), inner));
            }
        }
        schema.put("properties", properties.build());
        if (!open) {
            schema.put("additionalProperties", false);
        }
    }

    private static Json value(ConfigKeys.Node node, String name) {
        if (name.equals("profiles.*")) {
            return Json.object().put("$ref", "#").build();
        }
        List<Json> choices = new ArrayList<>();
        node.key().ifPresent(key -> choices.add(leaf(key)));
        if (node.isTable()) {
            Json.ObjBuilder inner = Json.object();
            table(node, inner, name);
            choices.add(inner.build());
        }
        node.element()
                .ifPresent(element -> {
                    Json.ObjBuilder items = Json.object();
                    table(element, items, name + ".[]");
                    choices.add(
                            Json.object().put("type", "array").put("items", items.build()).build());
                });
        return choices.size() == 1
                ? choices.getFirst()
                : Json.object().put("anyOf", Json.array(choices)).build();
    }

    private static Json leaf(ConfigKey key) {
        Json.ObjBuilder schema = Json.object().put("description", key.doc());
        switch (key.kind()) {
            case TEXT, PATH -> {
                schema.put("type", "string");
                words(key, schema);
            }
            case INTEGER -> schema.put("type", "integer").put("minimum", 0);
            case NUMBER -> schema.put("type", "number").put("minimum", 0);
            case BOOL -> schema.put("type", "boolean");
            case TEXTS, PATHS -> {
                Json.ObjBuilder items = Json.object().put("type", "string");
                words(key, items);
                schema.put("type", "array").put("items", items.build());
            }
            case TREE -> schema.put("type", List.of("object", "array"));
        }
        if (key.hasStandard()) {
            schema.put("default", key.standard());
        }
        if (key.support() != ConfigKey.Support.USED) {
            schema.put("deprecated", true);
        }
        return schema.build();
    }

    private static void words(ConfigKey key, Json.ObjBuilder schema) {
        if (key.name().equals("approval_policy")) {
            schema.put("enum", List.of("untrusted", "never", "on-request", "on-failure"));
        } else if (!key.allowed().isEmpty()) {
            schema.put("enum", key.allowed());
        }
    }
}
