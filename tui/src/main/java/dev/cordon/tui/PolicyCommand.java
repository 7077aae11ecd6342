package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// `/policy`: which settings decide and where they stand; with words, what would become of a
/// command.
final class PolicyCommand implements SlashCommand {
    private final Reports reports;

    PolicyCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public String help() {
        return "what decides, or what would become of a command";
    }

    @Override
    public String arguments() {
        return "[command]";
    }

    @Override
    public void run(String given, UiContext ui) {
        if (given.isEmpty()) {
            SlashCommands.show(reports, "Policy", List.of("config", "show", "--origin"), ui);
            return;
        }
        List<String> arguments = new ArrayList<>(List.of("policy", "check", "--"));
        arguments.addAll(List.of("bash", "-lc", given));
        SlashCommands.show(reports, "Policy for: " + given, arguments, ui);
    }
}
