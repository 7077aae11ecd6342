package dev.cordon.policy;

import dev.cordon.protocol.Json;

/// An administrator's condition on an action. Pure.
public interface Condition {
    /// Whether it holds.
    ///
    /// @param action the action as JSON, under the member `action`, with `user`, `workspace`,
    ///   `trusted` and `commands` beside it
    /// @throws IllegalStateException if it cannot be evaluated; the rule then counts as matching
    ///   unless it allows
    boolean holds(Json.Obj action);

    /// The text of the condition.
    String source();

    /// Makes conditions from text.
    interface Compiler {
        /// @throws IllegalArgumentException with a sentence if the text is no condition
        Condition compile(String source);

        /// Knows no conditions: a rule that has one does not load.
        Compiler NONE =
                source -> {
                    throw new IllegalArgumentException(
                            "conditions are not available here: " + source);
                };
    }
}
