package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir Path folder;
    private Path home;
    private Path workspace;
    private Checkpoints checkpoints;

    @BeforeEach
    void makeWorkspace() throws IOException {
        Path real = folder.toRealPath();
        home = real.resolve("home");
        workspace = Files.createDirectory(real.resolve("ws"));
        checkpoints = new Checkpoints(home, workspace, SessionId.fresh());
    }

    @Test
    void everythingComesBackAsItWas() throws Exception {
        write("kept", "k\r\n");
        write("changed", "before\n");
        write("deep/er/deleted", "d");
        write("empty", "");
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("kept"));
        Files.write(workspace.resolve("bytes"), new byte[] {0, 13, 10, (byte) 0xff});
        Files.setPosixFilePermissions(
                write("run", "#!"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> before = content();
        String reference = take(1);

        write("changed", "after\n");
        Files.delete(workspace.resolve("deep/er/deleted"));
        Files.delete(workspace.resolve("link"));
        write("new/file", "n");
        Files.setPosixFilePermissions(
                workspace.resolve("run"), PosixFilePermissions.fromString("rw-r--r--"));
        Map<String, String> after = content();

        Checkpoints.Restored restored = checkpoints.restore(reference, 2);
        assertEquals(before, content());
        assertEquals(List.of(), restored.notes());
        assertEquals(5, restored.changedFiles());
        assertFalse(Files.exists(workspace.resolve("new")), "the empty folder went too");

        checkpoints.restore(restored.undo().reference(), 3);
        assertEquals(after, content(), "and going back can be undone");
    }

    @Test
    void nothingOfTheWorkspaceRunsOrChangesBytes() throws Exception {
        Path proof = folder.resolve("proof");
        String evil = "sh -c 'touch " + proof + "; cat'";
        write(".gitattributes", "* filter=evil text eol=lf ident working-tree-encoding=UTF-16\n");
        write("a", "a\r\n$Id$\r\n");
        run("git", "init", "-q", ".");
        run("git", "config", "filter.evil.clean", evil);
        run("git", "config", "filter.evil.smudge", evil);
        run("git", "config", "filter.evil.required", "true");
        run("git", "config", "core.fsmonitor", "touch " + proof + " #");
        for (String hook : List.of("post-index-change", "post-checkout", "reference-transaction")) {
            Path file = write(".git/hooks/" + hook, "#!/bin/sh\ntouch " + proof + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        run("git", "config", "core.hooksPath", workspace.resolve(".git/hooks").toString());
        // The control: the user's own git would run it.
        run("git", "add", "a");
        assertTrue(Files.deleteIfExists(proof));

        Map<String, String> before = content();
        String reference = take(1);
        write("a", "b\n");
        checkpoints.restore(reference, 2);
        assertEquals(before, content());
        assertFalse(Files.exists(proof));
    }

    @Test
    void whatGitIgnoresIsLeftAloneUnlessItIsTracked() throws Exception {
        write(".gitignore", "target/\n*.log\n");
        write("target/classes/A.class", "1");
        write("tracked.log", "t1");
        run("git", "init", "-q", ".");
        write(".git/info/exclude", "private\n");
        write("private", "p1");
        run("git", "add", "-f", "tracked.log");
        String reference = take(1);
        write("target/classes/A.class", "2");
        write("private", "p2");
        write("tracked.log", "t2");
        checkpoints.restore(reference, 2);
        assertEquals("2", read("target/classes/A.class"));
        assertEquals("p2", read("private"));
        assertEquals("t1", read("tracked.log"));
    }

    @Test
    void filesOfNestedRepositoriesAreInAndTheirHistoryIsUntouched() throws Exception {
        write("nested/a", "1");
        write("nested/.gitignore", "out\n");
        write("nested/out", "o1");
        write("unborn/b", "1");
        run("git", "init", "-q", ".");
        run("git", "-C", "nested", "init", "-q");
        run("git", "-C", "nested", "add", ".");
        run(
                "git",
                "-C",
                "nested",
                "-c",
                "user.name=n",
                "-c",
                "user.email=e",
                "commit",
                "-q",
                "-m",
                "m");
        run("git", "-C", "unborn", "init", "-q");
        write("unborn/deeper/c", "1");
        run("git", "-C", "unborn/deeper", "init", "-q");
        String reference = take(1);
        write("nested/a", "2");
        write("nested/new", "2");
        write("nested/out", "o2");
        Files.delete(workspace.resolve("unborn/b"));
        write("unborn/deeper/c", "2");
        checkpoints.restore(reference, 2);
        assertEquals("1", read("nested/a"));
        assertEquals("1", read("unborn/b"));
        assertEquals("1", read("unborn/deeper/c"));
        assertEquals("o2", read("nested/out"));
        assertFalse(Files.exists(workspace.resolve("nested/new")));
        assertTrue(Files.exists(workspace.resolve("nested/.git/HEAD")));
    }

    @Test
    void aFileThatBecameAFolderAndAFolderThatBecameAFileComeBack() throws Exception {
        write("a", "file");
        write("b/c", "in folder");
        Map<String, String> before = content();
        String reference = take(1);
        Files.delete(workspace.resolve("a"));
        write("a/x", "1");
        Files.delete(workspace.resolve("b/c"));
        Files.delete(workspace.resolve("b"));
        write("b", "file");
        checkpoints.restore(reference, 2);
        assertEquals(before, content());
    }

    @Test
    void aFolderWithIgnoredFilesIsNotClearedAway() throws Exception {
        write(".gitignore", "*.o\n");
        write("a", "file");
        String reference = take(1);
        Files.delete(workspace.resolve("a"));
        write("a/precious.o", "1");
        Checkpoints.Restored restored = checkpoints.restore(reference, 2);
        assertEquals("1", read("a/precious.o"));
        assertEquals(
                List.of("a was not restored: a folder with other files stands there."),
                restored.notes());
    }

    @Test
    void goingBackNeverLeavesTheWorkspaceThroughALink() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("f"), "theirs");
        write("d/f", "ours");
        String reference = take(1);
        Files.delete(workspace.resolve("d/f"));
        Files.delete(workspace.resolve("d"));
        Files.createSymbolicLink(workspace.resolve("d"), outside);
        checkpoints.restore(reference, 2);
        assertEquals("theirs", Files.readString(outside.resolve("f")));
        assertEquals("ours", read("d/f"));
        assertFalse(Files.isSymbolicLink(workspace.resolve("d")));
    }

    @Test
    void aFileThatIsTooLargeIsLeftOutAndNeverDeleted() throws Exception {
        write("a", "1");
        String reference = take(1);
        try (RandomAccessFile huge =
                new RandomAccessFile(workspace.resolve("huge").toFile(), "rw")) {
            huge.setLength(Checkpoints.MAX_FILE_BYTES + 1);
        }
        Checkpoints.Restored restored = checkpoints.restore(reference, 2);
        assertEquals(
                List.of(
                        "The checkpoint leaves huge out: it has 67108865 bytes, more than"
                                + " 67108864."),
                restored.notes());
        assertTrue(Files.exists(workspace.resolve("huge")));
    }

    @Test
    void aCrashLeavesNothingThatStopsTheNextOne() throws Exception {
        SessionId id = SessionId.fresh();
        checkpoints = new Checkpoints(home, workspace, id);
        write("a", "1");
        take(1);
        Path store;
        try (Stream<Path> stores = Files.list(home.resolve("checkpoints"))) {
            store = stores.findFirst().orElseThrow();
        }
        Path index = store.resolve("index-" + id.value());
        Files.writeString(store.resolve("index-" + id.value() + ".lock"), "");
        write("a", "2");
        String second = take(2);
        Files.write(index, new byte[] {'D', 'I', 'R', 'C', 0, 0});
        write("a", "3");
        take(3);
        checkpoints.restore(second, 4);
        assertEquals("2", read("a"));
        assertEquals(Optional.of(second), checkpoints.find(2));
        assertEquals(Optional.empty(), checkpoints.find(99));
    }

    @Test
    void theStoreIsNoPartOfAWorkspaceAroundIt() throws Exception {
        Path inside = workspace.resolve(".cordon");
        checkpoints = new Checkpoints(inside, workspace, SessionId.fresh());
        write("a", "1");
        write(".cordon/sessions/s", "1");
        String reference = take(1);
        write(".cordon/sessions/s", "2");
        write("a", "2");
        checkpoints.restore(reference, 2);
        assertEquals("1", read("a"));
        assertEquals("2", read(".cordon/sessions/s"));
    }

    @Test
    void namesOfEveryKindAreKept() throws Exception {
        for (String name : List.of("-rf", "a b", "ü\u4f60", "new\nline", "\"q\"", "*", ":(top)x")) {
            write(name, name);
        }
        Map<String, String> before = content();
        String reference = take(1);
        for (String name : before.keySet()) {
            Files.delete(workspace.resolve(name));
        }
        checkpoints.restore(reference, 2);
        assertEquals(before, content());
    }

    @Test
    void theStoreIsPrivate() throws Exception {
        write("a", "1");
        take(1);
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("checkpoints"))));
    }

    private String take(int number) throws InterruptedException {
        Checkpoints.Outcome outcome = checkpoints.begin(number).await();
        return assertInstanceOf(Checkpoints.Outcome.Taken.class, outcome, outcome.toString())
                .reference();
    }

    private Path write(String name, String content) throws IOException {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private String read(String name) throws IOException {
        return Files.readString(workspace.resolve(name));
    }

    private void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workspace.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().keySet().removeIf(n -> n.equals("GIT_DIR"));
        builder.redirectInput(Path.of("/dev/null").toFile());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertTrue(process.exitValue() == 0 || command[1].equals("add"), output);
    }

    /// Every file with its mode and content.
    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(workspace)) {
            for (Path path : paths.toList()) {
                String name = workspace.relativize(path).toString();
                if (name.equals(".git") || name.startsWith(".git/")) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    content.put(name, "link to " + Files.readSymbolicLink(path));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    content.put(
                            name,
                            (Files.isExecutable(path)
                                                    && PosixFilePermissions.toString(
                                                                    Files.getPosixFilePermissions(
                                                                            path))
                                                            .contains("x")
                                            ? "x "
                                            : "- ")
                                    + Files.readString(path, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return content;
    }
}
