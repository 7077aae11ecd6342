package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    // What the sanitizers find ends the process with their own code, and is written to a file:
    // nobody reads the helper's error output. Leaks are not looked for: it ends by exiting.
    private static boolean compile(Path program, Path reports)
            throws IOException, InterruptedException {
        Path options = program.resolveSibling("options.c");
        Files.writeString(
                options,
                "const char *__asan_default_options(void) { return \"detect_leaks=0:log_path="
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
