package dev.cordon.tui;

import java.util.List;

/// `/theme`: how Cordon looks in this session.
final class ThemeCommand implements SlashCommand {
    private static final List<String> THEMES = List.of("dark", "light");

    @Override
    public String name() {
        return "theme";
    }

    @Override
    public String help() {
        return "colours for a dark or a light ground";
    }

    @Override
    public String arguments() {
        return "[name]";
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return THEMES.stream().filter(theme -> theme.startsWith(typed)).toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (given.isEmpty()) {
            List<Picker.Choice> choices =
                    THEMES.stream().map(theme -> new Picker.Choice(theme, theme, "")).toList();
            ui.choose("Which theme?", choices, choice -> apply(choice.value(), ui));
            return;
        }
        apply(given, ui);
    }

    private static void apply(String name, UiContext ui) {
        try {
            ui.theme(name);
        } catch (IllegalArgumentException e) {
            ui.fail(String.valueOf(e.getMessage()));
        }
    }
}
