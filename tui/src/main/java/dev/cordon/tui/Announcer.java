package dev.cordon.tui;

import dev.cordon.protocol.TurnOutcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What Cordon says beyond its own screen: the window's title, notifications, a program of the
/// user's.
final class Announcer {
    private final Map<String, String> environment;
    private final Path workspace;
    private final Consumer<String> terminal;
    private final Title title;
    private Notifier notifier;

    /// @param terminal gets sequences
    Announcer(Path workspace, Map<String, String> environment, Consumer<String> terminal) {
        this.environment = environment;
        this.workspace = workspace;
        this.terminal = terminal;
        this.title = new Title(workspace);
        this.notifier = new Notifier(UiSettings.STANDARD, environment, terminal, Announcer::start);
    }

    void begin() {
        terminal.accept(Title.KEEP);
    }

    void end() {
        terminal.accept(Title.GIVE_BACK);
    }

    void configured(UiSettings settings) {
        notifier = new Notifier(settings, environment, terminal, Announcer::start);
    }

    /// Somebody is asked.
    void asks(SessionState state, Notifier.Focus focus) {
        tell(Notifier.Kind.ANSWER_WANTED, "Cordon wants an answer.", state, focus);
    }

    /// A turn has ended.
    void ended(TurnOutcome outcome, SessionState state, Notifier.Focus focus) {
        switch (outcome) {
            case TurnOutcome.Completed(String words) ->
                    tell(Notifier.Kind.TURN_ENDED, words, state, focus);
            case TurnOutcome.Failed failed ->
                    tell(Notifier.Kind.FAILED, failed.message(), state, focus);
            case TurnOutcome.Interrupted _ -> {
                // Whoever stopped it knows.
            }
        }
    }

    private void tell(Notifier.Kind kind, String text, SessionState state, Notifier.Focus focus) {
        notifier.tell(new Notifier.Message(kind, text, state.id(), workspace), focus);
    }

    /// Shows what is done in the title.
    void show(Title.Activity activity, String sessionName) {
        String sequence = title.show(activity, sessionName);
        if (!sequence.isEmpty()) {
            terminal.accept(sequence);
        }
    }

    /// Starts a program of the user's and does not wait for it.
    private static void start(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            // The terminal was told; a program that is not there must not disturb the session.
            return;
        }
    }
}
