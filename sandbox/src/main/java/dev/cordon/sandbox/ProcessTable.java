package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The commands of a session, by number: waiting for them, writing to them, killing them.
final class ProcessTable {
    private static final int MAX_BACKGROUND = 64;

    private final Path spillDirectory;
    private final UnaryOperator<OutputStream> spills;
    private final TreeMap<Integer, RunningCommand> commands = new TreeMap<>();
    private int lastNumber;

    /// @param spillDirectory for outputs that do not fit in memory
    /// @param spills what goes into files there on its way
    ProcessTable(Path spillDirectory, UnaryOperator<OutputStream> spills) {
        this.spillDirectory = spillDirectory;
        this.spills = spills;
    }

    /// Starts a command and waits for its end, but not longer than its yield time.
    Result run(
            Action.RunCommand action,
            Confinement confinement,
            Boundary boundary,
            Sandbox.OutputListener listener)
            throws InterruptedException {
        RunningCommand command;
        int running;
        synchronized (commands) {
            if (commands.size() >= MAX_BACKGROUND) {
                return new Result.Failed(
                        MAX_BACKGROUND
                                + " commands run or wait to be asked for their output. Stop or"
                                + " poll some first");
            }
            int number = ++lastNumber;
            command =
                    new RunningCommand(
                            number,
                            String.join(" ", action.argv()),
                            new OutputBuffer(
                                    confinement.limits().maxOutputBytes(),
                                    confinement.limits().maxSpillBytes(),
                                    spillDirectory,
                                    "output-" + number + ".txt",
                                    spills));
            commands.put(number, command);
            running = (int) commands.values().stream().filter(RunningCommand::runs).count();
        }
        try {
            Map<String, String> environment = new HashMap<>();
            if (confinement.mode() != Confinement.Mode.DANGER_FULL_ACCESS) {
                environment.putAll(JvmSlot.here(confinement.limits(), running).environment());
            }
            environment.putAll(confinement.environment());
            environment.putAll(action.environment());
            command.start(
                    boundary,
                    new Boundary.Launch(
                            command.number(),
                            action.argv(),
                            action.cwd(),
                            environment,
                            action.terminal(),
                            false,
                            confinement),
                    listener,
                    action.timeoutMillis());
            return report(command, action.yieldMillis(), confinement, listener);
        } catch (InterruptedException e) {
            command.kill();
            command.awaitDeath();
            forget(command);
            throw e;
        } catch (RuntimeException e) {
            forget(command);
            throw e;
        }
    }

    /// A number that no other command of the session has.
    int nextNumber() {
        synchronized (commands) {
            return ++lastNumber;
        }
    }

    /// Writes to a command and waits for more output.
    Result write(Action.WriteStdin action, Confinement confinement, Sandbox.OutputListener listener)
            throws InterruptedException {
        RunningCommand command = find(action.process());
        if (command == null) {
            return unknown(action.process());
        }
        command.input(action.input());
        return report(command, action.yieldMillis(), confinement, listener);
    }

    /// Kills a command and gives what it wrote last.
    Result stop(Action.StopProcess action, Confinement confinement) throws InterruptedException {
        RunningCommand command = find(action.process());
        if (command == null) {
            return unknown(action.process());
        }
        command.kill();
        return report(command, Long.MAX_VALUE / 2, confinement, Sandbox.OutputListener.NONE);
    }

    /// Those that run, oldest first.
    List<Sandbox.BackgroundProcess> running() {
        List<Sandbox.BackgroundProcess> found = new ArrayList<>();
        synchronized (commands) {
            for (RunningCommand command : commands.values()) {
                if (command.inBackground()) {
                    found.add(
                            new Sandbox.BackgroundProcess(
                                    command.number(), command.text(), command.ageMillis()));
                }
            }
        }
        return found;
    }

    /// Kills all.
    void close() {
        List<RunningCommand> all;
        synchronized (commands) {
            all = List.copyOf(commands.values());
            commands.clear();
        }
        all.forEach(RunningCommand::kill);
    }

    private Result report(
            RunningCommand command,
            long yieldMillis,
            Confinement confinement,
            Sandbox.OutputListener listener)
            throws InterruptedException {
        Result result = command.await(yieldMillis, confinement, listener);
        if (!(result instanceof Result.CommandOutput output) || output.process().isEmpty()) {
            forget(command);
        }
        return result;
    }

    private void forget(RunningCommand command) {
        synchronized (commands) {
            commands.remove(command.number());
        }
    }

    private @Nullable RunningCommand find(int number) {
        synchronized (commands) {
            return commands.get(number);
        }
    }

    private static Result unknown(int number) {
        return new Result.Failed(
                "no command has the number "
                        + number
                        + "; it never ran, or its end was already reported");
    }

    /// UTF-8 bytes of what is typed.
    static byte[] bytes(String input) {
        return input.getBytes(StandardCharsets.UTF_8);
    }
}
