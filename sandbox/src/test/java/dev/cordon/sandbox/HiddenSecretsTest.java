package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.ToolCaches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The secrets of `src/test/escape/hidden.txt`, which lie in a home folder, and those of a
/// workspace: nobody reads them inside, and each refusal says so.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the boundary of these tests is Linux's")
final class HiddenSecretsTest {
    private static final String SECRET = "canary-of-a-secret";

    @TempDir Path folder;
    private Path home;
    private Path workspace;
    private Sandbox sandbox;

    @BeforeEach
    void secrets() throws IOException {
        folder = folder.toRealPath();
        home = Files.createDirectory(folder.resolve("home"));
        workspace = Files.createDirectories(folder.resolve("projects/own"));
        for (String row : rows()) {
            put(home.resolve(row));
        }
        sandbox = Sandboxes.open(CommandLifeTest.options(folder));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(EscapeSuiteTest.root().resolve("src/test/escape/hidden.txt"));
    }

    private static void put(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, SECRET + "\n");
    }

    private Result.CommandOutput run(Path root, String... argv) throws InterruptedException {
        Confinement confinement =
                DefaultConfinement.of(
                        Confinement.Mode.WORKSPACE_WRITE,
                        root,
                        List.of(),
                        home,
                        Map.of("PATH", "/usr/bin:/bin"),
                        Confinement.Network.CLOSED);
        return assertInstanceOf(
                Result.CommandOutput.class,
                sandbox.perform(
                        new Action.RunCommand(
                                new CallId("c"),
                                Action.Requester.MODEL,
                                List.of(argv),
                                root,
                                Map.of(),
                                Action.Terminal.PIPES,
                                30_000,
                                0,
                                Optional.empty()),
                        confinement,
                        Sandbox.OutputListener.NONE));
    }

    private void assertHidden(Path root, Path file, List<String> wrong) throws Exception {
        assertEquals(SECRET, Files.readString(file).strip(), "the canary of " + file);
        Result.CommandOutput read = run(root, "/bin/cat", file.toString());
        String notes = String.join(" ", read.notes());
        boolean explained = notes.contains(file.toString()) && notes.contains("sandbox.hidden");
        if (read.exitCode().equals(OptionalInt.of(0))
                || read.output().contains(SECRET)
                || !explained) {
            wrong.add(file + ": " + read);
        }
    }

    @Test
    void noSecretOfTheHomeFolderIsReadAndEachRefusalSaysThatItIsOne() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String row : rows()) {
            assertHidden(workspace, home.resolve(row), wrong);
        }
        put(home.resolve("letters/private.txt"));
        assertHidden(workspace, home.resolve("letters/private.txt"), wrong);

        assertEquals(List.of(), wrong);
    }

    @Test
    void whereTheHomeFolderIsTheWorkspaceItsSecretsStayHidden() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String row : rows()) {
            assertHidden(home, home.resolve(row), wrong);
        }
        assertEquals(List.of(), wrong);

        put(home.resolve("letters/open.txt"));
        assertEquals(SECRET + "\n", run(home, "/bin/cat", "letters/open.txt").output());
    }

    @Test
    void environmentFilesAreHiddenAtAnyDepthAndTheirTemplatesAreNot() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String name :
                List.of(".env", "a/.env.local", "a/b/.env.production", "a/b/c/.npmrc", "id_rsa")) {
            put(workspace.resolve(name));
        }
        put(workspace.resolve("a/.env.example"));
        for (String name :
                List.of(".env", "a/.env.local", "a/b/.env.production", "a/b/c/.npmrc", "id_rsa")) {
            assertHidden(workspace, workspace.resolve(name), wrong);
        }

        assertEquals(List.of(), wrong);
        assertEquals(SECRET + "\n", run(workspace, "/bin/cat", "a/.env.example").output());
    }

    @Test
    void theCachesOfToolsAreReadable() throws Exception {
        List<String> unread = new ArrayList<>();
        for (String cache : ToolCaches.READABLE) {
            boolean file = cache.endsWith(".xml") || cache.endsWith("version");
            Path inside = file ? home.resolve(cache) : home.resolve(cache).resolve("thing");
            put(inside);
        }
        for (String cache : ToolCaches.READABLE) {
            boolean file = cache.endsWith(".xml") || cache.endsWith("version");
            Path inside = file ? home.resolve(cache) : home.resolve(cache).resolve("thing");
            if (!run(workspace, "/bin/cat", inside.toString()).output().contains(SECRET)) {
                unread.add(cache);
            }
        }
        assertEquals(List.of(), unread);
    }

    @Test
    void aDeniedWriteDoesNotLookLikeAMissingFile() throws Exception {
        Path other = Files.createDirectory(folder.resolve("projects/other"));
        put(other.resolve("file"));
        Files.createDirectories(workspace.resolve(".git"));
        put(workspace.resolve(".env"));
        List<String> unexplained = new ArrayList<>();
        for (Path target :
                List.of(
                        Path.of("/etc/cordon-test"),
                        Path.of("/usr/lib/cordon-test"),
                        workspace.resolve(".git/config"),
                        workspace.resolve(".env"),
                        home.resolve(".ssh/config"),
                        home.resolve(".gradle/init.d/evil.gradle"),
                        other.resolve("file"),
                        other.resolve("new"))) {
            Result.CommandOutput wrote =
                    run(workspace, "/bin/bash", "-c", "echo x > '" + target + "'");
            String notes = String.join(" ", wrote.notes());
            boolean told = notes.contains(target.toString()) && notes.contains("sandbox");
            if (wrote.exitCode().equals(OptionalInt.of(0)) || !told) {
                unexplained.add(target + ": " + wrote);
            }
        }

        assertEquals(List.of(), unexplained);
        assertEquals(SECRET + "\n", Files.readString(other.resolve("file")));
    }

    @Test
    void whatIsReallyMissingIsNotSaidToBeHidden() throws Exception {
        Result.CommandOutput read = run(workspace, "/bin/cat", workspace + "/no/such/file");

        assertTrue(read.output().contains("No such file or directory"), read.output());
        assertFalse(String.join(" ", read.notes()).contains("hides it"), read.toString());
    }
}
