package dev.cordon.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// {@link Item} to and from JSON.
///
/// A provider's own form is kept as a string, not as JSON, so that it can be sent again byte for
/// byte.
public final class ItemCodec {
    private ItemCodec() {}

    /// The item as an object with the member `type`.
    public static Json.Obj write(Item item) {
        return switch (item) {
            case Item.Context(Item.Role role, String kind, List<String> parts) ->
                    typed("context")
                            .put("role", Members.word(role))
                            .put("kind", kind)
                            .put("parts", parts)
                            .build();
            case Item.UserMessage(List<Content> content) ->
                    typed("user_message").put("content", contents(content)).build();
            case Item.AssistantMessage(String text, Optional<String> phase, Optional<Wire> wire) ->
                    wire(typed("assistant_message").put("text", text).putText("phase", phase), wire)
                            .build();
            case Item.Reasoning(List<String> summary, String text, Optional<Wire> wire) ->
                    wire(typed("reasoning").put("summary", summary).put("text", text), wire)
                            .build();
            case Item.ToolCall call -> toolCall(call);
            case Item.ToolOutput output ->
                    typed("tool_output")
                            .put("call", output.call().value())
                            .put("name", output.name())
                            .put("status", Members.word(output.status()))
                            .put("content", contents(output.content()))
                            .build();
            case Item.Opaque(String kind, String summary, Optional<Wire> wire) ->
                    wire(typed("opaque").put("kind", kind).put("summary", summary), wire).build();
        };
    }

    /// The item; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong, or the type is unknown
    public static Item read(Json.Obj json) {
        return Reading.of("item", json, ItemCodec::read);
    }

    static Item read(Members in) {
        return switch (in.type()) {
            case "context" ->
                    new Item.Context(
                            in.word("role", Item.Role.values()),
                            in.text("kind"),
                            in.texts("parts"));
            case "user_message" -> new Item.UserMessage(readContents(in, "content"));
            case "assistant_message" ->
                    new Item.AssistantMessage(in.text("text"), in.findText("phase"), readWire(in));
            case "reasoning" ->
                    new Item.Reasoning(in.texts("summary"), in.text("text"), readWire(in));
            case "tool_call" ->
                    new Item.ToolCall(
                            in.call("call"),
                            in.text("name"),
                            in.findText("namespace"),
                            readInput(in.inner("input")),
                            readWire(in));
            case "tool_output" ->
                    new Item.ToolOutput(
                            in.call("call"),
                            in.text("name"),
                            in.word("status", Item.ToolStatus.values()),
                            readContents(in, "content"));
            case "opaque" -> new Item.Opaque(in.text("kind"), in.text("summary"), readWire(in));
            default -> throw in.unknown("item");
        };
    }

    static Json.Arr writeAll(List<Item> items) {
        List<Json> elements = new ArrayList<>(items.size());
        for (Item item : items) {
            elements.add(write(item));
        }
        return Json.array(elements);
    }

    static Json.Arr contents(List<Content> content) {
        List<Json> elements = new ArrayList<>(content.size());
        for (Content part : content) {
            elements.add(write(part));
        }
        return Json.array(elements);
    }

    static List<Content> readContents(Members in, String name) {
        return in.list(name, ItemCodec::readContent);
    }

    private static Json.Obj write(Content content) {
        return switch (content) {
            case Content.Text(String text) -> typed("text").put("text", text).build();
            case Content.Image(String mediaType, String base64, String name) ->
                    typed("image")
                            .put("media_type", mediaType)
                            .put("base64", base64)
                            .put("name", name)
                            .build();
        };
    }

    private static Content readContent(Members in) {
        return switch (in.type()) {
            case "text" -> new Content.Text(in.text("text"));
            case "image" ->
                    new Content.Image(in.text("media_type"), in.text("base64"), in.text("name"));
            default -> throw in.unknown("content");
        };
    }

    private static Json.Obj toolCall(Item.ToolCall call) {
        String inputType =
                switch (call.input()) {
                    case Item.ToolInput.Arguments _ -> "arguments";
                    case Item.ToolInput.Freeform _ -> "freeform";
                };
        Json.ObjBuilder out =
                typed("tool_call")
                        .put("call", call.call().value())
                        .put("name", call.name())
                        .putText("namespace", call.namespace())
                        .put("input", typed(inputType).put("text", call.input().text()).build());
        return wire(out, call.wire()).build();
    }

    private static Item.ToolInput readInput(Members in) {
        return switch (in.type()) {
            case "arguments" -> new Item.ToolInput.Arguments(in.text("text"));
            case "freeform" -> new Item.ToolInput.Freeform(in.text("text"));
            default -> throw in.unknown("tool input");
        };
    }

    private static Json.ObjBuilder wire(Json.ObjBuilder out, Optional<Wire> wire) {
        if (wire.isPresent()) {
            Wire own = wire.get();
            out.put(
                    "wire",
                    Json.object()
                            .put("provider", own.provider())
                            .put("model", own.model())
                            .put("json", own.json())
                            .build());
        }
        return out;
    }

    private static Optional<Wire> readWire(Members in) {
        Optional<Json.Obj> found = in.findObject("wire");
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Members wire = new Members(found.get());
        return Optional.of(new Wire(wire.text("provider"), wire.text("model"), wire.text("json")));
    }

    private static Json.ObjBuilder typed(String type) {
        return Json.object().put("type", type);
    }
}
