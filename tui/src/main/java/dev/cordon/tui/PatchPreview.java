package dev.cordon.tui;

import dev.cordon.protocol.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What a patch does to its files, kept while both sides are known.
final class PatchPreview {
    private static final long MAX_FILE_BYTES = 512 * 1024;
    private static final int MAX_FILES = 100;
    private static final Span INDENT = new Span("  ", Role.TEXT);

    private final List<Side> sides;
    private final int left;

    /// A file before and after; absent text means there is no file, or it is too large to show.
    record Side(Action.FileChange change, Optional<String> before) {}

    private PatchPreview(List<Side> sides, int left) {
        this.sides = sides;
        this.left = left;
    }

    /// Reads the files as they are. Quick: small regular files only.
    static PatchPreview of(Action.ApplyPatch patch) {
        return of(patch, PatchPreview::read);
    }

    /// Of files that somebody else read.
    static PatchPreview of(Action.ApplyPatch patch, Map<Path, String> before) {
        return of(patch, path -> Optional.ofNullable(before.get(path)));
    }

    private static PatchPreview of(
            Action.ApplyPatch patch, Function<Path, Optional<String>> reader) {
        List<Side> sides = new ArrayList<>();
        for (Action.FileChange change : patch.changes()) {
            if (sides.size() == MAX_FILES) {
                break;
            }
            sides.add(new Side(change, reader.apply(change.path())));
        }
        return new PatchPreview(sides, patch.changes().size() - sides.size());
    }

    List<Side> sides() {
        return sides;
    }

    private static Optional<String> read(Path path) {
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(path) > MAX_FILE_BYTES) {
                return Optional.empty();
            }
            return Optional.of(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Whether the difference of every file is known, so that somebody can judge it.
    boolean whole() {
        return left == 0
                && sides.stream()
                        .allMatch(side ->
                                side.before().isPresent()
                                        || side.change().kind() == Action.ChangeKind.ADD);
    }

    /// The whole difference for somebody who decides about it.
    List<Line> rows(Path workspace, int columns) {
        List<FileDiff> files = new ArrayList<>();
        sides.forEach(side -> files.add(difference(side, workspace)));
        return new DiffBlock(files, Integer.MAX_VALUE, DiffBlock.Purpose.JUDGE).rows(columns);
    }

    private static FileDiff difference(Side side, Path workspace) {
        String now = Actions.path(side.change().moveTo().orElse(side.change().path()), workspace);
        FileDiff diff = FileDiff.between(now, side.before(), side.change().content());
        return moved(diff, side.change(), workspace);
    }

    /// The difference to read, each file cut at `maxLines` lines.
    List<Line> rows(Path workspace, int maxLines, DiffBlock.Purpose purpose, int columns) {
        List<FileDiff> files = new ArrayList<>();
        sides.forEach(side -> files.add(difference(side, workspace)));
        List<Line> rows = new ArrayList<>();
        new DiffBlock(files, maxLines, purpose)
                .rows(Math.max(1, columns - 2))
                .forEach(row -> rows.addAll(Rows.hung(List.of(row), INDENT, INDENT)));
        if (left > 0) {
            rows.add(Line.of("  … " + left + " more files", Role.DIM));
        }
        return rows;
    }

    private static FileDiff moved(FileDiff diff, Action.FileChange change, Path workspace) {
        if (change.moveTo().isEmpty()) {
            return diff;
        }
        return new FileDiff(
                diff.path(),
                Optional.of(Actions.path(change.path(), workspace)),
                FileDiff.Change.RENAMED,
                diff.hunks(),
                diff.notes());
    }
}
