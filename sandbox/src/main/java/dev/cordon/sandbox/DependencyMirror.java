package dev.cordon.sandbox;

import java.io.IOException;
import java.util.Optional;

/// Serves artefacts to build tools inside the sandbox, on the port for them.
interface DependencyMirror {
    /// Serves one connection until its end; the caller closes the wire.
    ///
    /// @param process the command that asks, as far as it is known
    void serve(Wire wire, Optional<Integer> process) throws IOException, InterruptedException;
}
