package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes files in the overlay view: all of them or none. What is written goes through commands
/// inside the sandbox, so the kernel puts it into the same layer as what other commands write.
final class OverlayPatch {
    private static final String FOLDERS = "mkdir -p -- \"$1\"";
    private static final String WRITE = "cat > \"$1\" && chmod -- \"$2\" \"$1\"";
    private static final String MOVE = "mv -f -- \"$1\" \"$2\"";
    private static final String REMOVE = "rm -f -- \"$@\"";
    private static final String REMOVE_FOLDER = "rmdir -- \"$1\"";
    private static final int PLAIN_FILE_MODE = 0644;

    private final FileRules rules;
    private final FileTree tree;
    private final Shell shell;
    private final List<String> leftovers = new ArrayList<>();
    private final List<List<String>> undo = new ArrayList<>();

    /// Runs a script inside the sandbox that has the layer.
    interface Shell {
        /// @throws IOException with what the script said if it failed
        void run(String script, byte[] input, List<String> arguments)
                throws IOException, InterruptedException;
    }

    OverlayPatch(FileRules rules, FileTree tree, Shell shell) {
        this.rules = rules;
        this.tree = tree;
        this.shell = shell;
    }

    private record Step(Action.FileChange change, Path source, Path target, String staged) {}

    Result apply(List<Action.FileChange> changes) throws InterruptedException {
        try {
            List<Step> steps = new ArrayList<>();
            Set<Path> seen = new HashSet<>();
            for (Action.FileChange change : changes) {
                Path source = entry(change);
                Path target =
                        change.moveTo().isPresent() ? tree.resolve(change.moveTo().get()) : source;
                if (!seen.add(source) || (!target.equals(source) && !seen.add(target))) {
                    return new Result.Failed(
                            "the patch names "
                                    + change.path()
                                    + " twice; join the two changes. Nothing was changed");
                }
                Optional<Result.Refused> refused =
                        rules.writing(source).or(() -> rules.writing(target));
                if (refused.isPresent()) {
                    return refused.get();
                }
                check(change, source);
                String staged =
                        target.resolveSibling(".cordon-" + System.nanoTime() + "-" + steps.size())
                                .toString();
                steps.add(new Step(change, source, target, staged));
            }
            return perform(steps);
        } catch (IOException e) {
            return new Result.Failed(
                    "cannot change the files, nothing was changed: " + e.getMessage());
        }
    }

    // Deleting a link removes the link, wherever it leads.
    private Path entry(Action.FileChange change) throws IOException {
        Path parent = change.path().getParent();
        if (change.kind() != Action.ChangeKind.DELETE || parent == null) {
            return tree.resolve(change.path());
        }
        return tree.resolve(parent).resolve(change.path().getFileName());
    }

    private void check(Action.FileChange change, Path source) throws IOException {
        Optional<Path> place = tree.place(source);
        if (place.isPresent() && Files.isDirectory(place.get(), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(change.path() + " is a folder");
        }
        boolean link = place.isPresent() && Files.isSymbolicLink(place.get());
        if (change.kind() == Action.ChangeKind.DELETE && link) {
            return;
        }
        Optional<String> now =
                place.isPresent() ? FileDigest.ofFile(place.get()) : place.map(Path::toString);
        if (change.kind() != Action.ChangeKind.ADD && now.isEmpty()) {
            throw new IOException(change.path() + " does not exist");
        }
        if (!now.equals(change.beforeDigest())) {
            throw new IOException(
                    change.path() + " changed meanwhile; read it again and make the change anew");
        }
    }

    private Result perform(List<Step> steps) throws InterruptedException {
        List<Result.ChangedFile> changed = new ArrayList<>();
        try {
            for (Step step : steps) {
                stage(step);
            }
            for (Step step : steps) {
                changed.add(commit(step));
            }
            return new Result.FilesChanged(changed);
        } catch (IOException e) {
            return new Result.Failed(
                    "cannot change the files: "
                            + e.getMessage()
                            + (rollBack()
                                    ? ". Nothing was changed"
                                    : ". Earlier changes of this patch could not be taken back:"
                                            + " look at the files"));
        } finally {
            removeLeftovers();
        }
    }

    private void stage(Step step) throws IOException, InterruptedException {
        Optional<String> content = step.change().content();
        Path parent = step.target().getParent();
        if (content.isEmpty() || parent == null) {
            return;
        }
        List<Path> missing = new ArrayList<>();
        for (Path at = parent; at != null && tree.place(at).isEmpty(); at = at.getParent()) {
            missing.add(at);
        }
        if (!missing.isEmpty()) {
            shell.run(FOLDERS, new byte[0], List.of(parent.toString()));
            missing.reversed().forEach(path -> undo.add(List.of(REMOVE_FOLDER, path.toString())));
        }
        leftovers.add(step.staged());
        shell.run(
                WRITE,
                content.get().getBytes(StandardCharsets.UTF_8),
                List.of(step.staged(), Integer.toOctalString(mode(step))));
    }

    private int mode(Step step) throws IOException {
        Optional<Path> like = tree.place(step.source());
        Optional<OverlayNode> node =
                like.isPresent() ? OverlayNode.at(like.get()) : Optional.empty();
        return node.filter(OverlayNode::isFile)
                .map(OverlayNode::permissions)
                .orElse(PLAIN_FILE_MODE);
    }

    private Result.ChangedFile commit(Step step) throws IOException, InterruptedException {
        check(step.change(), step.source());
        Optional<Path> before = tree.place(step.source());
        Optional<String> beforeDigest =
                before.isPresent() ? FileDigest.ofFile(before.get()) : Optional.empty();
        Optional<String> content = step.change().content();
        boolean moves = !step.source().equals(step.target());
        if (tree.place(step.target()).isPresent()) {
            setAside(step.target(), step.staged() + "-old");
        }
        if (content.isPresent()) {
            shell.run(MOVE, new byte[0], List.of(step.staged(), step.target().toString()));
            undo.add(List.of(REMOVE, step.target().toString()));
        }
        if (moves) {
            setAside(step.source(), step.staged() + "-moved");
        }
        return new Result.ChangedFile(
                step.change().path(),
                step.change().kind(),
                moves ? step.change().moveTo() : Optional.empty(),
                beforeDigest,
                content.map(text -> FileDigest.of(text.getBytes(StandardCharsets.UTF_8))));
    }

    private void setAside(Path path, String aside) throws IOException, InterruptedException {
        String beside = path.resolveSibling(Path.of(aside).getFileName()).toString();
        shell.run(MOVE, new byte[0], List.of(path.toString(), beside));
        undo.add(List.of(MOVE, beside, path.toString()));
        leftovers.add(beside);
    }

    private boolean rollBack() throws InterruptedException {
        boolean done = true;
        for (List<String> step : undo.reversed()) {
            try {
                shell.run(step.getFirst(), new byte[0], step.subList(1, step.size()));
            } catch (IOException _) {
                // A folder that somebody filled meanwhile stays; a file must be back.
                done &= step.getFirst().equals(REMOVE_FOLDER);
            }
        }
        return done;
    }

    private void removeLeftovers() throws InterruptedException {
        if (leftovers.isEmpty()) {
            return;
        }
        try {
            shell.run(REMOVE, new byte[0], leftovers);
        } catch (IOException _) {
            // They are named after Cordon and lie in the layer only.
        }
    }
}
