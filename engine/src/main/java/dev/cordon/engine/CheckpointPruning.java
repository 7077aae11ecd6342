package dev.cordon.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets checkpoints of old sessions go, once a day at most, after a snapshot that is complete.
///
/// Touches nothing but `refs/cordon/` and objects that nothing names, in the repository of ours;
/// the user's own repository and workspace are not even read.
final class CheckpointPruning {
    /// Checkpoints of a session whose last one is older are let go.
    static final Duration MAX_AGE = Duration.ofDays(30);

    private static final Duration PAUSE = Duration.ofDays(1);
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final String REFS = "refs/cordon/";

    private CheckpointPruning() {}

    /// Marks a store that was just made: it has nothing old.
    static void mark(Path store) throws IOException {
        Path marker = store.resolve("pruned");
        if (!Files.exists(marker)) {
            try {
                PrivateFiles.createFile(marker);
            } catch (FileAlreadyExistsException _) {
                // Another session was quicker.
            }
        }
    }

    /// Prunes if nobody did for a day. Never fails: it is tried again another day.
    static void lazily(Path store, Instant now) {
        Path marker = store.resolve("pruned");
        try {
            if (!Files.exists(marker)) {
                return;
            }
            if (Files.getLastModifiedTime(marker).toInstant().plus(PAUSE).isAfter(now)) {
                return;
            }
            Files.setLastModifiedTime(marker, FileTime.from(now));
            prune(PrivateGit.open(store.resolve("git")), store, now);
        } catch (IOException | PrivateGit.GitException _) {
            // Old checkpoints stay for another day.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// @return the sessions whose checkpoints were let go
    static List<String> prune(PrivateGit git, Path store, Instant now)
            throws PrivateGit.GitException, IOException, InterruptedException {
        // Objects first: those of what is let go now stay for another day, so that a session which
        // begins from an old index at this moment finds them.
        git.run(
                store,
                NOWHERE,
                new byte[0],
                "-c",
                "gc.auto=5000",
                "-c",
                "gc.autoDetach=false",
                "gc",
                "--auto",
                "--quiet");
        Map<String, Long> newest = new HashMap<>();
        for (String line :
                git.text(
                                store,
                                NOWHERE,
                                "for-each-ref",
                                "--format=%(committerdate:unix) %(refname)",
                                REFS)
                        .split("\n", -1)) {
            int space = line.indexOf(' ');
            Optional<String> session = session(line.substring(space + 1));
            if (space > 0 && session.isPresent()) {
                newest.merge(session.get(), Long.parseLong(line.substring(0, space)), Math::max);
            }
        }
        List<String> gone = new ArrayList<>();
        for (Map.Entry<String, Long> entry : newest.entrySet()) {
            if (Instant.ofEpochSecond(entry.getValue()).plus(MAX_AGE).isBefore(now)) {
                forget(git, store, entry.getKey());
                gone.add(entry.getKey());
            }
        }
        return gone;
    }

    private static Optional<String> session(String ref) {
        int slash = ref.indexOf('/', REFS.length());
        return ref.startsWith(REFS) && slash > 0
                ? Optional.of(ref.substring(REFS.length(), slash))
                : Optional.empty();
    }

    /// Lets the checkpoints of one session go.
    static void forget(PrivateGit git, Path store, String session)
            throws PrivateGit.GitException, IOException, InterruptedException {
        StringBuilder commands = new StringBuilder();
        for (String ref :
                git.text(
                                store,
                                NOWHERE,
                                "for-each-ref",
                                "--format=%(refname)",
                                REFS + session + "/")
                        .split("\n", -1)) {
            if (!ref.isEmpty()) {
                commands.append("delete ").append(ref).append('\n');
            }
        }
        git.run(
                store,
                NOWHERE,
                commands.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "update-ref",
                "--stdin");
        Files.deleteIfExists(store.resolve("index-" + session));
    }
}
