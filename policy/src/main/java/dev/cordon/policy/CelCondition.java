package dev.cordon.policy;

import dev.cordon.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// A condition in the Common Expression Language.
///
/// Its variables are those of {@link ConditionVariables}; it must come to `true` or `false`. It
/// takes a bounded number of steps, and whatever fails while it is evaluated is told to whoever
/// asks, who counts it against the action.
final class CelCondition implements Condition {
    private final String source;
    private final CelNode tree;

    private CelCondition(String source, CelNode tree) {
        this.source = source;
        this.tree = tree;
    }

    /// @throws IllegalArgumentException with a sentence if the text is no condition
    static Condition compile(String source) {
        try {
            return new CelCondition(source, CelParser.parse(source, ConditionVariables.names()));
        } catch (CelException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public boolean holds(Json.Obj action) {
        Map<String, CelValue> values = new LinkedHashMap<>();
        try {
            for (ConditionVariables variable : ConditionVariables.values()) {
                action.find(variable.word())
                        .ifPresent(json -> values.put(variable.word(), variable.value(json)));
            }
            CelValue value = new CelEvaluator(values).value(tree);
            if (value instanceof CelValue.Bool(boolean holds)) {
                return holds;
            }
            throw new IllegalStateException("the condition gives a " + value.type());
        } catch (CelException | CelEvaluator.OutOfSteps e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public String source() {
        return source;
    }
}
