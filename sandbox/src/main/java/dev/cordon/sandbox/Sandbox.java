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

    /// Starts a program that stays and talks to Cordon over its pipes, for example a server of
    /// tools. It runs until it ends by itself, is closed, or the sandbox is closed.
    ///
    /// @throws SandboxException if the confinement could not be set up, or this sandbox attaches
    ///   nothing; then nothing ran
    default Attached attach(
            Action.RunCommand command, Confinement confinement, AttachedOutput output)
            throws InterruptedException {
        throw new SandboxException(
                SandboxError.NO_BACKEND, "this sandbox starts no program that stays; none ran");
    }

    /// A program that stays.
    interface Attached extends AutoCloseable {
        /// Its number; connections through the proxy carry it.
        int process();

        /// Writes to its standard input. May block while the program does not read; after its end
        /// nothing happens.
        void write(byte[] input);

        /// Kills it and everything it started.
        @Override
        void close();
    }

    /// Gets what an attached program writes, on any thread, one call at a time. Must not block.
    interface AttachedOutput {
        /// Bytes of its standard output.
        void output(byte[] buffer, int offset, int length);

        /// Bytes of its standard error.
        void error(byte[] buffer, int offset, int length);

        /// It and everything it started are dead.
        ///
        /// @param exitCode its own code, or 128 + the signal that killed it
        /// @param refusal why it never ran, a sentence; empty if it ran
        void ended(int exitCode, String refusal);
    }

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
