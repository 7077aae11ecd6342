package dev.cordon.engine;

import dev.cordon.protocol.Action;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a patch does to files, worked out in memory: all of it fits, or there is no plan.
///
/// Each path stands in at most one change, so the order of the changes does not matter: two
/// operations on one file become one, and a move onto a file that exists becomes a change of that
/// file and a deletion.
///
/// @param changes in the order in which the patch first names the files; empty if the operations
///   cancel out
/// @param summary what the model is told when it worked: `Success. …` and a line for each file
/// @param notes what a model may not expect, one sentence each
public record PatchPlan(List<Action.FileChange> changes, String summary, List<String> notes) {
    /// Files of one patch.
    public static final int MAX_FILES = 1_000;

    public PatchPlan {
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
    }

    /// Plans a patch.
    ///
    /// @param cwd where relative paths start; absolute and normalised
    /// @throws PatchException if any part does not fit; a sentence for the model
    public static PatchPlan of(Patch patch, Path cwd, PatchSource source) throws PatchException {
        if (patch.operations().size() > MAX_FILES) {
            throw new PatchException(
                    "Invalid patch: it has "
                            + patch.operations().size()
                            + " operations; at most "
                            + MAX_FILES
                            + " are made at once. Split it.");
        }
        Planner planner = new Planner(cwd, source);
        PatchSummary summary = new PatchSummary();
        for (Patch.Operation operation : patch.operations()) {
            planner.plan(operation);
            summary.add(operation);
        }
        if (patch.operations().isEmpty()) {
            throw new PatchException("No files were modified.");
        }
        return new PatchPlan(planner.changes(), summary.toString(), planner.notes);
    }

    /// SHA-256 of text as UTF-8, in hex.
    public static String digest(String content) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Follows the operations in memory.
    private static final class Planner {
        private final Path cwd;
        private final PatchSource source;
        private final Map<Path, Optional<String>> before = new LinkedHashMap<>();
        private final Map<Path, Optional<String>> now = new HashMap<>();

        /// Where the content of a path was when the patch began, for paths that got it by a move.
        private final Map<Path, Path> movedFrom = new HashMap<>();

        private final List<String> notes = new ArrayList<>();

        Planner(Path cwd, PatchSource source) {
            this.cwd = cwd;
            this.source = source;
        }

        void plan(Patch.Operation operation) throws PatchException {
            Path path = resolve(operation.path());
            switch (operation) {
                case Patch.Operation.Add(String name, String content) -> {
                    read(path, "Failed to write file " + name);
                    put(path, content);
                }
                case Patch.Operation.Delete(String name) -> {
                    String failure = "Failed to delete file " + name;
                    if (read(path, failure).isEmpty()) {
                        throw new PatchException(failure + ": there is no such file");
                    }
                    now.put(path, Optional.empty());
                    movedFrom.remove(path);
                }
                case Patch.Operation.Update update -> update(path, update);
            }
        }

        private void update(Path path, Patch.Operation.Update update) throws PatchException {
            String failure = "Failed to read file to update " + update.path();
            String old =
                    read(path, failure)
                            .orElseThrow(
                                    () -> new PatchException(failure + ": there is no such file"));
            TextPatch.Patched patched =
                    TextPatch.apply(update.path(), old, update.chunks(), TextPatch.Care.ONLY_MATCH);
            notes.addAll(patched.notes());
            if (update.moveTo().isPresent()) {
                String name = update.moveTo().get();
                Path target = resolve(name);
                if (!target.equals(path)) {
                    read(target, "Failed to write file " + name);
                    Path origin = movedFrom.getOrDefault(path, path);
                    now.put(path, Optional.empty());
                    movedFrom.remove(path);
                    now.put(target, Optional.of(patched.content()));
                    movedFrom.put(target, origin);
                    return;
                }
            }
            now.put(path, Optional.of(patched.content()));
        }

        private void put(Path path, String content) {
            now.put(path, Optional.of(content));
            movedFrom.remove(path);
        }

        private Optional<String> read(Path path, String failure) throws PatchException {
            Optional<String> known = now.get(path);
            if (known != null) {
                return known;
            }
            try {
                Optional<String> found = source.read(path);
                before.put(path, found);
                now.put(path, found);
                return found;
            } catch (PatchException e) {
                throw new PatchException(failure + ": " + e.getMessage());
            }
        }

        private Path resolve(String name) throws PatchException {
            try {
                Path path = cwd.resolve(name).normalize();
                if (path.getFileName() == null) {
                    throw new PatchException("Invalid patch: '" + name + "' names no file");
                }
                return path;
            } catch (InvalidPathException e) {
                throw new PatchException(
                        "Invalid patch: '" + name + "' is not a path: " + e.getReason());
            }
        }

        List<Action.FileChange> changes() {
            Map<Path, Path> targets = new HashMap<>();
            for (Map.Entry<Path, Path> move : movedFrom.entrySet()) {
                if (plainMove(move.getValue(), move.getKey())) {
                    targets.putIfAbsent(move.getValue(), move.getKey());
                }
            }
            List<Action.FileChange> changes = new ArrayList<>();
            before.forEach((path, old) -> {
                if (!targets.containsValue(path)) {
                    change(path, old, Optional.ofNullable(targets.get(path)))
                            .ifPresent(changes::add);
                }
            });
            return changes;
        }

        /// Whether a file went from one name to a free one and left nothing behind.
        private boolean plainMove(Path from, Path to) {
            return gone(from) && before.getOrDefault(to, Optional.empty()).isEmpty();
        }

        private boolean gone(Path path) {
            return before.getOrDefault(path, Optional.empty()).isPresent()
                    && now.getOrDefault(path, Optional.empty()).isEmpty();
        }

        private Optional<Action.FileChange> change(
                Path path, Optional<String> old, Optional<Path> target) {
            Optional<String> content = now.getOrDefault(target.orElse(path), Optional.empty());
            Optional<String> digest = old.map(PatchPlan::digest);
            if (content.isEmpty() && old.isEmpty()) {
                return Optional.empty();
            }
            Action.ChangeKind kind =
                    content.isEmpty()
                            ? Action.ChangeKind.DELETE
                            : old.isEmpty() ? Action.ChangeKind.ADD : Action.ChangeKind.UPDATE;
            return Optional.of(new Action.FileChange(path, kind, target, digest, content));
        }
    }
}
