package dev.cordon.tui;

import java.util.List;

/// `/theme`: how Cordon looks, now and at the next start.
final class ThemeCommand implements SlashCommand {
    private final Reports reports;

    ThemeCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "theme";
    }

    @Override
    public String help() {
        return "colours, now and at the next start";
    }

    @Override
    public String arguments() {
        return "[name]";
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return Looks.THEMES.stream()
                .map(Looks.Named::name)
                .filter(name -> name.startsWith(typed))
                .toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (given.isEmpty()) {
            List<Picker.Choice> choices =
                    Looks.THEMES.stream()
                            .map(t -> new Picker.Choice(t.name(), t.name(), t.help()))
                            .toList();
            ui.choose("Which theme?", choices, choice -> apply(choice.value(), ui));
            return;
        }
        apply(given, ui);
    }

    private void apply(String name, UiContext ui) {
        try {
            ui.theme(name);
        } catch (IllegalArgumentException e) {
            ui.fail(String.valueOf(e.getMessage()));
            return;
        }
        ui.later(
                () -> {
                    reports.keepTheme(name);
                    return name;
                },
                kept -> ui.say("The theme is " + kept + " from now on (tui.theme)."));
    }
}
