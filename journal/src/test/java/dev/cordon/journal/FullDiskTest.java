package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// On a file system that is full or read-only nothing is acknowledged, and what was is whole.
class FullDiskTest {
    private static final List<String> NAMESPACE = List.of("unshare", "-Urm", "--");

    @TempDir Path folder;

    static boolean aSmallFileSystemCanBeMounted() throws Exception {
        if (!Files.exists(Path.of("/usr/bin/unshare"))) {
            return false;
        }
        return new ProcessBuilder("unshare", "-Urm", "--", "mount", "-t", "tmpfs", "none", "/mnt")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private String fill(String size) throws Exception {
        return run("mount -t tmpfs -o size=" + size + " none \"$1\"", FullDisk.class, folder);
    }

    /// Runs a program where its folder was mounted by a script.
    private String run(String mount, Class<?> program, Path journal) throws Exception {
        List<String> command = new ArrayList<>(NAMESPACE);
        String script = mount + " && shift && exec \"$@\"";
        command.addAll(List.of("sh", "-c", script, "sh", folder.toString()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(program.getName(), journal.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    @EnabledIf(
            value = "aSmallFileSystemCanBeMounted",
            disabledReason = "needs user and mount namespaces, to mount a small file system")
    void aFullDiskIsASentenceAndLosesNothing() throws Exception {
        String said = fill("256k");
        assertTrue(said.contains("the disk is full (make room, then go on)"), said);
        assertTrue(said.endsWith("all acknowledged entries verify\n"), said);
    }

    @Test
    @EnabledIf(
            value = "aSmallFileSystemCanBeMounted",
            disabledReason = "needs user and mount namespaces, to mount a small file system")
    void theLastEntryOnAFullDiskSaysThatItIsFull() throws Exception {
        String said = fill("1m");
        assertTrue(said.contains("the disk is full (make room, then go on)"), said);
        assertTrue(said.contains("last entry: journal.degraded the disk is full"), said);
        assertTrue(said.endsWith("all acknowledged entries verify\n"), said);
    }

    @Test
    @EnabledIf(
            value = "aSmallFileSystemCanBeMounted",
            disabledReason = "needs user and mount namespaces, to mount a small file system")
    void onAReadOnlyDiskNothingIsWrittenAndEverythingCanBeReadAndVerified() throws Exception {
        Path journal = folder.resolve("journal");
        try (FileJournal made = FileJournal.open(journal, JournalOptions.standard())) {
            for (int i = 0; i < 5; i++) {
                made.append(FileJournalTest.entry(i));
            }
        }
        String said =
                run(
                        "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro \"$1\"",
                        ReadOnlyDisk.class,
                        journal);
        assertTrue(said.contains("cannot be written"), said);
        assertTrue(said.contains("nothing may happen without it"), said);
        assertTrue(said.endsWith("read 6\nverified 6 GOOD\n"), said);
    }
}
