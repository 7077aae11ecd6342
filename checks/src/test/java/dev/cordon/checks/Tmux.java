package dev.cordon.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// A real terminal that a test types into and looks at: tmux, with a server of its own.
final class Tmux implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final long LOOK_NANOS = 60_000_000;

    private final Path socket;

    /// Starts a program in a terminal of that size.
    Tmux(Path folder, int columns, int rows, Map<String, String> environment, String command)
            throws IOException {
        this.socket = folder.resolve("tmux");
        Path configuration = folder.resolve("tmux.conf");
        Files.writeString(
                configuration,
                """
                set -g default-terminal tmux-256color
                set -g status off
                set -g escape-time 0
                set -g history-limit 20000
                set -g focus-events off
                set -g set-clipboard on
                """);
        List<String> start = new ArrayList<>(List.of("-f", configuration.toString()));
        start.addAll(List.of("new-session", "-d", "-x", "" + columns, "-y", "" + rows));
        environment.forEach((name, value) -> start.addAll(List.of("-e", name + "=" + value)));
        start.add(command);
        tmux(start);
    }

    /// Whether this machine has one.
    static boolean present() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder).resolve("tmux"))) {
                return true;
            }
        }
        return false;
    }

    /// Presses keys by the names that tmux has for them.
    void press(String... keys) {
        List<String> arguments = new ArrayList<>(List.of("send-keys"));
        arguments.addAll(List.of(keys));
        tmux(arguments);
    }

    /// Types text.
    void type(String text) {
        tmux(List.of("send-keys", "-l", text));
    }

    /// Pastes text, between the marks of bracketed paste if the program asked for them.
    void paste(Path file) {
        tmux(List.of("load-buffer", file.toString()));
        tmux(List.of("paste-buffer", "-p", "-r"));
    }

    /// Sends bytes as the terminal itself would, for example that it lost the focus.
    void send(String bytes) {
        List<String> arguments = new ArrayList<>(List.of("send-keys", "-H"));
        for (byte b : bytes.getBytes(StandardCharsets.UTF_8)) {
            arguments.add(Integer.toHexString(b & 0xff));
        }
        tmux(arguments);
    }

    /// Writes everything that the program sends from now on into a file.
    void record(Path file) {
        tmux(List.of("pipe-pane", "-o", "exec cat >" + file));
    }

    /// What programs copied into the clipboard of this terminal.
    String clipboard() {
        return tmux(List.of("show-buffer"));
    }

    /// The title of the window.
    String title() {
        return tmux(List.of("display-message", "-p", "#{pane_title}")).strip();
    }

    /// The process that the terminal was opened for.
    long process() {
        return Long.parseLong(tmux(List.of("display-message", "-p", "#{pane_pid}")).strip());
    }

    void resize(int columns, int rows) {
        tmux(List.of("resize-window", "-x", "" + columns, "-y", "" + rows));
    }

    /// What is on the screen, without spaces at the ends of rows.
    String screen() {
        return stripped(tmux(List.of("capture-pane", "-p")));
    }

    /// The screen with its looks, as sequences.
    String looks() {
        return tmux(List.of("capture-pane", "-p", "-e"));
    }

    /// The scrollback and the screen.
    String everything() {
        return stripped(tmux(List.of("capture-pane", "-p", "-J", "-S", "-")));
    }

    /// Draws the screen as a PNG file, up to its last row with something on it.
    void picture(Path file, Map<String, String> names) throws IOException {
        String looks = looks();
        for (Map.Entry<String, String> name : names.entrySet()) {
            looks = looks.replace(name.getKey(), name.getValue());
        }
        long rows = screen().stripTrailing().lines().count();
        String columns = tmux(List.of("display-message", "-p", "#{pane_width}")).strip();
        Process java =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home", ""), "bin/java").toString(),
                                House.root().resolve("docs/screens/Picture.java").toString(),
                                columns,
                                Long.toString(rows),
                                file.toString())
                        .inheritIO()
                        .redirectInput(ProcessBuilder.Redirect.PIPE)
                        .start();
        try (java.io.OutputStream in = java.getOutputStream()) {
            in.write(looks.getBytes(StandardCharsets.UTF_8));
        }
        try {
            assertEquals(0, java.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the screen is as wanted.
    String await(Predicate<String> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        String seen = screen();
        while (!wanted.test(seen) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
            seen = screen();
        }
        assertTrue(wanted.test(seen), "the screen never was as wanted, but:\n" + seen);
        return seen;
    }

    /// Waits until something stands on the screen.
    String awaitText(String text) {
        return await(screen -> screen.contains(text));
    }

    /// Waits until the screen, with what differs from run to run named, is a golden one.
    void awaitGolden(Path golden, Map<String, String> names) throws IOException {
        if (System.getProperty("golden", "").equals("update")) {
            LockSupport.parkNanos(20 * LOOK_NANOS);
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, named(screen(), names));
            return;
        }
        String expected = Files.readString(golden);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        String seen = named(screen(), names);
        while (!seen.equals(expected) && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
            seen = named(screen(), names);
        }
        assertEquals(expected, seen);
    }

    private static String named(String screen, Map<String, String> names) {
        String named = screen;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
            for (int length = name.getKey().length() - 1; length > 9; length--) {
                String begun = name.getKey().substring(0, length) + "…";
                named = named.replace(begun, name.getValue() + "…");
            }
        }
        for (String picture : List.of("◓", "◑", "◒")) {
            named = named.replace(picture, "◐");
        }
        return withoutTimes(named);
    }

    /// `0.3 s` and `12 s` become `<t>`.
    private static String withoutTimes(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length()
                    && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
                end++;
            }
            boolean seconds =
                    end > at
                            && text.startsWith(" s", end)
                            && (end + 2 == text.length()
                                    || !Character.isLetter(text.charAt(end + 2)));
            if (seconds) {
                out.append("<t>");
                at = end + 2;
            } else if (end > at) {
                out.append(text, at, end);
                at = end;
            } else {
                out.append(text.charAt(at++));
            }
        }
        return out.toString();
    }

    private static String stripped(String screen) {
        StringBuilder out = new StringBuilder();
        screen.lines().forEach(line -> out.append(line.stripTrailing()).append('\n'));
        return out.toString().stripTrailing() + "\n";
    }

    private String tmux(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        line.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().remove("TMUX");
            Process process = builder.start();
            process.getOutputStream().close();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS), "tmux does not end");
            assertEquals(0, process.exitValue(), String.join(" ", line) + ": " + out);
            return out;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Ends the terminal and waits for its first program only: what that one left may live on.
    void hangUp() {
        try {
            long pid =
                    Long.parseLong(tmux(List.of("display-message", "-p", "#{pane_pid}")).strip());
            Optional<ProcessHandle> first = ProcessHandle.of(pid);
            tmux(List.of("kill-server"));
            if (first.isPresent()) {
                first.get().onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a program outlives its terminal", e);
        }
    }

    /// Ends the terminal and waits until what ran in it has ended too.
    @Override
    public void close() {
        try {
            long pid = process();
            List<ProcessHandle> running = new ArrayList<>();
            ProcessHandle.of(pid)
                    .ifPresent(first -> {
                        running.add(first);
                        first.descendants().forEach(running::add);
                    });
            tmux(List.of("kill-server"));
            for (ProcessHandle process : running) {
                process.onExit().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (AssertionError _) {
            // It ended with its last program.
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a program outlives its terminal", e);
        }
    }
}
