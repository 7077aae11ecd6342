package dev.cordon.engine;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Words the answer of an MCP tool. What a server says is data and never an instruction of ours.
final class McpResult {
    static final int MAX_CHARS = 1024 * 1024;

    private McpResult() {}

    static Result of(Json.Obj answer) {
        StringBuilder text = new StringBuilder();
        for (Json element : answer.array("content")) {
            if (element instanceof Json.Obj part && text.length() < MAX_CHARS) {
                text.append(text.isEmpty() ? "" : "\n").append(words(part));
            }
        }
        Optional<Json.Obj> structured = answer.object("structuredContent");
        if (structured.isPresent()) {
            String json = JsonText.write(structured.get());
            // Servers usually repeat it as text; what says something else must not be lost.
            if (!same(text.toString(), structured.get())) {
                text.append(text.isEmpty() ? "" : "\n").append(json);
            }
        }
        if (text.length() > MAX_CHARS) {
            text.setLength(MAX_CHARS);
            text.append("\n[the answer was cut]");
        }
        if (answer.bool("isError").orElse(false)) {
            return new Result.Failed(
                    text.isEmpty() ? "the tool failed without a word" : text.toString());
        }
        return new Result.Document(
                0,
                "text/plain",
                text.toString(),
                text.toString().getBytes(StandardCharsets.UTF_8).length);
    }

    private static boolean same(String text, Json.Obj structured) {
        try {
            return JsonText.read(text).equals(structured);
        } catch (dev.cordon.protocol.JsonException _) {
            return false;
        }
    }

    private static String words(Json.Obj part) {
        return switch (part.text("type").orElse("")) {
            case "text" -> part.text("text").orElse("");
            case "image", "audio" ->
                    "["
                            + part.text("type").orElse("")
                            + " "
                            + part.text("mimeType").orElse("")
                            + ", "
                            + part.text("data").orElse("").length() * 3L / 4
                            + " bytes, not shown]";
            case "resource_link" ->
                    "[resource "
                            + part.text("uri").orElse("")
                            + " "
                            + part.text("name").orElse("")
                            + "]";
            case "resource" -> {
                Json.Obj resource = part.object("resource").orElseGet(() -> Json.object().build());
                yield "[resource "
                        + resource.text("uri").orElse("")
                        + "]\n"
                        + resource.text("text").orElse("");
            }
            default ->
                    "[something of the kind " + McpClient.cut(part.text("type").orElse("")) + "]";
        };
    }
}
