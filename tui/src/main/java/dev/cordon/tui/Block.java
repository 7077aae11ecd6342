package dev.cordon.tui;

import java.util.List;

/// Something that can be drawn at any width: a message, a command with its output, a diff, a panel.
@FunctionalInterface
interface Block {
    /// The rows of this block, none wider than `columns` cells.
    ///
    /// @param columns at least 1
    List<Line> rows(int columns);
}
