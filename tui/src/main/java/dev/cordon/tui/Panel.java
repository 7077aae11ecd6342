package dev.cordon.tui;

import java.util.List;

/// Something that takes the place of the composer and all keys: a list to choose from, a question.
interface Panel {
    /// What became of the panel.
    enum Outcome {
        STAYS,
        CLOSES
    }

    /// The rows now, none wider than `columns`, at most `maxRows`.
    List<Line> rows(int columns, int maxRows);

    /// A key or a paste; the panel gets them all but Ctrl-C.
    Outcome take(Input input);

    /// Asks the same in words, where nothing can be drawn.
    default void say(Speech speech) {
        cancelled();
    }

    /// Called when it is closed from outside, by Ctrl-C.
    default void cancelled() {}
}
