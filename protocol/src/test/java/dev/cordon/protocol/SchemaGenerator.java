package dev.cordon.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Makes the JSON Schema of a protocol type from its records.
///
/// @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, draft 2020-12</a>
final class SchemaGenerator {
    private final Map<String, Json.Obj> definitions = new TreeMap<>();

    private SchemaGenerator() {}

    /// The schema of one type, with everything it refers to under `$defs`.
    static Json.Obj schema(Class<?> type) {
        SchemaGenerator generator = new SchemaGenerator();
        Json.Obj reference = generator.of(type);
        Json.ObjBuilder definitions = Json.object();
        generator.definitions.forEach(definitions::put);
        return Json.object()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", type.getSimpleName())
                .put("$ref", reference.requireText("$ref"))
                .put("$defs", definitions.build())
                .build();
    }

    private Json.Obj of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type first = generic.getActualTypeArguments()[0];
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return of(first);
            }
            if (raw == Map.class) {
                return Json.object()
                        .put("type", "object")
                        .put("additionalProperties", of(generic.getActualTypeArguments()[1]))
                        .build();
            }
            return Json.object().put("type", "array").put("items", of(first)).build();
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class || plain == Path.class || idLike(plain)) {
            return type("string");
        }
        if (plain == Instant.class) {
            return Json.object().put("type", "string").put("format", "date-time").build();
        }
        if (plain == URI.class) {
            return Json.object().put("type", "string").put("format", "uri").build();
        }
        if (Set.of(int.class, long.class, Integer.class, OptionalInt.class, OptionalLong.class)
                .contains(plain)) {
            return type("integer");
        }
        if (plain == boolean.class) {
            return type("boolean");
        }
        return plain == Json.Obj.class ? type("object") : named(plain);
    }

    private Json.Obj named(Class<?> type) {
        String name = name(type);
        if (!definitions.containsKey(name)) {
            definitions.put(name, Json.object().build());
            definitions.put(name, define(type));
        }
        return Json.object().put("$ref", "#/$defs/" + name).build();
    }

    private Json.Obj define(Class<?> type) {
        if (type.isEnum()) {
            List<String> words = new ArrayList<>();
            for (Object constant : type.getEnumConstants()) {
                words.add(
                        constant instanceof Confinement.Mode mode
                                ? mode.word()
                                : Members.word((Enum<?>) constant));
            }
            return Json.object().put("enum", words).build();
        }
        if (type.isSealed()) {
            List<Json> leaves = new ArrayList<>();
            Samples.leaves(type).forEach(leaf -> leaves.add(named(leaf)));
            return Json.object().put("oneOf", Json.array(leaves)).build();
        }
        return record(type);
    }

    private Json.Obj record(Class<?> type) {
        Json.ObjBuilder properties = Json.object();
        List<String> required = new ArrayList<>();
        if (type.getInterfaces().length > 0) {
            properties.put(
                    "type",
                    Json.object()
                            .put("const", SchemaNames.snakeCase(type.getSimpleName()))
                            .build());
            required.add("type");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String name = SchemaNames.snakeCase(component.getName());
            properties.put(name, of(component.getGenericType()));
            if (!component.getType().getSimpleName().startsWith("Optional")) {
                required.add(name);
            }
        }
        return Json.object()
                .put("type", "object")
                .put("properties", properties.build())
                .put("required", required)
                .build();
    }

    private static boolean idLike(Class<?> type) {
        return type == SessionId.class || type == TurnId.class || type == CallId.class;
    }

    private static Json.Obj type(String word) {
        return Json.object().put("type", word).build();
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null
                ? type.getSimpleName()
                : outer.getSimpleName() + "." + type.getSimpleName();
    }
}
