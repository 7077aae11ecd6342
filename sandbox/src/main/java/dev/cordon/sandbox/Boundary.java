package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One way to run a command inside a confinement: the helper, bubblewrap, Landlock on a thread, a
/// macOS profile, or nothing at all.
///
/// It starts processes and moves bytes. Numbers, waiting, bounds on output, notes and time limits
/// are the business of {@link ProcessTable}, the same for every boundary. Safe for many threads.
interface Boundary extends AutoCloseable {

    /// What it is, for people and for the journal.
    Sandbox.Backend describe();

    /// Whether it keeps the changes of {@link Confinement.View#OVERLAY} apart from the files.
    default boolean layers() {
        return false;
    }

    /// Starts a command and returns without waiting for its end.
    ///
    /// @param sink gets output and the end; exactly one call of {@link Sink#ended} comes last
    /// @throws SandboxException if the confinement could not be set up; then nothing ran, and the
    ///   sink is never called
    Running start(Launch launch, Sink sink) throws InterruptedException;

    /// Kills everything that still runs and frees what it holds.
    @Override
    void close();

    /// A command to start.
    ///
    /// @param id its number, unique in the session; connections through the proxy carry it
    /// @param environment the whole environment
    /// @param split whether stderr is told apart from stdout; without it both arrive in order on
    ///   one stream
    record Launch(
            int id,
            List<String> argv,
            Path cwd,
            Map<String, String> environment,
            Action.Terminal terminal,
            boolean split,
            Confinement confinement) {
        public Launch {
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
        }
    }

    /// Gets what a command does, on any thread, one call at a time.
    interface Sink {
        /// Bytes of stdout, or of both when they are not split.
        void output(byte[] buffer, int offset, int length);

        /// Bytes of stderr, only when they are split.
        default void error(byte[] buffer, int offset, int length) {
            output(buffer, offset, length);
        }

        /// The command and everything it started are dead.
        ///
        /// @param exitCode its own code, or 128 + the signal that killed it
        /// @param refusal why it never ran, a sentence; empty if it ran
        void ended(int exitCode, String refusal);
    }

    /// A command that was started.
    interface Running {
        /// Writes to its stdin or terminal. After its end nothing happens.
        void write(byte[] input);

        /// Closes its stdin, or sends the end-of-file character to its terminal.
        void closeInput();

        /// Sends SIGINT to the command's process group, or U+0003 to its terminal.
        void interrupt();

        /// Sends SIGKILL to everything it started. {@link Sink#ended} follows.
        void kill();
    }
}
