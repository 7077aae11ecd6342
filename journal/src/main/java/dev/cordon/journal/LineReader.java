package dev.cordon.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.Arrays;

/// Reads the lines of a segment with a bound on their length. It never writes.
final class LineReader {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final RandomAccessFile file;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private long bufferOffset;
    private int start;
    private int end;

    /// Reads from `offset` on.
    LineReader(RandomAccessFile file, long offset) {
        this.file = file;
        this.bufferOffset = offset;
    }

    /// A line, or what stands at the end.
    ///
    /// @param offset in the file
    /// @param bytes without the newline
    @SuppressWarnings("ArrayRecordComponent") // lines are never compared
    record Line(long offset, byte[] bytes, State state) {
        boolean isEnd() {
            return state == State.END;
        }

        boolean isTorn() {
            return state == State.TORN;
        }
    }

    /// What {@link #next} found.
    enum State {
        WHOLE,
        /// Bytes without a newline, or more of them than a line may have.
        TORN,
        END
    }

    Line next() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    Line line =
                            new Line(
                                    bufferOffset + start,
                                    Arrays.copyOfRange(buffer, start, i),
                                    State.WHOLE);
                    start = i + 1;
                    return line;
                }
            }
            searched = end;
            if (end - start >= EntryLine.MAX_LINE_BYTES) {
                return rest();
            }
            int moved = start;
            if (!fill()) {
                return start == end ? new Line(bufferOffset + start, NOTHING, State.END) : rest();
            }
            searched -= moved;
        }
    }

    private Line rest() {
        return new Line(bufferOffset + start, Arrays.copyOfRange(buffer, start, end), State.TORN);
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            bufferOffset += start;
            end -= start;
            start = 0;
        }
        file.seek(bufferOffset + end);
        int count = file.read(buffer, end, buffer.length - end);
        if (count > 0) {
            end += count;
        }
        return count > 0;
    }
}
