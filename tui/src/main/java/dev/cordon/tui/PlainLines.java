package dev.cordon.tui;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Puts lines together out of the bytes of a terminal. More than a mebibyte of one line is dropped.
final class PlainLines {
    private static final int MAX_LINE_BYTES = 1024 * 1024;

    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private final Deque<String> whole = new ArrayDeque<>();

    void add(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n') {
                whole.add(open.toString(StandardCharsets.UTF_8));
                open.reset();
            } else if (open.size() < MAX_LINE_BYTES) {
                open.write(b);
            }
        }
    }

    /// The next line, if a whole one came.
    Optional<String> next() {
        return Optional.ofNullable(whole.poll());
    }
}
