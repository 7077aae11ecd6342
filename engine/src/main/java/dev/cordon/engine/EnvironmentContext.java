package dev.cordon.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// What a model is told about where it works.
///
/// @param cwd where commands start
/// @param shell the name of the shell, for example `bash`
/// @param date today, where the user is
/// @param sandboxMode a word of `sandbox_mode`
/// @param network a sentence or a word on what can be reached
/// @param writable folders that may change
/// @param branch the branch that is checked out, or a commit; empty if there is none
public record EnvironmentContext(
        Path cwd,
        String shell,
        LocalDate date,
        ZoneId zone,
        String sandboxMode,
        String network,
        List<Path> writable,
        Optional<String> branch) {
    private static final int MAX_HEAD_BYTES = 4096;
    private static final int MAX_DEPTH = 128;

    public EnvironmentContext {
        writable = List.copyOf(writable);
    }

    /// The text, in the form that models trained on Codex know.
    public String text() {
        StringBuilder out = new StringBuilder(512);
        out.append("<environment_context>\n");
        line(out, "cwd", cwd.toString());
        line(out, "shell", shell);
        line(out, "current_date", date.toString());
        line(out, "timezone", zone.getId());
        line(out, "sandbox_mode", sandboxMode);
        line(out, "network_access", network);
        for (Path root : writable) {
            line(out, "writable_root", root.toString());
        }
        branch.ifPresent(name -> line(out, "git_branch", name));
        return out.append("</environment_context>").toString();
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append("  <").append(name).append('>');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // A folder's name must not be able to end the element and speak for us.
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> out.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        out.append("</").append(name).append(">\n");
    }

    /// The branch that is checked out, or the commit, read without starting git.
    ///
    /// @param folder a folder of the working tree, absolute
    public static Optional<String> branchOf(Path folder) {
        Path at = folder;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git)) {
                return head(git.resolve("HEAD"));
            }
            if (Files.isRegularFile(git)) {
                // A linked worktree: "gitdir: PATH".
                return linked(at, read(git).orElse(""));
            }
            at = at.getParent();
        }
        return Optional.empty();
    }

    private static Optional<String> linked(Path tree, String text) {
        try {
            return text.startsWith("gitdir: ")
                    ? head(tree.resolve(text.substring(8)).resolve("HEAD"))
                    : Optional.empty();
        } catch (InvalidPathException _) {
            // The repository may hold anything.
            return Optional.empty();
        }
    }

    private static Optional<String> head(Path file) {
        return read(file)
                .map(text ->
                        text.startsWith("ref: refs/heads/")
                                ? text.substring("ref: refs/heads/".length())
                                : text.substring(0, Math.min(12, text.length())))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_HEAD_BYTES) {
                return Optional.empty();
            }
            return Optional.of(
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
