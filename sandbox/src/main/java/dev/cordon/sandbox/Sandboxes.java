package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// Opens sandboxes.
public final class Sandboxes {
    private Sandboxes() {}

    /// A sandbox for one session. Nothing is started or tested before the first command needs it.
    public static Sandbox open(SandboxOptions options) {
        return open(options, out -> out);
    }

    /// As above.
    ///
    /// @param spills what goes into files of outputs that do not fit in memory, on its way there:
    ///   for example without secrets
    public static Sandbox open(SandboxOptions options, UnaryOperator<OutputStream> spills) {
        return new SessionSandbox(
                options,
                new Boundaries(options),
                new ProcessTable(options.spillDirectory(), spills));
    }

    /// Runs one command connected to these streams and waits for its end.
    ///
    /// @param cwd a folder that exists inside the confinement
    /// @return the command's own exit code; 127 or 126 if it could not be started
    /// @throws SandboxException if the confinement could not be set up; then nothing ran
    public static int run(
            SandboxOptions options,
            Confinement confinement,
            List<String> argv,
            Path cwd,
            InputStream in,
            OutputStream out,
            OutputStream error)
            throws InterruptedException, IOException {
        try (Boundaries boundaries = new Boundaries(options)) {
            return AttachedCommand.run(
                    boundaries.of(confinement), confinement, argv, cwd, in, out, error);
        }
    }
}
