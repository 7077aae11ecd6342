package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts batches of entries at the end of a journal. Used by one thread that nobody interrupts: an
/// interrupt would close the files under it.
final class SegmentWriter implements AutoCloseable {
    private static final int FORMAT = EntryLine.VERSION;

    private final JournalFiles files;
    private final JournalOptions options;
    private final FileLocker locker;
    private final TailFinder finder;
    private final Hashes hashes = new Hashes();
    private final Salts salts;
    private final String user;
    private final String writer;
    private final Reserve reserve;
    private final OpenDecisions open = new OpenDecisions();
    private @Nullable WriterMark mark;
    private @Nullable Tail mine;
    private @Nullable Path segmentPath;
    private @Nullable RandomAccessFile segment;

    SegmentWriter(JournalFiles files, JournalOptions options) throws IOException {
        this.files = files;
        this.options = options;
        this.user = EntryHead.word(options.user());
        this.salts = new Salts();
        this.writer = ProcessHandle.current().pid() + "-" + salts.name();
        files.create();
        this.locker = new FileLocker(files.lock(), options.lockSeconds());
        this.finder = new TailFinder(files);
        this.reserve = new Reserve(files);
    }

    /// What makes the salts of this writer's entries.
    Salts salts() {
        return salts;
    }

    /// Says that this process writes, and closes what processes that died left open. Called once,
    /// after {@link #open}; a process that writes only entries of the journal itself need not.
    ///
    /// @return how many entries that took
    int enrol(Tail tail) throws IOException {
        int closed = 0;
        mark = WriterMark.set(files, writer, tail.next());
        List<WriterMark.Dead> dead = WriterMark.dead(files);
        if (!dead.isEmpty()) {
            List<Pending> unknown = UnknownEffects.of(files, dead, tail.next());
            if (!unknown.isEmpty()) {
                closed = write(unknown).size();
            }
            for (WriterMark.Dead one : dead) {
                one.mark().close();
            }
        }
        reserve.ensure();
        return closed;
    }

    /// Makes sure that the journal can be written, and mends its end.
    Tail open() throws IOException {
        locker.acquire();
        try {
            Tail tail = locate();
            mine = tail;
            locker.write(tail.hint());
            return tail;
        } finally {
            locker.release();
        }
    }

    /// Writes the batch and waits until it is on disk.
    ///
    /// @return the places in the order of the batch
    List<Journal.Receipt> write(List<Pending> batch) throws IOException {
        List<Journal.Receipt> receipts = new ArrayList<>(batch.size());
        locker.acquire();
        try {
            Tail tail = locate();
            mine = null;
            try {
                mine = append(tail, batch, receipts);
            } catch (IOException e) {
                lastWords(tail, batch, e);
                throw e;
            }
            locker.write(mine.hint());
        } finally {
            locker.release();
        }
        note(batch, receipts);
        // Whoever writes meanwhile syncs the same file, so nobody's entry is acknowledged before
        // those in front of it are on disk.
        current().getChannel().force(false);
        return receipts;
    }

    /// What may happen once the receipts are given stands in the mark before that.
    private void note(List<Pending> batch, List<Journal.Receipt> receipts) throws IOException {
        for (int i = 0; i < receipts.size(); i++) {
            open.placed(receipts.get(i).index(), batch.get(i).bearing());
        }
        WriterMark own = mark;
        if (own != null && !open.overflowed()) {
            own.open(open.first());
        }
    }

    /// The disk is full: the room that was kept for it takes one entry that says so.
    private void lastWords(Tail tail, List<Pending> batch, IOException problem) {
        if (!Failures.full(problem) || !reserve.release()) {
            return;
        }
        try {
            Json.Obj body =
                    Json.object()
                            .put("cause", "the disk is full")
                            .put("refused", batch.size())
                            .put("first_refused_kind", batch.getFirst().kind())
                            .put(
                                    "first_refused_digest",
                                    Hashes.hex(hashes.plain(batch.getFirst().payload())))
                            .build();
            Pending words =
                    new Pending(
                            "journal.degraded",
                            Instant.now(),
                            Optional.empty(),
                            CanonicalJson.bytes(body));
            // Where the batch began a segment, the end is somewhere else than it was.
            Tail end = finder.find(Optional.empty()).orElse(tail);
            use(end.segment());
            Tail after = append(end, List.of(words), new ArrayList<>());
            current().getChannel().force(false);
            locker.write(after.hint());
        } catch (IOException | RuntimeException e) {
            problem.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        WriterMark own = mark;
        mark = null;
        if (own != null) {
            own.close();
        }
        closeSegment();
        locker.close();
    }

    private Tail locate() throws IOException {
        byte[] raw = locker.read(Tail.HINT_BYTES);
        Tail known = mine;
        if (known != null && Arrays.equals(raw, known.hint()) && still(known)) {
            return known;
        }
        Optional<Tail> hint = Tail.fromHint(raw);
        Optional<Tail> found = finder.find(hint);
        if (found.isEmpty()) {
            return create(hint);
        }
        Tail tail = found.get();
        CheckpointFile.refuseTruncated(files, tail.next());
        use(tail.segment());
        long dropped = finder.takeDroppedBytes();
        return dropped == 0 ? tail : append(tail, List.of(recovered(dropped)), new ArrayList<>());
    }

    private boolean still(Tail tail) throws IOException {
        RandomAccessFile open = segment;
        Path path = segmentPath;
        return open != null
                && path != null
                && path.equals(files.segment(tail.segment()))
                && Files.exists(path)
                && open.length() == tail.endBytes()
                && !Files.exists(files.segment(tail.next()));
    }

    private Tail create(Optional<Tail> hint) throws IOException {
        CheckpointFile.refuseTruncated(files, 0);
        if (hint.isPresent() && hint.get().next() > 0) {
            throw new JournalException(
                    "the entries of the journal in "
                            + files.root()
                            + " are gone: "
                            + hint.get().next()
                            + " were there. Restore them, or move the folder away to start a new"
                            + " journal");
        }
        JournalFiles.file(files.segment(0));
        JournalFiles.sync(files.segments());
        use(0);
        current().setLength(0);
        Tail start = Tail.start("cordon-journal/" + salts.name());
        return append(start, List.of(opened()), new ArrayList<>());
    }

    private Tail append(Tail tail, List<Pending> batch, List<Journal.Receipt> receipts)
            throws IOException {
        Tail at = tail;
        Tail written = tail;
        ByteArrayOutputStream lines = new ByteArrayOutputStream(1024 * batch.size());
        for (Pending pending : batch) {
            if (at.endBytes() >= options.segmentBytes()) {
                flush(written, lines);
                at = successor(at);
                written = at;
            }
            pending.bind(salts, hashes);
            byte[] salt = pending.salt();
            byte[] payload = pending.payload();
            byte[] commit = pending.commit();
            byte[] head = pending.head(commit, at, user, writer).write();
            byte[] leaf = hashes.leaf(head, 0, head.length);
            byte[] line = EntryLine.write(head, leaf, payload, salt);
            lines.writeBytes(line);
            String hex = Hashes.hex(leaf);
            receipts.add(new Journal.Receipt(at.next(), hex));
            at = new Tail(at.segment(), at.endBytes() + line.length, at.next() + 1, hex, at.log());
        }
        flush(written, lines);
        return at;
    }

    /// Writes behind `tail`; after a failure nothing of it stays.
    private void flush(Tail tail, ByteArrayOutputStream lines) throws IOException {
        RandomAccessFile file = current();
        try {
            file.seek(tail.endBytes());
            file.write(lines.toByteArray());
            lines.reset();
        } catch (IOException e) {
            file.setLength(tail.endBytes());
            throw e;
        }
    }

    /// The full segment goes to disk before the next one exists, so at most the last one is torn.
    private Tail successor(Tail full) throws IOException {
        current().getChannel().force(true);
        JournalFiles.file(files.segment(full.next()));
        JournalFiles.sync(files.segments());
        use(full.next());
        return new Tail(full.next(), 0, full.next(), full.leaf(), full.log());
    }

    private RandomAccessFile current() throws IOException {
        RandomAccessFile open = segment;
        if (open == null) {
            throw new IOException("no segment is open");
        }
        return open;
    }

    private void use(long first) throws IOException {
        Path path = files.segment(first);
        if (segment != null && path.equals(segmentPath)) {
            return;
        }
        closeSegment();
        segment = new RandomAccessFile(path.toFile(), "rw");
        segmentPath = path;
    }

    private void closeSegment() throws IOException {
        RandomAccessFile open = segment;
        segment = null;
        segmentPath = null;
        if (open != null) {
            open.close();
        }
    }

    private static Pending opened() {
        return own("journal.open", "{\"format\":" + FORMAT + "}");
    }

    private static Pending recovered(long droppedBytes) {
        return own("journal.recovered", "{\"droppedBytes\":" + droppedBytes + "}");
    }

    private static Pending own(String kind, String payload) {
        return new Pending(kind, Instant.now(), Optional.empty(), EntryLine.ascii(payload));
    }
}
