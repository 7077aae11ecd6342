package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;

/// Says what may happen. A pure function: the same rules, action and facts give the same decision.
public interface Policy {

    /// Decides about one action.
    Decision decide(Action action, Facts facts);

    /// The confinement in which the action runs if it may.
    Confinement confine(Action action, Facts facts);

    /// SHA-256 in hex of everything that decides: rules, settings, requirements, built-in tables.
    String digest();
}
