package dev.cordon.model;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes the `messages` of Chat Completions.
///
/// One message of the assistant holds its text and all its calls; the outputs follow it at once,
/// then their pictures as a message of the user, because tool messages hold text only.
final class ChatEncoder implements HistoryBytes.Encoder {
    private final Provider provider;
    private final ModelProfile profile;
    private final CallPairs pairs = new CallPairs();
    private SentBefore sent;
    private boolean empty = true;
    private boolean leading = true;
    private final StringBuilder system = new StringBuilder();
    private @Nullable StringBuilder assistant;
    private final StringBuilder reasoning = new StringBuilder();
    private final List<Json> calls = new ArrayList<>();
    private final List<Json> pictures = new ArrayList<>();

    ChatEncoder(Provider provider, ModelProfile profile) {
        this.provider = provider;
        this.profile = profile;
        this.sent = new SentBefore(provider.id(), profile.slug());
    }

    @Override
    public void reset(String model) {
        sent = new SentBefore(provider.id(), model);
        pairs.clear();
        empty = true;
        leading = true;
        forget();
    }

    @Override
    public void accept(Item item, GrowingBytes out) {
        switch (item) {
            case Item.Context(Item.Role role, String _, List<String> parts)
                    when role == Item.Role.DEVELOPER && leading ->
                    system.append(system.isEmpty() ? "" : "\n\n")
                            .append(String.join("\n\n", parts));
            case Item.Context context -> {
                flush(out);
                write(later(context), out);
            }
            case Item.UserMessage(List<Content> content) -> {
                flush(out);
                write(user(parts(content)), out);
            }
            case Item.Reasoning thought -> {
                unanswered(out);
                reasoning.append(thought.text());
            }
            case Item.AssistantMessage(String text, Optional<String> _, var _) -> {
                unanswered(out);
                StringBuilder open = assistant();
                open.append(open.isEmpty() ? "" : "\n\n").append(text);
            }
            case Item.ToolCall call -> {
                unanswered(out);
                assistant();
                calls.add(sent.of(call).orElseGet(() -> call(call)));
                pairs.call(call);
            }
            case Item.ToolOutput output -> output(output, out);
            case Item.Opaque _ -> {
                // What another API kept for itself means nothing here.
            }
        }
        leading =
                leading
                        && item instanceof Item.Context(Item.Role r, String _, List<String> _)
                        && r == Item.Role.DEVELOPER;
    }

    @Override
    public void close(GrowingBytes out) {
        boolean wasEmpty = empty;
        open(out);
        for (Item.ToolOutput missing : pairs.missing()) {
            write(tool(missing), out);
        }
        if (!pictures.isEmpty()) {
            write(user(pictures), out);
        }
        empty = wasEmpty;
    }

    private void output(Item.ToolOutput output, GrowingBytes out) {
        open(out);
        closeAssistant();
        if (!pairs.answers(output)) {
            write(user(List.of(text("[output of " + output.name() + "]\n" + output.text()))), out);
            return;
        }
        write(tool(output), out);
        List<Content> images = new ArrayList<>(output.content());
        images.removeIf(part -> part instanceof Content.Text);
        pictures.addAll(parts(images));
    }

    /// Outputs for calls that got none, if the assistant speaks again.
    private void unanswered(GrowingBytes out) {
        if (assistant == null && (pairs.isPending() || !pictures.isEmpty() || !system.isEmpty())) {
            flush(out);
        }
    }

    private void flush(GrowingBytes out) {
        close(out);
        empty = out.length() == 0;
        pairs.clear();
        forget();
    }

    private void forget() {
        system.setLength(0);
        pictures.clear();
        closeAssistant();
    }

    private void closeAssistant() {
        system.setLength(0);
        assistant = null;
        reasoning.setLength(0);
        calls.clear();
    }

    private StringBuilder assistant() {
        StringBuilder open = assistant;
        if (open == null) {
            open = new StringBuilder();
            assistant = open;
        }
        return open;
    }

    /// Writes what is open: the system message or the assistant's.
    private void open(GrowingBytes out) {
        if (!system.isEmpty()) {
            write(
                    Json.object()
                            .put("role", provider.chat().developerRole() ? "developer" : "system")
                            .put("content", system.toString())
                            .build(),
                    out);
        }
        StringBuilder words = assistant;
        if (words == null || (words.isEmpty() && calls.isEmpty())) {
            return;
        }
        Json.ObjBuilder message = Json.object().put("role", "assistant");
        message.put("content", words.isEmpty() ? Json.Null.NULL : Json.of(words.toString()));
        profile.chatReasoningField()
                .filter(_ -> !reasoning.isEmpty())
                .ifPresent(field -> message.put(field, reasoning.toString()));
        if (!calls.isEmpty()) {
            message.put("tool_calls", Json.array(calls));
        }
        write(message.build(), out);
    }

    private void write(Json json, GrowingBytes out) {
        out.add(empty ? "" : ",").add(json);
        empty = false;
    }

    /// A changed setting in mid-conversation. Many servers accept a system message only as the
    /// first one, so it goes where it is always accepted.
    private Json later(Item.Context context) {
        String words = String.join("\n\n", context.parts());
        if (context.role() == Item.Role.USER) {
            return user(List.of(text(words)));
        }
        return provider.chat().developerRole()
                ? Json.object().put("role", "developer").put("content", words).build()
                : user(List.of(text("<system>\n" + words + "\n</system>")));
    }

    private static Json call(Item.ToolCall call) {
        return Json.object()
                .put("id", call.call().value())
                .put("type", "function")
                .put(
                        "function",
                        Json.object()
                                .put("name", call.name())
                                .put("arguments", ToolInputs.json(call.input()))
                                .build())
                .build();
    }

    private static Json tool(Item.ToolOutput output) {
        return Json.object()
                .put("role", "tool")
                .put("tool_call_id", output.call().value())
                .put("content", output.text())
                .build();
    }

    /// Plain text where it is only text: that is what every server understands.
    private static Json user(List<Json> parts) {
        Json.ObjBuilder message = Json.object().put("role", "user");
        if (parts.size() == 1
                && parts.getFirst() instanceof Json.Obj only
                && only.text("text").isPresent()) {
            return message.put("content", only.requireText("text")).build();
        }
        return message.put("content", Json.array(parts)).build();
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
                                                .put("type", "image_url")
                                                .put(
                                                        "image_url",
                                                        Json.object()
                                                                .put("url", Pictures.dataUrl(image))
                                                                .put("detail", "auto")
                                                                .build())
                                                .build()
                                        : text(Pictures.leftOut(image));
                    });
        }
        return parts;
    }

    private static Json text(String words) {
        return Json.object().put("type", "text").put("text", words).build();
    }
}
