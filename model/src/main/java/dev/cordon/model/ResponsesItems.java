package dev.cordon.model;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes entries of the items that the Responses API sends.
final class ResponsesItems {
    private static final int MAX_SUMMARY_CHARS = 200;

    private final SentBefore sent;
    private final ToolInputs inputs;

    ResponsesItems(SentBefore sent, ToolInputs inputs) {
        this.sent = sent;
        this.inputs = inputs;
    }

    /// The entry; empty if the item has no type.
    ///
    /// @param model the model that answered
    Optional<Item> read(Json.Obj item, String model) {
        String type = item.text("type").orElse("");
        return switch (type) {
            case "" -> Optional.empty();
            case "message" -> Optional.of(message(item, model));
            case "reasoning" ->
                    Optional.of(
                            new Item.Reasoning(
                                    texts(item.array("summary")),
                                    String.join("", texts(item.array("content"))),
                                    sent.keep(model, item)));
            case "function_call" -> Optional.of(call(item, model));
            case "custom_tool_call" -> Optional.of(custom(item, model));
            default -> Optional.of(new Item.Opaque(type, summary(item), sent.keep(model, item)));
        };
    }

    private Item message(Json.Obj item, String model) {
        StringBuilder text = new StringBuilder();
        boolean refused = false;
        for (Json part : item.array("content")) {
            if (part instanceof Json.Obj object) {
                refused |= object.text("refusal").isPresent();
                text.append(object.text("text").or(() -> object.text("refusal")).orElse(""));
            }
        }
        Optional<String> phase = refused ? Optional.of("refusal") : item.text("phase");
        return new Item.AssistantMessage(text.toString(), phase, sent.keep(model, item));
    }

    private Item call(Json.Obj item, String model) {
        String given = item.text("call_id").orElse("");
        CallId id = inputs.id(given);
        String name = item.text("name").orElse("");
        // Some servers send the arguments as an object.
        String arguments =
                item.text("arguments")
                        .or(() -> item.find("arguments").map(JsonText::write))
                        .orElse("");
        return new Item.ToolCall(
                id,
                name,
                item.text("namespace"),
                inputs.read(name, arguments),
                wire(given, id, item, model).filter(_ -> item.text("arguments").isPresent()));
    }

    private Item custom(Json.Obj item, String model) {
        String given = item.text("call_id").orElse("");
        CallId id = inputs.id(given);
        return new Item.ToolCall(
                id,
                item.text("name").orElse(""),
                item.text("namespace"),
                new Item.ToolInput.Freeform(item.text("input").orElse("")),
                wire(given, id, item, model));
    }

    /// With another id than the provider's the item must be written anew.
    private Optional<Wire> wire(String given, CallId id, Json.Obj item, String model) {
        return id.value().equals(given) ? sent.keep(model, item) : Optional.empty();
    }

    private static List<String> texts(List<Json> parts) {
        List<String> texts = new ArrayList<>();
        for (Json part : parts) {
            if (part instanceof Json.Obj object) {
                object.text("text").ifPresent(texts::add);
            }
        }
        return texts;
    }

    /// One line for people.
    private static String summary(Json.Obj item) {
        Optional<String> words =
                item.object("action")
                        .flatMap(a ->
                                a.text("query")
                                        .or(() -> a.text("url"))
                                        .or(() -> a.find("queries").map(JsonText::write)))
                        .or(() -> item.text("name"))
                        .or(() -> item.text("status"));
        String text = words.orElse("").replace('\n', ' ');
        return text.substring(0, Math.min(MAX_SUMMARY_CHARS, text.length()));
    }
}
