package dev.cordon.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// {@link Result} to and from JSON.
public final class ResultCodec {
    private ResultCodec() {}

    /// The result as an object with the member `type`.
    public static Json.Obj write(Result result) {
        return switch (result) {
            case Result.CommandOutput r -> commandOutput(r);
            case Result.FilesChanged(List<Result.ChangedFile> files) ->
                    typed("files_changed").put("files", files(files)).build();
            case Result.FileContent(Path path, String base64, long offset, long totalBytes) ->
                    typed("file_content")
                            .put("path", path.toString())
                            .put("base64", base64)
                            .put("offset", offset)
                            .put("total_bytes", totalBytes)
                            .build();
            case Result.Listing(List<String> lines, boolean complete) ->
                    typed("listing").put("lines", lines).put("complete", complete).build();
            case Result.Document(int status, String mediaType, String text, long totalBytes) ->
                    typed("document")
                            .put("status", status)
                            .put("media_type", mediaType)
                            .put("text", text)
                            .put("total_bytes", totalBytes)
                            .build();
            case Result.Done(String message) -> typed("done").put("message", message).build();
            case Result.Failed(String message) -> typed("failed").put("message", message).build();
            case Result.Refused(String rule, Origin origin, String by, String message) ->
                    typed("refused")
                            .put("rule", rule)
                            .put("origin", DecisionCodec.writeOrigin(origin))
                            .put("by", by)
                            .put("message", message)
                            .build();
        };
    }

    /// The result; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong, or the type is unknown
    public static Result read(Json.Obj json) {
        return Reading.of("result", json, ResultCodec::read);
    }

    static Result read(Members in) {
        return switch (in.type()) {
            case "command_output" ->
                    new Result.CommandOutput(
                            in.findCount("process"),
                            in.findCount("exit_code"),
                            in.text("output"),
                            in.number("total_bytes"),
                            in.findPath("spill"),
                            in.number("wall_millis"),
                            in.texts("notes"));
            case "files_changed" ->
                    new Result.FilesChanged(in.list("files", ResultCodec::readFile));
            case "file_content" ->
                    new Result.FileContent(
                            in.path("path"),
                            in.text("base64"),
                            in.number("offset"),
                            in.number("total_bytes"));
            case "listing" -> new Result.Listing(in.texts("lines"), in.flag("complete"));
            case "document" ->
                    new Result.Document(
                            in.count("status"),
                            in.text("media_type"),
                            in.text("text"),
                            in.number("total_bytes"));
            case "done" -> new Result.Done(in.text("message"));
            case "failed" -> new Result.Failed(in.text("message"));
            case "refused" ->
                    new Result.Refused(
                            in.text("rule"),
                            DecisionCodec.readOrigin(in.inner("origin")),
                            in.text("by"),
                            in.text("message"));
            default -> throw in.unknown("result");
        };
    }

    private static Json.Obj commandOutput(Result.CommandOutput result) {
        Json.ObjBuilder out = typed("command_output");
        count(out, "process", result.process());
        count(out, "exit_code", result.exitCode());
        return out.put("output", result.output())
                .put("total_bytes", result.totalBytes())
                .putText("spill", result.spill().map(Path::toString))
                .put("wall_millis", result.wallMillis())
                .put("notes", result.notes())
                .build();
    }

    private static void count(Json.ObjBuilder out, String name, OptionalInt value) {
        if (value.isPresent()) {
            out.put(name, value.getAsInt());
        }
    }

    private static Json.Arr files(List<Result.ChangedFile> files) {
        List<Json> elements = new ArrayList<>(files.size());
        for (Result.ChangedFile file : files) {
            elements.add(
                    Json.object()
                            .put("path", file.path().toString())
                            .put("kind", Members.word(file.kind()))
                            .putText("moved_to", file.movedTo().map(Path::toString))
                            .putText("before_digest", file.beforeDigest())
                            .putText("after_digest", file.afterDigest())
                            .build());
        }
        return Json.array(elements);
    }

    private static Result.ChangedFile readFile(Members in) {
        return new Result.ChangedFile(
                in.path("path"),
                in.word("kind", Action.ChangeKind.values()),
                in.findPath("moved_to"),
                in.findText("before_digest"),
                in.findText("after_digest"));
    }

    private static Json.ObjBuilder typed(String type) {
        return Json.object().put("type", type);
    }
}
