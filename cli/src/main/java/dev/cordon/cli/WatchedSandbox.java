package dev.cordon.cli;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.ConnectionGuard;
import dev.cordon.sandbox.Sandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A sandbox whose commands find the trace they belong to in their environment.
///
/// What policy decided about and the journal has is the action without it: the name of a trace is
/// no part of what a command does, and would make two equal commands look different.
record WatchedSandbox(Sandbox sandbox, SessionWatch watch) implements Sandbox {

    @Override
    public Result perform(Action action, Confinement confinement, OutputListener output)
            throws InterruptedException {
        return sandbox.perform(
                action instanceof Action.RunCommand command ? traced(command) : action,
                confinement,
                output);
    }

    private Action traced(Action.RunCommand command) {
        Map<String, String> context = watch.context(command.call());
        if (context.isEmpty()) {
            return command;
        }
        Map<String, String> environment = new HashMap<>(context);
        // What the command itself sets is meant.
        environment.putAll(command.environment());
        return new Action.RunCommand(
                command.call(),
                command.requester(),
                command.argv(),
                command.cwd(),
                environment,
                command.terminal(),
                command.yieldMillis(),
                command.timeoutMillis(),
                command.escalation());
    }

    @Override
    public Attached attach(
            Action.RunCommand command, Confinement confinement, AttachedOutput output)
            throws InterruptedException {
        return sandbox.attach(command, confinement, output);
    }

    @Override
    public List<BackgroundProcess> processes() {
        return sandbox.processes();
    }

    @Override
    public Backend backend() {
        return sandbox.backend();
    }

    @Override
    public void close() {
        sandbox.close();
    }

    /// A guard that also tells the watch what it decided.
    record Guard(ConnectionGuard guard, SessionWatch watch) implements ConnectionGuard {
        @Override
        public Optional<Result.Refused> check(Action.Connect connection)
                throws InterruptedException {
            Optional<Result.Refused> refused = guard.check(connection);
            watch.connected(connection, refused);
            return refused;
        }

        @Override
        public void refusedByBoundary(Action.Connect connection, Result.Refused refusal) {
            guard.refusedByBoundary(connection, refusal);
            watch.connected(connection, Optional.of(refusal));
        }

        @Override
        public void finished(
                Action.Connect connection, long sentBytes, long receivedBytes, long wallMillis) {
            guard.finished(connection, sentBytes, receivedBytes, wallMillis);
        }
    }
}
