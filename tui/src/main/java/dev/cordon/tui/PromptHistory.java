package dev.cordon.tui;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the user wrote before, in all sessions: one object a line in `history.jsonl`, newest last.
/// Secrets are taken out before anything is kept.
final class PromptHistory {
    /// Older ones are let go.
    static final int MAX_PROMPTS = 1000;

    private static final int MAX_PROMPT_CHARS = 20_000;
    private static final long MAX_FILE_BYTES = 4 * 1024 * 1024;

    private final Optional<Path> file;
    private final UnaryOperator<String> redact;
    private final List<String> prompts = new ArrayList<>();
    private int at;
    private String draft = "";

    /// @param file absent to keep nothing beyond this process
    /// @param redact takes secrets out
    PromptHistory(Optional<Path> file, UnaryOperator<String> redact) {
        this.file = file;
        this.redact = redact;
        file.ifPresent(this::load);
        this.at = prompts.size();
    }

    private void load(Path path) {
        try {
            if (!Files.isRegularFile(path) || Files.size(path) > 4 * MAX_FILE_BYTES) {
                return;
            }
            for (String line : Files.readString(path).split("\n", -1)) {
                prompt(line).ifPresent(this::keep);
            }
            if (Files.size(path) > MAX_FILE_BYTES) {
                StringBuilder kept = new StringBuilder();
                prompts.forEach(prompt -> kept.append(line(prompt)));
                PrivateText.replace(path, kept.toString());
            }
        } catch (IOException _) {
            // A history that cannot be read is empty; work goes on.
            prompts.clear();
        }
    }

    private static Optional<String> prompt(String line) {
        if (line.isBlank()) {
            return Optional.empty();
        }
        try {
            return JsonText.read(line) instanceof Json.Obj entry
                    ? entry.text("text")
                    : Optional.empty();
        } catch (JsonException _) {
            // The half line of a process that was killed.
            return Optional.empty();
        }
    }

    private static String line(String prompt) {
        return JsonText.write(Json.object().put("text", prompt).build()) + "\n";
    }

    /// Remembers a prompt.
    void add(String text) {
        draft = "";
        String clean = redact.apply(text);
        boolean kept =
                !clean.isBlank()
                        && clean.length() <= MAX_PROMPT_CHARS
                        && (prompts.isEmpty() || !prompts.getLast().equals(clean));
        if (kept) {
            keep(clean);
            file.ifPresent(path -> append(path, clean));
        }
        at = prompts.size();
    }

    private void keep(String prompt) {
        prompts.add(prompt);
        if (prompts.size() > MAX_PROMPTS) {
            prompts.removeFirst();
        }
    }

    private static void append(Path path, String prompt) {
        try {
            PrivateText.create(path);
            Files.write(
                    path, line(prompt).getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        } catch (IOException _) {
            // It stays known to this process.
        }
    }

    /// The prompt before the one that is shown.
    ///
    /// @param shown what stands in the composer; comes back when the newest is passed
    Optional<String> older(String shown) {
        if (at == prompts.size()) {
            draft = shown;
        }
        if (at == 0) {
            return Optional.empty();
        }
        at--;
        return Optional.of(prompts.get(at));
    }

    /// The prompt after the one that is shown; behind the newest, what was being written.
    Optional<String> newer() {
        if (at >= prompts.size()) {
            return Optional.empty();
        }
        at++;
        return Optional.of(at == prompts.size() ? draft : prompts.get(at));
    }

    /// Prompts that hold all words, newest first, each once.
    List<String> search(String words, int maxFound) {
        String[] wanted = words.toLowerCase(Locale.ROOT).split(" ", -1);
        List<String> found = new ArrayList<>();
        for (int i = prompts.size() - 1; i >= 0 && found.size() < maxFound; i--) {
            String prompt = prompts.get(i);
            String text = prompt.toLowerCase(Locale.ROOT);
            boolean all = true;
            for (String word : wanted) {
                all &= text.contains(word);
            }
            if (all && !found.contains(prompt)) {
                found.add(prompt);
            }
        }
        return found;
    }
}
