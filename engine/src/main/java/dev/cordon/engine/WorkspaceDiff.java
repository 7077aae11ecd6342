package dev.cordon.engine;

import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a workspace differs from a commit of the user's own repository, or from a checkpoint. Files
/// that git does not know are included, ignored ones are not.
///
/// The user's repository is only read, and by our own git: no filter, hook or driver that it names
/// can run.
public final class WorkspaceDiff {
    /// The tree without files, which every repository has.
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    private static final int MAX_REF_BYTES = 8 * 1024 * 1024;
    private static final int MAX_LINKS = 5;
    private static final int MAX_DEPTH = 128;
    private static final int MIN_HASH_CHARS = 40;

    private final Path home;
    private final Path workspace;

    /// @param home where Cordon keeps its own files
    /// @param workspace absolute
    public WorkspaceDiff(Path home, Path workspace) {
        this.home = home;
        this.workspace = workspace;
    }

    /// The commit that is checked out in the repository around a folder; empty if there is none.
    static Optional<String> headOf(Path folder) {
        return find(folder).flatMap(repository -> repository.resolve("HEAD"));
    }

    /// The difference from a commit.
    ///
    /// @param since a branch, a tag or a whole hash; empty for the commit that is checked out
    /// @throws IllegalStateException with a sentence if it cannot be told
    public String sinceCommit(String since) throws InterruptedException {
        Repository repository =
                find(workspace)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        workspace
                                                + " lies in no git repository; /rewind compares"
                                                + " with checkpoints"));
        Optional<String> commit = repository.resolve(since.isEmpty() ? "HEAD" : since);
        if (commit.isEmpty() && !since.isEmpty()) {
            throw new IllegalStateException(
                    "\"" + since + "\" is no branch, tag or whole hash of " + repository.tree());
        }
        String folder = repository.tree().relativize(workspace).toString();
        String base =
                commit.map(hash -> folder.isEmpty() ? hash : hash + ":" + folder)
                        .orElse(EMPTY_TREE);
        return diff(List.of(repository.common().resolve("objects")), base);
    }

    /// The difference from a checkpoint.
    ///
    /// @param reference as `Event.CheckpointTaken` names it
    /// @throws IllegalStateException with a sentence if it cannot be told
    public String sinceCheckpoint(String reference) throws InterruptedException {
        return diff(List.of(), reference);
    }

    private String diff(List<Path> objects, String base) throws InterruptedException {
        try {
            // An identity of its own: a session that runs keeps its index to itself.
            return new Checkpoints(home, workspace, SessionId.fresh()).diff(objects, base);
        } catch (PrivateGit.GitException | IOException e) {
            throw new IllegalStateException("The difference cannot be told: " + e.getMessage(), e);
        }
    }

    /// A repository of the user's.
    ///
    /// @param tree the root of its working tree
    /// @param git its own folder
    /// @param common where refs and objects are, another folder for a linked worktree
    private record Repository(Path tree, Path git, Path common) {
        Optional<String> resolve(String name) {
            if (isHash(name)) {
                return Optional.of(name);
            }
            if (name.startsWith("-") || name.contains("..") || name.startsWith("/")) {
                return Optional.empty();
            }
            if (name.equals("HEAD")) {
                return read(git.resolve("HEAD")).flatMap(text -> follow(text, 0));
            }
            for (String place : List.of("refs/heads/", "refs/tags/", "refs/remotes/")) {
                Optional<String> found = ref(place + name, 0);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }

        private Optional<String> follow(String text, int links) {
            if (isHash(text)) {
                return Optional.of(text);
            }
            boolean link = text.startsWith("ref: refs/") && !text.contains("..");
            return link && links < MAX_LINKS ? ref(text.substring(5), links + 1) : Optional.empty();
        }

        private Optional<String> ref(String name, int links) {
            Optional<String> loose = read(common.resolve(name)).flatMap(t -> follow(t, links));
            if (loose.isPresent()) {
                return loose;
            }
            for (String line : read(common.resolve("packed-refs")).orElse("").split("\n", -1)) {
                int space = line.indexOf(' ');
                if (space > 0 && line.substring(space + 1).equals(name)) {
                    return Optional.of(line.substring(0, space)).filter(Repository::isHash);
                }
            }
            return Optional.empty();
        }

        private static boolean isHash(String text) {
            if (text.length() < MIN_HASH_CHARS || text.length() > 64) {
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                if (Character.digit(text.charAt(i), 16) < 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Optional<Repository> find(Path folder) {
        Path at = folder;
        for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git)) {
                return Optional.of(new Repository(at, git, git));
            }
            if (Files.isRegularFile(git)) {
                return linked(at, read(git).orElse(""));
            }
            at = at.getParent();
        }
        return Optional.empty();
    }

    private static Optional<Repository> linked(Path tree, String text) {
        try {
            if (!text.startsWith("gitdir: ")) {
                return Optional.empty();
            }
            Path git = tree.resolve(text.substring("gitdir: ".length())).normalize();
            Path common =
                    read(git.resolve("commondir")).map(c -> git.resolve(c).normalize()).orElse(git);
            return Optional.of(new Repository(tree, git, common));
        } catch (InvalidPathException _) {
            // The repository may hold anything.
            return Optional.empty();
        }
    }

    private static Optional<String> read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_REF_BYTES) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(file).strip());
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
