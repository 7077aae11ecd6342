package dev.cordon.policy;

import dev.cordon.protocol.Json;

/// An administrator's condition on an action. Pure.
public interface Condition {
    /// Whether it holds.
    ///
    /// @param action what is known, by the names of `docs/reference/conditions.md`
    /// @throws IllegalStateException if it cannot be evaluated; the rule then counts as matching
    ///   unless it allows
    boolean holds(Json.Obj action);

    /// The text of the condition.
    String source();

    /// Makes conditions from text.
    interface Compiler {
        /// @throws IllegalArgumentException with a sentence if the text is no condition
        Condition compile(String source);

        /// The Common Expression Language, as far as `docs/reference/conditions.md` says.
        Compiler CEL = CelCondition::compile;

        /// Knows no conditions: a rule that has one does not load.
        Compiler NONE =
                source -> {
                    throw new IllegalArgumentException(
                            "conditions are not available here: " + source);
                };
    }
}
