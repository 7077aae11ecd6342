package dev.cordon.model;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the `messages` and the `system` of the Messages API.
///
/// Roles alternate, so neighbours of one role become one message; results of calls come before any
/// text in it. The marks of the cache are put in when a request is sent, because they wander:
/// {@link #marks()} says where.
final class MessagesEncoder implements HistoryBytes.Encoder {
    private final String provider;
    private final ModelProfile profile;
    private final CallPairs pairs = new CallPairs();
    private SentBefore sent;
    private final List<Json> system = new ArrayList<>();
    private final List<Json> results = new ArrayList<>();
    private final List<Json> words = new ArrayList<>();
    private final List<Json> assistant = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private boolean empty = true;
    private boolean leading = true;
    private boolean foreign;

    MessagesEncoder(String provider, ModelProfile profile) {
        this.provider = provider;
        this.profile = profile;
        this.sent = new SentBefore(provider, profile.slug());
    }

    @Override
    public void reset(String model) {
        sent = new SentBefore(provider, model);
        pairs.clear();
        system.clear();
        results.clear();
        words.clear();
        assistant.clear();
        marks.clear();
        empty = true;
        leading = true;
        foreign = false;
    }

    /// The system blocks.
    List<Json> system() {
        return system;
    }

    /// The offsets of the closing braces of the last blocks of the user's messages, oldest first.
    /// An offset counts on where `out` of {@link #close} stands if it is not final yet.
    List<Integer> marks() {
        return marks;
    }

    /// Whether calls of the running tool loop came from another model, which thinking refuses.
    boolean hasForeignCalls() {
        return foreign;
    }

    @Override
    public void accept(Item item, GrowingBytes out) {
        switch (item) {
            case Item.Context(Item.Role role, String _, List<String> parts)
                    when role == Item.Role.DEVELOPER && leading ->
                    parts.forEach(part -> text(part).ifPresent(system::add));
            case Item.Context context -> {
                user(out);
                String all = String.join("\n\n", context.parts());
                text(context.role() == Item.Role.USER ? all : "<system>\n" + all + "\n</system>")
                        .ifPresent(words::add);
            }
            case Item.UserMessage(List<Content> content) -> {
                user(out);
                foreign = false;
                words.addAll(parts(content));
            }
            case Item.AssistantMessage message -> {
                assistant(out);
                Optional<Json> own = sent.of(message);
                if (own.isPresent()) {
                    blocks(own.get());
                } else {
                    text(message.text()).ifPresent(assistant::add);
                }
            }
            case Item.Reasoning reasoning -> {
                assistant(out);
                sent.of(reasoning).ifPresent(this::blocks);
            }
            case Item.Opaque opaque -> {
                assistant(out);
                sent.of(opaque).ifPresent(this::blocks);
            }
            case Item.ToolCall call -> {
                assistant(out);
                Optional<Json> own = sent.of(call);
                foreign |= own.isEmpty();
                assistant.add(own.orElseGet(() -> call(call)));
                pairs.call(call);
            }
            case Item.ToolOutput output -> {
                closeAssistant(out);
                if (pairs.answers(output)) {
                    results.add(result(output));
                } else {
                    text("[output of " + output.name() + "]\n" + output.text())
                            .ifPresent(words::add);
                }
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
        if (!assistant.isEmpty()) {
            message("assistant", assistant, out);
        }
        List<Json> all = new ArrayList<>(results);
        pairs.missing().forEach(missing -> all.add(result(missing)));
        all.addAll(words);
        if (!all.isEmpty()) {
            message("user", all, out);
        }
        empty = wasEmpty;
    }

    private void blocks(Json own) {
        if (own instanceof Json.Arr(List<Json> several)) {
            assistant.addAll(several);
        } else {
            assistant.add(own);
        }
    }

    /// The user speaks: the assistant's message is complete, and its calls get their outputs now.
    private void user(GrowingBytes out) {
        closeAssistant(out);
        pairs.missing().forEach(missing -> results.add(result(missing)));
        pairs.clear();
    }

    private void closeAssistant(GrowingBytes out) {
        if (!assistant.isEmpty()) {
            message("assistant", assistant, out);
            assistant.clear();
        }
    }

    /// The assistant speaks: the user's message is complete.
    private void assistant(GrowingBytes out) {
        if (results.isEmpty() && words.isEmpty()) {
            return;
        }
        pairs.missing().forEach(missing -> results.add(result(missing)));
        pairs.clear();
        List<Json> all = new ArrayList<>(results);
        all.addAll(words);
        message("user", all, out);
        results.clear();
        words.clear();
    }

    private void message(String role, List<Json> blocks, GrowingBytes out) {
        if (empty && role.equals("assistant")) {
            // A conversation must begin with the user.
            out.add("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Go on.\"}]},");
        } else if (!empty) {
            out.add(",");
        }
        empty = false;
        out.add("{\"role\":\"" + role + "\",\"content\":[");
        String separator = "";
        for (Json block : blocks) {
            out.add(separator).add(block);
            separator = ",";
        }
        if (role.equals("user")) {
            marks.add(out.length() - 1);
        }
        out.add("]}");
    }

    private static Json call(Item.ToolCall call) {
        Json input;
        try {
            input = JsonText.readObject(ToolInputs.json(call.input()));
        } catch (JsonException _) {
            input = Json.object().put("invalid_json", call.input().text()).build();
        }
        return Json.object()
                .put("type", "tool_use")
                .put("id", id(call.call().value()))
                .put("name", call.name())
                .put("input", input)
                .build();
    }

    private Json result(Item.ToolOutput output) {
        Json.ObjBuilder json =
                Json.object()
                        .put("type", "tool_result")
                        .put("tool_use_id", id(output.call().value()));
        if (output.status() != Item.ToolStatus.OK) {
            json.put("is_error", true);
        }
        List<Json> parts = parts(output.content());
        if (!parts.isEmpty()) {
            json.put("content", Json.array(parts));
        }
        return json.build();
    }

    /// Ids of other providers may have characters that are not allowed here.
    private static String id(String id) {
        StringBuilder clean = new StringBuilder(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '_'
                            || c == '-';
            clean.append(allowed ? c : '_');
        }
        return clean.toString();
    }

    private List<Json> parts(List<Content> content) {
        List<Json> parts = new ArrayList<>();
        for (Content part : content) {
            switch (part) {
                case Content.Text(String text) -> text(text).ifPresent(parts::add);
                case Content.Image image -> {
                    if (profile.images()) {
                        parts.add(picture(image));
                    } else {
                        text(Pictures.leftOut(image)).ifPresent(parts::add);
                    }
                }
            }
        }
        return parts;
    }

    private static Json picture(Content.Image image) {
        return Json.object()
                .put("type", "image")
                .put(
                        "source",
                        Json.object()
                                .put("type", "base64")
                                .put("media_type", image.mediaType())
                                .put("data", image.base64())
                                .build())
                .build();
    }

    /// A text block; there are no empty ones.
    private static Optional<Json> text(String words) {
        return words.isBlank()
                ? Optional.empty()
                : Optional.of(Json.object().put("type", "text").put("text", words).build());
    }
}
