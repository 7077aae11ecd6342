package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.util.HashSet;
import java.util.Set;

/// Which of the commands of a session run without a sandbox: input to them may do anything, so
/// policy must know. Thread-safe.
final class ProcessBook {
    private final Set<Integer> unconfined = new HashSet<>();

    /// Remembers a command that went to the background outside the sandbox.
    synchronized void performed(Action action, Confinement confinement, Result result) {
        boolean outside = confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS;
        if (outside
                && action instanceof Action.RunCommand
                && result instanceof Result.CommandOutput output) {
            output.process().ifPresent(unconfined::add);
        }
    }

    synchronized Set<Integer> unconfined() {
        return Set.copyOf(unconfined);
    }
}
