package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs one script behind a boundary and keeps what it says.
final class BoundaryRun implements Boundary.Sink {
    private final CountDownLatch end = new CountDownLatch(1);
    private final OutputBuffer output =
            new OutputBuffer(4 << 20, 0, Path.of("/"), "none", out -> out);
    private int code;
    private String refusal = "";

    EscapePlaces.Ran run(
            Boundary boundary, Confinement confinement, Path workspace, String script, long millis)
            throws InterruptedException {
        return run(boundary, confinement, workspace, script, Action.Terminal.PIPES, millis);
    }

    EscapePlaces.Ran run(
            Boundary boundary,
            Confinement confinement,
            Path workspace,
            String script,
            Action.Terminal terminal,
            long millis)
            throws InterruptedException {
        Boundary.Running running =
                boundary.start(
                        new Boundary.Launch(
                                1,
                                List.of("/bin/bash", "-c", script),
                                workspace,
                                confinement.environment(),
                                terminal,
                                false,
                                confinement),
                        this);
        running.closeInput();
        boolean ended = end.await(millis, TimeUnit.MILLISECONDS);
        if (!ended) {
            running.kill();
            end.await(5, TimeUnit.SECONDS);
        }
        synchronized (this) {
            return new EscapePlaces.Ran(code, output.take(true) + refusal, true, !ended);
        }
    }

    @Override
    public synchronized void output(byte[] buffer, int offset, int length) {
        output.add(buffer, offset, length);
    }

    @Override
    public synchronized void ended(int exitCode, String why) {
        code = exitCode;
        refusal = why;
        end.countDown();
    }
}
