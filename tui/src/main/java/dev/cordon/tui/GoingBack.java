package dev.cordon.tui;

import dev.cordon.protocol.Op;
import java.util.ArrayList;
import java.util.List;

/// Esc Esc: back to an earlier message, as it was or in a session of its own.
final class GoingBack {
    private final UiContext ui;

    GoingBack(UiContext ui) {
        this.ui = ui;
    }

    /// Lists the messages, newest first.
    void open() {
        List<SessionOpener.Earlier> turns = ui.state().turns();
        List<Picker.Choice> choices = new ArrayList<>();
        for (int i = turns.size() - 1; i >= 0; i--) {
            String prompt = turns.get(i).prompt();
            choices.add(
                    new Picker.Choice(
                            turns.get(i).turn().value(),
                            prompt.isEmpty() ? "(no text)" : prompt,
                            ""));
        }
        if (choices.isEmpty()) {
            ui.say("There is no earlier message to go back to.");
            return;
        }
        ui.choose("Go back to before which message?", choices, this::how);
    }

    private void how(Picker.Choice message) {
        SessionOpener.Earlier turn =
                ui.state().turns().stream()
                        .filter(t -> t.turn().value().equals(message.value()))
                        .findFirst()
                        .orElseThrow();
        List<Picker.Choice> ways =
                List.of(
                        new Picker.Choice("both", "Files and conversation", "as before it"),
                        new Picker.Choice("chat", "Conversation only", "files stay"),
                        new Picker.Choice("files", "Files only", "conversation stays"),
                        new Picker.Choice("fork", "A new session", "this one stays as it is"));
        ui.choose("What goes back?", ways, way -> go(turn, way.value()));
    }

    private void go(SessionOpener.Earlier turn, String way) {
        switch (way) {
            case "both" -> ui.submit(new Op.Rewind(turn.turn(), Op.RewindWhat.BOTH));
            case "chat" -> ui.submit(new Op.Rewind(turn.turn(), Op.RewindWhat.CHAT));
            case "files" -> ui.submit(new Op.Rewind(turn.turn(), Op.RewindWhat.FILES));
            default ->
                    ui.change(
                            new SessionOpener.Start.Fork(
                                    ui.state().id(), java.util.Optional.of(turn.turn())));
        }
        if (!way.equals("files")) {
            ui.compose(turn.prompt());
        }
    }
}
