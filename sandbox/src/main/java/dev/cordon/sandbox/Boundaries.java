package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The boundary of a session, made when the first command needs it.
final class Boundaries implements AutoCloseable {
    private final SandboxOptions options;
    private @Nullable Boundary confined;
    private @Nullable Boundary plain;

    Boundaries(SandboxOptions options) {
        this.options = options;
    }

    /// The boundary that keeps this confinement.
    ///
    /// @throws SandboxException if none on this machine can
    synchronized Boundary of(Confinement confinement) {
        if (confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            if (plain == null) {
                plain = new PlainBoundary();
            }
            return plain;
        }
        if (confined == null) {
            confined = open();
        }
        return confined;
    }

    private Boundary open() {
        return HelperBinary.extract(options.stateDirectory())
                .<Boundary>map(program -> new HelperBoundary(program, options, Optional.empty()))
                .orElseThrow(() ->
                        new SandboxException(
                                SandboxError.NO_BACKEND,
                                "this build has no sandbox helper for this machine."
                                        + " Install gcc and build again"));
    }

    synchronized Sandbox.Backend describe() {
        if (confined != null) {
            return confined.describe();
        }
        if (plain != null) {
            return plain.describe();
        }
        return new HelperBoundary(java.nio.file.Path.of("/"), options, Optional.empty()).describe();
    }

    @Override
    public synchronized void close() {
        if (confined != null) {
            confined.close();
        }
        if (plain != null) {
            plain.close();
        }
    }
}
