package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hostile repositories. `MARK` appears if any program of the repository ran.
final class GitBrokerTest {
    @TempDir Path folder;
    private Path workspace;
    private Path mark;
    private Path evil;
    private GitBroker broker;
    private Boundaries boundaries;

    @BeforeEach
    void repository() throws Exception {
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("ws"));
        mark = folder.resolve("MARK");
        evil = Files.writeString(folder.resolve("evil"), "#!/bin/sh\ntouch " + mark + "\ncat\n");
        Files.setPosixFilePermissions(evil, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.writeString(
                home.resolve(".gitconfig"),
                "[user]\n\tname = A User\n\temail = a@example.org\n[core]\n\tfsmonitor = "
                        + evil
                        + "\n");
        plain("init", "-q", ".");
        plain("config", "user.name", "Repo");
        Files.writeString(workspace.resolve("a.txt"), "one\n");
        plain("add", "a.txt");
        plain("config", "user.email", "r@example.org");
        plain("commit", "-qm", "first");
        Files.writeString(workspace.resolve("a.txt"), "two\n");
        boundaries = new Boundaries(CommandLifeTest.options(folder));
        broker =
                new GitBroker(
                        Path.of("/usr/bin/git"),
                        Map.of("HOME", home.toString()),
                        (confinement, repository) ->
                                new ConfinedGit(boundaries, confinement, repository, () -> 1));
    }

    @AfterEach
    void close() {
        boundaries.close();
    }

    /// Git as anybody would run it: the positive control.
    private String plain(String... arguments) throws IOException, InterruptedException {
        return plain(workspace, arguments);
    }

    private static String plain(Path workspace, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(workspace.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private Confinement confinement(Confinement.Mode mode) {
        return new Confinement(
                mode,
                workspace,
                List.of(workspace),
                List.of(),
                List.of(),
                List.of(".env"),
                List.of(),
                Confinement.Network.CLOSED,
                Confinement.View.DIRECT,
                Map.of(),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    private Result git(String... arguments) throws InterruptedException {
        return git(workspace, arguments);
    }

    private Result git(Path cwd, String... arguments) throws InterruptedException {
        return broker.perform(
                new Action.Git(new CallId("c"), Action.Requester.MODEL, cwd, List.of(arguments)),
                confinement(Confinement.Mode.WORKSPACE_WRITE));
    }

    private String output(String... arguments) throws InterruptedException {
        Result result = git(arguments);
        assertTrue(result instanceof Result.CommandOutput, result.toString());
        Result.CommandOutput output = (Result.CommandOutput) result;
        assertEquals(0, output.exitCode().orElse(-1), output.output());
        return output.output();
    }

    private void everything() throws InterruptedException {
        output("status");
        output("diff");
        output("add", "-A");
        output("diff", "--cached");
        output("commit", "-m", "second");
        output("show");
        output("log", "-p", "--format=%G? %s");
        output("restore", "--staged", ".");
        output("branch", "--list");
        output("rev-parse", "HEAD");
    }

    @Test
    void stagesAndCommitsInTheUsersName() throws Exception {
        plain("config", "--unset", "user.name");
        output("add", "a.txt");
        output("commit", "-m", "second");

        assertEquals(
                "A User <r@example.org> second\n", output("log", "-1", "--format=%an <%ae> %s"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core.fsmonitor",
                "diff.external",
                "diff.x.textconv",
                "diff.x.command",
                "filter.x.clean",
                "filter.x.process",
                "core.editor",
                "core.pager",
                "gpg.program",
                "core.sshCommand",
                "alias.status",
                "hook.x.command",
                "merge.x.driver",
                "credential.helper",
                "commit.template"
            })
    void noSettingOfARepositoryRunsAProgram(String key) throws Exception {
        plain("config", key, evil.toString());
        plain("config", "filter.x.required", "true");
        plain("config", "commit.gpgSign", "true");
        plain("config", "hook.x.event", "pre-commit");
        Files.writeString(workspace.resolve(".gitattributes"), "*.txt diff=x filter=x merge=x\n");

        everything();

        assertFalse(Files.exists(mark), key + " ran a program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"core.fsmonitor", "diff.external", "diff.x.textconv", "filter.x.clean"})
    void theSameSettingsRunAProgramInAnOrdinaryGit(String key) throws Exception {
        plain("config", key, evil.toString());
        Files.writeString(workspace.resolve(".gitattributes"), "*.txt diff=x filter=x\n");

        plain("status");
        plain("diff");
        plain("add", "-A");

        assertTrue(Files.exists(mark), "the control must show the attack at work");
    }

    @Test
    void noHookRuns() throws Exception {
        for (String hook :
                List.of(
                        "pre-commit",
                        "commit-msg",
                        "post-commit",
                        "prepare-commit-msg",
                        "post-index-change",
                        "reference-transaction",
                        "post-checkout")) {
            Path file = workspace.resolve(".git/hooks").resolve(hook);
            Files.createDirectories(file.getParent());
            Files.copy(evil, file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        everything();

        assertFalse(Files.exists(mark), "a hook ran");
    }

    @Test
    void aSubmodulesOwnSettingsAreNotUsed() throws Exception {
        Path other = Files.createDirectory(workspace.resolve("sub"));
        for (List<String> command :
                List.of(
                        List.of("git", "init", "-q", "."),
                        List.of(
                                "git",
                                "-c",
                                "user.name=x",
                                "-c",
                                "user.email=x",
                                "commit",
                                "-q",
                                "--allow-empty",
                                "-m",
                                "x"),
                        List.of("git", "config", "core.fsmonitor", evil.toString()))) {
            new ProcessBuilder(command).directory(other.toFile()).start().waitFor();
        }
        Files.deleteIfExists(mark);

        everything();
        output("status");

        assertFalse(Files.exists(mark), "the submodule's fsmonitor ran");
    }

    @Test
    void anIncludedFileIsRefused() throws Exception {
        Files.writeString(workspace.resolve("extra"), "[core]\n\tfsmonitor = " + evil + "\n");
        plain("config", "include.path", "../extra");

        Result result = git("status");

        assertTrue(result instanceof Result.Refused, result.toString());
        assertFalse(Files.exists(mark));
    }

    @Test
    void aPointerThatDoesNotLeadBackIsRefused() throws Exception {
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(workspace.resolve(".git"), elsewhere);
        Files.writeString(workspace.resolve(".git"), "gitdir: " + elsewhere + "\n");
        Result pointer = git("status");
        Files.delete(workspace.resolve(".git"));
        Files.createSymbolicLink(workspace.resolve(".git"), elsewhere);
        Result link = git("status");

        assertTrue(
                pointer instanceof Result.Failed(String m) && m.contains("does not lead back"),
                pointer.toString());
        assertTrue(
                link instanceof Result.Failed(String m) && m.contains("symbolic link"),
                link.toString());
    }

    @Test
    void aLinkedWorktreeWorks() throws Exception {
        Path linked = folder.resolve("linked");
        plain("worktree", "add", "-q", linked.toString());
        workspace = linked;
        Files.writeString(linked.resolve("b.txt"), "b\n");

        output("add", "b.txt");
        output("commit", "-m", "in a worktree");

        assertEquals("in a worktree\n", output("log", "-1", "--format=%s"));
    }

    private String output(Path cwd, String... arguments) throws InterruptedException {
        Result result = git(cwd, arguments);
        assertTrue(result instanceof Result.CommandOutput, result.toString());
        Result.CommandOutput output = (Result.CommandOutput) result;
        assertEquals(0, output.exitCode().orElse(-1), output.output());
        return output.output();
    }

    private void commits(Path place) throws Exception {
        Files.writeString(place.resolve("b.txt"), "b\n");
        output(place, "add", "b.txt");
        output(place, "commit", "-m", "below");
        assertEquals("below\n", output(place, "log", "-1", "--format=%s"));
        assertEquals("", output(place, "status", "--short"));
        assertEquals("below\n", plain(place, "log", "-1", "--format=%s"));
    }

    @Test
    void aNestedRepositoryWorksAndNothingOfItRuns() throws Exception {
        Path nested = Files.createDirectories(workspace.resolve("vendor/nested"));
        plain(nested, "init", "-q", ".");
        Files.writeString(nested.resolve(".gitattributes"), "* filter=x diff=x\n");
        for (String key :
                List.of("core.fsmonitor", "diff.external", "diff.x.textconv", "filter.x.clean")) {
            plain(nested, "config", key, evil.toString());
        }
        Path hook = nested.resolve(".git/hooks/pre-commit");
        Files.copy(evil, hook, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        plain(nested, "-c", "core.fsmonitor=false", "add", ".gitattributes");
        Files.deleteIfExists(mark);

        commits(nested);
        output(nested, "diff");
        output(nested, "show");

        assertFalse(Files.exists(mark), "something of the nested repository ran");
    }

    @Test
    void whatANestedRepositoryMightStartIsInsideTheBoundary() throws Exception {
        Path nested = Files.createDirectory(workspace.resolve("nested"));
        plain(nested, "init", "-q", ".");
        GitRunner inside =
                new ConfinedGit(
                        boundaries,
                        confinement(Confinement.Mode.WORKSPACE_WRITE),
                        nested.resolve(".git"),
                        () -> 7);

        GitRunner.Finished tried =
                inside.run(
                        List.of("/bin/sh", evil.toString()),
                        Map.of("PATH", "/usr/bin:/bin"),
                        nested);

        assertFalse(Files.exists(mark), tried.text());
    }

    @Test
    void aSubmoduleWorks() throws Exception {
        Path source = Files.createDirectory(folder.resolve("source"));
        plain(source, "init", "-q", ".");
        plain(
                source,
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@y",
                "commit",
                "-qm",
                "x",
                "--allow-empty");
        plain(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "add",
                "-q",
                source.toString(),
                "sub");
        Path sub = workspace.resolve("sub");
        plain(sub, "config", "core.fsmonitor", evil.toString());
        Files.deleteIfExists(mark);

        commits(sub);

        assertTrue(Files.isRegularFile(sub.resolve(".git")));
        assertFalse(Files.exists(mark), "the submodule's fsmonitor ran");
    }

    @Test
    void aWorktreeInsideTheWorkspaceWorks() throws Exception {
        plain("worktree", "add", "-q", "trees/one");

        commits(workspace.resolve("trees/one"));
    }

    @Test
    void aPointerBelowTheWorkspaceThatDoesNotLeadBackIsRefused() throws Exception {
        Path nested = Files.createDirectory(workspace.resolve("nested"));
        Path other = Files.createDirectory(folder.resolve("other"));
        plain(other, "init", "-q", ".");
        for (String target : List.of(other + "/.git", "../.git", "../.git/modules/x", "/")) {
            Files.writeString(nested.resolve(".git"), "gitdir: " + target + "\n");
            Result result = git(nested, "status");
            assertTrue(result instanceof Result.Failed, target + " gave " + result);
        }
    }

    @Test
    void hiddenFilesAreNeitherStagedNorShown() throws Exception {
        Files.writeString(workspace.resolve(".env"), "SECRET=1\n");
        Files.createDirectory(workspace.resolve("deep"));
        Files.writeString(workspace.resolve("deep/.env"), "SECRET=2\n");
        output("add", "-A");
        output("add", ".");
        git("add", ".env");
        git("add", "-f", "--", ".env");

        assertEquals("a.txt\n", output("diff", "--cached", "--name-only"));
        plain("add", "-f", ".env");
        output("commit", "-m", "with a secret");
        Files.writeString(workspace.resolve(".env"), "SECRET=3\n");
        Files.writeString(workspace.resolve("a.txt"), "three\n");
        output("commit", "-am", "all");
        String shown = output("log", "-p") + output("show") + output("diff");
        assertFalse(shown.contains("SECRET"), shown);
        assertTrue(plain("diff").contains("SECRET=3"), "commit -a left the hidden file alone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "push",
                "fetch",
                "clone x",
                "config core.fsmonitor x",
                "checkout .",
                "reset --hard",
                "clean -fd",
                "stash",
                "status-x",
                "-c core.fsmonitor=x status",
                "--git-dir=/x status",
                "diff --output=/tmp/x",
                "diff --ext-diff",
                "diff --textconv",
                "diff --no-index /etc/passwd /dev/null",
                "diff /etc/passwd /dev/null",
                "diff -- ../../../../../../etc/passwd a.txt",
                "log --output /tmp/x",
                "log -O/etc/passwd",
                "show --ext-diff",
                "grep -Osh x",
                "add -p",
                "add -i",
                "add -e",
                "add --pathspec-from-file=/etc/passwd",
                "commit",
                "commit -F /etc/shadow",
                "commit --template=x -m x",
                "commit -m x --trailer x",
                "commit -m x a.txt",
                "commit -S -m x",
                "commit -e -m x",
                "commit -C HEAD",
                "branch new",
                "branch -D main",
                "branch -m a b",
                "restore .",
                "restore --source=HEAD a.txt",
                "rev-parse --git-path x",
                "status -v",
                "add :(exclude).env",
                "log -"
            })
    void whatIsNotListedIsRefused(String command) throws Exception {
        Result result = git(command.split(" "));

        assertTrue(result instanceof Result.Refused, command + " gave " + result);
    }

    @Test
    void nothingIsChangedWhereOnlyReadingIsAllowed() throws Exception {
        Result result =
                broker.perform(
                        new Action.Git(
                                new CallId("c"),
                                Action.Requester.MODEL,
                                workspace,
                                List.of("add", "-A")),
                        confinement(Confinement.Mode.READ_ONLY));

        assertTrue(result instanceof Result.Refused, result.toString());
    }
}
