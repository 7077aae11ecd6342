package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.util.HashMap;
import java.util.Map;

/// A program in a sandbox that stays and talks over its pipes.
record AttachedServer(int process, Boundary.Running running) implements Sandbox.Attached {

    static AttachedServer start(
            Boundary boundary,
            int number,
            Action.RunCommand command,
            Confinement confinement,
            Sandbox.AttachedOutput output)
            throws InterruptedException {
        if (confinement.view() == Confinement.View.OVERLAY) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "a program that stays cannot work on a copy of the files; it was not started");
        }
        Map<String, String> environment = new HashMap<>(confinement.environment());
        environment.putAll(command.environment());
        Boundary.Running running =
                boundary.start(
                        new Boundary.Launch(
                                number,
                                command.argv(),
                                command.cwd(),
                                environment,
                                Action.Terminal.PIPES,
                                true,
                                confinement),
                        new Passing(output));
        return new AttachedServer(number, running);
    }

    @Override
    public void write(byte[] input) {
        running.write(input);
    }

    @Override
    public void close() {
        running.kill();
    }

    private record Passing(Sandbox.AttachedOutput to) implements Boundary.Sink {
        @Override
        public void output(byte[] buffer, int offset, int length) {
            to.output(buffer, offset, length);
        }

        @Override
        public void error(byte[] buffer, int offset, int length) {
            to.error(buffer, offset, length);
        }

        @Override
        public void ended(int exitCode, String refusal) {
            to.ended(exitCode, refusal);
        }
    }
}
