package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandLifeTest {
    private static final CallId CALL = new CallId("c");
    @TempDir Path folder;
    private Path workspace;
    private Sandbox sandbox;
    private Confinement confinement;

    @BeforeEach
    void open() throws Exception {
        workspace = Files.createDirectory(folder.toRealPath().resolve("workspace"));
        confinement = Confinements.writing(workspace);
        sandbox = Sandboxes.open(options(folder));
    }

    static SandboxOptions options(Path folder) {
        return new SandboxOptions(
                folder.resolve("state"),
                folder.resolve("spill"),
                _ -> Optional.empty(),
                SandboxOptions.Choice.HELPER,
                Map.of());
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Result.CommandOutput perform(Action action) throws Exception {
        return assertInstanceOf(
                Result.CommandOutput.class,
                sandbox.perform(action, confinement, Sandbox.OutputListener.NONE));
    }

    private Action.RunCommand command(
            String script, Action.Terminal terminal, long yieldMillis, long timeoutMillis) {
        return new Action.RunCommand(
                CALL,
                Action.Requester.MODEL,
                List.of("/bin/bash", "-c", script),
                workspace,
                Map.of(),
                terminal,
                yieldMillis,
                timeoutMillis,
                Optional.empty());
    }

    private Action.WriteStdin type(int process, String text, long yieldMillis) {
        return new Action.WriteStdin(CALL, Action.Requester.MODEL, process, text, yieldMillis);
    }

    /// Whether a process with this word in its command line lives on the host.
    static boolean lives(String word) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> {
                    try {
                        return Files.readString(Path.of("/proc", process.pid() + "", "cmdline"))
                                .contains(word);
                    } catch (java.io.IOException _) {
                        return false;
                    }
                });
    }

    static boolean within(long seconds, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @Test
    void aCommandPastItsTimeIsKilledAndSaysSo() throws Exception {
        Result.CommandOutput result =
                perform(command("sleep 60", Action.Terminal.PIPES, 30_000, 100));

        assertEquals(OptionalInt.of(137), result.exitCode());
        assertTrue(result.notes().getFirst().contains("100 ms"), result.notes().toString());
    }

    @Test
    void theInterruptCharacterInterruptsACommandOnPipes() throws Exception {
        int number =
                perform(
                                command(
                                        "trap 'exit 130' INT; sleep 60 & wait",
                                        Action.Terminal.PIPES,
                                        1,
                                        0))
                        .process()
                        .orElseThrow();
        // The trap may not be set yet; a shell without it dies of the signal with the same code.
        assertEquals(OptionalInt.of(130), perform(type(number, "\u0003", 20_000)).exitCode());
    }

    @Test
    void aTerminalIsOneAndTakesKeys() throws Exception {
        Result.CommandOutput first =
                perform(
                        command(
                                "test -t 0 && test -t 1 && echo yes; read line; echo \"<$line>\"",
                                Action.Terminal.PTY,
                                1,
                                0));

        Result.CommandOutput second = perform(type(first.process().orElseThrow(), "key\n", 20_000));

        String all = first.output() + second.output();
        assertTrue(all.contains("yes\r\n") && all.contains("<key>\r\n"), all);
        assertEquals(OptionalInt.of(0), second.exitCode());
    }

    @Test
    void aStoppedCommandIsDeadAndForgotten() throws Exception {
        int number =
                perform(command("sleep 60", Action.Terminal.PIPES, 1, 0)).process().orElseThrow();
        assertEquals(1, sandbox.processes().size());

        Action stop = new Action.StopProcess(CALL, Action.Requester.MODEL, number);
        assertEquals(OptionalInt.of(137), perform(stop).exitCode());

        assertEquals(List.of(), sandbox.processes());
        assertInstanceOf(
                Result.Failed.class,
                sandbox.perform(stop, confinement, Sandbox.OutputListener.NONE));
    }

    @Test
    void whatACommandLeftBehindDiesWithIt() throws Exception {
        String word = "left-" + System.nanoTime();

        perform(
                command(
                        "(trap '' TERM HUP; setsid bash -c 'exec -a " + word + " sleep 60' &) ; :",
                        Action.Terminal.PIPES,
                        30_000,
                        0));

        assertFalse(lives(word));
    }

    @Test
    void aServerInTheBackgroundIsReachedByTheNextCommandAndDiesWithTheSession() throws Exception {
        String word = "server-" + System.nanoTime();
        perform(command("exec -a " + word + " sleep 60", Action.Terminal.PIPES, 1, 0));
        assertTrue(within(10, () -> lives(word)));

        sandbox.close();

        assertTrue(within(10, () -> !lives(word)));
    }

    @Test
    void anInterruptedCallLeavesNothingAlive() throws Exception {
        String word = "interrupted-" + System.nanoTime();
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean thrown = new AtomicBoolean();
        Thread caller =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                sandbox.perform(
                                        command(
                                                "echo up; exec -a " + word + " sleep 60",
                                                Action.Terminal.PIPES,
                                                60_000,
                                                0),
                                        confinement,
                                        _ -> started.countDown());
                            } catch (InterruptedException _) {
                                thrown.set(!lives(word));
                            }
                        });
        assertTrue(started.await(30, TimeUnit.SECONDS));

        caller.interrupt();
        caller.join();

        assertTrue(thrown.get());
        assertEquals(List.of(), sandbox.processes());
    }

    @Test
    void aLongOutputKeepsHeadAndTailAndSpillsTheRest() throws Exception {
        Result.CommandOutput result =
                perform(command("seq 1 600000", Action.Terminal.PIPES, 60_000, 0));

        assertTrue(result.output().startsWith("1\n2\n"));
        assertTrue(result.output().endsWith("\n600000\n"));
        assertTrue(result.output().contains(" bytes left out "));
        assertTrue(result.output().length() <= Confinement.Limits.DEFAULT.maxOutputBytes() + 100);
        assertEquals(4_088_895, result.totalBytes());
        assertEquals(4_088_895, Files.size(result.spill().orElseThrow()));
    }

    /// A session that is taken up again counts its commands from one again.
    @Test
    void theSpilledOutputOfAnEarlierProcessStaysAndANewOneHasAPlaceOfItsOwn() throws Exception {
        Action many = command("seq 1 100000", Action.Terminal.PIPES, 60_000, 0);
        Path first = perform(many).spill().orElseThrow();
        sandbox.close();
        sandbox = Sandboxes.open(options(folder));
        Path second =
                perform(command("seq 2 100000", Action.Terminal.PIPES, 60_000, 0))
                        .spill()
                        .orElseThrow();

        assertTrue(Files.readString(first).startsWith("1\n2\n"));
        assertTrue(Files.readString(second).startsWith("2\n3\n"));
        assertEquals(first.getParent(), second.getParent());
    }

    @Test
    void aProgramThatIsNotThereSaysSo() throws Exception {
        Action action =
                new Action.RunCommand(
                        CALL,
                        Action.Requester.MODEL,
                        List.of("no-such-program"),
                        workspace,
                        Map.of(),
                        Action.Terminal.PIPES,
                        30_000,
                        0,
                        Optional.empty());
        Result result = sandbox.perform(action, confinement, Sandbox.OutputListener.NONE);

        assertTrue(
                assertInstanceOf(Result.Failed.class, result)
                        .message()
                        .contains("No such file or directory"),
                result.toString());
    }

    @Test
    void aRefusedWriteIsExplainedInASentence() throws Exception {
        Result.CommandOutput result =
                perform(command("echo x > /etc/x", Action.Terminal.PIPES, 30_000, 0));

        assertEquals(1, result.notes().size(), result.toString());
        assertTrue(result.notes().getFirst().contains("a write to /etc/x"), result.toString());
    }

    @Test
    void aProtectedNameThatIsALinkStopsTheSandbox() throws Exception {
        Files.createSymbolicLink(workspace.resolve(".git"), folder);

        SandboxException refused =
                assertThrows(
                        SandboxException.class,
                        () -> perform(command("true", Action.Terminal.PIPES, 30_000, 0)));

        assertEquals(SandboxError.PROTECTED_PATH_IS_LINK, refused.code());
    }

    @Test
    void aHiddenFileThatTheHostReplacesStaysHidden() throws Exception {
        Path env = Files.writeString(workspace.resolve(".env"), "KEY=1");
        assertFalse(
                perform(command("cat .env", Action.Terminal.PIPES, 30_000, 0))
                        .output()
                        .contains("KEY"));

        Path fresh = Files.writeString(workspace.resolve("fresh"), "KEY=2");
        Files.move(fresh, env, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertFalse(
                perform(command("cat .env", Action.Terminal.PIPES, 30_000, 0))
                        .output()
                        .contains("KEY"));
    }

    @Test
    void aRepositoryThatACommandMadeIsProtectedFromTheNextCommandOn() throws Exception {
        String make = "mkdir -p deep/er && git init -q deep/er/new && touch -d 2001-01-01 deep/er";
        assertEquals(
                OptionalInt.of(0),
                perform(command(make, Action.Terminal.PIPES, 30_000, 0)).exitCode());

        Result.CommandOutput next =
                perform(
                        command(
                                "echo x > deep/er/new/.git/hooks/post-checkout; mv deep gone;"
                                        + " rm -rf deep/er/new/.git; ls -d deep/er/new/.git",
                                Action.Terminal.PIPES,
                                30_000,
                                0));

        assertTrue(Files.isRegularFile(workspace.resolve("deep/er/new/.git/config")));
        assertFalse(Files.exists(workspace.resolve("deep/er/new/.git/hooks/post-checkout")));
        assertTrue(next.output().endsWith("deep/er/new/.git\n"), next.output());
    }

    @Test
    void aRepositoryThatACommandStillMakesIsSeenByTheNextOne() throws Exception {
        perform(
                command(
                        "git init -q late; touch late/done; sleep 60",
                        Action.Terminal.PIPES,
                        1,
                        0));
        assertTrue(within(20, () -> Files.exists(workspace.resolve("late/done"))));

        perform(command("echo x > late/.git/evil", Action.Terminal.PIPES, 30_000, 0));

        assertFalse(Files.exists(workspace.resolve("late/.git/evil")));
    }

    @Test
    void aServerOfOneCommandAnswersTheClientOfTheNext() throws Exception {
        Files.writeString(workspace.resolve("page"), "served");
        String serve =
                "exec python3 -c 'import http.server, socketserver\n"
                        + "s = socketserver.TCPServer((\"127.0.0.1\", 0),"
                        + " http.server.SimpleHTTPRequestHandler)\n"
                        + "open(\"port\", \"w\").write(str(s.server_address[1]))\n"
                        + "s.serve_forever()'";
        perform(command(serve, Action.Terminal.PIPES, 1, 0));
        assertTrue(within(20, () -> Files.exists(workspace.resolve("port"))));

        Result.CommandOutput got =
                perform(
                        command(
                                "python3 -c 'import urllib.request as u; print(u.urlopen("
                                        + "\"http://127.0.0.1:\" + open(\"port\").read() +"
                                        + " \"/page\").read().decode())'",
                                Action.Terminal.PIPES,
                                30_000,
                                0));

        assertEquals("served\n", got.output());
    }

    @Test
    void namesAreLookedUpByProgramsThatAskWhetherThereIsAnAddress() throws Exception {
        Result.CommandOutput result =
                perform(command("getent ahostsv4 localhost", Action.Terminal.PIPES, 30_000, 0));

        assertEquals(OptionalInt.of(0), result.exitCode(), result.output());
        assertTrue(result.output().startsWith("127.0.0.1 "), result.output());
    }

    @Test
    void aKilledJvmTakesItsCommandsAlong() throws Exception {
        String word = "orphan-" + System.nanoTime();
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Hostage.class.getName(),
                                folder.toString(),
                                workspace.toString(),
                                word)
                        .inheritIO()
                        .redirectOutput(ProcessBuilder.Redirect.PIPE)
                        .start();
        assertEquals("up", jvm.inputReader().readLine());
        assertTrue(lives(word));

        jvm.destroyForcibly().waitFor();

        assertTrue(within(10, () -> !lives(word)));
    }

    /// A JVM to be killed.
    static final class Hostage {
        public static void main(String[] arguments) throws Exception {
            Path workspace = Path.of(arguments[1]);
            try (Sandbox sandbox = Sandboxes.open(options(Path.of(arguments[0])))) {
                sandbox.perform(
                        Confinements.shell(
                                workspace,
                                "echo up; exec -a " + arguments[2] + " sleep 60",
                                60_000),
                        Confinements.writing(workspace),
                        text -> {
                            if (text.contains("up")) {
                                System.out.println("up");
                            }
                        });
            }
        }
    }
}
