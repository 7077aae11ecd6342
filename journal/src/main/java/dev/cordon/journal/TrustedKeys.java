package dev.cordon.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A key that is trusted, with those that came before and after it by rotation. Each holds for the
/// checkpoints of its own time.
public final class TrustedKeys {
    private final VerifierKey given;
    private final List<Span> spans;

    private TrustedKeys(VerifierKey given, List<Span> spans) {
        this.given = given;
        this.spans = spans;
    }

    /// A key and the checkpoints it may have signed.
    ///
    /// @param above checkpoints over more entries than this
    /// @param upTo and at most over this many
    private record Span(VerifierKey key, long above, long upTo) {}

    /// One key and no other.
    public static TrustedKeys of(VerifierKey key) {
        return new TrustedKeys(key, List.of(new Span(key, -1, Long.MAX_VALUE)));
    }

    /// The key with what the rotations of a journal say of it.
    ///
    /// @param folder of the journal
    /// @throws IOException if the rotations cannot be read, or are not signed
    public static TrustedKeys of(VerifierKey key, Path folder) throws IOException {
        return of(key, new JournalFiles(folder.toAbsolutePath().normalize()));
    }

    static TrustedKeys of(VerifierKey key, JournalFiles files) throws IOException {
        List<KeyRotation> rotations = KeyRotation.all(files);
        List<VerifierKey> line = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (KeyRotation rotation : rotations) {
            if (line.isEmpty()) {
                line.add(rotation.before());
            }
            if (!line.getLast().toString().equals(rotation.before().toString())) {
                throw new IOException(files.keys() + " leaves out a key");
            }
            ends.add(rotation.size());
            line.add(rotation.after());
        }
        if (line.stream().noneMatch(k -> k.toString().equals(key.toString()))) {
            return of(key);
        }
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            spans.add(
                    new Span(
                            line.get(i),
                            i == 0 ? -1 : ends.get(i - 1) - 1,
                            i < ends.size() ? ends.get(i) : Long.MAX_VALUE));
        }
        return new TrustedKeys(key, spans);
    }

    /// The name of the journal whose keys these are.
    String name() {
        return given.name();
    }

    /// Whether the key of its time signed the checkpoint.
    boolean signed(SignedNote note) {
        for (Span span : spans) {
            boolean inTime = note.size() > span.above() && note.size() <= span.upTo();
            if (inTime && note.signedBy(span.key())) {
                return true;
            }
        }
        return false;
    }
}
