package dev.cordon.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a command wrote since it was last asked: the head and the tail, with the middle left out,
/// and all of it in a spill file once it did not fit.
///
/// Not safe for many threads; its owner locks.
final class OutputBuffer {
    private static final int SMALLEST_BYTES = 1024;

    private final int headBytes;
    private final int tailBytes;
    private final long maxSpillBytes;
    private static final int MAX_NAMES = 10_000;

    private final Path spillDirectory;
    private final UnaryOperator<OutputStream> spills;
    private final String name;
    private Path spillFile;
    private byte[] head = new byte[1024];
    private int headLength;
    private byte[] tail = new byte[0];
    private long tailTotal;
    private long total;
    private long spilled;
    private @Nullable OutputStream spill;
    private boolean spillFailed;
    private byte[] carry = new byte[0];

    /// @param maxBytes kept in memory; at least 1024
    /// @param maxSpillBytes kept on disk
    /// @param spillDirectory made when it is needed, mode 0700
    /// @param name of the spill file, mode 0600
    /// @param spills what goes into that file on its way there
    OutputBuffer(
            int maxBytes,
            long maxSpillBytes,
            Path spillDirectory,
            String name,
            UnaryOperator<OutputStream> spills) {
        int bytes = Math.max(SMALLEST_BYTES, maxBytes);
        this.headBytes = bytes / 2;
        this.tailBytes = bytes - headBytes;
        this.maxSpillBytes = maxSpillBytes;
        this.spillDirectory = spillDirectory;
        this.spills = spills;
        this.name = name;
        this.spillFile = spillDirectory.resolve(name);
    }

    /// Takes bytes in.
    void add(byte[] buffer, int offset, int length) {
        total += length;
        int first = Math.min(length, headBytes - headLength);
        if (first > 0) {
            if (headLength + first > head.length) {
                head =
                        Arrays.copyOf(
                                head,
                                Math.min(headBytes, Math.max(headLength + first, 2 * head.length)));
            }
            System.arraycopy(buffer, offset, head, headLength, first);
            headLength += first;
        }
        if (length > first) {
            addTail(buffer, offset + first, length - first);
        }
    }

    private void addTail(byte[] buffer, int offset, int length) {
        if (tailTotal == 0) {
            openSpill();
        }
        writeSpill(buffer, offset, length);
        int wanted = (int) Math.min(tailBytes, tailTotal + length);
        if (tail.length < wanted) {
            // Before it is full the ring has not wrapped, so growing keeps positions.
            tail =
                    Arrays.copyOf(
                            tail, (int) Math.min(tailBytes, Math.max(wanted, 2L * tail.length)));
        }
        int skipped = Math.max(0, length - tailBytes);
        for (int i = skipped; i < length; ) {
            int at = (int) ((tailTotal + i) % tailBytes);
            int run = Math.min(length - i, tailBytes - at);
            System.arraycopy(buffer, offset + i, tail, at, run);
            i += run;
        }
        tailTotal += length;
    }

    /// Makes the file under a name that is free: an earlier process of the same session counted its
    /// commands from one too, and what it left can still be read.
    private void createSpill() throws IOException {
        for (int next = 2; ; next++) {
            try {
                Files.createFile(
                        spillFile,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                return;
            } catch (FileAlreadyExistsException e) {
                if (next > MAX_NAMES) {
                    throw e;
                }
                spillFile = spillDirectory.resolve(next + "-" + name);
            }
        }
    }

    private void openSpill() {
        if (spill != null || spillFailed || maxSpillBytes == 0) {
            return;
        }
        try {
            HelperBinary.privateFolder(spillDirectory);
            createSpill();
            spill = spills.apply(Files.newOutputStream(spillFile, StandardOpenOption.WRITE));
            writeSpill(head, 0, headLength);
        } catch (IOException _) {
            spillFailed = true;
        }
    }

    private void writeSpill(byte[] buffer, int offset, int length) {
        int room = (int) Math.min(length, maxSpillBytes - spilled);
        if (spill == null || room <= 0) {
            return;
        }
        try {
            spill.write(buffer, offset, room);
            spilled += room;
        } catch (IOException _) {
            // The disk is full: what is in memory is still shown.
            spillFailed = true;
            closeSpill();
        }
    }

    /// How many bytes came since {@link #take}.
    long totalBytes() {
        return total;
    }

    /// The last bytes that came, as text, for looking at.
    String lastText(int maxBytes) {
        byte[] all = tailTotal > 0 ? tailInOrder() : Arrays.copyOf(head, headLength);
        int from = Math.max(0, all.length - maxBytes);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    /// The file with the whole output, if it did not fit.
    Optional<Path> spill() {
        return spill == null || spillFailed ? Optional.empty() : Optional.of(spillFile);
    }

    /// The text since the last call, and forgets it.
    ///
    /// @param last whether no more will come; otherwise a character that is not complete waits
    String take(boolean last) {
        byte[] start = concat(carry, Arrays.copyOf(head, headLength));
        carry = new byte[0];
        byte[] end = tailInOrder();
        long left = tailTotal - end.length;
        String text;
        if (left == 0) {
            byte[] whole = concat(start, end);
            int cut = last ? whole.length : Utf8.completeLength(whole, whole.length);
            carry = Arrays.copyOfRange(whole, cut, whole.length);
            text = new String(whole, 0, cut, StandardCharsets.UTF_8);
        } else {
            int headCut = lineEnd(start);
            int tailCut = lineStart(end);
            int endCut = last ? end.length : Utf8.completeLength(end, end.length);
            carry = Arrays.copyOfRange(end, endCut, end.length);
            long missing = left + (start.length - headCut) + tailCut;
            text =
                    new String(start, 0, headCut, StandardCharsets.UTF_8)
                            + "\n... "
                            + missing
                            + " bytes left out ...\n"
                            + new String(end, tailCut, endCut - tailCut, StandardCharsets.UTF_8);
        }
        headLength = 0;
        tailTotal = 0;
        total = 0;
        tail = new byte[0];
        return text;
    }

    /// Closes the spill file.
    void close() {
        closeSpill();
    }

    private void closeSpill() {
        try {
            if (spill != null) {
                spill.close();
            }
        } catch (IOException _) {
            spillFailed = true;
        }
    }

    private byte[] tailInOrder() {
        if (tailTotal <= tailBytes) {
            return Arrays.copyOf(tail, (int) tailTotal);
        }
        int at = (int) (tailTotal % tailBytes);
        byte[] ordered = new byte[tailBytes];
        System.arraycopy(tail, at, ordered, 0, tailBytes - at);
        System.arraycopy(tail, 0, ordered, tailBytes - at, at);
        return ordered;
    }

    // Cuts at a line's end where one is near, else between two characters.
    private static int lineEnd(byte[] bytes) {
        for (int i = bytes.length - 1; i >= Math.max(0, bytes.length - 4096); i--) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return Utf8.completeLength(bytes, bytes.length);
    }

    private static int lineStart(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, 4096); i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        int i = 0;
        while (i < bytes.length && (bytes[i] & 0xC0) == 0x80) {
            i++;
        }
        return i;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        if (first.length == 0) {
            return second;
        }
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
