package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceDiffTest {
    @TempDir private Path folder;
    private Path home;
    private Path project;

    @BeforeEach
    void aRepositoryWithOneCommit() throws Exception {
        home = folder.resolve("home");
        project = Files.createDirectories(folder.resolve("a:b \"project\""));
        git("init", "-q", "-b", "main");
        write(".gitignore", "out/\n");
        write("kept.txt", "one\ntwo\n");
        write("sub/inner.txt", "x\n");
        git("add", "-A");
        git("commit", "-q", "-m", "first");
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile());
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("git.log").toFile());
        Map<String, String> environment = builder.environment();
        environment.put("HOME", folder.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "t");
            environment.put("GIT_" + who + "_EMAIL", "t@localhost");
        }
        assertEquals(0, builder.start().waitFor(), () -> String.join(" ", command));
    }

    private String since(String commit) throws InterruptedException {
        return new WorkspaceDiff(home, project).sinceCommit(commit);
    }

    @Test
    void nothingDiffersFromACleanCheckout() throws Exception {
        assertEquals("", since(""));
    }

    @Test
    void changedStagedDeletedAndUntrackedFilesDifferAndIgnoredOnesDoNot() throws Exception {
        write("kept.txt", "one\n2\n");
        write("new file.txt", "hello\n");
        write("staged.txt", "s\n");
        git("add", "staged.txt");
        write("out/ignored.txt", "no\n");
        Files.delete(project.resolve("sub/inner.txt"));
        String patch = since("");
        assertTrue(patch.contains("-two\n+2\n"), patch);
        assertTrue(patch.contains("b/new file.txt"), patch);
        assertTrue(patch.contains("b/staged.txt"), patch);
        assertTrue(patch.contains("deleted file mode 100644"), patch);
        assertFalse(patch.contains("ignored"), patch);
    }

    @Test
    void branchesTagsHashesAndPackedRefsAreKnown() throws Exception {
        git("tag", "v1");
        git("checkout", "-q", "-b", "work/two");
        write("kept.txt", "other\n");
        git("commit", "-q", "-a", "-m", "second");
        assertEquals("", since("work/two"));
        assertTrue(since("main").contains("+other"));
        git("pack-refs", "--all");
        assertTrue(since("main").contains("+other"));
        assertTrue(since("v1").contains("+other"));
        assertEquals("", since(""));
    }

    @Test
    void aNameThatIsNoneIsRefusedWithASentence() {
        for (String name :
                List.of("nowhere", "--output=/tmp/x", "../../etc/passwd", "/etc/passwd")) {
            String message =
                    assertThrows(IllegalStateException.class, () -> since(name)).getMessage();
            assertTrue(message.contains("is no branch, tag or whole hash"), message);
        }
    }

    @Test
    void aFolderOfARepositoryIsComparedWithItsOwnPart() throws Exception {
        write("sub/inner.txt", "y\n");
        write("kept.txt", "not in the folder\n");
        String patch = new WorkspaceDiff(home, project.resolve("sub")).sinceCommit("");
        assertTrue(patch.contains("-x\n+y\n"), patch);
        assertFalse(patch.contains("kept"), patch);
    }

    @Test
    void aLinkedWorktreeIsUnderstood() throws Exception {
        git("worktree", "add", "-q", "-b", "side", folder.resolve("side").toString());
        Files.writeString(folder.resolve("side/kept.txt"), "side\n");
        String patch = new WorkspaceDiff(home, folder.resolve("side")).sinceCommit("");
        assertTrue(patch.contains("+side"), patch);
    }

    @Test
    void aRepositoryWithoutACommitDiffersByEverything() throws Exception {
        Path fresh = Files.createDirectories(folder.resolve("fresh"));
        project = fresh;
        git("init", "-q");
        write("a.txt", "a\n");
        assertTrue(since("").contains("+a\n"));
    }

    @Test
    void nothingThatTheRepositoryNamesRuns() throws Exception {
        Path trace = folder.resolve("ran");
        Path program = folder.resolve("program.sh");
        Files.writeString(program, "#!/bin/sh\ntouch '" + trace + "'\ncat\n");
        assertTrue(program.toFile().setExecutable(true));
        git("config", "filter.x.clean", program.toString());
        git("config", "diff.x.textconv", program.toString());
        git("config", "diff.external", program.toString());
        git("config", "core.fsmonitor", program.toString());
        write(".gitattributes", "* filter=x diff=x\n");
        write("kept.txt", "changed\n");
        assertTrue(since("").contains("+changed"));
        assertFalse(Files.exists(trace));
    }

    @Test
    void aCheckpointIsComparedWithTheWorkspace() throws Exception {
        Checkpoints checkpoints = new Checkpoints(home, project, SessionId.fresh());
        Checkpoints.Outcome.Taken taken = (Checkpoints.Outcome.Taken) checkpoints.take(1);
        write("later.txt", "later\n");
        WorkspaceDiff diff = new WorkspaceDiff(home, project);
        assertTrue(diff.sinceCheckpoint(taken.reference()).contains("+later"));
        Files.delete(project.resolve("later.txt"));
        assertEquals("", diff.sinceCheckpoint(taken.reference()));
    }

    @Test
    void withoutARepositoryThereIsNoCommitToCompareWith() throws IOException {
        Path plain = Files.createDirectories(folder.resolve("plain"));
        String message =
                assertThrows(
                                IllegalStateException.class,
                                () -> new WorkspaceDiff(home, plain).sinceCommit(""))
                        .getMessage();
        assertTrue(message.contains("lies in no git repository"), message);
    }
}
