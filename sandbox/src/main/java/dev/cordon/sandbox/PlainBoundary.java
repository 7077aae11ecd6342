package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// No boundary at all: full access on purpose, or a container around Cordon.
///
/// A command leads a session of its own, by setsid(1) where there is one, so that what it started
/// dies with it. What leaves that session by itself survives. There are no terminals.
final class PlainBoundary implements Boundary {
    private final Map<Integer, Plain> live = new ConcurrentHashMap<>();

    private final boolean external;

    /// @param external whether the administrator declared an outer container as the boundary
    PlainBoundary(boolean external) {
        this.external = external;
    }

    @Override
    public Sandbox.Backend describe() {
        if (external) {
            return new Sandbox.Backend(
                    "external",
                    Sandbox.Strength.EXTERNAL,
                    "the administrator declared what is around Cordon as the boundary");
        }
        return new Sandbox.Backend(
                "none",
                Sandbox.Strength.NONE,
                "full access: commands run with everything that this user may do");
    }

    @Override
    public Running start(Launch launch, Sink sink) {
        List<String> argv = new ArrayList<>();
        if (java.nio.file.Files.isExecutable(SETSID)) {
            argv.add(SETSID.toString());
            argv.add("--wait");
        }
        argv.addAll(launch.argv());
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(launch.cwd().toFile())
                        .redirectErrorStream(!launch.split());
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        try {
            Plain started = new Plain(builder.start());
            live.put(launch.id(), started);
            Thread output =
                    Thread.ofVirtual()
                            .name("output-" + launch.id())
                            .start(() -> copy(started.process.getInputStream(), sink::output));
            Thread error =
                    Thread.ofVirtual()
                            .name("error-" + launch.id())
                            .start(() -> copy(started.process.getErrorStream(), sink::error));
            Thread.ofVirtual()
                    .name("end-" + launch.id())
                    .start(() -> end(launch.id(), started, output, error, sink));
            return started;
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED, "the command could not be started: " + e, e);
        }
    }

    private static final java.nio.file.Path SETSID = java.nio.file.Path.of("/usr/bin/setsid");

    private void end(int id, Plain started, Thread output, Thread error, Sink sink) {
        int code = 137;
        try {
            code = started.process.waitFor();
            started.killTree();
            // A child that left the session may hold the pipe open for ever.
            output.join(java.time.Duration.ofMillis(500));
            error.join(java.time.Duration.ofMillis(500));
        } catch (InterruptedException _) {
            started.killTree();
        } finally {
            live.remove(id);
            sink.ended(code, "");
        }
    }

    private interface Bytes {
        void take(byte[] buffer, int offset, int length);
    }

    private static void copy(InputStream in, Bytes to) {
        byte[] buffer = new byte[1 << 16];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                to.take(buffer, 0, n);
            }
        } catch (IOException _) {
            // the pipe was closed: it ended
        }
    }

    @Override
    public void close() {
        live.values().forEach(Plain::kill);
    }

    private static final class Plain implements Running {
        private final Process process;

        Plain(Process process) {
            this.process = process;
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

        @Override
        public void interrupt() {
            signal("-INT");
        }

        @Override
        public void kill() {
            killTree();
            process.destroyForcibly();
        }

        void killTree() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }

        // Java sends no SIGINT itself.
        private void signal(String name) {
            List<String> argv = new ArrayList<>(List.of("/bin/kill", name, "--"));
            process.descendants().forEach(child -> argv.add(String.valueOf(child.pid())));
            argv.add(String.valueOf(process.pid()));
            try {
                new ProcessBuilder(argv)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException _) {
                process.destroy();
            }
        }
    }
}
