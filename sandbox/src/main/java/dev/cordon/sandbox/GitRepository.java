package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The repository that covers a folder, found without Git: a folder `.git` there or above, or a
/// file that leads to the folder of a linked worktree or submodule which leads back.
///
/// @param workTree the folder that holds `.git`
/// @param gitDirectory what Git is told to use
record GitRepository(Path workTree, Path gitDirectory, Place place) {
    private static final int MAX_POINTER_BYTES = 4096;
    private static final int MAX_SETTINGS_BYTES = 1 << 20;

    /// Whose it is.
    enum Place {
        /// The workspace's own, or a worktree of it: protected since before the first command.
        WORKSPACE,
        /// A submodule, or a repository that a command may have made.
        NESTED
    }

    /// Finds the repository that covers a folder of the workspace.
    ///
    /// @param cwd where the command was to run
    /// @throws IOException with a sentence, if there is none or if it is not what it claims
    static GitRepository find(Path workspace, Path cwd) throws IOException {
        Path real = workspace.toRealPath();
        Path inside = cwd.toRealPath();
        if (!inside.startsWith(real)) {
            throw new IOException(cwd + " is not in the workspace " + workspace + ".");
        }
        for (Path at = inside; at != null && !at.equals(real); at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.exists(git, LinkOption.NOFOLLOW_LINKS)) {
                return nested(real, at, git);
            }
        }
        for (Path at = real; at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isSymbolicLink(git)) {
                throw new IOException(git + " is a symbolic link; Git is not run through it.");
            }
            if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
                return new GitRepository(at, git, Place.WORKSPACE);
            }
            if (Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
                return new GitRepository(at, worktree(git), Place.WORKSPACE);
            }
        }
        throw new IOException("the workspace " + workspace + " is not in a Git repository.");
    }

    private static GitRepository nested(Path workspace, Path at, Path git) throws IOException {
        if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
            return new GitRepository(at, git, Place.NESTED);
        }
        if (!Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(git + " is a symbolic link; Git is not run through it.");
        }
        Path modules = workspace.resolve(".git/modules");
        Path target = target(git);
        if (target.startsWith(modules)) {
            return new GitRepository(at, submodule(git, target), Place.NESTED);
        }
        Path linked = worktree(git);
        Path common = common(linked);
        if (common.equals(workspace.resolve(".git"))) {
            return new GitRepository(at, linked, Place.WORKSPACE);
        }
        throw new IOException(
                git
                        + " leads to the repository "
                        + common
                        + ", which is not the workspace's; open Cordon in that folder instead.");
    }

    // gitrepository-layout(5): the folder that worktrees have in common.
    private static Path common(Path linked) throws IOException {
        Path file = linked.resolve("commondir");
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? linked.resolve(text(file)).normalize()
                : linked;
    }

    // Its `core.worktree` leads back, relative to its own folder.
    private static Path submodule(Path pointer, Path target) throws IOException {
        Path settings = target.resolve("config");
        boolean leadsBack = false;
        if (target.toRealPath().equals(target)
                && Files.isRegularFile(settings, LinkOption.NOFOLLOW_LINKS)
                && Files.size(settings) <= MAX_SETTINGS_BYTES) {
            for (String line : Files.readAllLines(settings)) {
                String setting = line.strip();
                if (setting.startsWith("worktree = ")) {
                    Path back = target.resolve(setting.substring("worktree = ".length()));
                    leadsBack = back.normalize().equals(parent(pointer));
                }
            }
        }
        if (!leadsBack) {
            throw new IOException(
                    pointer + " leads to " + target + ", a submodule's folder of somewhere else.");
        }
        return target;
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.getParent()).orElse(file);
    }

    private static Path target(Path pointer) throws IOException {
        String text = text(pointer);
        if (!text.startsWith("gitdir: ")) {
            throw new IOException(pointer + " is no pointer to a Git folder.");
        }
        return parent(pointer).resolve(text.substring(8)).normalize();
    }

    private static Path worktree(Path pointer) throws IOException {
        Path target = target(pointer);
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
