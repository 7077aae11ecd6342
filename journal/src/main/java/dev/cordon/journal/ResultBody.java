package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.Result;
import java.nio.file.Path;

/// A result as it stands in an entry: what was observed, with digests in place of content.
final class ResultBody {
    private ResultBody() {}

    static Json.ObjBuilder of(Result result) {
        Json.ObjBuilder body = Json.object();
        return switch (result) {
            case Result.CommandOutput output -> command(output, body);
            case Result.FilesChanged changed ->
                    body.put("status", "completed")
                            .put(
                                    "paths",
                                    changed.files().stream().map(f -> f.path().toString()).toList())
                            .put(
                                    "files",
                                    Json.array(
                                            changed.files().stream()
                                                    .map(ResultBody::file)
                                                    .toList()));
            case Result.FileContent content ->
                    body.put("status", "completed")
                            .put("bytes", content.totalBytes())
                            .put("output_digest", ActionBody.digest(content.base64()));
            case Result.Listing listing ->
                    body.put("status", "completed")
                            .put("lines", listing.lines().size())
                            .put("complete", listing.complete());
            case Result.Document document ->
                    body.put("status", "completed")
                            .put("http_status", document.status())
                            .put("bytes", document.totalBytes())
                            .put("output_digest", ActionBody.digest(document.text()));
            case Result.Done done -> body.put("status", "completed").put("message", done.message());
            case Result.Failed failed ->
                    body.put("status", "failed").put("message", failed.message());
            case Result.Refused refused ->
                    body.put("status", "refused")
                            .put("rule", refused.rule())
                            .put("origin", refused.origin().toString())
                            .put("by", refused.by())
                            .put("message", refused.message());
        };
    }

    private static Json.ObjBuilder command(Result.CommandOutput output, Json.ObjBuilder body) {
        body.put("status", output.process().isPresent() ? "running" : "completed");
        output.process().ifPresent(p -> body.put("process", p));
        output.exitCode().ifPresent(code -> body.put("exit_code", code));
        return body.put("bytes", output.totalBytes())
                .put("output_digest", ActionBody.digest(output.output()))
                .put("truncated", output.spill().isPresent())
                .put("duration_ms", output.wallMillis())
                .put("sandbox_notes", output.notes());
    }

    private static Json.Obj file(Result.ChangedFile file) {
        return Json.object()
                .put("path", file.path().toString())
                .put("op", Payloads.lower(file.kind()))
                .putText("moved_to", file.movedTo().map(Path::toString))
                .putText("before", file.beforeDigest())
                .putText("after", file.afterDigest())
                .build();
    }
}
