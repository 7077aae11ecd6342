package dev.cordon.tui;

import dev.cordon.protocol.Op;
import java.util.List;
import java.util.Set;

/// `/stop`: ends commands that run in the background.
final class StopCommand implements SlashCommand {
    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String help() {
        return "end a background command, or all";
    }

    @Override
    public String arguments() {
        return "[number]";
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return ui.state().processes().keySet().stream()
                .map(String::valueOf)
                .filter(number -> number.startsWith(typed))
                .toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        Set<Integer> running = ui.state().processes().keySet();
        if (running.isEmpty()) {
            ui.say("Nothing runs in the background.");
            return;
        }
        if (given.isEmpty()) {
            running.forEach(number -> ui.submit(new Op.StopProcess(number)));
            return;
        }
        for (int number : running) {
            if (String.valueOf(number).equals(given)) {
                ui.submit(new Op.StopProcess(number));
                return;
            }
        }
        ui.fail("No background command has the number " + given + "; /ps lists them.");
    }
}
