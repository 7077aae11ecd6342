package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// `/help`: the commands and the keys.
final class HelpCommand implements SlashCommand {
    private static final int COLUMN = 28;

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String help() {
        return "commands and keys";
    }

    @Override
    public void run(String given, UiContext ui) {
        List<String> lines = new ArrayList<>();
        for (SlashCommand command : ui.commands()) {
            lines.add(row(usage(command), command.help()));
        }
        lines.add("");
        for (KeyHelp.Key key : KeyHelp.KEYS) {
            lines.add(row(key.keys(), key.does()));
        }
        ui.page("Help", new TextBlock("Commands and keys", lines));
    }

    /// Both in columns, where the first is short enough.
    private static String row(String what, String does) {
        return what + " ".repeat(Math.max(2, COLUMN - what.length())) + does;
    }

    /// For example `/export [file]`, with other names behind it.
    static String usage(SlashCommand command) {
        StringBuilder text = new StringBuilder("/").append(command.name());
        if (!command.arguments().isEmpty()) {
            text.append(' ').append(command.arguments());
        }
        for (String alias : command.aliases()) {
            text.append(", /").append(alias);
        }
        return text.toString();
    }
}
