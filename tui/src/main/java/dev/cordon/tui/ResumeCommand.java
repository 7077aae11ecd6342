package dev.cordon.tui;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
        choose(
                reports,
                ui,
                ui::change,
                () -> {
                    // The session that is open stays open.
                });
    }

    /// Lets the user choose an earlier session.
    ///
    /// @param left called if there is none or the user went back
    static void choose(
            Reports reports, UiContext ui, Consumer<SessionOpener.Start> chosen, Runnable left) {
        ui.later(
                () -> SessionList.read(reports.home(), ui.workspace()),
                sessions -> {
                    if (sessions.isEmpty()) {
                        ui.say("There is no earlier session.");
                        left.run();
                        return;
                    }
                    ui.open(
                            new SessionPicker(
                                    sessions,
                                    id ->
                                            chosen.accept(
                                                    new SessionOpener.Start.Resume(
                                                            Optional.of(id))),
                                    left));
                });
    }
}
