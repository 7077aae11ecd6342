package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.Sandbox;

/// Performs the actions that a sandbox does not: agents, tools of MCP servers, web searches.
///
/// Only the gate calls it, after policy decided and the journal has it.
@FunctionalInterface
public interface Performer {
    Result perform(Action action, Confinement confinement, Sandbox.OutputListener output)
            throws InterruptedException;

    /// Nothing of the kind is available.
    Performer NONE =
            (action, _, _) ->
                    new Result.Failed("nothing here performs " + action.getClass().getSimpleName());
}
