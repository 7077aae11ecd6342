package dev.cordon.engine;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Changes the files of a workspace from one snapshot to another: only what differs between the
/// two, never through a link, never a file that neither snapshot knows.
final class WorkspaceRestore {
    private final PrivateGit git;
    private final Path workspace;
    private final Path store;
    private final List<String> notes;

    /// @param notes gets a sentence for each file that could not be restored
    WorkspaceRestore(PrivateGit git, Path workspace, Path store, List<String> notes) {
        this.git = git;
        this.workspace = workspace;
        this.store = store;
        this.notes = notes;
    }

    /// @return how many files were written or removed
    int restore(String from, String to)
            throws PrivateGit.GitException, IOException, InterruptedException {
        Path index = Files.createTempFile(store, "restore-", ".index");
        Files.delete(index);
        try {
            List<String> fields =
                    Checkpoints.split(
                            git.run(
                                    workspace,
                                    index,
                                    new byte[0],
                                    "diff-tree",
                                    "-r",
                                    "-z",
                                    "--no-renames",
                                    "--name-status",
                                    from,
                                    to));
            List<String> write = new ArrayList<>();
            int removed = 0;
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                if (fields.get(i).equals("D")) {
                    removed += remove(fields.get(i + 1)) ? 1 : 0;
                } else {
                    write.add(fields.get(i + 1));
                }
            }
            write.removeIf(name -> !free(name));
            if (!write.isEmpty()) {
                git.run(workspace, index, new byte[0], "read-tree", to);
                git.run(
                        workspace,
                        index,
                        Checkpoints.join(write),
                        "checkout-index",
                        "-f",
                        "-q",
                        "-z",
                        "--stdin");
            }
            return removed + write.size();
        } finally {
            Files.deleteIfExists(index);
        }
    }

    private boolean remove(String name) throws IOException {
        Path file = workspace.resolve(name).normalize();
        if (!file.startsWith(workspace) || throughLink(file)) {
            notes.add(name + " was not removed: a link is on the way to it.");
            return false;
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        boolean removed = Files.deleteIfExists(file);
        removeEmptyParents(file);
        return removed;
    }

    private void removeEmptyParents(Path file) throws IOException {
        Path folder = file.getParent();
        while (folder != null && !folder.equals(workspace) && folder.startsWith(workspace)) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException _) {
                return;
            }
            folder = folder.getParent();
        }
    }

    /// Whether a file may be written at a name. Git would clear a folder away that stands there,
    /// with files in it that no snapshot has.
    private boolean free(String name) {
        Path file = workspace.resolve(name).normalize();
        if (!file.startsWith(workspace) || throughLink(file)) {
            notes.add(name + " was not restored: a link is on the way to it.");
            return false;
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            notes.add(name + " was not restored: a folder with other files stands there.");
            return false;
        }
        return true;
    }

    private boolean throughLink(Path file) {
        for (Path folder = file.getParent();
                folder != null && !folder.equals(workspace);
                folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                return true;
            }
        }
        return false;
    }
}
