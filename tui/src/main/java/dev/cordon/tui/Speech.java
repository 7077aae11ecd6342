package dev.cordon.tui;

import java.util.List;
import java.util.function.Consumer;

/// Asks in words, line by line, where no panel can be drawn.
interface Speech {
    /// Reads a list with numbers and waits for one of them.
    ///
    /// @param left called if the user went back, with an empty line
    void choose(
            String title,
            List<Picker.Choice> choices,
            Consumer<Picker.Choice> chosen,
            Runnable left);

    /// Waits for one line.
    ///
    /// @param suggestion taken for an empty line; if there is none, an empty line goes back
    void ask(
            String title,
            EntryPanel.Shown shown,
            String suggestion,
            Consumer<String> entered,
            Runnable left);
}
