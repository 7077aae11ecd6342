package dev.cordon.cli;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How a client reaches the session host of its user, and starts one if there is none.
final class HostLink {
    private static final int START_SECONDS = 20;
    private static final long LOOK_MILLIS = 50;
    private static final int MAX_TOLD_CHARS = 2000;

    private final Host host;
    private final HostFolder folder;
    private final List<String> program;

    /// @param program the command that starts a session host
    HostLink(Host host, List<String> program) {
        this.host = host;
        this.folder = HostFolder.of(host);
        this.program = List.copyOf(program);
    }

    /// With this process's own program.
    static HostLink own(Host host) {
        return new HostLink(host, List.of());
    }

    /// A session that a host runs.
    ///
    /// @param state `working`, `asks` or `idle`
    /// @param clients how many look at it
    record Running(String session, String workspace, String state, long clients) {}

    /// A connection to the host that runs; empty if none does.
    ///
    /// @throws UsageException if others can reach its folder
    Optional<HostChannel> connect() {
        if (!folder.exists() || !Files.exists(folder.socket())) {
            return Optional.empty();
        }
        try {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(folder.address());
                return Optional.of(new HostChannel(channel));
            } catch (IOException _) {
                // A host that died left its socket.
                channel.close();
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UsageException("the session host cannot be reached: " + e.getMessage());
        }
    }

    /// A connection to the host, which is started if there is none.
    ///
    /// @throws UsageException if it cannot be
    HostChannel reach() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        Optional<HostChannel> there = connect();
        while (there.isEmpty()) {
            boolean ours = start();
            there = connect();
            if (there.isEmpty() && System.nanoTime() > end) {
                throw new UsageException(
                        "the session host does not answer at " + folder.socket() + told());
            }
            if (there.isEmpty() && !ours) {
                pause();
            }
        }
        return there.get();
    }

    /// @return whether it listens; if not, another one is about to
    private boolean start() {
        var _ = folder.prepare();
        List<String> command = new ArrayList<>(program.isEmpty() ? ownProgram() : program);
        command.add(HostCommand.WORD);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(Path.of("/").toFile());
        builder.environment().clear();
        builder.environment().putAll(host.environment());
        builder.environment().put("CORDON_HOME", String.valueOf(folder.path().getParent()));
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectError(folder.log().toFile());
        try {
            Process process = builder.start();
            try (BufferedReader said =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                String word = said.readLine();
                if (word == null) {
                    throw new UsageException("the session host did not start" + told());
                }
                return word.equals(HostCommand.READY);
            }
        } catch (IOException e) {
            throw new UsageException("the session host cannot be started: " + e.getMessage());
        }
    }

    private String told() {
        try {
            String log = Files.readString(folder.log()).strip();
            return log.isEmpty()
                    ? ""
                    : ": " + log.substring(Math.max(0, log.length() - MAX_TOLD_CHARS));
        } catch (IOException _) {
            return "";
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("interrupted");
        }
    }

    /// The command line of this process up to its main class: the same runtime with the same flags.
    private static List<String> ownProgram() {
        try {
            String whole = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
            List<String> words = List.of(whole.split("\0", -1));
            int main = words.indexOf(Main.class.getName());
            if (main > 0) {
                List<String> command = new ArrayList<>(words.subList(0, main + 1));
                command.set(0, ProcessHandle.current().info().command().orElse(words.getFirst()));
                return command;
            }
        } catch (IOException _) {
            // Told below.
        }
        throw new UsageException(
                "this process does not know how it was started; run cordon through its launcher");
    }

    /// Asks the host that runs for one thing; empty if none does.
    ///
    /// @throws UsageException with the host's sentence if it refuses
    Optional<Json.Obj> ask(Json.Obj request) {
        Optional<HostChannel> there = connect();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        try (HostChannel channel = there.get()) {
            return answer(channel, request);
        }
    }

    /// Shows that this process may speak, sends the first line and reads the first answer; empty if
    /// the host ended in between.
    Optional<Json.Obj> answer(HostChannel channel, Json.Obj request) {
        try {
            Optional<String> greeting = channel.read();
            if (greeting.isEmpty()) {
                return Optional.empty();
            }
            folder.prove(JsonText.readObject(greeting.get()).requireText("nonce"));
            boolean ignored = channel.write(JsonText.write(request));
            Optional<String> line = channel.read();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            Json.Obj answer = JsonText.readObject(line.get());
            if (answer.requireText("type").equals("refused")) {
                throw new UsageException(answer.requireText("message"));
            }
            return Optional.of(answer);
        } catch (IOException _) {
            return Optional.empty();
        } catch (JsonException e) {
            throw new UsageException("the session host speaks another language: " + e.getMessage());
        }
    }

    /// The host that runs, and how many sessions it has, as a sentence.
    Optional<String> describe() {
        return ask(HostMessages.about("list", ""))
                .map(answer ->
                        "the session host is process "
                                + answer.requireInteger("process")
                                + " and runs "
                                + answer.array("sessions").size()
                                + " sessions");
    }

    /// The sessions that run in the background.
    List<Running> sessions() {
        List<Running> all = new ArrayList<>();
        for (Json one :
                ask(HostMessages.about("list", ""))
                        .map(a -> a.array("sessions"))
                        .orElse(List.of())) {
            if (one instanceof Json.Obj session) {
                all.add(
                        new Running(
                                session.requireText("session"),
                                session.requireText("workspace"),
                                session.requireText("state"),
                                session.requireInteger("clients")));
            }
        }
        return all;
    }

    /// Whether a session runs in the background.
    boolean runs(String session) {
        return sessions().stream().anyMatch(running -> running.session().equals(session));
    }
}
