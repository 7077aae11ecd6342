package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.util.Optional;

/// Tells the model, after a command failed, that it was the sandbox that said no.
final class RefusalNotes {
    /// How much of the end of an output is looked at.
    static final int LOOKED_AT_BYTES = 16 * 1024;

    private RefusalNotes() {}

    /// One sentence that names the rule and how to allow, if the output looks like a refusal.
    static Optional<String> of(int exitCode, String output, Confinement confinement) {
        return Optional.empty();
    }
}
