package dev.cordon.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// One line of a segment: an entry as it stands on disk.
///
/// ```
/// {"head":{...},"leaf":"<64 hex>","payload":{...},"salt":"<32 hex>"}
/// ```
///
/// The head is chained and stays for ever. It binds the payload by a salted hash, so payload and
/// salt can go (retention) and the chain still verifies. Every part has exactly one spelling, the
/// canonical one, so a changed byte anywhere in the line is found in that line.
final class EntryLine {
    /// The version of the line's format.
    static final int VERSION = 1;

    /// The longest line that is written or read, its newline included.
    static final int MAX_LINE_BYTES = 128 * 1024;

    static final int SALT_BYTES = 16;
    private static final byte[] HEAD = ascii("{\"head\":");
    private static final byte[] LEAF = ascii(",\"leaf\":\"");
    private static final byte[] PAYLOAD = ascii("\",\"payload\":");
    private static final byte[] SALT = ascii(",\"salt\":\"");
    private static final byte[] END = ascii("\"}");
    private static final int TAIL_BYTES = SALT.length + 2 * SALT_BYTES + END.length;

    private final byte[] bytes;
    private final int headStart;
    private final int headEnd;
    private final int payloadStart;
    private final int payloadEnd;
    private final byte[] leaf;
    private final EntryHead head;

    private EntryLine(
            byte[] bytes, int headEnd, int payloadStart, int payloadEnd, byte[] leaf, EntryHead h) {
        this.bytes = bytes;
        this.headStart = HEAD.length;
        this.headEnd = headEnd;
        this.payloadStart = payloadStart;
        this.payloadEnd = payloadEnd;
        this.leaf = leaf;
        this.head = h;
    }

    /// Puts a line together, its newline included.
    ///
    /// @param payload canonical JSON
    static byte[] write(byte[] head, byte[] leaf, byte[] payload, byte[] salt) {
        int size = HEAD.length + head.length + LEAF.length + Hashes.HEX_CHARS + PAYLOAD.length;
        byte[] line = new byte[size + payload.length + TAIL_BYTES + 1];
        int at = put(HEAD, line, 0);
        at = put(head, line, at);
        at = put(LEAF, line, at);
        at = Hashes.hex(leaf, line, at);
        at = put(PAYLOAD, line, at);
        at = put(payload, line, at);
        at = put(SALT, line, at);
        at = Hashes.hex(salt, line, at);
        at = put(END, line, at);
        line[at] = '\n';
        return line;
    }

    /// Takes a line apart and checks its form, but none of its hashes.
    ///
    /// @param line without its newline
    /// @throws BadEntryException if it is no entry of this version
    static EntryLine read(byte[] line) throws BadEntryException {
        if (!matches(HEAD, line, 0)) {
            throw new BadEntryException("it does not begin with {\"head\":");
        }
        int headEnd = HEAD.length;
        while (headEnd < line.length && line[headEnd] != '}') {
            headEnd++;
        }
        headEnd++;
        int leafAt = headEnd + LEAF.length;
        int afterLeaf = leafAt + Hashes.HEX_CHARS;
        if (!matches(LEAF, line, headEnd) || afterLeaf + END.length > line.length) {
            throw new BadEntryException("its head does not end, or no leaf hash follows");
        }
        byte[] leaf = Hashes.fromHex(line, leafAt, Hashes.HASH_BYTES);
        if (leaf.length == 0) {
            throw new BadEntryException("its leaf hash is not lower-case hex");
        }
        EntryHead head = EntryHead.read(line, HEAD.length, headEnd);
        if (afterLeaf + END.length == line.length && matches(END, line, afterLeaf)) {
            return new EntryLine(line, headEnd, -1, -1, leaf, head);
        }
        int payloadStart = afterLeaf + PAYLOAD.length;
        int payloadEnd = line.length - TAIL_BYTES;
        if (!matches(PAYLOAD, line, afterLeaf)
                || payloadEnd <= payloadStart
                || !matches(SALT, line, payloadEnd)
                || !matches(END, line, line.length - END.length)) {
            throw new BadEntryException("payload and salt are not where they must be");
        }
        return new EntryLine(line, headEnd, payloadStart, payloadEnd, leaf, head);
    }

    /// Checks that leaf and payload belong to the head.
    ///
    /// @throws BadEntryException which says what does not fit
    void check(Hashes hashes) throws BadEntryException {
        if (!Hashes.same(leaf, hashes.leaf(bytes, headStart, headEnd - headStart))) {
            throw new BadEntryException("its hash does not fit its head");
        }
        if (hasPayload()) {
            byte[] salt = Hashes.fromHex(bytes, payloadEnd + SALT.length, SALT_BYTES);
            byte[] commit = hashes.commitment(salt, bytes, payloadStart, payloadEnd - payloadStart);
            if (salt.length == 0 || !Hashes.same(commit, head.commit())) {
                throw new BadEntryException("its payload or salt is not what its head binds");
            }
        }
    }

    EntryHead head() {
        return head;
    }

    byte[] leaf() {
        return leaf.clone();
    }

    /// False after retention took the content.
    boolean hasPayload() {
        return payloadStart >= 0;
    }

    /// The canonical JSON of what was said, if it is still there.
    Optional<byte[]> payload() {
        return hasPayload()
                ? Optional.of(Arrays.copyOfRange(bytes, payloadStart, payloadEnd))
                : Optional.empty();
    }

    /// Whether the payload is certainly canonical JSON, or gone; false means that nobody knows yet.
    boolean certainlyCanonical() {
        return !hasPayload() || CanonicalBytes.certain(bytes, payloadStart, payloadEnd);
    }

    /// The salt of the commitment, if it is still there.
    Optional<byte[]> salt() {
        return hasPayload()
                ? Optional.of(Hashes.fromHex(bytes, payloadEnd + SALT.length, SALT_BYTES))
                : Optional.empty();
    }

    /// The canonical JSON of the head, which is what the leaf hash is taken over.
    byte[] headBytes() {
        return Arrays.copyOfRange(bytes, headStart, headEnd);
    }

    /// The line without payload and salt, its newline included.
    byte[] withoutPayload() {
        int length = headEnd + LEAF.length + Hashes.HEX_CHARS;
        byte[] line = new byte[length + END.length + 1];
        System.arraycopy(bytes, 0, line, 0, length);
        put(END, line, length);
        line[line.length - 1] = '\n';
        return line;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static boolean matches(byte[] wanted, byte[] bytes, int offset) {
        if (offset < 0 || offset + wanted.length > bytes.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[offset + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static int put(byte[] part, byte[] line, int at) {
        System.arraycopy(part, 0, line, at, part.length);
        return at + part.length;
    }
}
