package dev.cordon.tui;

import dev.cordon.protocol.Content;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the UI works with. The composition root makes it.
///
/// @param workspace the root of the project
/// @param home where Cordon keeps its own files
/// @param environment of the process
/// @param opener opens sessions
/// @param start the session to begin with
/// @param prompt sent at once; may be empty
/// @param version shown at the start
/// @param notices sentences shown at the start
public record UiParts(
        Path workspace,
        Path home,
        Map<String, String> environment,
        SessionOpener opener,
        SessionOpener.Start start,
        List<Content> prompt,
        String version,
        List<String> notices) {
    public UiParts {
        environment = Map.copyOf(environment);
        prompt = List.copyOf(prompt);
        notices = List.copyOf(notices);
    }
}
