package dev.cordon.policy;

import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.QuestionCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The grants that last: for a project, and for a session while it runs. One JSON object a line in
/// a file of mode 0600, with the session where there is one. Changes of several processes come one
/// after the other, and each is whole or not there.
public final class GrantStore {
    static final int MAX_GRANTS = 10_000;
    private static final long MAX_FILE_BYTES = 16L << 20;

    private final Path file;
    private final Path lock;

    /// @param home Cordon's own folder; made with mode 0700 if it is missing
    public GrantStore(Path home) {
        this.file = home.resolve("grants.jsonl");
        this.lock = home.resolve("grants.lock");
    }

    /// A grant with the session that it is for.
    ///
    /// @param session empty if it is for a project
    public record Kept(Grant grant, String session) {}

    /// The grants that have not ended, with their sessions.
    ///
    /// @throws UncheckedIOException if the file cannot be read
    /// @throws JsonException if it is damaged; nothing then counts as granted
    public synchronized List<Kept> kept(Instant now) {
        List<Kept> valid = new ArrayList<>();
        for (Kept each : read()) {
            if (now.isBefore(each.grant().expires())) {
                valid.add(each);
            }
        }
        return valid;
    }

    /// The grants that have not ended.
    ///
    /// @throws UncheckedIOException if the file cannot be read
    /// @throws JsonException if it is damaged; nothing then counts as granted
    public synchronized List<Grant> list(Instant now) {
        return kept(now).stream().map(Kept::grant).toList();
    }

    /// Keeps a grant for a project; ended ones are thrown away on the way.
    public void add(Grant grant, Instant now) {
        add(grant, "", now);
    }

    /// Keeps a grant for a session, until {@link #ended}.
    ///
    /// @param session its id
    public void add(Grant grant, String session, Instant now) {
        change(grants -> {
            List<Kept> kept = new ArrayList<>(grants);
            kept.removeIf(k -> {
                Grant old = k.grant();
                return !now.isBefore(old.expires()) || old.id().equals(grant.id());
            });
            if (kept.size() >= MAX_GRANTS) {
                throw new IllegalStateException("there are " + MAX_GRANTS + " grants; revoke some");
            }
            kept.add(new Kept(grant, session));
            return kept;
        });
    }

    /// Ends the grants of a session.
    public void ended(String session) {
        if (!session.isEmpty() && read().stream().anyMatch(k -> k.session().equals(session))) {
            change(grants -> grants.stream().filter(k -> !k.session().equals(session)).toList());
        }
    }

    /// Ends a grant.
    ///
    /// @param id its id, or the beginning of it if no other begins so
    /// @return whether there was one
    public boolean revoke(String id) {
        int[] matching = {0};
        change(grants -> {
            List<Kept> kept = new ArrayList<>();
            for (Kept each : grants) {
                boolean same = !id.isEmpty() && each.grant().id().startsWith(id);
                matching[0] += same ? 1 : 0;
                if (!same) {
                    kept.add(each);
                }
            }
            return matching[0] == 1 ? kept : grants;
        });
        return matching[0] == 1;
    }

    private synchronized void change(UnaryOperator<List<Kept>> edit) {
        try {
            makeFolder();
            try (FileChannel channel = open(lock)) {
                var held = channel.lock();
                try {
                    write(edit.apply(read()));
                } finally {
                    held.release();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be changed: " + e.getMessage(), e);
        }
    }

    private void makeFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static FileChannel open(Path path) throws IOException {
        try {
            Files.createFile(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            // Somebody was here before.
        }
        return FileChannel.open(path, StandardOpenOption.WRITE);
    }

    private List<Kept> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException("it is longer than " + MAX_FILE_BYTES + " bytes");
            }
            List<Kept> grants = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isEmpty()) {
                    Json.Obj object = JsonText.readObject(line);
                    grants.add(
                            new Kept(
                                    QuestionCodec.readGrant(object),
                                    object.text("session").orElse("")));
                }
            }
            return grants;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(List<Kept> grants) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Kept kept : grants) {
            Json.Obj object = QuestionCodec.writeGrant(kept.grant());
            if (!kept.session().isEmpty()) {
                Json.ObjBuilder all = Json.object();
                object.members().forEach(all::put);
                object = all.put("session", kept.session()).build();
            }
            text.append(JsonText.write(object)).append('\n');
        }
        Path folder = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(folder, "grants", ".new");
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
