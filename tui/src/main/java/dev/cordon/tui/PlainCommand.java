package dev.cordon.tui;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/// A command that needs nothing but a few lines.
///
/// @param arguments what it takes, for example `[name]`; empty for nothing
/// @param completion what arguments may become
record PlainCommand(
        String name,
        String help,
        List<String> aliases,
        String arguments,
        Timing timing,
        BiFunction<String, UiContext, List<String>> completion,
        BiConsumer<String, UiContext> action)
        implements SlashCommand {

    /// When it may run.
    enum Timing {
        ALWAYS,
        BETWEEN_TURNS
    }

    PlainCommand {
        aliases = List.copyOf(aliases);
    }

    /// One without aliases and completion that may always run.
    static PlainCommand of(String name, String help, BiConsumer<String, UiContext> action) {
        return new PlainCommand(
                name, help, List.of(), "", Timing.ALWAYS, (_, _) -> List.of(), action);
    }

    PlainCommand aliases(String... others) {
        return new PlainCommand(name, help, List.of(others), arguments, timing, completion, action);
    }

    PlainCommand takes(String what) {
        return new PlainCommand(name, help, aliases, what, timing, completion, action);
    }

    PlainCommand betweenTurns() {
        return new PlainCommand(
                name, help, aliases, arguments, Timing.BETWEEN_TURNS, completion, action);
    }

    PlainCommand completes(BiFunction<String, UiContext, List<String>> with) {
        return new PlainCommand(name, help, aliases, arguments, timing, with, action);
    }

    @Override
    public boolean duringTurn() {
        return timing == Timing.ALWAYS;
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return completion.apply(typed, ui);
    }

    @Override
    public void run(String given, UiContext ui) {
        action.accept(given, ui);
    }
}
