package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is written into a delegated control group, on files that look like one; and the kernel's
/// own where it is delegated to whoever runs this.
@EnabledOnOs(value = OS.LINUX, disabledReason = "control groups are Linux's")
final class CgroupsTest {
    private static final long SELF = 4711;
    private static final Confinement.Limits LIMITS =
            new Confinement.Limits(100, 512L << 20, 0, 0, 0, 0, 0, 0);

    @TempDir Path mount;
    private Path group;
    private Path membership;

    @BeforeEach
    void tree() throws IOException {
        group = Files.createDirectories(mount.resolve("user.slice/cordon.scope"));
        membership =
                Files.writeString(
                        mount.resolve("membership"), "1:cpu:/x\n0::/user.slice/cordon.scope\n");
        Files.writeString(mount.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(group.resolve("cgroup.controllers"), "cpu memory pids\n");
        Files.writeString(group.resolve("cgroup.subtree_control"), "\n");
        Files.writeString(group.resolve("cgroup.procs"), SELF + "\n");
        mark("1");
    }

    private void mark(String value) throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(group, UserDefinedFileAttributeView.class);
        Assumptions.assumeTrue(
                view != null && Files.getFileStore(group).supportsFileAttributeView("user"),
                "the temporary folder has no extended attributes, by which delegation is marked");
        view.write("delegate", ByteBuffer.wrap(value.getBytes()));
    }

    private Optional<Cgroups> find() {
        return Cgroups.find(mount, membership, SELF);
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(file.getFileName().toString(), Files.readString(file).strip());
            }
        }
        return found;
    }

    @Test
    void cordonMovesDownTurnsTheControllersOnAndBoundsASandbox() throws IOException {
        Cgroup bound = find().orElseThrow().bound(99, LIMITS).orElseThrow();

        assertEquals("4711", Files.readString(group.resolve("cordon/cgroup.procs")));
        assertEquals(
                "+memory +pids +cpu", Files.readString(group.resolve("cgroup.subtree_control")));
        int processors = Runtime.getRuntime().availableProcessors();
        assertEquals(
                Map.of(
                        "memory.max",
                        "536870912",
                        "pids.max",
                        "108",
                        "cpu.max",
                        (processors * 100_000 - 10_000) + " 100000",
                        "cgroup.procs",
                        "99"),
                files(bound.folder()));
        assertTrue(bound.folder().startsWith(group));
    }

    @Test
    void whereTheControllersAreOnNobodyMoves() throws IOException {
        Files.writeString(group.resolve("cgroup.subtree_control"), "cpu memory pids\n");
        Files.writeString(group.resolve("cgroup.procs"), "");

        assertTrue(find().isPresent());
        assertFalse(Files.exists(group.resolve("cordon")));
    }

    @Test
    void onlyTheControllersThatWereGivenAreUsed() throws IOException {
        Files.writeString(group.resolve("cgroup.controllers"), "pids\n");

        Cgroup bound = find().orElseThrow().bound(99, LIMITS).orElseThrow();

        assertEquals(Map.of("pids.max", "108", "cgroup.procs", "99"), files(bound.folder()));
    }

    @Test
    void withoutALimitThereIsNoGroup() {
        Confinement.Limits none = new Confinement.Limits(0, 0, 0, 0, 0, 0, 0, 0);

        assertEquals(Optional.empty(), find().orElseThrow().bound(99, none));
    }

    @Test
    void aGroupWithOthersInItStaysAsItIs() throws IOException {
        Files.writeString(group.resolve("cgroup.procs"), SELF + "\n4712\n");

        assertEquals(Optional.empty(), find());
        assertFalse(Files.exists(group.resolve("cordon")));
        assertEquals("", Files.readString(group.resolve("cgroup.subtree_control")).strip());
    }

    @Test
    void whatWasNotDelegatedIsNotTouched() throws IOException {
        mark("0");
        if (EscapeHost.isRoot()) {
            assertEquals(Optional.empty(), find());
            assertFalse(Files.exists(group.resolve("cordon")));
        }
        Files.writeString(membership, "0::/../../etc\n");
        assertEquals(Optional.empty(), find());
        Files.writeString(membership, "4:memory:/x\n");
        assertEquals(Optional.empty(), find());
        Files.delete(mount.resolve("cgroup.controllers"));
        assertEquals(Optional.empty(), find());
    }

    @Test
    void whatTheKernelKilledOrRefusedIsToldOnce() throws IOException {
        Cgroup bound = find().orElseThrow().bound(99, LIMITS).orElseThrow();
        assertEquals(Optional.empty(), bound.exceeded());

        Files.writeString(bound.folder().resolve("memory.events"), "low 0\noom 2\noom_kill 1\n");
        String memory = bound.exceeded().orElseThrow();
        assertTrue(memory.contains("512 MiB") && memory.contains("max_memory_bytes"), memory);
        assertEquals(Optional.empty(), bound.exceeded());

        Files.writeString(bound.folder().resolve("pids.events"), "max 3\n");
        String processes = bound.exceeded().orElseThrow();
        assertTrue(processes.contains("100 processes"), processes);
        assertEquals(Optional.empty(), bound.exceeded());
    }

    @Test
    void theKernelKillsWhatUsesTooMuch() throws Exception {
        Assumptions.assumeTrue(
                Cgroups.here().isPresent(),
                "no control group of version 2 was delegated to this process; try systemd-run"
                        + " --user --scope -p Delegate=yes");
        Process hungry = new ProcessBuilder("/bin/sh", "-c", "read x; exec tail /dev/zero").start();
        try (Cgroup bound =
                Cgroups.here().orElseThrow().bound(hungry.pid(), LIMITS).orElseThrow()) {
            hungry.getOutputStream().write('\n');
            hungry.getOutputStream().flush();

            assertEquals(137, hungry.waitFor());
            assertTrue(bound.exceeded().orElseThrow().contains("512 MiB"));
        }
    }
}
