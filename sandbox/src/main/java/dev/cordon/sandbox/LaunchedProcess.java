package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A process of the JDK as a running command: copies its output and tells of its end.
final class LaunchedProcess implements Boundary.Running {
    private static final Duration OUTPUT_GRACE = Duration.ofMillis(500);

    /// A variable by which processes of the command are known when their parents are gone.
    private static final String MARK = "CORDON_COMMAND";

    private static final int KILL_ROUNDS = 50;

    private final Process process;
    private final String mark;
    private final boolean namespaced;
    private volatile boolean killed;

    /// Starts a command whose processes are found again at its end by a mark in their environment.
    ///
    /// @param live gets the command while it runs
    static LaunchedProcess start(
            ProcessBuilder builder, Boundary.Sink sink, Set<LaunchedProcess> live)
            throws IOException {
        String mark = mark(builder);
        LaunchedProcess made = new LaunchedProcess(builder.start(), mark, false);
        return made.running(sink, live, () -> {});
    }

    /// Puts a fresh mark into the environment of what will be started.
    static String mark(ProcessBuilder builder) {
        String mark = UUID.randomUUID().toString();
        builder.environment().put(MARK, mark);
        return mark;
    }

    /// A started process that leads others.
    ///
    /// @param mark what its environment has as `CORDON_COMMAND`
    /// @param live gets the command while it runs
    /// @param atEnd runs when everything is dead, before the sink is told
    static LaunchedProcess running(
            Process process,
            String mark,
            Boundary.Sink sink,
            Set<LaunchedProcess> live,
            Runnable atEnd) {
        return new LaunchedProcess(process, mark, false).running(sink, live, atEnd);
    }

    /// As above, but it leads a process namespace, where all die with the first one when it ends by
    /// itself. One that is killed while it makes the namespace may leave that behind.
    static LaunchedProcess namespaced(
            Process process,
            String mark,
            Boundary.Sink sink,
            Set<LaunchedProcess> live,
            Runnable atEnd) {
        return new LaunchedProcess(process, mark, true).running(sink, live, atEnd);
    }

    private LaunchedProcess(Process process, String mark, boolean namespaced) {
        this.process = process;
        this.mark = mark;
        this.namespaced = namespaced;
    }

    private LaunchedProcess running(Boundary.Sink sink, Set<LaunchedProcess> live, Runnable atEnd) {
        live.add(this);
        follow(
                sink,
                () -> {
                    atEnd.run();
                    live.remove(this);
                });
        return this;
    }

    private void follow(Boundary.Sink sink, Runnable atEnd) {
        Thread output =
                Thread.ofVirtual().start(() -> copy(process.getInputStream(), sink::output));
        Thread error = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), sink::error));
        Thread.ofVirtual().start(() -> end(output, error, sink, atEnd));
    }

    private void end(Thread output, Thread error, Boundary.Sink sink, Runnable atEnd) {
        int code = 137;
        try {
            code = process.waitFor();
            if (!namespaced || killed) {
                killTree();
            }
            output.join(OUTPUT_GRACE);
            error.join(OUTPUT_GRACE);
        } catch (InterruptedException e) {
            killTree();
        } finally {
            atEnd.run();
            sink.ended(code, "");
        }
    }

    private interface Bytes {
        void take(byte[] buffer, int offset, int length);
    }

    private static void copy(InputStream in, Bytes to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                to.take(buffer, 0, count);
            }
        } catch (IOException _) {
            // the pipe was closed: it ended
        }
    }

    @Override
    public void write(byte[] input) {
        try {
            OutputStream out = process.getOutputStream();
            out.write(input);
            out.flush();
        } catch (IOException _) {
            // it reads no more
        }
    }

    @Override
    public void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // it reads no more
        }
    }

    // Java sends no SIGINT itself.
    @Override
    public void interrupt() {
        List<String> command = new ArrayList<>(List.of("/bin/kill", "-INT", "--"));
        process.descendants().forEach(child -> command.add(Long.toString(child.pid())));
        if (command.size() == 3) {
            command.add(Long.toString(process.pid()));
        }
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException _) {
            process.destroy();
        }
    }

    @Override
    public void kill() {
        killed = true;
        if (namespaced) {
            // A thousand need no signal each: they die with the first one in the namespace.
            process.children().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return;
        }
        killTree();
        process.destroyForcibly();
    }

    @Override
    public java.util.OptionalLong root(ProcessSnapshot now) {
        return java.util.OptionalLong.of(process.pid());
    }

    // What was started with the mark has it until it clears its environment on purpose.
    private void killTree() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        boolean found = true;
        for (int round = 0; found && round < KILL_ROUNDS; round++) {
            found = false;
            for (Long pid : ProcessSnapshot.take().byPid().keySet()) {
                if (pid != process.pid() && marked(pid)) {
                    found |=
                            ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
                }
            }
        }
    }

    private boolean marked(long pid) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            return new String(environment, StandardCharsets.ISO_8859_1).contains(MARK + "=" + mark);
        } catch (IOException _) {
            return false; // it ended, or it is somebody else's
        }
    }
}
