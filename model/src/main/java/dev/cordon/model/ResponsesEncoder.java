package dev.cordon.model;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes the `input` of the Responses API.
///
/// @see <a href="https://platform.openai.com/docs/api-reference/responses/create">OpenAI API
///   reference, responses</a>
final class ResponsesEncoder implements HistoryBytes.Encoder {
    private final String provider;
    private final ModelProfile profile;
    private final CallPairs pairs = new CallPairs();
    private final Set<CallId> customCalls = new HashSet<>();
    private SentBefore sent;
    private Optional<String> instructions = Optional.empty();
    private boolean empty = true;
    private boolean started;

    ResponsesEncoder(String provider, ModelProfile profile) {
        this.provider = provider;
        this.profile = profile;
        this.sent = new SentBefore(provider, profile.slug());
    }

    @Override
    public void reset(String model) {
        sent = new SentBefore(provider, model);
        pairs.clear();
        customCalls.clear();
        instructions = Optional.empty();
        empty = true;
        started = false;
    }

    /// The base instructions, where they go into a field of their own.
    Optional<String> instructions() {
        return instructions;
    }

    @Override
    public void accept(Item item, GrowingBytes out) {
        if (item instanceof Item.Context(Item.Role _, String kind, List<String> parts)
                && !started
                && profile.instructionsField()
                && kind.equals("instructions")) {
            instructions = Optional.of(String.join("\n\n", parts));
            return;
        }
        started = true;
        if (item instanceof Item.UserMessage || item instanceof Item.Context) {
            for (Item.ToolOutput missing : pairs.missing()) {
                write(output(missing), out);
            }
            pairs.clear();
        }
        json(item).ifPresent(json -> write(json, out));
    }

    @Override
    public void close(GrowingBytes out) {
        boolean wasEmpty = empty;
        for (Item.ToolOutput missing : pairs.missing()) {
            write(output(missing), out);
        }
        empty = wasEmpty;
    }

    private void write(Json json, GrowingBytes out) {
        out.add(empty ? "" : ",").add(json);
        empty = false;
    }

    private Optional<Json> json(Item item) {
        return switch (item) {
            case Item.Context(Item.Role role, String _, List<String> parts) ->
                    Optional.of(
                            message(
                                    role == Item.Role.DEVELOPER ? "developer" : "user",
                                    parts.stream().map(ResponsesEncoder::text).toList()));
            case Item.UserMessage(List<Content> content) ->
                    Optional.of(message("user", parts(content)));
            case Item.AssistantMessage message -> sent.of(message).or(() -> rebuilt(message));
            case Item.Reasoning reasoning -> sent.of(reasoning).filter(ResponsesEncoder::canGoBack);
            case Item.ToolCall call -> {
                pairs.call(call);
                yield Optional.of(call(call));
            }
            case Item.ToolOutput output ->
                    Optional.of(pairs.answers(output) ? output(output) : orphan(output));
            case Item.Opaque opaque -> sent.of(opaque);
        };
    }

    /// Without a conversation that the provider keeps, reasoning is nothing but its content.
    private static boolean canGoBack(Json reasoning) {
        return reasoning instanceof Json.Obj object
                && (object.text("encrypted_content").isPresent()
                        || !object.array("content").isEmpty());
    }

    private static Optional<Json> rebuilt(Item.AssistantMessage message) {
        if (message.text().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Json.object()
                        .put("type", "message")
                        .put("role", "assistant")
                        .put("content", message.text())
                        .build());
    }

    private Json call(Item.ToolCall call) {
        boolean custom = call.input() instanceof Item.ToolInput.Freeform && profile.customTools();
        if (custom) {
            customCalls.add(call.call());
        } else {
            customCalls.remove(call.call());
        }
        Optional<Json> own = sent.of(call);
        if (own.isPresent()) {
            return own.get();
        }
        Json.ObjBuilder json =
                Json.object()
                        .put("type", custom ? "custom_tool_call" : "function_call")
                        .put("call_id", call.call().value())
                        .put("name", call.name())
                        .putText("namespace", call.namespace());
        return (custom
                        ? json.put("input", call.input().text())
                        : json.put("arguments", ToolInputs.json(call.input())))
                .build();
    }

    private Json output(Item.ToolOutput output) {
        String type =
                customCalls.contains(output.call())
                        ? "custom_tool_call_output"
                        : "function_call_output";
        boolean pictures = false;
        for (Content part : output.content()) {
            pictures |= part instanceof Content.Image;
        }
        return Json.object()
                .put("type", type)
                .put("call_id", output.call().value())
                .put(
                        "output",
                        pictures ? Json.array(parts(output.content())) : Json.of(output.text()))
                .build();
    }

    private static Json orphan(Item.ToolOutput output) {
        return message(
                "user", List.of(text("[output of " + output.name() + "]\n" + output.text())));
    }

    private static Json message(String role, List<Json> parts) {
        return Json.object()
                .put("type", "message")
                .put("role", role)
                .put("content", Json.array(parts))
                .build();
    }

    private List<Json> parts(List<Content> content) {
        List<Json> parts = new ArrayList<>();
        for (Content part : content) {
            parts.add(
                    switch (part) {
                        case Content.Text(String words) -> text(words);
                        case Content.Image image ->
                                profile.images()
                                        ? Json.object()
                                                .put("type", "input_image")
                                                .put("image_url", Pictures.dataUrl(image))
                                                .put("detail", "auto")
                                                .build()
                                        : text(Pictures.leftOut(image));
                    });
        }
        return parts;
    }

    private static Json text(String words) {
        return Json.object().put("type", "input_text").put("text", words).build();
    }
}
