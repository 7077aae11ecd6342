package dev.cordon.tui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the user configured about the UI itself.
///
/// @param history where prompts are remembered; empty to remember nothing
/// @param program and its arguments, told with one more argument of JSON; may be empty
/// @param theme the name of a theme; empty to find out
public record UiSettings(
        Optional<Path> history,
        Notifications notifications,
        When when,
        List<String> program,
        Optional<String> theme) {

    /// What is configured when nobody says anything.
    public static final UiSettings STANDARD =
            new UiSettings(
                    Optional.empty(),
                    Notifications.AUTO,
                    When.UNFOCUSED,
                    List.of(),
                    Optional.empty());

    public UiSettings {
        program = List.copyOf(program);
    }

    /// How the terminal is told.
    public enum Notifications {
        NONE,
        /// OSC 9 where the terminal is known to show it, else the bell.
        AUTO,
        OSC9,
        BELL
    }

    /// When anybody is told.
    public enum When {
        /// Only while another window has the focus.
        UNFOCUSED,
        ALWAYS
    }
}
