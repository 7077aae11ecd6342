package dev.cordon.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits for a short script of Cordon's own inside the sandbox.
final class ScriptRun implements Boundary.Sink {
    private static final int MAX_KEPT_BYTES = 2000;

    private final CountDownLatch end = new CountDownLatch(1);
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private volatile int code = 125;
    private volatile String refusal = "";

    /// @throws IOException with what it said if it failed, never ran or took too long
    void await(Boundary.Running running, long millis) throws IOException, InterruptedException {
        boolean ended = false;
        try {
            ended = end.await(millis, TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                running.kill();
            }
        }
        String text;
        synchronized (this) {
            text = said.toString(StandardCharsets.UTF_8).strip();
        }
        if (!ended || code != 0) {
            String why = ended ? refusal + text : "it took over " + millis / 1000 + " s";
            throw new IOException(why.isEmpty() ? "exit code " + code : why);
        }
    }

    @Override
    public synchronized void output(byte[] buffer, int offset, int length) {
        said.write(buffer, offset, Math.min(length, MAX_KEPT_BYTES - said.size()));
    }

    @Override
    public void ended(int exitCode, String why) {
        code = exitCode;
        refusal = why;
        end.countDown();
    }
}
