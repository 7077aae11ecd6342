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
import org.jspecify.annotations.Nullable;

/// Changes files: all of them or none.
///
/// First everything is judged and the new contents are written beside their targets; then, one
/// after another, each file is compared once more with what was planned on and replaced by a
/// rename. If one of them cannot be, those before it get their old content back.
final class PatchEffect {
    private final FileRules rules;
    private final List<Runnable> undo = new ArrayList<>();
    private final List<Path> madeFolders = new ArrayList<>();

    PatchEffect(FileRules rules) {
        this.rules = rules;
    }

    /// One change with its real paths.
    private record Step(
            Action.FileChange change, Path source, Path target, @Nullable PlacedFile fresh) {
        boolean moves() {
            return !source.equals(target);
        }
    }

    Result apply(List<Action.FileChange> changes) {
        List<Step> steps = new ArrayList<>();
        try {
            Set<Path> seen = new HashSet<>();
            for (Action.FileChange change : changes) {
                Path source = FileRules.resolve(change.path());
                Path target = source;
                if (change.moveTo().isPresent()) {
                    target = FileRules.resolve(change.moveTo().get());
                }
                if (!seen.add(source) || (!target.equals(source) && !seen.add(target))) {
                    return new Result.Failed(
                            "the patch names "
                                    + change.path()
                                    + " twice; join the two changes. Nothing was changed");
                }
                Path link = change.path();
                if (change.kind() == Action.ChangeKind.DELETE && Files.isSymbolicLink(link)) {
                    // Deleting a link removes the link, wherever it leads.
                    Path parent = link.getParent();
                    source =
                            parent == null
                                    ? link
                                    : FileRules.resolve(parent).resolve(link.getFileName());
                    target = source;
                }
                Optional<Result.Refused> refused = rules.writing(source);
                if (refused.isEmpty()) {
                    refused = rules.writing(target);
                }
                if (refused.isPresent()) {
                    return refused.get();
                }
                steps.add(new Step(change, source, target, null));
            }
            return perform(steps);
        } catch (IOException e) {
            return new Result.Failed("cannot change the files, nothing was changed: " + reason(e));
        }
    }

    private Result perform(List<Step> planned) {
        List<Step> steps = new ArrayList<>();
        List<Result.ChangedFile> changed = new ArrayList<>();
        Path current = planned.getFirst().change().path();
        try {
            for (Step step : planned) {
                current = step.change().path();
                steps.add(prepare(step));
            }
            for (Step step : steps) {
                current = step.change().path();
                changed.add(commit(step));
            }
            return new Result.FilesChanged(changed);
        } catch (IOException e) {
            int failedUndo = rollBack(steps);
            return new Result.Failed(
                    "cannot change "
                            + current
                            + ": "
                            + reason(e)
                            + (failedUndo == 0
                                    ? ". Nothing was changed"
                                    : ". "
                                            + failedUndo
                                            + " earlier changes of this patch could not be taken"
                                            + " back: look at the files"));
        } finally {
            discard(steps);
        }
    }

    private static void discard(List<Step> steps) {
        for (Step step : steps) {
            if (step.fresh() != null) {
                step.fresh().discard();
            }
        }
    }

    private Step prepare(Step step) throws IOException {
        checkUnchanged(step);
        Optional<String> content = step.change().content();
        if (content.isEmpty()) {
            return step;
        }
        Path parent = step.target().getParent();
        if (parent != null) {
            makeFolders(parent);
        }
        if (Files.isDirectory(step.target(), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(step.target() + " is a folder");
        }
        PlacedFile fresh =
                PlacedFile.write(
                        step.target(),
                        content.get().getBytes(StandardCharsets.UTF_8),
                        step.source());
        return new Step(step.change(), step.source(), step.target(), fresh);
    }

    private Result.ChangedFile commit(Step step) throws IOException {
        checkUnchanged(step);
        Action.FileChange change = step.change();
        PlacedFile fresh = step.fresh();
        if (fresh == null) {
            Optional<byte[]> before = FileDigest.readIfPresent(step.source());
            PlacedFile.Old old = PlacedFile.remember(step.source());
            Files.delete(step.source());
            undo.add(old::putBack);
            return new Result.ChangedFile(
                    change.path(),
                    change.kind(),
                    Optional.empty(),
                    before.map(FileDigest::of),
                    Optional.empty());
        }
        PlacedFile.Old oldTarget = PlacedFile.remember(step.target());
        Optional<String> before = FileDigest.ofFile(step.source());
        fresh.moveIntoPlace();
        undo.add(oldTarget::putBack);
        if (step.moves()) {
            PlacedFile.Old oldSource = PlacedFile.remember(step.source());
            Files.delete(step.source());
            undo.add(oldSource::putBack);
        }
        return new Result.ChangedFile(
                change.path(),
                change.kind(),
                step.moves() ? change.moveTo() : Optional.empty(),
                before,
                FileDigest.ofFile(step.target()));
    }

    private static void checkUnchanged(Step step) throws IOException {
        if (Files.isDirectory(step.source(), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is a folder");
        }
        if (Files.isSymbolicLink(step.source())) {
            return; // only a deletion of the link itself gets here
        }
        Optional<String> now = FileDigest.ofFile(step.source());
        if (step.change().kind() != Action.ChangeKind.ADD && now.isEmpty()) {
            throw new IOException("it does not exist");
        }
        if (!now.equals(step.change().beforeDigest())) {
            throw new IOException("it changed meanwhile; read it again and make the change anew");
        }
    }

    private void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolders(parent);
        }
        Files.createDirectory(folder);
        madeFolders.add(folder);
        // Somebody may have put a link above it in the meantime.
        if (!folder.toRealPath().equals(folder)) {
            throw new IOException("a link appeared on the way to " + folder);
        }
    }

    private int rollBack(List<Step> steps) {
        discard(steps);
        int failed = 0;
        for (Runnable step : undo.reversed()) {
            try {
                step.run();
            } catch (java.io.UncheckedIOException _) {
                failed++;
            }
        }
        for (Path folder : madeFolders.reversed()) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException _) {
                // somebody put something there
            }
        }
        return failed;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case java.nio.file.NoSuchFileException e -> e.getFile() + " does not exist";
            case java.nio.file.FileSystemException e ->
                    e.getReason() == null ? e.toString() : e.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
