package dev.cordon.engine;

import java.nio.file.Path;

/// Instructions for one kind of task, in a folder with a `SKILL.md`.
///
/// @param name what `$name` in a prompt refers to
/// @param description when it helps, one line
/// @param root the folder that its own folder lies in
/// @param file its `SKILL.md`, absolute
/// @param source whose it is
public record Skill(String name, String description, Path root, Path file, Source source) {
    /// Whose a skill is.
    public enum Source {
        /// The project's, which counts only after trust.
        PROJECT,
        USER,
        /// Named in the configuration.
        CONFIGURED
    }
}
