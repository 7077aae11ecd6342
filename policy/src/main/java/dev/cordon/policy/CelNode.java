package dev.cordon.policy;

import java.util.List;
import java.util.Optional;

/// The tree of an expression.
sealed interface CelNode {
    record Literal(CelValue value) implements CelNode {}

    record Name(String name) implements CelNode {}

    /// `map.field`.
    record Field(CelNode of, String name) implements CelNode {}

    /// `has(map.field)`.
    record Has(CelNode of, String name) implements CelNode {}

    record Index(CelNode of, CelNode index) implements CelNode {}

    record Not(CelNode of) implements CelNode {}

    record Minus(CelNode of) implements CelNode {}

    record And(CelNode left, CelNode right) implements CelNode {}

    record Or(CelNode left, CelNode right) implements CelNode {}

    record Choice(CelNode condition, CelNode yes, CelNode no) implements CelNode {}

    /// An operator between two values, `in` included.
    record Binary(String operator, CelNode left, CelNode right) implements CelNode {}

    /// A function; the receiver of a method is the first argument.
    record Call(String function, List<CelNode> arguments) implements CelNode {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record ListOf(List<CelNode> elements) implements CelNode {
        public ListOf {
            elements = List.copyOf(elements);
        }
    }

    record MapOf(List<CelNode> keys, List<CelNode> values) implements CelNode {
        public MapOf {
            keys = List.copyOf(keys);
            values = List.copyOf(values);
        }
    }

    /// `range.all(variable, body)` and its kin.
    ///
    /// @param filter of `map` with three arguments
    record Macro(Kind kind, CelNode range, String variable, Optional<CelNode> filter, CelNode body)
            implements CelNode {}

    /// What a macro does with each element.
    enum Kind {
        ALL,
        EXISTS,
        EXISTS_ONE,
        MAP,
        FILTER
    }
}
