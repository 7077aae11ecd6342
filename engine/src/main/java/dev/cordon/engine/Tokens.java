package dev.cordon.engine;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Wire;
import java.util.List;

/// Estimates tokens where the provider did not count them: four bytes are one token, an image is a
/// fixed number. Only for decisions about length, never for money.
final class Tokens {
    private static final int BYTES_PER_TOKEN = 4;
    private static final int IMAGE_TOKENS = 1_500;

    private Tokens() {}

    static long of(List<Item> items) {
        long tokens = 0;
        for (Item item : items) {
            tokens += of(item);
        }
        return tokens;
    }

    static long of(Item item) {
        return switch (item) {
            case Item.Context context -> characters(context.parts());
            case Item.UserMessage message -> content(message.content());
            case Item.AssistantMessage message -> ofText(message.text());
            case Item.Reasoning reasoning ->
                    reasoning.wire().map(Wire::json).map(Tokens::ofText).orElse(0L);
            case Item.ToolCall call -> ofText(call.name()) + ofText(call.input().text());
            case Item.ToolOutput output -> content(output.content());
            case Item.Opaque opaque -> opaque.wire().map(Wire::json).map(Tokens::ofText).orElse(0L);
        };
    }

    static long ofText(String text) {
        return (text.length() + BYTES_PER_TOKEN - 1L) / BYTES_PER_TOKEN;
    }

    private static long characters(List<String> parts) {
        long tokens = 0;
        for (String part : parts) {
            tokens += ofText(part);
        }
        return tokens;
    }

    private static long content(List<Content> content) {
        long tokens = 0;
        for (Content part : content) {
            tokens +=
                    switch (part) {
                        case Content.Text(String text) -> ofText(text);
                        case Content.Image _ -> IMAGE_TOKENS;
                    };
        }
        return tokens;
    }
}
