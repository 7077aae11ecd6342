package dev.cordon.tui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Lets the user write in an editor of theirs.
final class ExternalEditor {
    private static final int MAX_BYTES = Composer.MAX_CHARS;

    private final Map<String, String> environment;

    ExternalEditor(Map<String, String> environment) {
        this.environment = environment;
    }

    /// `$VISUAL`, else `$EDITOR`, else `vi`.
    private String command() {
        String visual = environment.getOrDefault("VISUAL", "");
        String editor = environment.getOrDefault("EDITOR", "");
        return !visual.isBlank() ? visual : editor.isBlank() ? "vi" : editor;
    }

    /// Opens the editor and waits for it. The terminal must be lent.
    ///
    /// @return the text as the user left it; the old one if the editor failed
    /// @throws IOException if it cannot be started
    String edit(String text) throws IOException {
        Path file = Files.createTempFile("cordon-prompt", ".md");
        try {
            Files.writeString(file, text);
            Process process =
                    new ProcessBuilder(
                                    "/bin/sh", "-c", command() + " \"$1\"", "sh", file.toString())
                            .inheritIO()
                            .start();
            int code;
            try {
                code = process.waitFor();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                process.destroy();
                return text;
            }
            if (code != 0 || Files.size(file) > MAX_BYTES) {
                return text;
            }
            String edited = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return edited.endsWith("\n") ? edited.substring(0, edited.length() - 1) : edited;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
