package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets the content of old entries go, and keeps what is under a legal hold.
///
/// An entry without its content keeps its head, so the chain, the tree and all checkpoints verify
/// as before; its salt goes too, so that nobody can try what the content was. What is done is
/// itself an entry. The file system may keep old blocks for a while.
public final class Retention {
    private final JournalFiles files;
    private final JournalOptions options;

    /// @param folder of the journal
    public Retention(Path folder, JournalOptions options) {
        this.files = new JournalFiles(folder.toAbsolutePath().normalize());
        this.options = options;
    }

    /// A legal hold: entries of a session, or all, that must keep their content.
    ///
    /// @param id names the hold
    /// @param session the session; empty means everything
    public record Hold(String id, Optional<String> session, String owner, String reason) {
        private Json.Obj json() {
            return Json.object()
                    .put("id", id)
                    .putText("session", session)
                    .put("owner", owner)
                    .put("reason", reason)
                    .build();
        }

        private boolean covers(EntryHead head) {
            return session.isEmpty() || session.equals(head.session());
        }
    }

    /// What a sweep did.
    ///
    /// @param removed entries whose content is gone
    /// @param held entries that were old enough and are under a hold
    public record Swept(long removed, long held) {}

    /// The holds in force.
    public List<Hold> holds() throws IOException {
        if (!Files.exists(files.holds())) {
            return List.of();
        }
        try {
            List<Hold> holds = new ArrayList<>();
            String text = Files.readString(files.holds(), StandardCharsets.UTF_8);
            for (Json element : JsonText.readObject(text).array("holds")) {
                if (element instanceof Json.Obj hold) {
                    holds.add(
                            new Hold(
                                    hold.requireText("id"),
                                    hold.text("session"),
                                    hold.requireText("owner"),
                                    hold.requireText("reason")));
                }
            }
            return holds;
        } catch (JsonException e) {
            throw new IOException(
                    files.holds() + " is damaged; nothing is removed: " + e.getMessage(), e);
        }
    }

    /// Places a hold.
    public void place(Hold hold) throws IOException {
        List<Hold> holds = new ArrayList<>(holds());
        if (holds.stream().anyMatch(h -> h.id().equals(hold.id()))) {
            throw new IOException("there is a hold " + hold.id() + " already");
        }
        record("hold.placed", hold.json());
        holds.add(hold);
        write(holds);
    }

    /// Releases a hold.
    ///
    /// @param by who does it
    public void release(String id, String by) throws IOException {
        List<Hold> holds = new ArrayList<>(holds());
        if (!holds.removeIf(hold -> hold.id().equals(id))) {
            throw new IOException("there is no hold " + id);
        }
        record("hold.released", Json.object().put("id", id).put("by", by).build());
        write(holds);
    }

    /// Removes the content of entries that are older than `before` and under no hold.
    public Swept sweep(Instant before) throws IOException {
        try (FileLocker lock =
                new FileLocker(files.root().resolve("retention.lock"), options.lockSeconds())) {
            lock.acquire();
            List<Hold> holds = holds();
            // The entry comes first and begins a segment, so that all others are closed.
            record(
                    "retention.sweep",
                    Json.object()
                            .put("before", before.toString())
                            .put("holds", holds.stream().map(Hold::id).toList())
                            .build());
            long removed = 0;
            long held = 0;
            List<Long> firsts = files.firsts();
            for (long first : firsts.subList(0, firsts.size() - 1)) {
                Swept swept = sweep(first, before, holds);
                removed += swept.removed();
                held += swept.held();
            }
            return new Swept(removed, held);
        }
    }

    private Swept sweep(long first, Instant before, List<Hold> holds) throws IOException {
        Path segment = files.segment(first);
        ByteArrayOutputStream kept = new ByteArrayOutputStream((int) Files.size(segment));
        long removed = 0;
        long held = 0;
        Hashes hashes = new Hashes();
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "r")) {
            LineReader lines = new LineReader(file, 0);
            for (LineReader.Line line = lines.next(); !line.isEnd(); line = lines.next()) {
                EntryLine entry = EntryLine.read(line.bytes());
                entry.check(hashes);
                // The journal's own entries say what was held and removed; they stay.
                boolean own = entry.head().kind().contains(".");
                boolean old = !own && entry.hasPayload() && entry.head().time().isBefore(before);
                boolean keep = holds.stream().anyMatch(hold -> hold.covers(entry.head()));
                if (old && !keep) {
                    kept.writeBytes(entry.withoutPayload());
                    removed++;
                } else {
                    kept.writeBytes(line.bytes());
                    kept.write('\n');
                    held += old && keep ? 1 : 0;
                }
            }
        } catch (BadEntryException e) {
            throw new IOException(segment + " is damaged; nothing was removed from it", e);
        }
        if (removed > 0) {
            JournalFiles.replace(segment, kept.toByteArray());
        }
        return new Swept(removed, held);
    }

    private void record(String kind, Json.Obj body) throws IOException {
        Pending pending =
                new Pending(
                        kind,
                        Instant.now(),
                        Optional.empty(),
                        CanonicalJson.bytes(CanonicalJson.made(body)));
        // A full segment is one of at least one byte here, so the entry begins a new one.
        try (SegmentWriter writer = new SegmentWriter(files, options.withSegmentBytes(1))) {
            writer.open();
            writer.write(List.of(pending));
        }
    }

    private void write(List<Hold> holds) throws IOException {
        Json.Obj json =
                Json.object()
                        .put("schema_version", 1)
                        .put("holds", Json.array(holds.stream().map(Hold::json).toList()))
                        .build();
        JournalFiles.replace(files.holds(), JsonText.writeBytes(json));
    }
}
