package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Runs one command in a sandbox, connected to this process's own input and output.
final class AttachedCommand implements Boundary.Sink {
    private final OutputStream out;
    private final OutputStream error;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int exitCode = 125;
    private volatile String refusal = "";
    private volatile String limitNote = "";
    private volatile boolean unread;

    private AttachedCommand(OutputStream out, OutputStream error) {
        this.out = out;
        this.error = error;
    }

    /// @return the command's own code; 127 or 126 if it could not be started
    static int run(
            Boundary boundary,
            Confinement confinement,
            List<String> argv,
            Path cwd,
            InputStream in,
            OutputStream out,
            OutputStream error)
            throws InterruptedException, IOException {
        AttachedCommand command = new AttachedCommand(out, error);
        Boundary.Running running =
                boundary.start(
                        new Boundary.Launch(
                                1,
                                argv,
                                cwd,
                                confinement.environment(),
                                Action.Terminal.PIPES,
                                true,
                                confinement),
                        command);
        Thread feeder =
                Thread.ofPlatform().daemon().name("stdin").unstarted(() -> feed(in, running));
        feeder.start();
        command.end.await();
        out.flush();
        for (String sentence : List.of(command.limitNote, command.refusal)) {
            if (!sentence.isEmpty()) {
                error.write(
                        ("cordon: " + sentence + "\n")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        error.flush();
        return command.exitCode;
    }

    private static void feed(InputStream in, Boundary.Running running) {
        byte[] buffer = new byte[1 << 15];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                running.write(java.util.Arrays.copyOf(buffer, n));
            }
        } catch (IOException _) {
            // as if the input had ended
        }
        running.closeInput();
    }

    @Override
    public void output(byte[] buffer, int offset, int length) {
        pass(out, buffer, offset, length);
    }

    @Override
    public void error(byte[] buffer, int offset, int length) {
        pass(error, buffer, offset, length);
    }

    private void pass(OutputStream to, byte[] buffer, int offset, int length) {
        if (unread) {
            return;
        }
        try {
            to.write(buffer, offset, length);
            to.flush();
        } catch (IOException _) {
            unread = true;
        }
    }

    @Override
    public void note(String sentence) {
        limitNote = sentence;
    }

    @Override
    public void ended(int code, String why) {
        exitCode = code;
        refusal = why;
        end.countDown();
    }
}
