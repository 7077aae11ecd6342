package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.Sandbox;
import dev.cordon.sandbox.SandboxError;
import dev.cordon.sandbox.SandboxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// A sandbox that performs nothing and remembers what it was asked.
final class RecordingSandbox implements Sandbox {
    private final List<Action> performed = new ArrayList<>();
    private Function<Action, Result> answer = _ -> exited(0, "");
    private Attacher attacher =
            (_, _) -> {
                throw new SandboxException(SandboxError.NO_BACKEND, "nothing attaches here");
            };
    private boolean forgets;
    private boolean closed;

    /// What a command that ended gives.
    static Result exited(int code, String output) {
        return new Result.CommandOutput(
                OptionalInt.empty(),
                OptionalInt.of(code),
                output,
                output.length(),
                Optional.empty(),
                5,
                List.of());
    }

    RecordingSandbox answering(Function<Action, Result> with) {
        answer = with;
        return this;
    }

    /// Remembers nothing any more, for sessions that do very much.
    RecordingSandbox forgetting() {
        forgets = true;
        return this;
    }

    synchronized List<Action> performed() {
        return List.copyOf(performed);
    }

    boolean closed() {
        return closed;
    }

    @Override
    public Result perform(Action action, Confinement confinement, OutputListener output)
            throws InterruptedException {
        synchronized (this) {
            if (!forgets) {
                performed.add(action);
            }
        }
        return answer.apply(action);
    }

    /// Programs that stay are answered by this.
    RecordingSandbox attaching(Attacher with) {
        attacher = with;
        return this;
    }

    /// Starts a fake program.
    @FunctionalInterface
    interface Attacher {
        Attached start(Action.RunCommand command, AttachedOutput output);
    }

    @Override
    public Attached attach(
            Action.RunCommand command, Confinement confinement, AttachedOutput output) {
        synchronized (this) {
            performed.add(command);
        }
        return attacher.start(command, output);
    }

    @Override
    public List<BackgroundProcess> processes() {
        return List.of();
    }

    @Override
    public Backend backend() {
        return new Backend("none", Strength.NONE, "a fake");
    }

    @Override
    public void close() {
        closed = true;
    }
}
