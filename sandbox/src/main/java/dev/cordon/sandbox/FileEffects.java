package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;

/// Reads and changes files in Java under the rules of a confinement.
final class FileEffects {
    private FileEffects() {}

    static Result perform(Action action, Confinement confinement) {
        return new Result.Failed("not available: " + action.getClass().getSimpleName());
    }
}
