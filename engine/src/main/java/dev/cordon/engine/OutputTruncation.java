package dev.cordon.engine;

import java.nio.file.Path;
import java.util.Optional;

/// Makes an output fit into what a model may be shown: its head and its tail are kept, the cut is
/// announced, and the file with the whole is named.
final class OutputTruncation {
    private static final int BYTES_PER_TOKEN = 4;

    private OutputTruncation() {}

    /// The text, or its head and tail.
    ///
    /// Lines stay whole where they are shorter than a quarter of what may be kept; a longer one is
    /// cut between characters. The announcement comes on top of the bound.
    ///
    /// @param text without escape sequences, see {@link AnsiStripper}
    /// @param totalBytes how long the output was before anybody cut it; at least that of the text
    /// @param spill where the whole is, if it is anywhere
    /// @param maxBytes what is kept, counted as UTF-8
    static String fit(String text, long totalBytes, Optional<Path> spill, int maxBytes) {
        long bytes = bytes(text, 0, text.length());
        if (bytes <= maxBytes) {
            return text;
        }
        int headEnd = headEnd(text, maxBytes / 2);
        int tailStart = tailStart(text, headEnd, maxBytes - maxBytes / 2);
        long all = Math.max(totalBytes, bytes);
        long kept = bytes(text, 0, headEnd) + bytes(text, tailStart, text.length());
        StringBuilder out = new StringBuilder(maxBytes + 256);
        out.append("Warning: truncated output (original token count: ")
                .append(tokens(all))
                .append(")\nTotal output lines: ")
                .append(lines(text))
                .append('\n');
        spill.ifPresent(file ->
                out.append("The whole output is in ")
                        .append(file)
                        .append("; read the part you need.\n"));
        out.append('\n').append(text, 0, headEnd);
        if (headEnd > 0 && text.charAt(headEnd - 1) != '\n') {
            out.append('\n');
        }
        out.append('…').append(tokens(all - kept)).append(" tokens truncated…\n");
        return out.append(text, tailStart, text.length()).toString();
    }

    private static int headEnd(String text, int maxBytes) {
        int end = forward(text, 0, maxBytes);
        int line = text.lastIndexOf('\n', end - 1) + 1;
        return bytes(text, line, end) <= maxBytes / 2 ? line : end;
    }

    private static int tailStart(String text, int headEnd, int maxBytes) {
        int start = text.length();
        long used = 0;
        while (start > headEnd) {
            int before = text.offsetByCodePoints(start, -1);
            used += width(text.codePointAt(before));
            if (used > maxBytes) {
                break;
            }
            start = before;
        }
        int line = text.indexOf('\n', Math.max(start - 1, 0)) + 1;
        boolean near = line > 0 && bytes(text, start, Math.max(line, start)) <= maxBytes / 2;
        return near && line >= start ? line : start;
    }

    /// The index that `maxBytes` lead to, between two characters.
    private static int forward(String text, int from, int maxBytes) {
        int at = from;
        long used = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            used += width(c);
            if (used > maxBytes) {
                return at;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    private static long bytes(String text, int from, int to) {
        long bytes = 0;
        for (int at = from; at < to; ) {
            int c = text.codePointAt(at);
            bytes += width(c);
            at += Character.charCount(c);
        }
        return bytes;
    }

    private static int width(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    private static long tokens(long bytes) {
        return (bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
    }

    private static long lines(String text) {
        long lines = text.endsWith("\n") ? 0 : 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            lines++;
        }
        return lines;
    }
}
