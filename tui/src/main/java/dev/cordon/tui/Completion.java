package dev.cordon.tui;

import java.util.List;
import java.util.function.Consumer;

/// Something that can complete what stands before the cursor.
interface Completion {
    /// What it found, best first.
    ///
    /// @param from where in the text the part begins that a choice replaces; it ends at the cursor
    record Found(int from, List<Choice> choices) {
        public Found {
            choices = List.copyOf(choices);
        }

        static final Found NOTHING = new Found(0, List.of());
    }

    /// One of them.
    ///
    /// @param text takes the place of the part
    /// @param detail shown behind it
    record Choice(String text, String detail) {}

    /// Looks at the text; gives what it finds to `found`, now or later, on the UI's thread.
    ///
    /// @return whether it will; not if there is nothing of its kind before the cursor
    boolean look(String text, int cursor, Consumer<Found> found);
}
