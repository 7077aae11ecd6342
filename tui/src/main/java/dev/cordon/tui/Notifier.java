package dev.cordon.tui;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Tells somebody who looks elsewhere that a turn has ended or that an answer is wanted.
final class Notifier {
    private static final int MAX_TEXT_CHARS = 120;
    private static final int MAX_JSON_CHARS = 16_000;
    private static final List<String> KNOWN = List.of("iTerm.app", "WezTerm", "ghostty");

    private final UiSettings settings;
    private final Map<String, String> environment;
    private final Consumer<String> terminal;
    private final Consumer<List<String>> programs;

    /// What happened. The words are those of Codex, so that a program written for it works.
    enum Kind {
        TURN_ENDED("agent-turn-complete"),
        ANSWER_WANTED("approval-requested"),
        FAILED("agent-turn-failed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /// @param terminal gets sequences
    /// @param programs starts a program and does not wait for it
    Notifier(
            UiSettings settings,
            Map<String, String> environment,
            Consumer<String> terminal,
            Consumer<List<String>> programs) {
        this.settings = settings;
        this.environment = environment;
        this.terminal = terminal;
        this.programs = programs;
    }

    /// Where the user looks.
    enum Focus {
        HERE,
        ELSEWHERE
    }

    /// What is told of a session.
    ///
    /// @param text what happened, of any origin
    record Message(Kind kind, String text, String session, Path folder) {}

    void tell(Message message, Focus focus) {
        if (focus == Focus.HERE && settings.when() == UiSettings.When.UNFOCUSED) {
            return;
        }
        String sequence = sequence(message);
        if (!sequence.isEmpty()) {
            terminal.accept(sequence);
        }
        if (!settings.program().isEmpty()) {
            List<String> command = new ArrayList<>(settings.program());
            command.add(json(message));
            programs.accept(command);
        }
    }

    private String sequence(Message message) {
        return switch (settings.notifications()) {
            case NONE -> "";
            case BELL -> "\u0007";
            case OSC9 -> osc9(message);
            case AUTO -> shows() ? osc9(message) : "\u0007";
        };
    }

    /// A multiplexer between us and the terminal passes the bell on and nothing else.
    private boolean shows() {
        boolean between = environment.containsKey("TMUX") || environment.containsKey("STY");
        return !between && KNOWN.contains(environment.getOrDefault("TERM_PROGRAM", ""));
    }

    private static String osc9(Message message) {
        String text = Visible.line(message.text());
        int end = CellWidth.fit(text, 0, MAX_TEXT_CHARS);
        return "\u001b]9;" + text.substring(0, end) + "\u001b\\";
    }

    private static String json(Message message) {
        String text = message.text();
        String bounded = text.length() > MAX_JSON_CHARS ? text.substring(0, MAX_JSON_CHARS) : text;
        return JsonText.write(
                Json.object()
                        .put("type", message.kind().word)
                        .put("thread-id", message.session())
                        .put("cwd", message.folder().toString())
                        .put("last-assistant-message", bounded)
                        .build());
    }
}
