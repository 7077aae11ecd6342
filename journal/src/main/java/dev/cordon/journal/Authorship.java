package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who wrote which content: found by the digests that effects carry, so it does not matter who made
/// a commit of it afterwards, or when.
public final class Authorship implements JournalReader.Sink {
    private final Map<String, Change> changes = new HashMap<>();
    private final Map<String, Work> sessions = new HashMap<>();
    private final Map<String, String> models = new HashMap<>();

    private Authorship() {}

    /// A session that left a file with a content.
    ///
    /// @param seq the entry that says so
    /// @param before SHA-256 in hex of what it was before; absent if there was no file
    public record Change(String session, long seq, String path, Optional<String> before) {}

    private record Work(String cwd, Instant first, Instant last) {}

    /// Reads a whole journal.
    public static Authorship read(Path folder) throws IOException {
        Authorship authorship = new Authorship();
        new JournalReader(folder).read(0, JournalFilter.all(), authorship);
        return authorship;
    }

    @Override
    public void entry(StoredEntry entry) {
        String session = entry.session().orElse("");
        if (session.isEmpty()) {
            return;
        }
        Work known = sessions.get(session);
        String cwd = known == null ? "" : known.cwd();
        if (entry.kind().equals("session") && !entry.text("cwd").isEmpty()) {
            cwd = entry.text("cwd");
        }
        sessions.put(
                session, new Work(cwd, known == null ? entry.time() : known.first(), entry.time()));
        switch (entry.kind()) {
            case "model_answer" ->
                    models.put(session, entry.text("provider") + "/" + entry.text("model"));
            case "effect" -> entry.payload().ifPresent(p -> files(session, entry.index(), p));
            default -> {}
        }
    }

    private void files(String session, long seq, Json.Obj payload) {
        for (Json element : payload.array("files")) {
            if (element instanceof Json.Obj file) {
                file.text("after")
                        .ifPresent(after ->
                                changes.put(
                                        after,
                                        new Change(
                                                session,
                                                seq,
                                                file.text("moved_to")
                                                        .or(() -> file.text("path"))
                                                        .orElse(""),
                                                file.text("before"))));
            }
        }
    }

    /// The newest session that left a file with this content.
    ///
    /// @param digest SHA-256 in hex of the whole file
    public Optional<Change> of(String digest) {
        return Optional.ofNullable(changes.get(digest));
    }

    /// The model that answered last in a session, as `provider/model`; empty if none did.
    public String model(String session) {
        return models.getOrDefault(session, "");
    }

    /// Sessions that worked in a folder or below it in a time. Of what had no checkpoint or was too
    /// much to tell file by file, this is all that is known.
    public Set<String> around(Path folder, Instant from, Instant to) {
        Set<String> found = new LinkedHashSet<>();
        sessions.forEach((id, work) -> {
            boolean here = !work.cwd().isEmpty() && Path.of(work.cwd()).startsWith(folder);
            if (here && !work.last().isBefore(from) && !work.first().isAfter(to)) {
                found.add(id);
            }
        });
        return found;
    }
}
