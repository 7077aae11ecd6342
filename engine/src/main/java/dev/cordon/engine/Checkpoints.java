package dev.cordon.engine;

import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Snapshots of a workspace, so that whatever a turn does to files can be taken back.
///
/// They stand in a repository of our own below `HOME/checkpoints`; the workspace and its own `.git`
/// are only read. Files that Git ignores are left out, files that are tracked or untracked are in,
/// those of nested repositories too. Each session has its own index, so sessions do not wait for
/// each other, and a process that is killed leaves nothing that stops the next one.
public final class Checkpoints {
    /// Larger files are left out, with a note.
    public static final long MAX_FILE_BYTES = 64L * 1024 * 1024;

    /// What one snapshot may add.
    public static final long MAX_NEW_BYTES = 1024L * 1024 * 1024;

    /// How many files one snapshot may add.
    public static final int MAX_NEW_FILES = 200_000;

    private static final Path NOWHERE = Path.of("/dev/null");
    private static final int MAX_NOTES = 10;

    private final Path store;
    private final Path workspace;
    private final SessionId session;
    private final Path index;

    /// @param home where Cordon keeps its own files
    /// @param workspace the root of the project, absolute
    public Checkpoints(Path home, Path workspace, SessionId session) {
        this.workspace = workspace;
        this.session = session;
        this.store =
                home.resolve("checkpoints")
                        .resolve(PatchPlan.digest(workspace.toString()).substring(0, 16));
        this.index = store.resolve("index-" + session.value());
    }

    /// What came of taking a snapshot.
    public sealed interface Outcome {
        /// It is there.
        ///
        /// @param reference names it for {@link #restore}
        /// @param notes files that were left out, a sentence each
        record Taken(int number, String reference, List<String> notes) implements Outcome {}

        /// It is not there; files cannot be taken back to this point.
        ///
        /// @param reason a sentence for the user
        record Missing(String reason) implements Outcome {}
    }

    /// A snapshot that is being taken.
    public static final class Pending {
        private final FutureTask<Outcome> task;

        private Pending(FutureTask<Outcome> task) {
            this.task = task;
        }

        /// Waits until it is complete. Nothing may change files before this returns.
        public Outcome await() throws InterruptedException {
            try {
                return task.get();
            } catch (ExecutionException e) {
                return new Outcome.Missing(
                        "No checkpoint was taken: " + String.valueOf(e.getCause()));
            }
        }
    }

    /// Starts to take a snapshot and returns at once.
    ///
    /// @param number counted from 1 in the session
    public Pending begin(int number) {
        FutureTask<Outcome> task = new FutureTask<>(() -> take(number));
        Thread.ofVirtual()
                .name("checkpoint")
                .start(() -> {
                    task.run();
                    CheckpointPruning.lazily(store, Instant.now());
                });
        return new Pending(task);
    }

    /// Takes a snapshot.
    public synchronized Outcome take(int number) throws InterruptedException {
        List<String> notes = new ArrayList<>();
        try {
            PrivateGit git = PrivateGit.open(store.resolve("git"));
            String tree = tree(git, notes);
            String commit =
                    git.text(workspace, index, "commit-tree", tree, "-m", "checkpoint " + number);
            git.run(
                    workspace,
                    index,
                    new byte[0],
                    "update-ref",
                    "refs/cordon/" + session.value() + "/" + number,
                    commit);
            shareIndex();
            CheckpointPruning.mark(store);
            return new Outcome.Taken(number, commit, notes);
        } catch (PrivateGit.GitException e) {
            return new Outcome.Missing("No checkpoint was taken: " + e.getMessage() + ".");
        } catch (IOException e) {
            return new Outcome.Missing(
                    "No checkpoint was taken: "
                            + store
                            + " cannot be used: "
                            + SessionFiles.reason(e)
                            + ".");
        }
    }

    /// The workspace as it is now, as a tree that nothing keeps.
    ///
    /// @param notes gets a sentence for each file that was left out
    private String tree(PrivateGit git, List<String> notes)
            throws PrivateGit.GitException, InterruptedException, IOException {
        exclude();
        try {
            prepareIndex();
            return snapshot(git, notes);
        } catch (PrivateGit.GitException _) {
            // An index that a crash left half written; without one everything is read anew.
            Files.deleteIfExists(index);
            notes.clear();
            return snapshot(git, notes);
        }
    }

    /// How the workspace differs from a commit, as a patch.
    ///
    /// @param objects folders of other repositories in which the commit may stand
    /// @param base a tree, a commit, or `COMMIT:FOLDER`
    synchronized String diff(List<Path> objects, String base)
            throws PrivateGit.GitException, InterruptedException, IOException {
        PrivateGit git = PrivateGit.open(store.resolve("git")).reading(objects);
        try {
            byte[] patch =
                    git.run(
                            workspace,
                            index,
                            new byte[0],
                            "diff-tree",
                            "-r",
                            "-p",
                            "-M",
                            "--no-color",
                            "--no-ext-diff",
                            "--no-textconv",
                            base,
                            tree(git, new ArrayList<>()));
            return new String(patch, StandardCharsets.UTF_8);
        } finally {
            Files.deleteIfExists(index);
        }
    }

    /// What is different now, file by file.
    ///
    /// @param reference of the snapshot to compare with
    /// @return nothing if it cannot be told
    synchronized ChangedBlobs.Changes changesSince(String reference) throws InterruptedException {
        try {
            PrivateGit git = PrivateGit.open(store.resolve("git"));
            return new ChangedBlobs(git, workspace, index)
                    .between(reference, tree(git, new ArrayList<>()));
        } catch (PrivateGit.GitException | IOException _) {
            return ChangedBlobs.Changes.NONE;
        }
    }

    /// Makes the files what they were. What is there now is taken as a snapshot first, so this can
    /// be undone; a file that snapshot leaves out is not touched.
    ///
    /// @param reference of the snapshot to go back to
    /// @param undoNumber the number of the snapshot that undoes this
    /// @throws SessionLogException if it cannot be done; nothing was changed then, or the message
    ///   says so
    public synchronized Restored restore(String reference, int undoNumber)
            throws InterruptedException {
        Outcome undo = take(undoNumber);
        if (!(undo instanceof Outcome.Taken now)) {
            throw new SessionLogException(
                    "The files were not touched, because going back could not be undone. "
                            + ((Outcome.Missing) undo).reason());
        }
        try {
            PrivateGit git = PrivateGit.open(store.resolve("git"));
            List<String> notes = new ArrayList<>(now.notes());
            int changed =
                    new WorkspaceRestore(git, workspace, store, notes)
                            .restore(now.reference(), reference);
            return new Restored(now, changed, List.copyOf(notes));
        } catch (PrivateGit.GitException | IOException e) {
            throw new SessionLogException(
                    "The files could not all be taken back: "
                            + e.getMessage()
                            + ". Checkpoint "
                            + undoNumber
                            + " holds what they were before.",
                    e);
        }
    }

    /// What going back did.
    ///
    /// @param undo the snapshot from before it
    /// @param changedFiles how many files were written or removed
    public record Restored(Outcome.Taken undo, int changedFiles, List<String> notes) {}

    private String snapshot(PrivateGit git, List<String> notes)
            throws PrivateGit.GitException, InterruptedException, IOException {
        List<String> changed =
                new ArrayList<>(
                        split(
                                git.run(
                                        workspace,
                                        index,
                                        new byte[0],
                                        "ls-files",
                                        "-z",
                                        "-m",
                                        "-d",
                                        "-o",
                                        "--exclude-standard")));
        changed.addAll(trackedButIgnored(git));
        List<String> files = new ArrayList<>();
        for (String name : changed) {
            if (name.endsWith("/")) {
                files.addAll(nested(git, name));
            } else {
                files.add(name);
            }
        }
        if (!files.isEmpty()) {
            List<String> wanted = bounded(files, notes);
            git.run(
                    workspace,
                    index,
                    join(wanted),
                    "update-index",
                    "--add",
                    "--remove",
                    "--replace",
                    "-z",
                    "--stdin");
        }
        return git.text(workspace, index, "write-tree");
    }

    /// The files of a repository inside the workspace, which git takes for one thing until the
    /// index holds a file of it.
    private List<String> nested(PrivateGit git, String folder)
            throws PrivateGit.GitException, InterruptedException {
        Path root = workspace.resolve(folder);
        List<String> files = new ArrayList<>();
        for (String name :
                split(
                        git.run(
                                root,
                                store.resolve("no-index"),
                                new byte[0],
                                "ls-files",
                                "-z",
                                "-o",
                                "--exclude-standard"))) {
            if (name.endsWith("/")) {
                files.addAll(nested(git, folder + name));
            } else {
                files.add(folder + name);
            }
        }
        return files;
    }

    /// Files that the user's own repository tracks although it ignores them.
    private List<String> trackedButIgnored(PrivateGit git)
            throws PrivateGit.GitException, InterruptedException, IOException {
        Path theirs = workspace.resolve(".git/index");
        if (!Files.isRegularFile(theirs, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        // A copy: reading an index may write it. A split index needs its other half and is left.
        Path copy = store.resolve("their-index-" + session.value());
        Files.copy(theirs, copy, StandardCopyOption.REPLACE_EXISTING);
        try {
            return split(
                    git.run(
                            workspace,
                            copy,
                            new byte[0],
                            "ls-files",
                            "-z",
                            "-c",
                            "-i",
                            "--exclude-standard"));
        } catch (PrivateGit.GitException _) {
            return List.of();
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private List<String> bounded(List<String> files, List<String> notes)
            throws PrivateGit.GitException {
        if (files.size() > MAX_NEW_FILES) {
            throw new PrivateGit.GitException(
                    "the workspace has "
                            + files.size()
                            + " new or changed files, more than "
                            + MAX_NEW_FILES
                            + "; let .gitignore name what is generated, or start in a smaller"
                            + " folder");
        }
        List<String> wanted = new ArrayList<>(files.size());
        long total = 0;
        int left = 0;
        for (String name : files) {
            Path file = workspace.resolve(name);
            long bytes = size(file);
            if (bytes > MAX_FILE_BYTES || bytes == UNREADABLE) {
                left++;
                if (left <= MAX_NOTES) {
                    notes.add("The checkpoint leaves " + name + " out: " + why(bytes) + ".");
                }
                continue;
            }
            total += bytes;
            wanted.add(name);
        }
        if (left > MAX_NOTES) {
            notes.add("The checkpoint leaves " + (left - MAX_NOTES) + " more files out.");
        }
        if (total > MAX_NEW_BYTES) {
            throw new PrivateGit.GitException(
                    "new and changed files of the workspace have "
                            + total
                            + " bytes, more than "
                            + MAX_NEW_BYTES
                            + "; let .gitignore name what is generated");
        }
        return wanted;
    }

    private static final long UNREADABLE = -1;

    private static String why(long bytes) {
        return bytes == UNREADABLE
                ? "it cannot be read as a file"
                : "it has " + bytes + " bytes, more than " + MAX_FILE_BYTES;
    }

    private static long size(Path file) {
        try {
            if (Files.isSymbolicLink(file) || Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                return 0;
            }
            boolean plain = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            // A folder where a file was: the file is gone, what is below it is listed itself.
            boolean gone = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
            return gone ? 0 : plain && Files.isReadable(file) ? Files.size(file) : UNREADABLE;
        } catch (IOException _) {
            return UNREADABLE;
        }
    }

    /// What is excluded beside `.gitignore`: the user's own list for this repository, and our
    /// files.
    private void exclude() throws IOException {
        StringBuilder lines = new StringBuilder("# written for each checkpoint\n");
        Path theirs = workspace.resolve(".git/info/exclude");
        if (Files.isRegularFile(theirs) && Files.size(theirs) < 1024 * 1024) {
            lines.append(new String(Files.readAllBytes(theirs), StandardCharsets.ISO_8859_1));
        }
        Path home = store.resolve("../..").normalize();
        if (home.startsWith(workspace)) {
            lines.append("\n/").append(workspace.relativize(home)).append("/\n");
        }
        if (!Files.exists(workspace.resolve(".git"))) {
            // Nobody wrote an ignore list where there is no repository.
            lines.append("\nnode_modules/\ntarget/\n.gradle/\n__pycache__/\n.venv/\n");
        }
        byte[] wanted = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
        Path file = store.resolve("git/info/exclude");
        Path fresh = store.resolve("exclude-" + session.value());
        Files.write(fresh, wanted);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// A new session starts from the index that another one left, so that it need not read all
    /// files.
    private void prepareIndex() throws IOException {
        Files.deleteIfExists(index.resolveSibling(index.getFileName() + ".lock"));
        Path shared = store.resolve("index");
        if (!Files.exists(index) && Files.exists(shared)) {
            Files.copy(shared, index, StandardCopyOption.REPLACE_EXISTING, COPY_TIMES);
        }
    }

    /// The index tells by its own time which files are too young to trust their times.
    private static final StandardCopyOption COPY_TIMES = StandardCopyOption.COPY_ATTRIBUTES;

    private void shareIndex() throws IOException {
        Path fresh = store.resolve("index-copy-" + session.value());
        if (Files.exists(index)) {
            Files.copy(index, fresh, StandardCopyOption.REPLACE_EXISTING, COPY_TIMES);
            Files.move(fresh, store.resolve("index"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    static List<String> split(byte[] zeroEnded) {
        List<String> names = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < zeroEnded.length; i++) {
            if (zeroEnded[i] == 0) {
                names.add(new String(zeroEnded, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return names;
    }

    static byte[] join(List<String> names) {
        StringBuilder out = new StringBuilder();
        for (String name : names) {
            out.append(name).append('\0');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Lets all snapshots of this session go; what only they held is removed with time.
    public synchronized void forget() throws InterruptedException {
        if (!Files.isRegularFile(store.resolve("git/HEAD"))) {
            return;
        }
        try {
            PrivateGit git = PrivateGit.open(store.resolve("git"));
            CheckpointPruning.forget(git, store, session.value());
        } catch (PrivateGit.GitException | IOException _) {
            // They are let go by their age all the same.
        }
    }

    /// The snapshots of this session that are there, by number.
    public synchronized Optional<String> find(int number) throws InterruptedException {
        try {
            PrivateGit git = PrivateGit.open(store.resolve("git"));
            return Optional.of(
                    git.text(
                            store,
                            NOWHERE,
                            "rev-parse",
                            "--verify",
                            "refs/cordon/" + session.value() + "/" + number + "^{commit}"));
        } catch (PrivateGit.GitException _) {
            return Optional.empty();
        }
    }
}
