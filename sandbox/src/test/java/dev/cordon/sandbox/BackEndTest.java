package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The back ends behind the helper, each in a real kernel.
@EnabledOnOs(value = OS.LINUX, disabledReason = "bubblewrap and Landlock exist on Linux only")
final class BackEndTest {
    @TempDir Path folder;
    private Path workspace;
    private Path outside;
    private SandboxOptions options;

    @BeforeEach
    void folders() throws IOException {
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("ws"));
        Files.createDirectories(workspace.resolve(".git/hooks"));
        Files.writeString(workspace.resolve(".env"), "SECRET");
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("canary"), "canary");
        options =
                new SandboxOptions(
                        folder.resolve("state"),
                        folder.resolve("spill"),
                        _ -> Optional.empty(),
                        SandboxOptions.Choice.AUTO,
                        Map.of());
    }

    private Confinement confinement(Set<Confinement.Permit> permits) {
        return new Confinement(
                Confinement.Mode.WORKSPACE_WRITE,
                workspace,
                List.of(workspace),
                List.of(),
                List.of(outside),
                List.of(".env"),
                List.of(".git"),
                Confinement.Network.CLOSED,
                Confinement.View.DIRECT,
                Map.of(),
                Confinement.Limits.DEFAULT,
                permits);
    }

    private String run(Boundary boundary, Set<Confinement.Permit> permits, String script)
            throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int[] code = {-1};
        CountDownLatch ended = new CountDownLatch(1);
        Boundary.Running running =
                boundary.start(
                        new Boundary.Launch(
                                1,
                                List.of("/bin/sh", "-c", script),
                                workspace,
                                Map.of("PATH", "/usr/bin:/bin"),
                                Action.Terminal.PIPES,
                                false,
                                confinement(permits)),
                        new Boundary.Sink() {
                            @Override
                            public void output(byte[] buffer, int offset, int length) {
                                output.write(buffer, offset, length);
                            }

                            @Override
                            public void ended(int exitCode, String refusal) {
                                code[0] = exitCode;
                                ended.countDown();
                            }
                        });
        running.closeInput();
        ended.await();
        return output.toString(StandardCharsets.UTF_8) + "exit " + code[0];
    }

    private BwrapBoundary bwrap() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/bwrap")),
                "bubblewrap is not installed here (apt-get install bubblewrap)");
        return new BwrapBoundary(options, Optional.empty());
    }

    @Test
    void bubblewrapLetsACommandWorkInTheWorkspaceOnly() throws InterruptedException {
        try (BwrapBoundary boundary = bwrap()) {
            assertEquals("hello\nexit 3", run(boundary, Set.of(), "echo hello > a; cat a; exit 3"));
            assertTrue(Files.exists(workspace.resolve("a")));
            for (String attack :
                    List.of(
                            "echo x > " + outside + "/canary",
                            "cat " + outside + "/canary",
                            "echo x > .git/hooks/pre-commit",
                            "mv .git .old",
                            "cat .env",
                            "mv .env x",
                            "echo x > /etc/cordon-test",
                            "unshare -U true",
                            "mount -t tmpfs t /tmp",
                            "kill -0 " + ProcessHandle.current().pid())) {
                String seen = run(boundary, Set.of(), attack + " && echo GOT");
                assertFalse(seen.contains("GOT") || seen.contains("SECRET"), attack + ": " + seen);
            }
            assertEquals(
                    "    lo",
                    run(boundary, Set.of(), "cut -d: -f1 /proc/net/dev | tail -n +3")
                            .replaceAll("\nexit 0", ""));
        }
    }

    @Test
    void bubblewrapKillsWhatACommandStarted() throws Exception {
        try (BwrapBoundary boundary = bwrap()) {
            CountDownLatch ended = new CountDownLatch(1);
            Boundary.Running running =
                    boundary.start(
                            new Boundary.Launch(
                                    1,
                                    List.of("/bin/sh", "-c", "sleep 1000 & sleep 1000"),
                                    workspace,
                                    Map.of(),
                                    Action.Terminal.PIPES,
                                    false,
                                    confinement(Set.of())),
                            new Boundary.Sink() {
                                @Override
                                public void output(byte[] buffer, int offset, int length) {}

                                @Override
                                public void ended(int exitCode, String refusal) {
                                    ended.countDown();
                                }
                            });
            running.kill();
            ended.await();
        }
    }

    @Test
    void landlockOnAThreadKeepsWritesAndSocketsIn() throws InterruptedException {
        Set<Confinement.Permit> degraded = Set.of(Confinement.Permit.DEGRADED_BACKEND);
        try (ThreadBoundary boundary =
                new ThreadBoundary(options, HelperBinary.extract(options.stateDirectory()))) {
            assertEquals(
                    "hello\nexit 3",
                    run(
                            boundary,
                            degraded,
                            "echo hello > a; cat a; mktemp > /dev/null || exit 9; exit 3"));
            for (String attack :
                    List.of(
                            "echo x > " + outside + "/canary",
                            "cat " + outside + "/canary",
                            "echo x > /etc/cordon-test",
                            "unshare -U true",
                            "bash -c 'exec 3<>/dev/tcp/127.0.0.1/1' 2>&1 | grep -q refused")) {
                String seen = run(boundary, degraded, attack + " && echo GOT");
                assertFalse(seen.contains("GOT"), attack + ": " + seen);
            }
        }
    }

    @Test
    void theDegradedBackEndRunsNothingUnlessItIsPermitted() {
        try (ThreadBoundary boundary =
                new ThreadBoundary(options, HelperBinary.extract(options.stateDirectory()))) {
            SandboxException refused =
                    assertThrows(SandboxException.class, () -> run(boundary, Set.of(), "touch a"));

            assertEquals(SandboxError.DEGRADED_FORBIDDEN, refused.code());
            assertFalse(Files.exists(workspace.resolve("a")));
        }
    }
}
