package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The helper in C: small enough to be read by an auditor, and clean under the sanitizers.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the helper exists on Linux only")
final class HelperSourceTest {
    private static final int MAX_LINES = 900;
    private static final int MAX_COLUMNS = 100;
    private static final Path SOURCE =
            EscapeSuiteTest.root().resolve("src/main/c/cordon-sandbox.c");

    @TempDir Path folder;

    @Test
    void theHelperIsUnder900LinesOfAtMost100Columns() throws Exception {
        List<String> lines = Files.readAllLines(SOURCE);

        assertTrue(lines.size() < MAX_LINES, lines.size() + " lines");
        assertEquals(
                List.of(), lines.stream().filter(line -> line.length() > MAX_COLUMNS).toList());
        try (var sources = Files.list(SOURCE.getParent())) {
            assertEquals(List.of(SOURCE), sources.toList(), "all of it counts");
        }
    }

    @Test
    void itRunsCleanUnderTheSanitizers() throws Exception {
        Path program = folder.resolve("helper");
        Path reports = Files.createDirectory(folder.resolve("reports"));
        Assumptions.assumeTrue(
                compile(program, reports),
                "gcc here has no -fsanitize=address,undefined (libasan, libubsan)");
        Path workspace = Files.createDirectory(folder.toRealPath().resolve("ws"));
        Files.createDirectory(workspace.resolve(".git"));
        Files.writeString(workspace.resolve(".env"), "SECRET=1");
        Confinement confinement = Confinements.writing(workspace);
        try (HelperBoundary boundary =
                        new HelperBoundary(
                                program,
                                folder.resolve("state"),
                                () -> {
                                    throw new IllegalStateException("no proxy");
                                });
                PlainBoundary plain = PlainBoundary.unconfined(java.util.Optional.of(program))) {
            for (Boundary each : List.of(boundary, plain)) {
                assertEquals(0, run(each, confinement, "echo a; cat; echo b >&2").exitCode());
                assertEquals(7, run(each, confinement, "exit 7").exitCode());
                assertEquals(0, run(each, confinement, "seq 1 200000 | tail -1").exitCode());
                assertEquals(127, run(each, confinement, "exec no-such-program").exitCode());
                assertEquals(
                        0,
                        run(each, confinement, "(setsid sleep 60 &); (sleep 60 &) ; :").exitCode());
                run(each, confinement, "cat .env; mv .git x; mv x .git; kill -9 $$");
                assertEquals(
                        0,
                        new BoundaryRun()
                                .run(
                                        each,
                                        confinement,
                                        workspace,
                                        "test -t 0",
                                        dev.cordon.protocol.Action.Terminal.PTY,
                                        20_000)
                                .exitCode());
            }
        }
        try (var files = Files.list(reports)) {
            StringBuilder found = new StringBuilder();
            for (Path file : files.toList()) {
                found.append(Files.readString(file));
            }
            assertEquals("", found.toString());
        }
    }

    private static EscapePlaces.Ran run(Boundary boundary, Confinement confinement, String script)
            throws InterruptedException {
        return new BoundaryRun()
                .run(boundary, confinement, confinement.workspace(), script, 30_000);
    }

    @Test
    void theHostPartLeaksNothing() throws Exception {
        Path program = folder.resolve("helper");
        Path reports = Files.createDirectory(folder.resolve("reports"));
        Assumptions.assumeTrue(
                compile(program, reports),
                "gcc here has no -fsanitize=address,undefined (libasan, libubsan)");
        Path workspace = Files.createDirectory(folder.toRealPath().resolve("ws"));
        Confinement confinement = Confinements.writing(workspace);
        Surroundings around = Surroundings.look(confinement, Homes.of(confinement));
        MountPlan mounts = MountPlan.of(confinement, around, Map.of(), Map.of());
        try (HelperPlan plain = HelperPlan.plain(confinement.limits());
                HelperPlan namespaced = HelperPlan.of(mounts, confinement, Optional.empty())) {
            for (HelperPlan plan : List.of(plain, namespaced)) {
                assertEquals(0, runsAndEnds(program, plan, confinement));
            }
        }
        try (var files = Files.list(reports)) {
            StringBuilder found = new StringBuilder();
            for (Path file : files.toList()) {
                found.append(Files.readString(file));
            }
            assertEquals("", found.toString());
        }
    }

    // Killed, as Cordon ends it, it could not tell of leaks; when its input ends it exits.
    private static int runsAndEnds(Path program, HelperPlan plan, Confinement confinement)
            throws Exception {
        Process process =
                new ProcessBuilder(program.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        OutputStream out = process.getOutputStream();
        DataInputStream in = Frames.reader(process.getInputStream());
        byte[] words = plan.toBytes();
        Frames.write(out, Frames.PLAN, 0, words, 0, words.length);
        assertEquals(Frames.READY, next(in).type());
        for (int id = 1; id <= 20; id++) {
            byte[] start =
                    Frames.start(
                            new Boundary.Launch(
                                    id,
                                    List.of("/bin/sh", "-c", "head -c 100 | wc -c; seq 1 1000"),
                                    confinement.workspace(),
                                    confinement.environment(),
                                    dev.cordon.protocol.Action.Terminal.PIPES,
                                    false,
                                    confinement));
            Frames.write(out, Frames.START, id, start, 0, start.length);
            byte[] input = new byte[5000];
            Frames.write(out, Frames.STDIN, id, input, 0, input.length);
            Frames.write(out, Frames.STDIN_END, id, input, 0, 0);
            while (next(in).type() != Frames.EXITED) {
                // output, and what it took of the input
                assertTrue(process.isAlive());
            }
        }
        out.close();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the helper does not end");
        return process.exitValue();
    }

    private static Frames.Frame next(DataInputStream in) throws IOException {
        return java.util.Objects.requireNonNull(Frames.read(in), "the helper ended");
    }

    // What the sanitizers find ends the process with their own code, and is written to a file:
    // nobody reads the helper's error output. Leaks are looked for in the host part, which lives as
    // long as a session; the others may not be traced, and end by exiting.
    private static boolean compile(Path program, Path reports)
            throws IOException, InterruptedException {
        Path options = program.resolveSibling("options.c");
        Files.writeString(
                options,
                "#include <unistd.h>\n"
                        + "int __lsan_do_recoverable_leak_check(void);\n"
                        + "void __real__exit(int code) __attribute__((noreturn));\n"
                        + "void __wrap__exit(int code) __attribute__((noreturn));\n"
                        + "static pid_t host;\n"
                        + "__attribute__((constructor)) static void begin(void) { host = getpid(); }\n"
                        + "void __wrap__exit(int code) {\n"
                        + "  if (getpid() == host && __lsan_do_recoverable_leak_check()) code = 99;\n"
                        + "  __real__exit(code);\n}\n"
                        + "const char *__asan_default_options(void) { return"
                        + " \"detect_leaks=1:leak_check_at_exit=0:log_path="
                        + reports
                        + "/asan\"; }\n"
                        + "const char *__ubsan_default_options(void) { return \"log_path="
                        + reports
                        + "/ubsan:print_stacktrace=1\"; }\n");
        Process gcc;
        try {
            gcc =
                    new ProcessBuilder(
                                    "gcc",
                                    "-std=gnu11",
                                    "-g",
                                    "-O1",
                                    "-Wall",
                                    "-Wextra",
                                    "-Werror",
                                    "-fsanitize=address,undefined",
                                    "-fno-sanitize-recover=all",
                                    "-Wl,--wrap=_exit",
                                    "-o",
                                    program.toString(),
                                    SOURCE.toString(),
                                    options.toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException _) {
            return false; // no gcc
        }
        String said =
                new String(
                        gcc.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(gcc.waitFor(60, TimeUnit.SECONDS), "gcc does not end");
        if (gcc.exitValue() != 0) {
            assertTrue(said.contains("cannot find") || said.contains("not supported"), said);
        }
        return gcc.exitValue() == 0;
    }
}
