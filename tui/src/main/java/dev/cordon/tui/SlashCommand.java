package dev.cordon.tui;

import java.util.List;

/// One command that begins with `/`.
interface SlashCommand {
    /// Without the slash, in lower case.
    String name();

    /// One line for the list of commands.
    String help();

    /// Other names.
    default List<String> aliases() {
        return List.of();
    }

    /// What the arguments are, for example `[name]`; empty if it takes none.
    default String arguments() {
        return "";
    }

    /// Whether it may run while a turn runs.
    default boolean duringTurn() {
        return true;
    }

    /// What the arguments typed so far may become; whole arguments, best first. Must be quick.
    default List<String> complete(String arguments, UiContext ui) {
        return List.of();
    }

    /// Runs on the UI's thread: must be quick; what takes time goes to {@link UiContext#later}.
    ///
    /// @param arguments what followed the name, stripped
    void run(String arguments, UiContext ui);
}
