package dev.cordon.engine;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Words results for the model where a tool has no words of its own.
final class ResultText {
    private ResultText() {}

    static String of(Result result, Tool.Context context) {
        return switch (result) {
            case Result.CommandOutput done ->
                    context.fit(
                            done.output(),
                            done.totalBytes(),
                            done.spill(),
                            context.maxAnswerBytes());
            case Result.FilesChanged(var files) -> {
                StringBuilder text = new StringBuilder("Changed:\n");
                files.forEach(f -> text.append(f.kind()).append(' ').append(f.path()).append('\n'));
                yield text.toString();
            }
            case Result.FileContent content -> {
                byte[] bytes = bytes(content);
                yield context.fit(
                        new String(bytes, StandardCharsets.UTF_8),
                        bytes.length,
                        Optional.of(content.path()),
                        context.maxAnswerBytes());
            }
            case Result.Listing(var lines, boolean complete) -> {
                String list =
                        String.join("\n", lines)
                                + (complete ? "" : "\n[the list was cut; narrow the request]");
                yield context.fit(list, list.length(), Optional.empty(), context.maxAnswerBytes());
            }
            case Result.Document document ->
                    context.fit(
                            document.text(),
                            document.totalBytes(),
                            Optional.empty(),
                            context.maxAnswerBytes());
            case Result.Done(String message) -> message;
            case Result.Failed(String message) -> message;
            case Result.Refused refused -> refusal(refused);
        };
    }

    static byte[] bytes(Result.FileContent content) {
        return Base64.getDecoder().decode(content.base64());
    }

    /// The words of a refusal: what, by which rule, and that going around it is no answer.
    static String refusal(Result.Refused refused) {
        return "Refused: "
                + refused.message()
                + "\nRule: "
                + refused.rule()
                + " ("
                + refused.origin()
                + "). Do not try to reach the same by another way; choose something that the rules"
                + " allow, or ask the user.";
    }

    static Item.ToolStatus status(Result result) {
        return switch (result) {
            case Result.CommandOutput done ->
                    done.exitCode().orElse(0) == 0 ? Item.ToolStatus.OK : Item.ToolStatus.FAILED;
            case Result.FilesChanged _,
                    Result.FileContent _,
                    Result.Listing _,
                    Result.Document _,
                    Result.Done _ ->
                    Item.ToolStatus.OK;
            case Result.Failed _ -> Item.ToolStatus.FAILED;
            case Result.Refused _ -> Item.ToolStatus.DECLINED;
        };
    }
}
