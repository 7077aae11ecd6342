package dev.cordon.engine;

import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.SessionId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Mends a damaged session file.
///
/// Lines that can be read stay byte for byte; a warning takes the place of each one that cannot, so
/// that the numbers of the others, and the names of long events, still hold. The damaged file stays
/// beside the mended one.
public final class SessionRepair {
    static final String DAMAGED = ".damaged-";

    /// More lost lines than this are not a gap but another file.
    private static final int MAX_GAP_LINES = 10_000;

    private final Path file;
    private final List<String> notes = new ArrayList<>();
    private final ByteArrayOutputStream mended = new ByteArrayOutputStream();
    private Instant lastTime = Instant.EPOCH;
    private long next;

    private SessionRepair(Path file) {
        this.file = file;
    }

    /// What was mended.
    ///
    /// @param notes a sentence for each place; none if nothing had to be mended
    /// @param original where the damaged file is kept
    public record Repaired(List<String> notes, Optional<Path> original) {}

    /// Mends a file.
    ///
    /// @throws SessionLogException if another process has it open, or it cannot be written; it is
    ///   unchanged then
    public static Repaired repair(Path file) {
        try (SessionLock lock = SessionLock.take(file)) {
            SessionRepair repair = new SessionRepair(file);
            repair.read();
            if (repair.notes.isEmpty() || !lock.isHeld()) {
                return new Repaired(List.of(), Optional.empty());
            }
            return new Repaired(List.copyOf(repair.notes), Optional.of(repair.replace()));
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session file "
                            + file
                            + " cannot be repaired: "
                            + SessionFiles.reason(e)
                            + ". It is as it was.",
                    e);
        }
    }

    private void read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            SessionReader.LineSplitter splitter = new SessionReader.LineSplitter(in);
            int number = 0;
            for (byte[] line = splitter.next(); line.length > 0; line = splitter.next()) {
                number++;
                boolean tooLong = splitter.dropped() > 0 && line.length > 1024 * 1024;
                String problem = tooLong ? "it is too long" : take(line, splitter.ended());
                if (!problem.isEmpty()) {
                    notes.add("Line " + number + " was left out: " + problem + ".");
                }
            }
        }
        if (next == 0) {
            throw new SessionLogException(
                    "The session file "
                            + file
                            + " holds no line that can be read. It is as it was.");
        }
    }

    /// @return why the line cannot stay; empty if it does
    private String take(byte[] line, boolean ended) {
        try {
            EnvelopeCodec.Line read = SessionReader.line(file, line);
            long sequence = read.sequence();
            if (sequence < next) {
                return "its number " + sequence + " was there before";
            }
            if (sequence - next > MAX_GAP_LINES) {
                return "its number " + sequence + " cannot be";
            }
            if (read instanceof EnvelopeCodec.Line.Known(var envelope)) {
                lastTime = envelope.time();
            }
            fill(sequence);
            mended.writeBytes(line);
            mended.write('\n');
            next++;
            if (!ended) {
                notes.add("The end of the last line was added.");
            }
            return "";
        } catch (JsonException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void fill(long until) {
        while (next < until) {
            Optional<SessionId> id = SessionFiles.idOf(file);
            Event event =
                    next == 0 && id.isPresent()
                            ? start(id.get())
                            : new Event.Warning("What was logged here was damaged and is lost.");
            notes.add("Event " + next + " is lost.");
            String line = EnvelopeCodec.write(new Envelope(next, lastTime, event)) + "\n";
            mended.writeBytes(line.getBytes(StandardCharsets.UTF_8));
            next++;
        }
    }

    private static Event start(SessionId id) {
        String lost = "unknown";
        return new Event.SessionStarted(
                id, lost, "/", lost, lost, lost, lost, lost, Optional.empty());
    }

    private Path replace() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".repair");
        Files.deleteIfExists(fresh);
        PrivateFiles.createFile(fresh);
        try (OutputStream out = Files.newOutputStream(fresh)) {
            mended.writeTo(out);
        }
        int count = 1;
        Path original = file.resolveSibling(file.getFileName() + DAMAGED + count);
        while (Files.exists(original)) {
            count++;
            original = file.resolveSibling(file.getFileName() + DAMAGED + count);
        }
        Files.copy(file, original, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return original;
    }
}
