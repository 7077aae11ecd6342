package dev.cordon.cli.warm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server with the real client, compiled for this.
class WarmServerTest {
    private static final int LIMIT_SECONDS = 30;

    @TempDir static Path shared;
    private static Path client;

    @TempDir Path folder;
    private Path socket;
    private Path launcher;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<WarmServer> servers = new ArrayList<>();

    @BeforeAll
    static void compile() throws Exception {
        Path source = Path.of("../distribution/src/main/c/cordon-warm.c").toAbsolutePath();
        client = shared.resolve("cordon-warm");
        boolean made = false;
        for (String compiler : List.of("cc", "gcc", "clang")) {
            if (!made && Files.isExecutable(Path.of("/usr/bin", compiler))) {
                made =
                        new ProcessBuilder(
                                                "/usr/bin/" + compiler,
                                                "-std=gnu11",
                                                "-Wall",
                                                "-Wextra",
                                                "-Werror",
                                                "-o",
                                                client.toString(),
                                                source.toString())
                                        .inheritIO()
                                        .start()
                                        .waitFor()
                                == 0;
            }
        }
        assumeTrue(made, "no C compiler here, so there is no client of a warm process to test");
    }

    @BeforeEach
    void place() throws IOException {
        socket = folder.resolve("s");
        launcher = folder.resolve("launcher");
        Files.writeString(launcher, "#!/bin/sh\necho \"cold $*\"\nexit 7\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void end() {
        servers.forEach(WarmServer::close);
    }

    private WarmServer serving(WarmServer.Runner runner) throws IOException {
        WarmServer server =
                new WarmServer(
                        socket,
                        "build",
                        System.getenv(),
                        runner,
                        new PrintStream(log, true, StandardCharsets.UTF_8));
        servers.add(server);
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        server.serve(Duration.ofMinutes(5));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        return server;
    }

    private ProcessBuilder line(String... arguments) {
        return line("build", List.of(), arguments);
    }

    private ProcessBuilder line(String build, List<String> before, String... arguments) {
        List<String> line = new ArrayList<>(before);
        line.addAll(
                List.of(client.toString(), "run", socket.toString(), build, launcher.toString()));
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    }

    /// What a client printed, and its exit code.
    private record Ended(String output, int code) {}

    private static Ended ended(Process process) throws Exception {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        return new Ended(output, process.exitValue());
    }

    private static WarmServer.Runner saying(Consumer<WarmServer.Run> more) {
        return run -> {
            say(run, "warm " + String.join(" ", run.arguments()) + "\n");
            more.accept(run);
            return 5;
        };
    }

    private static void say(WarmServer.Run run, String text) {
        try {
            run.out().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void runsALineInTheCallersFolderWithItsStreams() throws Exception {
        serving(run -> {
            try {
                run.in().transferTo(run.out());
                run.err().write("err".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            say(run, " " + run.folder() + run.arguments() + run.environment().get("COLUMNS"));
            return 3;
        });
        ProcessBuilder line = line("a", "b c", "");
        line.environment().put("COLUMNS", "99");
        Process process = line.start();
        process.getOutputStream().write("in ".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                new Ended("in err " + folder.toRealPath() + "[a, b c, ]99", 3), ended(process));
    }

    @Test
    void appendsWhereTheCallerAppends() throws Exception {
        serving(saying(_ -> {}));
        Path file = Files.writeString(folder.resolve("log"), "before\n");
        Process process =
                line("x").redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile())).start();
        assertEquals(5, ended(process).code());
        assertEquals("before\nwarm x\n", Files.readString(file));
    }

    @Test
    void aRunThatDoesNotReadEndsThoughItsInputStaysOpen() throws Exception {
        serving(run -> {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try {
                            run.in().transferTo(run.out());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
            return 0;
        });
        Process process = line().start();
        assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    @Test
    void takesOnlyWhatWouldBeTheSameHere() throws Exception {
        WarmServer server = serving(saying(_ -> {}));
        ProcessBuilder other = line("x");
        other.environment().put("CORDON_MODEL", "other");
        assertEquals(new Ended("cold x\n", 7), ended(other.start()));
        assertTrue(server.status().refusal().orElseThrow().contains("CORDON_MODEL"));
        assertEquals(new Ended("cold x\n", 7), ended(line("build", List.of("nice"), "x").start()));
        assertTrue(server.status().refusal().orElseThrow().startsWith("nice is "));
        List<String> limited = List.of("sh", "-c", "ulimit -f 4000; exec \"$@\"", "sh");
        assertEquals(new Ended("cold x\n", 7), ended(line("build", limited, "x").start()));
        assertTrue(server.status().refusal().orElseThrow().startsWith("Max file size is "));
        List<String> masked = List.of("sh", "-c", "umask 007; exec \"$@\"", "sh");
        assertEquals(new Ended("cold x\n", 7), ended(line("build", masked, "x").start()));
        assertEquals(new Ended("warm x\n", 5), ended(line("x").start()));
    }

    @Test
    void takesNothingFromAnotherNamespace() throws Exception {
        List<String> inside = List.of("unshare", "--user", "--map-root-user", "--net");
        Process possible = line("build", inside, "x").start();
        String said = new String(possible.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(said.startsWith("cold"), "this kernel gives no user namespace to us: " + said);
        WarmServer server = serving(saying(_ -> {}));
        assertEquals(new Ended("cold x\n", 7), ended(line("build", inside, "x").start()));
        assertEquals(0, server.status().taken());
    }

    @Test
    void anotherBuildEndsIt() throws Exception {
        serving(saying(_ -> {}));
        assertEquals(new Ended("cold x\n", 7), ended(line("newer", List.of(), "x").start()));
        assertFalse(Files.exists(socket));
        assertEquals(new Ended("cold y\n", 7), ended(line("y").start()));
    }

    @Test
    void aSignalDoesWhatTheRunAskedFor() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        serving(run -> {
            Runnable _ = run.onInterrupt().apply(told::countDown);
            started.countDown();
            await(told);
            say(run, "stopped");
            return 130;
        });
        Process process = line().start();
        await(started);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertEquals(new Ended("stopped", 130), ended(process));
    }

    @Test
    void aRunWithoutACallerIsInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        serving(_ -> {
            started.countDown();
            try {
                Thread.sleep(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
            } catch (InterruptedException _) {
                interrupted.countDown();
            }
            return 0;
        });
        Process process = line().start();
        await(started);
        process.destroyForcibly();
        await(interrupted);
    }

    @Test
    void aRunThatFailsSaysSoAndTheNextGoesOn() throws Exception {
        serving(run -> {
            if (run.arguments().contains("bad")) {
                throw new IllegalStateException("broken");
            }
            return saying(_ -> {}).run(run);
        });
        Ended bad = ended(line("bad").start());
        assertEquals(1, bad.code());
        assertTrue(bad.output().contains("broken"), bad.output());
        assertEquals(new Ended("warm good\n", 5), ended(line("good").start()));
    }

    @Test
    void whatIsNoRequestHarmsNobody() throws Exception {
        serving(saying(_ -> {}));
        for (String wrong : List.of("", "x", "CRDN", "CRDN\0\0\0\1x", "GET / HTTP/1.1\r\n\r\n")) {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                channel.write(ByteBuffer.wrap(wrong.getBytes(StandardCharsets.UTF_8)));
                channel.shutdownOutput();
                assertTrue(closed(channel), wrong);
            }
        }
        assertEquals(new Ended("warm x\n", 5), ended(line("x").start()));
    }

    @Test
    void aRunThatWasTakenIsNeverStartedTwice() throws Exception {
        try (ServerSocketChannel fake = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            fake.bind(UnixDomainSocketAddress.of(socket));
            Process process = line("x").start();
            try (SocketChannel channel = fake.accept()) {
                channel.write(ByteBuffer.wrap(new byte[] {'Y'}));
                ByteBuffer got = ByteBuffer.allocate(1 << 20);
                while (got.position() == 0 || got.get(got.position() - 1) != 'G') {
                    channel.read(got);
                }
            }
            Ended ended = ended(process);
            assertEquals(1, ended.code());
            assertTrue(ended.output().contains("ended during this run"), ended.output());
        }
    }

    @Test
    void withoutAServerTheStartIsACold() throws Exception {
        assertEquals(new Ended("cold x\n", 7), ended(line("x").start()));
        Files.writeString(socket, "no socket");
        assertEquals(new Ended("cold x\n", 7), ended(line("x").start()));
    }

    @Test
    void endsWhenNobodyUsedItForAWhile() throws Exception {
        WarmServer server =
                new WarmServer(
                        socket, "build", System.getenv(), _ -> 0, new PrintStream(log, true));
        servers.add(server);
        server.serve(Duration.ofMillis(60));
        server.end();
        assertFalse(Files.exists(socket));
    }

    private static boolean closed(SocketChannel channel) throws IOException {
        try {
            return channel.read(ByteBuffer.allocate(9)) < 0;
        } catch (SocketException _) {
            // What it had not read yet makes the end a reset.
            return true;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
