package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileEffectsTest {
    private static final CallId CALL = new CallId("c");
    @TempDir Path folder;
    private Path workspace;
    private Path outside;

    @BeforeEach
    void make() throws Exception {
        workspace = Files.createDirectory(folder.toRealPath().resolve("workspace"));
        outside = Files.createDirectory(folder.toRealPath().resolve("outside"));
    }

    private Result perform(Action action) {
        return FileEffects.perform(action, Confinements.writing(workspace));
    }

    private Result patch(Action.FileChange... changes) {
        return perform(new Action.ApplyPatch(CALL, Action.Requester.MODEL, List.of(changes)));
    }

    private static Action.FileChange add(Path path, String content) {
        return new Action.FileChange(
                path,
                Action.ChangeKind.ADD,
                Optional.empty(),
                Optional.empty(),
                Optional.of(content));
    }

    private static Action.FileChange update(Path path, String before, String after) {
        return new Action.FileChange(
                path,
                Action.ChangeKind.UPDATE,
                Optional.empty(),
                Optional.of(FileDigest.of(before.getBytes(StandardCharsets.UTF_8))),
                Optional.of(after));
    }

    private static Action.FileChange move(Path path, Path to, String before, String after) {
        return new Action.FileChange(
                path,
                Action.ChangeKind.UPDATE,
                Optional.of(to),
                Optional.of(FileDigest.of(before.getBytes(StandardCharsets.UTF_8))),
                Optional.of(after));
    }

    private static Action.FileChange delete(Path path, String before) {
        return new Action.FileChange(
                path,
                Action.ChangeKind.DELETE,
                Optional.empty(),
                Optional.of(FileDigest.of(before.getBytes(StandardCharsets.UTF_8))),
                Optional.empty());
    }

    private String refusal(Result result) {
        return assertInstanceOf(Result.Refused.class, result).rule();
    }

    @Test
    void anAddedFileGetsItsFoldersAndNoTemporaryFileStays() throws Exception {
        Path file = workspace.resolve("a/b/c.txt");

        assertInstanceOf(Result.FilesChanged.class, patch(add(file, "new\n")));

        assertEquals("new\n", Files.readString(file));
        try (var names = Files.list(file.getParent())) {
            assertEquals(List.of(file), names.toList());
        }
    }

    @Test
    void anUpdateKeepsTheMode() throws Exception {
        Path file = Files.writeString(workspace.resolve("run.sh"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));

        patch(update(file, "old", "new"));

        assertEquals("new", Files.readString(file));
        assertEquals(
                "rwxr-x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aMoveOntoItselfIsAnUpdate() throws Exception {
        Path file = Files.writeString(workspace.resolve("f"), "old");

        assertInstanceOf(Result.FilesChanged.class, patch(move(file, file, "old", "new")));

        assertEquals("new", Files.readString(file));
    }

    @Test
    void aMoveKeepsTheModeAndRemovesTheOldName() throws Exception {
        Path file = Files.writeString(workspace.resolve("f"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path to = workspace.resolve("deep/g");

        patch(move(file, to, "old", "new"));

        assertFalse(Files.exists(file));
        assertEquals("new", Files.readString(to));
        assertTrue(Files.isExecutable(to));
    }

    @Test
    void aFileThatChangedMeanwhileStopsTheWholePatch() throws Exception {
        Path first = Files.writeString(workspace.resolve("first"), "1");
        Path second = Files.writeString(workspace.resolve("second"), "changed by somebody");
        Path third = workspace.resolve("new/third");

        Result result =
                patch(update(first, "1", "one"), add(third, "3"), update(second, "2", "two"));

        assertTrue(
                assertInstanceOf(Result.Failed.class, result).message().contains("meanwhile"),
                result.toString());
        assertEquals("1", Files.readString(first));
        assertFalse(Files.exists(third.getParent()));
    }

    @Test
    void aFailureInTheMiddleTakesEarlierChangesBack() throws Exception {
        Path first = Files.writeString(workspace.resolve("first"), "1");
        Path gone = Files.writeString(workspace.resolve("gone"), "x");
        Path blocked = Files.createDirectory(workspace.resolve("blocked"));

        Result result =
                patch(
                        update(first, "1", "one"),
                        delete(gone, "x"),
                        move(workspace.resolve("first2"), blocked, "1", "y"));

        assertInstanceOf(Result.Failed.class, result);
        assertEquals("1", Files.readString(first));
        assertEquals("x", Files.readString(gone));
    }

    @Test
    void nothingIsWrittenThroughALinkThatLeaves() throws Exception {
        Path target = Files.writeString(outside.resolve("f"), "old");
        Path link = Files.createSymbolicLink(workspace.resolve("link"), target);
        Path linked = Files.createSymbolicLink(workspace.resolve("folder"), outside);

        assertEquals("sandbox.writable_roots", refusal(patch(update(link, "old", "new"))));
        assertEquals("sandbox.writable_roots", refusal(patch(add(linked.resolve("g"), "new"))));
        assertEquals("sandbox.writable_roots", refusal(patch(add(outside.resolve("h"), "new"))));
        assertEquals("old", Files.readString(target));
    }

    @Test
    void protectedNamesAreRefusedAtAnyDepthAndInAnyCaseUntilTheyAreNamed() throws Exception {
        Path hook = workspace.resolve("vendor/sub/.git/hooks/pre-commit");
        assertEquals("sandbox.protected_names", refusal(patch(add(hook, "evil"))));
        assertEquals(
                "sandbox.protected_names",
                refusal(patch(add(workspace.resolve(".GIT/config"), "evil"))));
        Path flow = workspace.resolve(".github/workflows/ci.yml");
        assertEquals("sandbox.protected_names", refusal(patch(add(flow, "evil"))));

        Confinement base = Confinements.writing(workspace);
        Files.createDirectories(flow.getParent());
        Confinement named =
                new Confinement(
                        base.mode(),
                        workspace,
                        List.of(workspace, flow.getParent()),
                        base.readable(),
                        base.hidden(),
                        base.hiddenNames(),
                        base.protectedNames(),
                        base.network(),
                        base.view(),
                        base.environment(),
                        base.limits(),
                        base.permits());
        assertInstanceOf(
                Result.FilesChanged.class,
                FileEffects.perform(
                        new Action.ApplyPatch(
                                CALL, Action.Requester.MODEL, List.of(add(flow, "fine"))),
                        named));
    }

    @Test
    void theReadOnlyModeRefusesEveryChange() {
        Result result =
                FileEffects.perform(
                        new Action.ApplyPatch(
                                CALL,
                                Action.Requester.MODEL,
                                List.of(add(workspace.resolve("f"), "x"))),
                        Confinements.of(Confinement.Mode.READ_ONLY, workspace));

        assertEquals("sandbox.read_only", refusal(result));
    }

    @Test
    void aPartOfAFileIsRead() throws Exception {
        Path file = Files.writeString(workspace.resolve("f"), "0123456789");

        assertEquals(
                new Result.FileContent(
                        file,
                        Base64.getEncoder().encodeToString("345".getBytes(StandardCharsets.UTF_8)),
                        3,
                        10),
                perform(new Action.ReadFile(CALL, Action.Requester.MODEL, file, 3, 3)));
    }

    @Test
    void whatACommandCannotReadCordonDoesNotReadForTheModel() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret"), "x");
        Path env = Files.writeString(workspace.resolve(".env"), "KEY=1");
        Path link = Files.createSymbolicLink(workspace.resolve("innocent"), secret);
        for (Path path :
                List.of(secret, link, Path.of("/proc/self/environ"), Path.of("/etc/shadow"))) {
            assertEquals(
                    "sandbox.hidden",
                    refusal(
                            perform(
                                    new Action.ReadFile(
                                            CALL, Action.Requester.MODEL, path, 0, 10))),
                    path.toString());
        }
        assertEquals(
                "sandbox.hidden_names",
                refusal(perform(new Action.ReadFile(CALL, Action.Requester.MODEL, env, 0, 10))));
    }

    @Test
    void aListLeavesOutWhatGitIgnoresAndWhatIsHidden() throws Exception {
        Files.createDirectories(workspace.resolve(".git"));
        Files.createDirectories(workspace.resolve("target/x"));
        Files.createDirectories(workspace.resolve("src/deep"));
        Files.writeString(
                workspace.resolve(".gitignore"), "target/\n*.log\n!keep.log\n/src/only\n");
        for (String name :
                List.of(
                        "target/x/a",
                        "a.log",
                        "keep.log",
                        "src/only",
                        "src/deep/only",
                        "src/A.java",
                        ".env")) {
            Files.writeString(workspace.resolve(name), "find me\n");
        }

        assertEquals(
                new Result.Listing(
                        List.of(".gitignore", "keep.log", "src/A.java", "src/deep/only"), true),
                perform(new Action.ListFiles(CALL, Action.Requester.MODEL, workspace, "", 100)));
        assertEquals(
                new Result.Listing(List.of("src/A.java:1:find me"), true),
                perform(
                        new Action.SearchFiles(
                                CALL, Action.Requester.MODEL, workspace, "f.nd", "*.java", 10)));
        assertEquals(
                new Result.Listing(List.of("keep.log:1:find me"), false),
                perform(
                        new Action.SearchFiles(
                                CALL, Action.Requester.MODEL, workspace, "me$", "", 1)));
    }

    @Test
    void patternsFollowGitignore() {
        assertTrue(Glob.matches("**/a/*.c", "x/y/a/b.c"));
        assertTrue(Glob.matches("**/a/*.c", "a/b.c"));
        assertFalse(Glob.matches("a/*.c", "a/b/c.c"));
        assertTrue(Glob.matches("a/**/c", "a/c"));
        assertTrue(Glob.matches("[a-c]?[!x]", "bzz"));
        assertFalse(Glob.matches("[a-c]?[!x]", "bzx"));
        assertTrue(Glob.matches("\\*", "*"));
        assertFalse(Glob.matches("a*a*a*a*a*a*a*a*a*a*b", "a".repeat(2000)));
    }
}
