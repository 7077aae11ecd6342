package dev.cordon.model;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes entries of the content blocks of the Messages API.
///
/// Text blocks that follow each other, as a search with citations gives them, are one message. A
/// call whose arguments are not JSON waits for the end: if the answer was cut, it is only half
/// there and is dropped.
final class MessagesItems {
    private static final int MAX_SUMMARY_CHARS = 200;

    private final SentBefore sent;
    private final ToolInputs inputs;
    private final HeldItems items;
    private final List<Json> texts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int textIndex;
    private String textModel = "";
    private final List<Broken> brokenCalls = new ArrayList<>();

    MessagesItems(SentBefore sent, ToolInputs inputs, HeldItems items) {
        this.sent = sent;
        this.inputs = inputs;
        this.items = items;
    }

    /// Takes a complete block.
    void add(int index, MessagesBlock block, String model) {
        if (block.type().equals("text")) {
            if (texts.isEmpty()) {
                textIndex = index;
                textModel = model;
            }
            if (!block.text("text").isEmpty()) {
                texts.add(block.whole());
                text.append(block.text("text"));
            }
            return;
        }
        endText();
        switch (block.type()) {
            case "thinking" ->
                    items.add(
                            index,
                            new Item.Reasoning(
                                    block.text("thinking").isEmpty()
                                            ? List.of()
                                            : List.of(block.text("thinking")),
                                    "",
                                    sent.keep(model, block.whole())));
            case "redacted_thinking" ->
                    items.add(
                            index,
                            new Item.Reasoning(List.of(), "", sent.keep(model, block.whole())));
            case "tool_use" -> call(index, block, model);
            case "" -> {
                // A block without a type cannot be sent back.
            }
            default ->
                    items.add(
                            index,
                            new Item.Opaque(
                                    block.type(), summary(block), sent.keep(model, block.whole())));
        }
    }

    private void call(int index, MessagesBlock block, String model) {
        String given = block.text("id");
        String name = block.text("name");
        String arguments = block.arguments();
        boolean whole = isObject(arguments);
        CallId id = inputs.id(given);
        Item.ToolCall call =
                new Item.ToolCall(
                        id,
                        name,
                        Optional.empty(),
                        inputs.read(name, arguments),
                        whole && id.value().equals(given)
                                ? sent.keep(model, block.whole())
                                : Optional.empty());
        if (whole) {
            items.add(index, call);
        } else {
            brokenCalls.add(new Broken(index, call));
        }
    }

    /// The answer is complete.
    ///
    /// @param cut whether it was cut by the output limit
    void finish(boolean cut) {
        endText();
        if (!cut) {
            brokenCalls.forEach(broken -> items.add(broken.index, broken.call));
        }
        brokenCalls.clear();
    }

    /// Forgets what was not given away.
    void drop() {
        texts.clear();
        text.setLength(0);
        brokenCalls.clear();
    }

    private void endText() {
        if (texts.isEmpty()) {
            return;
        }
        items.add(
                textIndex,
                new Item.AssistantMessage(
                        text.toString(),
                        Optional.empty(),
                        sent.keep(textModel, Json.array(texts))));
        texts.clear();
        text.setLength(0);
    }

    private static boolean isObject(String arguments) {
        try {
            JsonText.readObject(arguments);
            return true;
        } catch (JsonException _) {
            return false;
        }
    }

    private static String summary(MessagesBlock block) {
        Optional<Json.Obj> input = block.whole().object("input");
        String words =
                input.flatMap(i -> i.text("query").or(() -> i.text("url")))
                        .orElse(block.text("name"))
                        .replace('\n', ' ');
        return words.substring(0, Math.min(MAX_SUMMARY_CHARS, words.length()));
    }

    private record Broken(int index, Item.ToolCall call) {}
}
