package dev.cordon.model;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item.ToolInput;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Carries freeform tools over APIs that know only JSON arguments: such a tool becomes a function
/// with the one string `input`. Also gives calls an id that is theirs alone within an answer.
final class ToolInputs {
    private static final int MAX_ID_CHARS = 256;

    private final List<ToolSpec> tools;
    private final Set<String> ids = new HashSet<>();

    ToolInputs(List<ToolSpec> tools) {
        this.tools = tools;
    }

    /// The parameters of the function that stands for a freeform tool.
    static Json.Obj parameters() {
        return Json.object()
                .put("type", "object")
                .put(
                        "properties",
                        Json.object()
                                .put("input", Json.object().put("type", "string").build())
                                .build())
                .put("required", List.of("input"))
                .put("additionalProperties", false)
                .build();
    }

    /// The description of that function; the grammar is said in words.
    static String description(ToolSpec.Freeform tool) {
        return tool.grammar().isEmpty()
                ? tool.description()
                : tool.description() + "\n\nThe input follows this grammar:\n" + tool.grammar();
    }

    /// The arguments as JSON text.
    static String json(ToolInput input) {
        return switch (input) {
            case ToolInput.Arguments(String text) -> text.isEmpty() ? "{}" : text;
            case ToolInput.Freeform(String text) ->
                    JsonText.write(Json.object().put("input", text).build());
        };
    }

    /// The input of a call that came with JSON arguments.
    ToolInput read(String name, String arguments) {
        String text = arguments.isBlank() ? "{}" : arguments;
        if (isFreeform(name)) {
            try {
                Optional<String> input = JsonText.readObject(text).text("input");
                if (input.isPresent()) {
                    return new ToolInput.Freeform(input.get());
                }
            } catch (JsonException _) {
                // The model gets its own text back with the reason.
            }
        }
        return new ToolInput.Arguments(text);
    }

    private boolean isFreeform(String name) {
        for (ToolSpec tool : tools) {
            if (tool.name().equals(name)) {
                return tool instanceof ToolSpec.Freeform;
            }
        }
        return false;
    }

    /// An id for a call: the provider's, unless it is empty, too long or taken by another call of
    /// this answer.
    CallId id(String given) {
        String base = given.isEmpty() ? "call_" + (ids.size() + 1) : given;
        if (base.length() > MAX_ID_CHARS - 8) {
            base = base.substring(0, MAX_ID_CHARS - 8);
        }
        String id = base;
        for (int n = 2; !ids.add(id); n++) {
            id = base + "_" + n;
        }
        return new CallId(id);
    }
}
