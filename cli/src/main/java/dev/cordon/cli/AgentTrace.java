package dev.cordon.cli;

import dev.cordon.journal.Authorship;
import dev.cordon.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Which lines of a commit a model wrote, as Agent Trace 0.1.0.
///
/// A file counts as written by a model if a session left exactly the content that the commit has;
/// as mixed if what the session began with was not what the parent has, so somebody else changed it
/// in between; everything else is unknown, because a person's edit leaves no entry.
///
/// @see <a href="https://agent-trace.dev/schemas/v1/trace-record.json">the record as JSON
///   Schema</a>
final class AgentTrace {
    private static final String FORMAT = "0.1.0";
    private static final int MAX_MODEL_CHARS = 250;

    private final Commit commit;
    private final Authorship authorship;
    private final String log;

    /// @param log the name of the journal
    AgentTrace(Commit commit, Authorship authorship, String log) {
        this.commit = commit;
        this.authorship = authorship;
        this.log = log;
    }

    Json.Obj json(Instant now) throws IOException {
        List<Json> files = new ArrayList<>();
        for (String file : commit.files()) {
            file(file).ifPresent(files::add);
        }
        return Json.object()
                .put("version", FORMAT)
                .put("id", UUID.randomUUID().toString())
                .put("timestamp", now.toString())
                .put("vcs", Json.object().put("type", "git").put("revision", commit.id()).build())
                .put(
                        "tool",
                        Json.object().put("name", "cordon").put("version", Version.TEXT).build())
                .put("files", Json.array(files))
                .put(
                        "metadata",
                        Json.object()
                                .put(
                                        "dev.cordon",
                                        Json.object()
                                                .put("log", log)
                                                .put("tree", commit.tree())
                                                .build())
                                .build())
                .build();
    }

    private Optional<Json.Obj> file(String file) throws IOException {
        Optional<byte[]> content = commit.content(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        Optional<Authorship.Change> change = authorship.of(Commit.digest(content.get()));
        Json.ObjBuilder contributor = Json.object();
        Json.ObjBuilder conversation = Json.object();
        if (change.isPresent()) {
            boolean alone = change.get().before().equals(commit.digestBefore(file));
            contributor.put("type", alone ? "ai" : "mixed");
            String model = authorship.model(change.get().session());
            if (!model.isEmpty() && model.length() <= MAX_MODEL_CHARS) {
                contributor.put("model_id", model);
            }
            conversation.put("url", "urn:cordon:" + log + ":" + change.get().session());
        } else {
            contributor.put("type", "unknown");
        }
        List<Json> ranges = new ArrayList<>();
        for (Commit.Range range : commit.ranges(file)) {
            ranges.add(
                    Json.object()
                            .put("start_line", range.first())
                            .put("end_line", range.last())
                            .put(
                                    "content_hash",
                                    "sha256:" + Commit.digest(lines(content.get(), range)))
                            .build());
        }
        if (ranges.isEmpty()) {
            // Only lines went away, or it has none: nothing in it is anybody's line.
            return Optional.empty();
        }
        conversation.put("contributor", contributor.build()).put("ranges", Json.array(ranges));
        return Optional.of(
                Json.object()
                        .put("path", file)
                        .put("conversations", Json.array(List.of(conversation.build())))
                        .build());
    }

    /// The exact bytes of these lines, their newlines included: they survive a rebase.
    private static byte[] lines(byte[] content, Commit.Range range) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int line = 1;
        for (byte b : content) {
            if (line >= range.first() && line <= range.last()) {
                out.write(b);
            }
            line += b == '\n' ? 1 : 0;
        }
        return out.toByteArray();
    }
}
