package dev.cordon.tui;

import java.util.Optional;

/// `/copy`: the last message, or its code, into the clipboard of the terminal (OSC 52).
final class CopyCommand implements SlashCommand {
    @Override
    public String name() {
        return "copy";
    }

    @Override
    public String help() {
        return "copy the last message, or only its code";
    }

    @Override
    public String arguments() {
        return "[code]";
    }

    @Override
    public void run(String given, UiContext ui) {
        Optional<String> message = ui.lastMessage();
        if (message.isEmpty()) {
            ui.say("There is no message to copy yet.");
            return;
        }
        String text = given.equals("code") ? code(message.get()) : message.get();
        if (text.isEmpty()) {
            ui.say("The last message has no code.");
            return;
        }
        ui.copy(text);
        ui.say("Copied " + text.length() + " characters, if the terminal lets programs do that.");
    }

    /// The lines within fences, blocks divided by an empty line.
    static String code(String message) {
        StringBuilder code = new StringBuilder();
        String fence = "";
        for (String line : message.split("\n", -1)) {
            String text = line.strip();
            if (fence.isEmpty() && (text.startsWith("```") || text.startsWith("~~~"))) {
                fence = text.substring(0, 3);
                code.append(code.isEmpty() ? "" : "\n");
            } else if (!fence.isEmpty() && text.startsWith(fence)) {
                fence = "";
            } else if (!fence.isEmpty()) {
                code.append(line).append('\n');
            }
        }
        return code.toString();
    }
}
