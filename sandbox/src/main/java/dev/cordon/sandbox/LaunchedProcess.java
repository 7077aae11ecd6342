package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A process of the JDK as a running command: copies its output and tells of its end.
final class LaunchedProcess implements Boundary.Running {
    private static final Duration OUTPUT_GRACE = Duration.ofMillis(500);

    private final Process process;

    /// @param atEnd runs when everything is dead, before the sink is told
    LaunchedProcess(Process process, Boundary.Sink sink, Runnable atEnd) {
        this.process = process;
        Thread output =
                Thread.ofVirtual().start(() -> copy(process.getInputStream(), sink::output));
        Thread error = Thread.ofVirtual().start(() -> copy(process.getErrorStream(), sink::error));
        Thread.ofVirtual().start(() -> end(output, error, sink, atEnd));
    }

    private void end(Thread output, Thread error, Boundary.Sink sink, Runnable atEnd) {
        int code = 137;
        try {
            code = process.waitFor();
            killTree();
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
        killTree();
        process.destroyForcibly();
    }

    private void killTree() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
}
