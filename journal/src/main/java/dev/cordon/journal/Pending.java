package dev.cordon.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// An entry on its way to the disk.
final class Pending {
    private static final byte[] NONE = new byte[0];

    private final String kind;
    private final Instant time;
    private final Optional<String> session;
    private final byte[] payload;
    private final boolean patient;
    private final OpenDecisions.Bearing bearing;
    private byte[] salt = NONE;
    private byte[] commit = NONE;
    private final CompletableFuture<Journal.Receipt> receipt = new CompletableFuture<>();

    /// @param payload canonical JSON
    Pending(String kind, Instant time, Optional<String> session, byte[] payload) {
        this(kind, time, session, payload, new OpenDecisions.Bearing.None());
    }

    /// @param payload canonical JSON
    /// @param bearing what it means for decisions whose effect is to come
    Pending(
            String kind,
            Instant time,
            Optional<String> session,
            byte[] payload,
            OpenDecisions.Bearing bearing) {
        this(kind, time, session, payload, bearing, false);
    }

    private Pending(
            String kind,
            Instant time,
            Optional<String> session,
            byte[] payload,
            OpenDecisions.Bearing bearing,
            boolean patient) {
        this.bearing = bearing;
        this.patient = patient;
        this.kind = kind;
        this.time = time;
        this.session = session;
        this.payload = payload;
    }

    /// The same entry, for whose place on disk nobody waits.
    Pending patiently() {
        return new Pending(kind, time, session, payload, bearing, true);
    }

    /// Binds the payload to a salt, unless that was done before. Whoever hands the entry in does
    /// it, so that the thread that writes for all has less to do.
    void bind(Salts salts, Hashes hashes) {
        if (salt.length == 0) {
            salt = salts.next(hashes);
            commit = hashes.commitment(salt, payload, 0, payload.length);
        }
    }

    byte[] salt() {
        return salt;
    }

    byte[] commit() {
        return commit;
    }

    boolean patient() {
        return patient;
    }

    OpenDecisions.Bearing bearing() {
        return bearing;
    }

    String kind() {
        return kind;
    }

    byte[] payload() {
        return payload;
    }

    EntryHead head(byte[] commit, Tail tail, String user, String writer) {
        return new EntryHead(
                commit,
                kind,
                tail.log(),
                Hashes.fromHex(tail.leaf()),
                tail.next(),
                session,
                time,
                user,
                writer);
    }

    void done(Journal.Receipt place) {
        receipt.complete(place);
    }

    void failed(JournalException e) {
        receipt.completeExceptionally(e);
    }

    /// Waits until it is on disk. An interrupt does not cut the wait short, and stays set.
    Journal.Receipt await() {
        try {
            return receipt.join();
        } catch (CompletionException e) {
            String message = e.getCause() == null ? "" : e.getCause().getMessage();
            throw new JournalException(message == null ? "" : message, e);
        }
    }
}
