package dev.cordon.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A checkpoint: name, size and root of a journal, signed.
///
/// ```
/// cordon-journal/0123456789abcdef
/// 1024
/// <root in base64>
///
/// — cordon-journal/0123456789abcdef <base64 of 4 bytes key id and the signature>
/// ```
///
/// The signed bytes are the first three lines with their newlines.
///
/// @see <a href="https://c2sp.org/tlog-checkpoint">C2SP checkpoints</a>
public final class SignedNote {
    private static final String DASH = "— ";
    private static final int ID_BYTES = 4;

    private final String origin;
    private final long size;
    private final byte[] root;
    private final List<String> signatures;

    private SignedNote(String origin, long size, byte[] root, List<String> signatures) {
        this.origin = origin;
        this.size = size;
        this.root = root;
        this.signatures = signatures;
    }

    static SignedNote sign(String origin, long size, byte[] root, SigningKey key) {
        SignedNote bare = new SignedNote(origin, size, root, List.of());
        byte[] signature = key.sign(bare.body());
        byte[] id = key.verifier().id();
        byte[] blob = Arrays.copyOf(id, id.length + signature.length);
        System.arraycopy(signature, 0, blob, id.length, signature.length);
        String line = DASH + key.verifier().name() + ' ' + Base64.getEncoder().encodeToString(blob);
        return new SignedNote(origin, size, root, List.of(line));
    }

    /// Reads one note.
    ///
    /// @throws IllegalArgumentException if it is none, or in another spelling than {@link #text()}
    public static SignedNote read(String text) {
        List<SignedNote> notes = readAll(text);
        if (notes.size() != 1) {
            throw new IllegalArgumentException(notes.size() + " checkpoints where one should be");
        }
        return notes.getFirst();
    }

    /// Reads notes that stand one after the other.
    ///
    /// @throws IllegalArgumentException as {@link #read}
    public static List<SignedNote> readAll(String text) {
        List<SignedNote> notes = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            int end = at + 4;
            while (end < lines.size() && lines.get(end).startsWith(DASH)) {
                end++;
            }
            notes.add(note(lines.subList(at, Math.min(end, lines.size()))));
            at = end;
        }
        StringBuilder again = new StringBuilder(text.length());
        notes.forEach(note -> again.append(note.text()));
        if (!again.toString().equals(text)) {
            throw new IllegalArgumentException("a checkpoint is not in its canonical form");
        }
        return notes;
    }

    /// The name of the journal.
    public String origin() {
        return origin;
    }

    /// How many entries it covers.
    public long size() {
        return size;
    }

    /// The root of the Merkle tree over these entries.
    public byte[] root() {
        return root.clone();
    }

    /// Whether one of the signatures is by this key and good.
    public boolean signedBy(VerifierKey key) {
        String start = DASH + key.name() + ' ';
        for (String line : signatures) {
            if (line.startsWith(start)) {
                byte[] blob = Base64.getDecoder().decode(line.substring(start.length()));
                if (blob.length > ID_BYTES
                        && Arrays.equals(key.id(), Arrays.copyOf(blob, ID_BYTES))
                        && key.verifies(body(), Arrays.copyOfRange(blob, ID_BYTES, blob.length))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The whole note.
    public String text() {
        StringBuilder text = new StringBuilder(bodyText()).append('\n');
        signatures.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private byte[] body() {
        return bodyText().getBytes(StandardCharsets.UTF_8);
    }

    private String bodyText() {
        return origin + '\n' + size + '\n' + Base64.getEncoder().encodeToString(root) + '\n';
    }

    private static SignedNote note(List<String> lines) {
        if (lines.size() < 5 || !lines.get(3).isEmpty()) {
            throw new IllegalArgumentException("a checkpoint is cut off");
        }
        byte[] root = Base64.getDecoder().decode(lines.get(2));
        if (root.length != Hashes.HASH_BYTES) {
            throw new IllegalArgumentException("the root of a checkpoint is no SHA-256");
        }
        lines.subList(4, lines.size()).forEach(SignedNote::checkSignature);
        return new SignedNote(
                lines.get(0),
                Long.parseLong(lines.get(1)),
                root,
                List.copyOf(lines.subList(4, lines.size())));
    }

    private static void checkSignature(String line) {
        String base64 = line.substring(line.lastIndexOf(' ') + 1);
        byte[] blob = Base64.getDecoder().decode(base64);
        // A decoder ignores the unused bits of the last character; they must not vary.
        if (!line.startsWith(DASH) || !Base64.getEncoder().encodeToString(blob).equals(base64)) {
            throw new IllegalArgumentException("a signature line of a checkpoint is damaged");
        }
    }
}
