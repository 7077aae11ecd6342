package dev.cordon.engine;

import java.util.List;
import java.util.Optional;

/// A patch as it was written, not yet held against any file.
///
/// @param operations in the order of the patch; each sees what the former left
public record Patch(List<Operation> operations) {
    public Patch {
        operations = List.copyOf(operations);
    }

    /// What happens to one file.
    public sealed interface Operation {
        /// The path as written.
        String path();

        /// Makes a file, or replaces it whole.
        record Add(String path, String content) implements Operation {}

        /// Removes a file.
        record Delete(String path) implements Operation {}

        /// Changes a file and may give it a new name.
        record Update(String path, Optional<String> moveTo, List<Chunk> chunks)
                implements Operation {
            public Update {
                chunks = List.copyOf(chunks);
            }
        }
    }

    /// One place of a file that changes.
    ///
    /// @param contexts lines to be found one after the other before the place is looked for
    /// @param lines what is kept, removed and added, in order
    /// @param endOfFile whether the kept and removed lines are the last of the file
    public record Chunk(List<String> contexts, List<Line> lines, boolean endOfFile) {
        public Chunk {
            contexts = List.copyOf(contexts);
            lines = List.copyOf(lines);
        }

        /// The kept and removed lines: what the file must have.
        List<String> oldLines() {
            return lines.stream().filter(l -> l.kind() != Kind.ADDED).map(Line::text).toList();
        }
    }

    /// One line of a chunk, without its mark.
    public record Line(Kind kind, String text) {}

    /// What a line of a chunk means.
    public enum Kind {
        KEPT,
        REMOVED,
        ADDED
    }
}
