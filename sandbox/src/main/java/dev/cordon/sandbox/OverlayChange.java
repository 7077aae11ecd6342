package dev.cordon.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/// One difference between the files of the host and what a command sees through the overlay.
///
/// @param path where the file is now named in the overlay
/// @param from its name in the host's files, only with {@link Kind#RENAMED}
/// @param root the writable folder that both names lie in
/// @param obstacle why this is not merged, a sentence; empty if it can be
public record OverlayChange(
        Kind kind,
        Path root,
        Path path,
        Optional<Path> from,
        OverlayState before,
        OverlayState after,
        Optional<String> obstacle) {

    /// What happened.
    public enum Kind {
        ADDED('A'),
        MODIFIED('M'),
        DELETED('D'),
        /// The same content under another name.
        RENAMED('R'),
        /// The same content with other permissions.
        MODE('T');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /// The letter that Git uses.
        public char letter() {
            return letter;
        }
    }

    /// One line for people, paths relative to the root, for example `R old -> new`.
    public String line() {
        StringBuilder line = new StringBuilder().append(kind.letter()).append(' ');
        from.ifPresent(old -> line.append(root.relativize(old)).append(" -> "));
        line.append(root.relativize(path));
        if (kind == Kind.MODE) {
            line.append(" (")
                    .append(Integer.toOctalString(before.mode()))
                    .append(" -> ")
                    .append(Integer.toOctalString(after.mode()))
                    .append(')');
        } else if (after.type() == OverlayState.Type.LINK) {
            line.append(" (link to ").append(after.content()).append(')');
        } else if (after.type() == OverlayState.Type.FOLDER
                || (kind == Kind.DELETED && before.type() == OverlayState.Type.FOLDER)) {
            line.append('/');
        }
        obstacle.ifPresent(why -> line.append("  [not merged: ").append(why).append(']'));
        return line.toString();
    }

    OverlayChange withObstacle(Optional<String> why) {
        return new OverlayChange(kind, root, path, from, before, after, why);
    }
}
