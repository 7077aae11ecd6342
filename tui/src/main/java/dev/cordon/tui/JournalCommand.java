package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// `/journal`: what was decided and done in this session, as it stands in the journal.
final class JournalCommand implements SlashCommand {
    private final Reports reports;

    JournalCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String help() {
        return "what was decided and done; deny shows refusals only";
    }

    @Override
    public String arguments() {
        return "[allow | ask | deny | all]";
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return List.of("allow", "ask", "deny", "all").stream()
                .filter(word -> word.startsWith(typed))
                .toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        List<String> arguments = new ArrayList<>(List.of("journal", "show"));
        switch (given) {
            case "" -> session(arguments, ui);
            case "allow", "ask", "deny" -> {
                session(arguments, ui);
                arguments.addAll(List.of("--decision", given));
            }
            case "all" -> {
                // Every session of this machine.
            }
            default -> {
                ui.fail("\"" + given + "\" is unknown; use allow, ask, deny or all.");
                return;
            }
        }
        SlashCommands.show(reports, "Journal", arguments, ui);
    }

    private static void session(List<String> arguments, UiContext ui) {
        if (!ui.state().id().isEmpty()) {
            arguments.addAll(List.of("--session", ui.state().id()));
        }
    }
}
