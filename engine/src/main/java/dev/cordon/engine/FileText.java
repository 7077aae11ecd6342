package dev.cordon.engine;

import java.util.ArrayList;
import java.util.List;

/// The text of a file as lines that remember how they ended.
///
/// A byte order mark stays where it is and is no part of the first line.
///
/// @param mark the byte order mark or nothing
/// @param lines without their ends
/// @param ends `\n`, `\r\n` or nothing for each line; only the last may have nothing
/// @param end how new lines end: as most lines of the file do
record FileText(String mark, List<String> lines, List<String> ends, String end) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static FileText of(String text) {
        String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        List<String> lines = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        int windows = 0;
        int start = mark.length();
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int stop = feed < 0 ? text.length() : feed;
            boolean carriage = feed > start && text.charAt(feed - 1) == '\r';
            lines.add(text.substring(start, carriage ? stop - 1 : stop));
            ends.add(feed < 0 ? "" : carriage ? "\r\n" : "\n");
            windows += carriage ? 1 : 0;
            start = stop + 1;
        }
        int unended = ends.isEmpty() || !ends.getLast().isEmpty() ? 0 : 1;
        boolean mostly = windows * 2 > lines.size() - unended;
        return new FileText(mark, lines, ends, mostly ? "\r\n" : "\n");
    }

    /// Puts lines together again.
    ///
    /// @param changed the lines of the new text; the last one gets an end if it has none
    /// @param changedEnds how each ends
    String with(List<String> changed, List<String> changedEnds) {
        StringBuilder out = new StringBuilder(mark);
        for (int i = 0; i < changed.size(); i++) {
            String own = changedEnds.get(i);
            out.append(changed.get(i)).append(own.isEmpty() ? end : own);
        }
        return out.toString();
    }
}
