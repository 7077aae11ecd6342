package dev.cordon.tui;

import java.io.IOException;
import java.util.Optional;

/// Gives the terminal to the shell or to an editor for a while, and takes it back.
final class TerminalLoan {
    private final Screen screen;
    private final Tty tty;

    TerminalLoan(Screen screen, Tty tty) {
        this.screen = screen;
        this.tty = tty;
    }

    /// Stops the program as Ctrl-Z does everywhere; returns when it goes on.
    ///
    /// @return what went wrong, a sentence
    Optional<String> suspend() {
        screen.clear();
        try {
            tty.suspend();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("This cannot be suspended: " + e.getMessage());
        } finally {
            screen.startAnew();
        }
    }

    /// Edits what is written in the user's editor.
    ///
    /// @return what went wrong, a sentence
    Optional<String> edit(Composer composer, ExternalEditor editor) {
        screen.clear();
        StringBuilder problem = new StringBuilder();
        try {
            tty.lend(() -> {
                try {
                    composer.replace(editor.edit(composer.text()));
                } catch (IOException e) {
                    problem.append("The editor cannot be started: ").append(e.getMessage());
                }
            });
        } catch (IOException e) {
            problem.append("The terminal cannot be lent: ").append(e.getMessage());
        } finally {
            screen.startAnew();
        }
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem.toString());
    }
}
