package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tries to escape from a boundary, with canaries on the host that tell whether it worked.
///
/// @param failures what got through or did not work, a sentence each; empty if the boundary holds
record SelfTest(List<String> failures) {
    private static final long LIMIT_SECONDS = 20;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final String MOVED = "it moved .git away";
    private static final String WROTE_GIT = "it wrote below .git";
    private static final String READ = "it read a hidden file";
    private static final String SAW = "it saw the host's processes";
    private static final Set<String> NEEDS_NAMESPACES = Set.of(MOVED, WROTE_GIT, READ, SAW);

    SelfTest {
        failures = List.copyOf(failures);
    }

    boolean passed() {
        return failures.isEmpty();
    }

    /// Whether everything holds that Landlock and a filter can do without namespaces: writes
    /// outside the roots, the network, privileges.
    boolean passedWithoutNamespaces() {
        return failures.stream().allMatch(NEEDS_NAMESPACES::contains);
    }

    /// Runs the attempts in one command.
    ///
    /// @param scratch an existing folder that is private to this user
    static SelfTest of(Boundary boundary, Path scratch) throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory(scratch, "self-test").toRealPath();
            try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return attempt(boundary, folder, canary);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            return new SelfTest(List.of("the self-test could not be prepared: " + e));
        } catch (SandboxException e) {
            return new SelfTest(List.of(String.valueOf(e.getMessage())));
        }
    }

    private static SelfTest attempt(Boundary boundary, Path folder, ServerSocket canary)
            throws IOException, InterruptedException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "canary");
        Path git = Files.createDirectory(workspace.resolve(".git"));
        Confinement confinement =
                new Confinement(
                        Confinement.Mode.WORKSPACE_WRITE,
                        workspace,
                        List.of(workspace),
                        List.of(),
                        List.of(outside),
                        List.of(),
                        List.of(),
                        Confinement.Network.CLOSED,
                        Confinement.View.DIRECT,
                        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                        Confinement.Limits.DEFAULT,
                        // Whether a degraded one may be used is decided before it is tried.
                        boundary.describe().strength() == Sandbox.Strength.DEGRADED
                                ? Set.of(Confinement.Permit.DEGRADED_BACKEND)
                                : Set.of());
        String script =
                String.join(
                        "\n",
                        "echo x > good",
                        "echo x > '" + outside.resolve("written") + "'",
                        "echo x > .git/config",
                        "mv .git moved",
                        "grep -q canary '" + secret + "' && echo READ",
                        "(exec 3<>/dev/tcp/127.0.0.1/" + canary.getLocalPort() + ") && echo NET",
                        "tr '\\0' ' ' < /proc/"
                                + ProcessHandle.current().pid()
                                + "/cmdline | grep -q java && echo PROC",
                        "unshare -U true && echo USERNS",
                        "while read -r k v; do case $k$v in",
                        "CapEff:0000000000000000|NoNewPrivs:1|Seccomp:2) echo HELD;; esac",
                        "done < /proc/self/status",
                        "exit 42");
        Answer answer = new Answer();
        Boundary.Running running =
                boundary.start(
                        new Boundary.Launch(
                                Integer.MAX_VALUE,
                                List.of("/bin/bash", "-c", script),
                                workspace,
                                confinement.environment(),
                                Action.Terminal.PIPES,
                                false,
                                confinement),
                        answer);
        running.closeInput();
        if (!answer.end.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            running.kill();
            return new SelfTest(List.of("the self-test took over " + LIMIT_SECONDS + " s"));
        }
        return new SelfTest(judge(answer, workspace, outside, git));
    }

    private static List<String> judge(Answer answer, Path workspace, Path outside, Path git) {
        List<String> failures = new ArrayList<>();
        String text = answer.text();
        if (answer.code != 42) {
            failures.add(
                    "a command ended with " + answer.code + " instead of 42 " + answer.refusal);
        }
        check(failures, Files.exists(workspace.resolve("good")), "nothing can be written");
        check(failures, !Files.exists(outside.resolve("written")), "it writes anywhere");
        check(failures, Files.isDirectory(git), MOVED);
        check(failures, !Files.exists(git.resolve("config")), WROTE_GIT);
        check(failures, !text.contains("READ"), READ);
        check(failures, !text.contains("NET"), "it reached the host's network");
        check(failures, !text.contains("PROC"), SAW);
        check(failures, !text.contains("USERNS"), "it made a user namespace");
        check(
                failures,
                text.split("HELD", -1).length == 4,
                "it kept capabilities or lacks the system call filter");
        return failures;
    }

    private static void check(List<String> failures, boolean holds, String failure) {
        if (!holds) {
            failures.add(failure);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static final class Answer implements Boundary.Sink {
        private final CountDownLatch end = new CountDownLatch(1);
        private final OutputBuffer output =
                new OutputBuffer(MAX_ANSWER_BYTES, 0, Path.of("/"), "none", out -> out);
        private volatile int code = -1;
        private volatile String refusal = "";

        @Override
        public synchronized void output(byte[] buffer, int offset, int length) {
            output.add(buffer, offset, length);
        }

        synchronized String text() {
            return output.take(true);
        }

        @Override
        public void ended(int exitCode, String why) {
            code = exitCode;
            refusal = why;
            end.countDown();
        }
    }

    /// What a passed test was about: another kernel, program, user or setting means another test.
    static String machine(String backend, String program) {
        return String.join(
                "\n",
                "2",
                backend,
                program,
                System.getProperty("os.version", ""),
                System.getProperty("user.name", ""),
                first("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
                first("/proc/sys/user/max_user_namespaces"),
                first("/proc/sys/kernel/unprivileged_userns_clone"),
                first("/proc/sys/kernel/random/boot_id"));
    }

    private static String first(String file) {
        try {
            return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.US_ASCII).strip();
        } catch (IOException _) {
            return "";
        }
    }
}
