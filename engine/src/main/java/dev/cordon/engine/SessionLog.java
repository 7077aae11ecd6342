package dev.cordon.engine;

import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.EventCodec;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Timestamp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file of one session: a line of JSON for each durable event, only ever longer.
///
/// ```text
/// HOME/sessions/2026/11/21/2026-11-21T09-30-00-ID.jsonl        mode 0600 in folders of mode 0700
/// HOME/sessions/2026/11/21/2026-11-21T09-30-00-ID.jsonl.lock   who writes it
/// HOME/sessions/2026/11/21/2026-11-21T09-30-00-ID.d/7.json     an event that is too long for a line
/// ```
///
/// A line that could not be written whole is taken back, so a full disk loses nothing that was
/// logged before. Thread-safe.
public final class SessionLog implements EventLog {
    /// The longest line, in bytes, its end included; longer events stand in a file of their own.
    public static final int MAX_LINE_BYTES = 256 * 1024;

    private final Path file;
    private final SessionLock lock;
    // Not a FileChannel: that one is closed for good when its thread is interrupted.
    private final RandomAccessFile out;
    private long length;
    private boolean torn;
    private boolean closed;

    private SessionLog(Path file, SessionLock lock, RandomAccessFile out, long length) {
        this.file = file;
        this.lock = lock;
        this.out = out;
        this.length = length;
    }

    /// Starts the file of a new session.
    ///
    /// @param home where Cordon keeps its own files
    /// @throws SessionLogException if it cannot be made
    public static SessionLog create(Path home, SessionId id, Instant now) {
        Path file = SessionFiles.fileOf(home, id, now);
        try {
            PrivateFiles.createFolders(SessionFiles.folderOf(file));
            PrivateFiles.createFile(file);
            return open(file, 0);
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session file "
                            + file
                            + " cannot be made: "
                            + SessionFiles.reason(e)
                            + ". Make the folder writable, set CORDON_HOME to another one, or use"
                            + " --ephemeral to keep no record.",
                    e);
        }
    }

    /// Takes up the file of a session. A torn last line is cut off first.
    ///
    /// @throws SessionLogException if another process writes it, it cannot be read, or a line
    ///   inside it is broken
    public static Resumed resume(Path file) {
        SessionLock lock = null;
        try {
            lock = SessionLock.take(file);
            SessionContent content = SessionReader.read(file);
            RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw");
            out.setLength(content.goodBytes());
            if (content.goodBytes() > 0 && content.lastLineUnended()) {
                // The line is whole and only its end is missing.
                out.seek(content.goodBytes());
                out.write('\n');
            }
            long length = out.length();
            return new Resumed(new SessionLog(file, lock, out, length), content);
        } catch (IOException e) {
            release(lock);
            throw new SessionLogException(
                    "The session file "
                            + file
                            + " cannot be taken up: "
                            + SessionFiles.reason(e)
                            + ".",
                    e);
        } catch (SessionLogException e) {
            release(lock);
            throw e;
        }
    }

    /// A session that was taken up.
    public record Resumed(SessionLog log, SessionContent content) {}

    static SessionLog open(Path file, long length) throws IOException {
        SessionLock lock = SessionLock.take(file);
        try {
            return new SessionLog(file, lock, new RandomAccessFile(file.toFile(), "rw"), length);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static void release(@Nullable SessionLock lock) {
        if (lock != null) {
            lock.close();
        }
    }

    @Override
    public synchronized void append(Envelope envelope) {
        try {
            byte[] line = bytes(envelope);
            if (torn) {
                takeBack();
            }
            torn = true;
            out.seek(length);
            out.write(line);
            torn = false;
            length += line.length;
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session file "
                            + file
                            + " cannot be written: "
                            + SessionFiles.reason(e)
                            + ". What was logged before is safe; make room and resume the session.",
                    takenBack(e));
        }
    }

    private byte[] bytes(Envelope envelope) throws IOException {
        String line = EnvelopeCodec.write(envelope);
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_LINE_BYTES) {
            return bytes;
        }
        byte[] event = JsonText.writeBytes(EventCodec.write(envelope.event()));
        String type = EventCodec.write(envelope.event()).requireText("type");
        String reference =
                "{\"schema_version\":"
                        + Envelope.SCHEMA_VERSION
                        + ",\"sequence\":"
                        + envelope.sequence()
                        + ",\"time\":\""
                        + Timestamp.write(envelope.time())
                        + "\",\"event\":{\"type\":\""
                        + type
                        + "\",\"spilled\":"
                        + JsonText.write(SpilledEvent.store(file, envelope.sequence(), event))
                        + "}}\n";
        return reference.getBytes(StandardCharsets.UTF_8);
    }

    private IOException takenBack(IOException cause) {
        try {
            takeBack();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    private void takeBack() throws IOException {
        out.setLength(length);
        torn = false;
    }

    @Override
    public synchronized void sync() {
        try {
            if (!closed) {
                out.getFD().sync();
            }
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session file " + file + " cannot be saved: " + SessionFiles.reason(e), e);
        }
    }

    @Override
    public Optional<Path> file() {
        return Optional.of(file);
    }

    /// Closes the file and gives the lock back.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock;
                out) {
            if (torn) {
                takeBack();
            }
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session file " + file + " cannot be closed: " + SessionFiles.reason(e), e);
        }
    }
}
