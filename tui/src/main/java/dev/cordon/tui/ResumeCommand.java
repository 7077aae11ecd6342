package dev.cordon.tui;

import java.util.List;
import java.util.Optional;

/// `/resume`: goes on with an earlier session.
final class ResumeCommand implements SlashCommand {
    private final Reports reports;

    ResumeCommand(Reports reports) {
        this.reports = reports;
    }

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String help() {
        return "go on with an earlier session";
    }

    @Override
    public String arguments() {
        return "[id or name]";
    }

    @Override
    public boolean duringTurn() {
        return false;
    }

    @Override
    public List<String> complete(String typed, UiContext ui) {
        return List.of();
    }

    @Override
    public void run(String given, UiContext ui) {
        if (!given.isEmpty()) {
            ui.change(new SessionOpener.Start.Resume(Optional.of(given)));
            return;
        }
        ui.later(
                () -> SessionList.read(reports.home(), ui.workspace()),
                sessions -> {
                    if (sessions.isEmpty()) {
                        ui.say("There is no earlier session.");
                        return;
                    }
                    ui.open(
                            new SessionPicker(
                                    sessions,
                                    id ->
                                            ui.change(
                                                    new SessionOpener.Start.Resume(
                                                            Optional.of(id)))));
                });
    }
}
