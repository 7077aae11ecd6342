package dev.cordon.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    private static final Path DOCS =
            Path.of(System.getProperty("cordon.root", ".."), "docs", "reference");

    /// `-Dgolden=update` writes the files anew.
    @ParameterizedTest
    @ValueSource(classes = {Op.class, Event.class, Item.class, Action.class, Decision.class})
    void theSchemaInTheReferenceIsThatOfTheRecords(Class<?> type) throws IOException {
        String wanted = pretty(SchemaGenerator.schema(type), 0) + "\n";
        Path file = DOCS.resolve(SchemaNames.snakeCase(type.getSimpleName()) + ".schema.json");
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(DOCS);
            Files.writeString(file, wanted);
        }
        assertEquals(wanted, Files.exists(file) ? Files.readString(file) : "", file.toString());
    }

    @ParameterizedTest
    @ValueSource(classes = {Op.class, Event.class, Item.class, Action.class, Decision.class})
    void whateverTheCodecWritesFitsTheSchema(Class<?> type) {
        Json.Obj schema = SchemaGenerator.schema(type);
        Map<Class<?>, Function<Object, Json.Obj>> writers =
                Map.of(
                        Op.class, value -> OpCodec.write((Op) value),
                        Event.class, value -> EventCodec.write((Event) value),
                        Item.class, value -> ItemCodec.write((Item) value),
                        Action.class, value -> ActionCodec.write((Action) value),
                        Decision.class, value -> DecisionCodec.write((Decision) value));
        for (int seed = 0; seed < 300; seed++) {
            Json.Obj json = writers.get(type).apply(new Samples(seed).of(type));
            assertTrue(fits(json, schema, schema), () -> JsonText.write(json));
        }
    }

    /// As much of JSON Schema as {@link SchemaGenerator} uses; stricter in that members without a
    /// property do not fit.
    private static boolean fits(Json value, Json.Obj schema, Json.Obj root) {
        if (schema.text("$ref").isPresent()) {
            String name = schema.requireText("$ref").substring("#/$defs/".length());
            return fits(value, root.requireObject("$defs").requireObject(name), root);
        }
        if (schema.find("const").isPresent()) {
            return schema.find("const").get().equals(value);
        }
        if (schema.find("enum").isPresent()) {
            return schema.array("enum").contains(value);
        }
        if (schema.find("oneOf").isPresent()) {
            return schema.array("oneOf").stream()
                            .filter(one -> fits(value, (Json.Obj) one, root))
                            .count()
                    == 1;
        }
        return switch (schema.requireText("type")) {
            case "string" -> value instanceof Json.Str;
            case "integer" -> value instanceof Json.Num number && number.integer().isPresent();
            case "boolean" -> value instanceof Json.Bool;
            case "array" ->
                    value instanceof Json.Arr(List<Json> elements)
                            && elements.stream()
                                    .allMatch(e -> fits(e, schema.requireObject("items"), root));
            default -> value instanceof Json.Obj object && objectFits(object, schema, root);
        };
    }

    private static boolean objectFits(Json.Obj value, Json.Obj schema, Json.Obj root) {
        if (schema.find("additionalProperties").isPresent()) {
            Json.Obj each = schema.requireObject("additionalProperties");
            return value.members().values().stream().allMatch(v -> fits(v, each, root));
        }
        if (schema.find("properties").isEmpty()) {
            return true;
        }
        Json.Obj properties = schema.requireObject("properties");
        return value.members().keySet().containsAll(schema.texts("required"))
                && value.members().entrySet().stream()
                        .allMatch(member ->
                                properties.object(member.getKey()).isPresent()
                                        && fits(
                                                member.getValue(),
                                                properties.requireObject(member.getKey()),
                                                root));
    }

    private static String pretty(Json value, int depth) {
        String indent = "\n" + "  ".repeat(depth + 1);
        StringBuilder out = new StringBuilder();
        if (value instanceof Json.Obj(Map<String, Json> members) && !members.isEmpty()) {
            members.forEach((name, inner) ->
                    out.append(out.isEmpty() ? "{" : ",")
                            .append(indent)
                            .append(JsonText.write(Json.of(name)))
                            .append(": ")
                            .append(pretty(inner, depth + 1)));
            return out.append("\n").append("  ".repeat(depth)).append("}").toString();
        }
        if (value instanceof Json.Arr(List<Json> elements)
                && elements.stream().anyMatch(Json.Obj.class::isInstance)) {
            elements.forEach(inner ->
                    out.append(out.isEmpty() ? "[" : ",")
                            .append(indent)
                            .append(pretty(inner, depth + 1)));
            return out.append("\n").append("  ".repeat(depth)).append("]").toString();
        }
        return JsonText.write(value);
    }
}
