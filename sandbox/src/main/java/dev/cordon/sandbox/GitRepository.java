package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The repository of a workspace, found without Git: a folder `.git` in the workspace or above it,
/// or a file that leads to a linked worktree's folder which leads back.
///
/// @param workTree the folder that holds `.git`
/// @param gitDirectory what Git is told to use
record GitRepository(Path workTree, Path gitDirectory) {
    private static final int MAX_POINTER_BYTES = 4096;

    /// Finds the repository that covers the workspace.
    ///
    /// @param cwd where the command was to run; a repository between it and the workspace is one
    ///   that a command may have made, and is refused
    /// @throws IOException with a sentence, if there is none or if it is not what it claims
    static GitRepository find(Path workspace, Path cwd) throws IOException {
        Path real = workspace.toRealPath();
        Path inside = cwd.toRealPath();
        if (!inside.startsWith(real)) {
            throw new IOException(cwd + " is not in the workspace " + workspace + ".");
        }
        for (Path at = inside; at != null && !at.equals(real); at = at.getParent()) {
            if (Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(
                        "there is another repository at "
                                + at
                                + ". Git runs outside the sandbox only for the repository of the"
                                + " workspace; open Cordon in that folder instead.");
            }
        }
        for (Path at = real; at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isSymbolicLink(git)) {
                throw new IOException(git + " is a symbolic link; Git is not run through it.");
            }
            if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
                return new GitRepository(at, git);
            }
            if (Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
                return new GitRepository(at, worktree(git));
            }
        }
        throw new IOException("the workspace " + workspace + " is not in a Git repository.");
    }

    private static Path worktree(Path pointer) throws IOException {
        String text = text(pointer);
        if (!text.startsWith("gitdir: ")) {
            throw new IOException(pointer + " is no pointer to a Git folder.");
        }
        Path parent = Optional.ofNullable(pointer.getParent()).orElse(pointer);
        Path target = parent.resolve(text.substring(8)).normalize();
        Path back = target.resolve("gitdir");
        boolean leadsBack =
                Files.isRegularFile(back, LinkOption.NOFOLLOW_LINKS)
                        && target.resolve(text(back)).normalize().equals(pointer)
                        && target.toRealPath().equals(target);
        if (!leadsBack) {
            throw new IOException(
                    pointer
                            + " leads to "
                            + target
                            + ", which does not lead back. Git is run for worktrees that both sides"
                            + " know, not for this one.");
        }
        return target;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_POINTER_BYTES) {
            throw new IOException(file + " is longer than 4096 bytes.");
        }
        return Files.readString(file).strip();
    }
}
