package dev.cordon.repair;

import java.util.Comparator;
import java.util.List;

/// Replaces characters of one file.
///
/// @param start offset of the first character that goes
/// @param end offset after the last one that goes
record Edit(int start, int end, String text) {
    Edit {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("an edit from %d to %d".formatted(start, end));
        }
    }

    boolean overlaps(Edit other) {
        return (start < other.end && other.start < end) || start == other.start;
    }

    /// The text after all edits, which must not overlap.
    static String apply(String text, List<Edit> edits) {
        StringBuilder result = new StringBuilder(text);
        edits.stream()
                .sorted(Comparator.comparingInt(Edit::start).reversed())
                .forEach(edit -> result.replace(edit.start(), edit.end(), edit.text()));
        return result.toString();
    }
}
