package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.util.List;

/// Performs actions, each inside its confinement. One instance serves one session.
///
/// It decides nothing: whoever calls it has asked policy first. What the confinement forbids does
/// not happen, whatever the action says; that is a {@link Result.Refused}, never an exception.
///
/// Safe for use by many threads.
public interface Sandbox extends AutoCloseable {

    /// Performs one action.
    ///
    /// A command that outlives its yield time goes on; its number is in the result, and it is
    /// reached by {@link Action.WriteStdin} and {@link Action.StopProcess}.
    ///
    /// @param output gets the output of a command while it runs
    /// @return what came of it; an action of a kind that a sandbox does not perform is a {@link
    ///   Result.Failed}
    /// @throws SandboxException if the confinement could not be set up; then nothing ran
    /// @throws InterruptedException if the calling thread was interrupted; then what the action
    ///   started is dead
    Result perform(Action action, Confinement confinement, OutputListener output)
            throws InterruptedException;

    /// The commands that run in the background, oldest first.
    List<BackgroundProcess> processes();

    /// What makes the boundary on this machine, for people and for the journal.
    Backend backend();

    /// Kills everything that still runs.
    @Override
    void close();

    /// Gets output while a command runs, on any thread. Must not throw and must not block.
    @FunctionalInterface
    interface OutputListener {
        /// @param text a piece of the output, bounded; pieces may be left out when they come too
        ///   fast
        void output(String text);

        /// Shows nothing.
        OutputListener NONE = _ -> {};
    }

    /// A command that runs in the background.
    ///
    /// @param process its number in this session
    /// @param command what runs, for people
    record BackgroundProcess(int process, String command, long runningMillis) {}

    /// What makes the boundary.
    ///
    /// @param name `helper`, `bwrap`, `landlock`, `seatbelt`, `external` or `none`
    /// @param strength how much of the promise it keeps
    /// @param detail what was found out, a sentence
    record Backend(String name, Strength strength, String detail) {}

    /// How much of the promise a back end keeps.
    enum Strength {
        FULL,
        DEGRADED,
        /// Somebody else's boundary, declared by the administrator.
        EXTERNAL,
        NONE
    }
}
