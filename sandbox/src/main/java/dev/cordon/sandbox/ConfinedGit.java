package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Git inside the sandbox, with the folder of one repository opened: for repositories below the
/// workspace, whose settings a command may have written. Whatever such a setting might start in
/// spite of all that is switched off, it starts inside the boundary.
///
/// @param boundary the session's, without a network here
/// @param confinement the session's
/// @param repository the Git folder that may change
/// @param numbers gives a number that no command of the session has
record ConfinedGit(
        Boundaries boundary, Confinement confinement, Path repository, IntSupplier numbers)
        implements GitRunner {

    @Override
    public Finished run(List<String> command, Map<String, String> environment, Path cwd)
            throws IOException, InterruptedException {
        Confinement opened = opened(environment);
        Kept kept = new Kept();
        End end = new End(kept);
        long start = System.nanoTime();
        Boundary.Running running =
                boundary.of(opened)
                        .start(
                                new Boundary.Launch(
                                        numbers.getAsInt(),
                                        command,
                                        cwd,
                                        environment,
                                        Action.Terminal.PIPES,
                                        false,
                                        opened),
                                end);
        running.closeInput();
        boolean ended = false;
        try {
            ended = end.latch.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } finally {
            if (!ended) {
                running.kill();
            }
        }
        if (!ended) {
            throw new IOException("it took longer than " + TIMEOUT_SECONDS + " s.");
        }
        if (!end.refusal.isEmpty()) {
            throw new IOException(end.refusal);
        }
        return kept.finished(
                end.exitCode, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private Confinement opened(Map<String, String> environment) {
        List<Path> writable = new ArrayList<>(confinement.writable());
        if (confinement.mode() == Confinement.Mode.WORKSPACE_WRITE) {
            writable.add(repository);
        }
        return new Confinement(
                confinement.mode(),
                confinement.workspace(),
                writable,
                confinement.readable(),
                confinement.hidden(),
                confinement.hiddenNames(),
                confinement.protectedNames(),
                Confinement.Network.CLOSED,
                confinement.view(),
                environment,
                confinement.limits(),
                confinement.permits());
    }

    private static final class End implements Boundary.Sink {
        private final CountDownLatch latch = new CountDownLatch(1);
        private final Kept kept;
        private volatile int exitCode = 125;
        private volatile String refusal = "";

        End(Kept kept) {
            this.kept = kept;
        }

        @Override
        public void output(byte[] buffer, int offset, int length) {
            kept.add(buffer, offset, length);
        }

        @Override
        public void ended(int code, String why) {
            exitCode = code;
            refusal = why;
            latch.countDown();
        }
    }
}
