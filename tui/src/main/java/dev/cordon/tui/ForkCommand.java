package dev.cordon.tui;

import dev.cordon.protocol.TurnId;
import java.util.List;
import java.util.Optional;

/// `/fork`: goes on in a copy of this session; this one stays as it is.
final class ForkCommand implements SlashCommand {
    @Override
    public String name() {
        return "fork";
    }

    @Override
    public String help() {
        return "go on in a copy of this session";
    }

    @Override
    public String arguments() {
        return "[here | back]";
    }

    @Override
    public boolean duringTurn() {
        return false;
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return List.of("here", "back").stream().filter(w -> w.startsWith(typed)).toList();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (ui.state().id().isEmpty()) {
            ui.fail("The session is still opening; try again in a moment.");
        } else if (given.equals("back")) {
            back(ui);
        } else if (given.isEmpty() || given.equals("here")) {
            fork(Optional.empty(), ui);
        } else {
            ui.fail("\"" + given + "\" is unknown; use /fork, /fork here or /fork back.");
        }
    }

    private static void back(UiContext ui) {
        List<Picker.Choice> choices =
                ui.state().turns().reversed().stream()
                        .map(turn ->
                                new Picker.Choice(turn.turn().value(), label(turn.prompt()), ""))
                        .toList();
        if (choices.isEmpty()) {
            ui.say("There is no earlier message to go back to.");
            return;
        }
        ui.choose(
                "Go on from before which message?",
                choices,
                choice -> {
                    fork(Optional.of(new TurnId(choice.value())), ui);
                    ui.state().turns().stream()
                            .filter(turn -> turn.turn().value().equals(choice.value()))
                            .findFirst()
                            .ifPresent(turn -> ui.compose(turn.prompt()));
                });
    }

    static String label(String prompt) {
        return prompt.isEmpty() ? "(no text)" : Visible.line(prompt);
    }

    private static void fork(Optional<TurnId> before, UiContext ui) {
        ui.change(new SessionOpener.Start.Fork(ui.state().id(), before));
    }
}
