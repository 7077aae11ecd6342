package dev.cordon.tui;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Op;
import java.util.List;
import java.util.Optional;

/// `/queue`: what waits for the end of the turn.
final class QueueCommand implements SlashCommand {
    @Override
    public String name() {
        return "queue";
    }

    @Override
    public String help() {
        return "show and change what waits, or add to it";
    }

    @Override
    public String arguments() {
        return "[words]";
    }

    @Override
    public void run(String given, UiContext ui) {
        if (!given.isEmpty()) {
            ui.submit(new Op.Submit(List.of(new Content.Text(given)), Optional.empty()));
            return;
        }
        show(ui);
    }

    /// Shows what waits, if anything does.
    static void show(UiContext ui) {
        if (ui.state().queue().isEmpty()) {
            ui.say("Nothing waits. While a turn runs, Tab adds what is written.");
            return;
        }
        ui.open(new QueuePanel(ui.state(), ui::submit, ui::compose));
    }
}
