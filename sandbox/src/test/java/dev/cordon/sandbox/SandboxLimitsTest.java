package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a command may use, for all its processes together.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the helper exists on Linux only")
final class SandboxLimitsTest {
    @TempDir Path folder;
    private Path workspace;
    private Sandbox sandbox;

    @BeforeEach
    void open() throws Exception {
        workspace = Files.createDirectory(folder.toRealPath().resolve("workspace"));
        sandbox = Sandboxes.open(CommandLifeTest.options(folder));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static Confinement.Limits limits(int processes, long memory, long cpuSeconds) {
        Confinement.Limits d = Confinement.Limits.DEFAULT;
        return new Confinement.Limits(
                processes,
                memory,
                10 << 20,
                8 << 20,
                cpuSeconds,
                d.maxOpenFiles(),
                d.maxOutputBytes(),
                d.maxSpillBytes());
    }

    private Result.CommandOutput run(Confinement.Limits limits, String script) throws Exception {
        Confinement c = Confinements.writing(workspace);
        Confinement limited =
                new Confinement(
                        c.mode(),
                        c.workspace(),
                        c.writable(),
                        c.readable(),
                        c.hidden(),
                        c.hiddenNames(),
                        c.protectedNames(),
                        c.network(),
                        c.view(),
                        c.environment(),
                        limits,
                        c.permits());
        return assertInstanceOf(
                Result.CommandOutput.class,
                sandbox.perform(
                        Confinements.shell(workspace, script, 60_000),
                        limited,
                        Sandbox.OutputListener.NONE));
    }

    // A shell that holds so many megabytes in a variable, as often as asked, at the same time.
    private static String hogs(int count, int megabytes) {
        return "for i in $(seq "
                + count
                + "); do bash -c 'x=$(head -c "
                + (megabytes << 20)
                + " /dev/zero | tr \"\\0\" x); sleep 60' & done; wait";
    }

    @Test
    void theMemoryOfAllProcessesTogetherIsBounded() throws Exception {
        Result.CommandOutput result = run(limits(200, 200L << 20, 0), hogs(8, 40));

        assertEquals(137, result.exitCode().orElseThrow());
        assertTrue(
                result.notes().getFirst().startsWith("The command was killed: all its processes")
                        && result.notes().getFirst().contains("max_memory_bytes"),
                result.notes().toString());
    }

    @Test
    void lessThanTheMemoryIsFine() throws Exception {
        String script = hogs(2, 20).replace("sleep 60", "sleep 0.5");

        Result.CommandOutput result = run(limits(200, 400L << 20, 0), script);

        assertEquals(0, result.exitCode().orElseThrow(), result.toString());
        assertEquals(List.of(), result.notes());
    }

    @Test
    void theNumberOfProcessesIsBounded() throws Exception {
        Result.CommandOutput result =
                run(limits(20, 0, 0), "for i in $(seq 60); do sleep 30 & done; wait");

        assertTrue(
                result.exitCode().orElseThrow() == 137
                        || result.output().contains("Resource temporarily unavailable"),
                result.toString());
        assertTrue(
                result.notes().getFirst().contains("20 processes")
                        || result.notes().getFirst().contains("max_processes"),
                result.notes().toString());
    }

    @Test
    void processorTimeIsBounded() throws Exception {
        Result.CommandOutput result = run(limits(50, 0, 1), "while :; do :; done");

        assertTrue(result.exitCode().orElseThrow() >= 128, result.toString());
        assertTrue(
                result.notes().getFirst().contains("max_cpu_seconds"), result.notes().toString());
    }

    @Test
    void processorTimeOfManyProcessesIsBoundedTogether() throws Exception {
        Result.CommandOutput result =
                run(
                        limits(50, 0, 1),
                        "for i in $(seq 2000); do timeout 0.1 bash -c 'while :; do :; done'; done");

        assertEquals(137, result.exitCode().orElseThrow(), result.toString());
        assertTrue(
                result.notes().getFirst().contains("max_cpu_seconds"), result.notes().toString());
    }

    @Test
    void theSizeOfAFileIsBounded() throws Exception {
        Result.CommandOutput result = run(limits(50, 0, 0), "exec head -c 20M /dev/zero > big");

        assertEquals(128 + 25, result.exitCode().orElseThrow());
        assertTrue(Files.size(workspace.resolve("big")) <= 10 << 20);
        assertTrue(result.notes().getFirst().contains("max_file_bytes"), result.notes().toString());
    }

    @Test
    void theTemporaryFolderIsBounded() throws Exception {
        Result.CommandOutput result =
                run(
                        limits(50, 0, 0),
                        "for i in 1 2 3; do head -c 9M /dev/zero > /tmp/f$i; done; df -k /tmp");

        assertTrue(result.output().contains("No space left on device"), result.output());
    }

    @Test
    void aTreeIsCountedWhoeverItsParentsAre() {
        ProcessSnapshot now =
                new ProcessSnapshot(
                        java.util.Map.of(
                                1L, new ProcessSnapshot.Seen(1, 0, "init", 10, 0),
                                5L, new ProcessSnapshot.Seen(5, 1, "host", 10, 0),
                                6L, new ProcessSnapshot.Seen(6, 5, "zygote", 10, 0),
                                7L, new ProcessSnapshot.Seen(7, 6, "cordon-3", 10, 150),
                                8L, new ProcessSnapshot.Seen(8, 7, "a) b (c", 10, 60),
                                // What the command names itself does not matter.
                                9L, new ProcessSnapshot.Seen(9, 8, "cordon-3", 10, 0)));

        assertEquals(7, now.grandchild(5, "cordon-3").orElseThrow());
        assertEquals(3, now.tree(7).size());
        assertEquals(Optional.empty(), TreeWatch.excess(now.tree(7), limits(2, 0, 3)));
        assertTrue(TreeWatch.excess(now.tree(7), limits(1, 0, 0)).isPresent());
        assertTrue(TreeWatch.excess(now.tree(7), limits(9, 0, 1)).isPresent());
    }

    @Test
    void aStrangeNameOfAProgramIsReadAsItIs() throws Exception {
        Path proc = Files.createDirectories(folder.resolve("proc/42"));
        Files.writeString(
                proc.resolve("stat"),
                "42 (x) R 1 (y) S 7 42 42 0 -1 0 0 0 0 0 11 12 13 14 20 0 1 0 5 100 321 9 0\n");
        Files.createDirectories(folder.resolve("proc/7"));
        Files.createDirectories(folder.resolve("proc/self"));

        ProcessSnapshot seen = ProcessSnapshot.of(folder.resolve("proc").toFile());

        assertEquals(
                java.util.Map.of(42L, new ProcessSnapshot.Seen(42, 7, "x) R 1 (y", 321, 50)),
                seen.byPid());
        assertFalse(seen.grandchild(1, "x").isPresent());
    }
}
