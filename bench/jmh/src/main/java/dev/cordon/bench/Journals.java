package dev.cordon.bench;

import dev.cordon.journal.Checkpointer;
import dev.cordon.journal.FileJournal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.JournalOptions;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Journals to measure with, made once a run and kept in the folder of the run.
///
/// As a program, `Journals FOLDER ENTRIES` fills a journal and ends without closing it, as a process
/// does that is killed; `Journals FOLDER` closes and signs one. A process that measures does neither
/// itself, so that it is cold.
public final class Journals {
    private static final JournalEntries ENTRIES =
            new JournalEntries(Optional.empty(), Instant::now);
    private static final Action COMMAND =
            new Action.RunCommand(
                    new CallId("call_1"),
                    Action.Requester.MODEL,
                    List.of("/bin/bash", "-c", "./mvnw -q test"),
                    Path.of("/home/alice/shop"),
                    Map.of(),
                    Action.Terminal.PIPES,
                    1000,
                    0,
                    Optional.empty());

    private Journals() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 1) {
            FileJournal.open(Path.of(args[0]), leave()).close();
            var _ = new Checkpointer(Path.of(args[0]), leave()).sign();
            return;
        }
        FileJournal journal = FileJournal.open(Path.of(args[0]), leave());
        long entries = Long.parseLong(args[1]);
        for (long i = 1; i < entries - 1; i += 2) {
            journal.enqueue(decision());
            journal.enqueue(effect(i));
        }
        var _ = journal.append(effect(entries));
        Runtime.getRuntime().halt(0);
    }

    /// Nothing is signed beside what is measured.
    public static JournalOptions leave() {
        return JournalOptions.standard()
                .withCheckpoints(1 << 30, 1 << 20, JournalOptions.Closing.LEAVE);
    }

    /// A decision as a session makes them.
    public static JournalEntry decision() {
        return ENTRIES.decision(
                COMMAND,
                new Decision.Allow("sandbox_mode", Origin.BUILT_IN),
                circumstances());
    }

    private static JournalEntries.Circumstances circumstances() {
        return new JournalEntries.Circumstances(
                Optional.empty(),
                Optional.of("5".repeat(64)),
                "alice",
                "human",
                Optional.of(
                        new Confinement(
                                Confinement.Mode.WORKSPACE_WRITE,
                                Path.of("/home/alice/shop"),
                                List.of(Path.of("/home/alice/shop"), Path.of("/tmp")),
                                List.of(),
                                List.of(Path.of("/home/alice/.ssh")),
                                List.of(".env"),
                                List.of(".git"),
                                Confinement.Network.PROXIED,
                                Confinement.View.DIRECT,
                                Map.of("PATH", "/usr/bin:/bin"),
                                Confinement.Limits.DEFAULT,
                                java.util.Set.of())),
                Optional.of(
                        Json.object()
                                .put("workspace", "/home/alice/shop")
                                .put("trusted", true)
                                .put("real_paths", Json.object().build())
                                .build()));
    }

    private static JournalEntry effect(long decision) {
        return ENTRIES.effect(
                COMMAND,
                new Result.CommandOutput(
                        OptionalInt.empty(),
                        OptionalInt.of(0),
                        "ok",
                        2,
                        Optional.empty(),
                        5,
                        List.of()),
                OptionalLong.of(decision));
    }

    /// A new folder of this run.
    public static Path fresh(String name) throws IOException {
        return Files.createTempDirectory(root(), name);
    }

    /// A journal of so many entries, whose writer was killed, with all of them signed. It is made
    /// by the first who asks; the mark of the dead writer lies beside it in `NAME.writers`.
    public static Path of(long entries) throws IOException, InterruptedException {
        Path folder = root().resolve("entries-" + entries);
        Path marks = root().resolve("entries-" + entries + ".writers");
        if (Files.isDirectory(marks)) {
            return folder;
        }
        start(folder.toString(), Long.toString(entries));
        Path made = Files.createDirectories(root().resolve("marks-" + entries));
        copyMarks(folder.resolve("writers"), made);
        start(folder.toString());
        Files.move(made, marks);
        return folder;
    }

    private static void start(String... arguments) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Journals.class.getName()));
        line.addAll(List.of(arguments));
        if (new ProcessBuilder(line).inheritIO().start().waitFor() != 0) {
            throw new IOException("making a journal failed: " + String.join(" ", arguments));
        }
    }

    /// Puts the marks of the dead writer back, so that it has just died again.
    public static void die(Path folder) throws IOException {
        copyMarks(folder.resolveSibling(folder.getFileName() + ".writers"), folder.resolve("writers"));
    }

    private static void copyMarks(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var marks = Files.list(from)) {
            for (Path mark : marks.toList()) {
                Files.copy(mark, to.resolve(mark.getFileName()));
            }
        }
    }

    /// Removes a folder that {@link #fresh} made.
    public static void remove(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException problem)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static Path root() {
        return Path.of(System.getProperty("cordon.bench.folder"));
    }
}
