package dev.cordon.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs a small program of the user's for its output. Nothing secret is in its arguments.
final class Programs {
    private static final int MAX_OUTPUT_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final Path home;

    /// @param environment what the program gets to see
    /// @param home where it runs if nothing else is said
    Programs(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    Map<String, String> environment() {
        return environment;
    }

    /// Runs it to its end. Its error output is thrown away: it may hold what it was given.
    ///
    /// @param input given on standard input
    /// @return what it printed, if it ended with 0
    /// @throws IOException if it does not start, prints too much, fails or takes too long
    /// @throws InterruptedException if interrupted; the program is stopped
    String run(List<String> argv, Optional<Path> folder, String input, long timeoutMillis)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(folder.orElse(home).toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            Output output = new Output(process);
            Thread reader = Thread.ofPlatform().daemon().name("program-output").start(output);
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It may end without reading; its status tells.
            }
            if (!process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)) {
                throw new IOException("it took longer than " + timeoutMillis + " ms");
            }
            // A grandchild may hold the pipe open: what came by then is all there is.
            reader.join(500);
            if (process.exitValue() != 0) {
                throw new IOException("it ended with status " + process.exitValue());
            }
            byte[] bytes = output.bytes;
            if (bytes.length > MAX_OUTPUT_BYTES) {
                throw new IOException("it printed more than " + MAX_OUTPUT_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Where `PATH` has the program.
    Optional<Path> find(String name) {
        for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
            if (folder.startsWith("/")) {
                Path file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    private static final class Output implements Runnable {
        private final Process process;
        private volatile byte[] bytes = new byte[0];

        Output(Process process) {
            this.process = process;
        }

        @Override
        public void run() {
            try {
                bytes = process.getInputStream().readNBytes(MAX_OUTPUT_BYTES + 1);
            } catch (IOException _) {
                // The process was stopped.
            }
        }
    }
}
