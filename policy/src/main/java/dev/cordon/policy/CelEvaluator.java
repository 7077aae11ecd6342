package dev.cordon.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates one expression once. Pure, and bounded: each node, each element that is looked at and
/// each character that is compared costs a step.
///
/// Types are looked at when a value is used, as in the language's own dynamic mode; `&&`, `||`,
/// `all` and `exists` absorb the failure of one side where the other decides.
final class CelEvaluator {
    static final long MAX_STEPS = 200_000;
    private static final int MAX_DEPTH = 1_000;

    private final Map<String, CelValue> variables;
    private final Deque<Map.Entry<String, CelValue>> bound = new ArrayDeque<>();
    private final CelFunctions functions = new CelFunctions(this::step);
    private long steps;
    private int depth;

    CelEvaluator(Map<String, CelValue> variables) {
        this.variables = variables;
    }

    /// @throws CelException if there is no value
    CelValue value(CelNode node) {
        step(1);
        if (++depth > MAX_DEPTH) {
            throw new CelException("the condition is nested too deep");
        }
        CelValue value =
                switch (node) {
                    case CelNode.Literal(CelValue literal) -> literal;
                    case CelNode.Name(String name) -> variable(name);
                    case CelNode.Field(CelNode of, String name) -> field(value(of), name);
                    case CelNode.Has(CelNode of, String name) ->
                            CelValue.of(
                                    mapping(value(of), name)
                                            .entries()
                                            .containsKey(new CelValue.Text(name)));
                    case CelNode.Index(CelNode of, CelNode index) ->
                            CelFunctions.element(value(of), value(index));
                    case CelNode.Not(CelNode of) -> CelValue.of(!bool(value(of), "!"));
                    case CelNode.Minus(CelNode of) -> CelArithmetic.minus(value(of));
                    case CelNode.And and -> logic(and.left(), and.right(), false);
                    case CelNode.Or or -> logic(or.left(), or.right(), true);
                    case CelNode.Choice(CelNode condition, CelNode yes, CelNode no) ->
                            value(bool(value(condition), "?") ? yes : no);
                    case CelNode.Binary(String operator, CelNode left, CelNode right) ->
                            functions.binary(operator, value(left), value(right));
                    case CelNode.Call(String name, List<CelNode> arguments) ->
                            functions.call(name, values(arguments));
                    case CelNode.ListOf(List<CelNode> elements) ->
                            new CelValue.Listing(values(elements));
                    case CelNode.MapOf map -> map(map);
                    case CelNode.Macro macro -> macro(macro);
                };
        depth--;
        return value;
    }

    private void step(long count) {
        steps += count;
        if (steps > MAX_STEPS) {
            throw new OutOfSteps();
        }
    }

    /// Not absorbed by `||`: whoever spends everything on one side has nothing left for the other.
    static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfSteps() {
            super("the condition takes more than " + MAX_STEPS + " steps", null, false, false);
        }
    }

    private List<CelValue> values(List<CelNode> nodes) {
        List<CelValue> values = new ArrayList<>(nodes.size());
        for (CelNode node : nodes) {
            values.add(value(node));
        }
        return values;
    }

    private CelValue variable(String name) {
        for (Map.Entry<String, CelValue> variable : bound) {
            if (variable.getKey().equals(name)) {
                return variable.getValue();
            }
        }
        CelValue value = variables.get(name);
        if (value == null) {
            throw new CelException("there is no value for " + name);
        }
        return value;
    }

    private static CelValue field(CelValue of, String name) {
        CelValue value = mapping(of, name).entries().get(new CelValue.Text(name));
        if (value == null) {
            throw new CelException("no such key: " + name);
        }
        return value;
    }

    private static CelValue.Mapping mapping(CelValue value, String name) {
        if (value instanceof CelValue.Mapping mapping) {
            return mapping;
        }
        throw new CelException("a " + value.type() + " has no field " + name);
    }

    private CelValue map(CelNode.MapOf map) {
        Map<CelValue, CelValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < map.keys().size(); i++) {
            CelValue key = value(map.keys().get(i));
            boolean valid =
                    key instanceof CelValue.Text
                            || key instanceof CelValue.Int
                            || key instanceof CelValue.Bool;
            if (!valid) {
                throw new CelException("a " + key.type() + " cannot be a key");
            }
            if (entries.put(key, value(map.values().get(i))) != null) {
                throw new CelException("a map has the same key twice");
            }
        }
        return new CelValue.Mapping(entries);
    }

    private static boolean bool(CelValue value, String operator) {
        if (value instanceof CelValue.Bool(boolean bool)) {
            return bool;
        }
        throw new CelException(operator + " needs a bool, found a " + value.type());
    }

    /// A bool, or why there is none.
    private record Side(Optional<Boolean> value, Optional<CelException> failure) {
        boolean is(boolean wanted) {
            return value.isPresent() && value.get() == wanted;
        }
    }

    private Side side(CelNode node, String operator) {
        int before = depth;
        int scopes = bound.size();
        try {
            return new Side(Optional.of(bool(value(node), operator)), Optional.empty());
        } catch (CelException e) {
            depth = before;
            while (bound.size() > scopes) {
                bound.pop();
            }
            return new Side(Optional.empty(), Optional.of(e));
        }
    }

    /// @param decides the value that settles it whatever the other side is
    private CelValue logic(CelNode left, CelNode right, boolean decides) {
        String operator = decides ? "||" : "&&";
        Side first = side(left, operator);
        if (first.is(decides)) {
            return CelValue.of(decides);
        }
        Side second = side(right, operator);
        if (second.is(decides)) {
            return CelValue.of(decides);
        }
        Optional<CelException> failure = first.failure().or(second::failure);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return CelValue.of(!decides);
    }

    private CelValue macro(CelNode.Macro macro) {
        List<CelValue> range = range(value(macro.range()));
        return switch (macro.kind()) {
            case ALL -> quantified(macro, range, false);
            case EXISTS -> quantified(macro, range, true);
            case EXISTS_ONE -> {
                int count = 0;
                for (CelValue element : range) {
                    count += bool(with(macro, element, macro.body()), "exists_one") ? 1 : 0;
                }
                yield CelValue.of(count == 1);
            }
            case MAP -> {
                List<CelValue> all = new ArrayList<>();
                for (CelValue element : range) {
                    Optional<CelNode> filter = macro.filter();
                    if (filter.isEmpty() || bool(with(macro, element, filter.get()), "map")) {
                        all.add(with(macro, element, macro.body()));
                    }
                }
                yield new CelValue.Listing(all);
            }
            case FILTER -> {
                List<CelValue> kept = new ArrayList<>();
                for (CelValue element : range) {
                    if (bool(with(macro, element, macro.body()), "filter")) {
                        kept.add(element);
                    }
                }
                yield new CelValue.Listing(kept);
            }
        };
    }

    private static List<CelValue> range(CelValue value) {
        return switch (value) {
            case CelValue.Listing(List<CelValue> elements) -> elements;
            case CelValue.Mapping(Map<CelValue, CelValue> entries) -> List.copyOf(entries.keySet());
            case CelValue.Bool _,
                    CelValue.Int _,
                    CelValue.Real _,
                    CelValue.Text _,
                    CelValue.Null _,
                    CelValue.Moment _,
                    CelValue.Span _ ->
                    throw new CelException("a " + value.type() + " has no elements");
        };
    }

    private CelValue quantified(CelNode.Macro macro, List<CelValue> range, boolean decides) {
        Optional<CelException> failure = Optional.empty();
        for (CelValue element : range) {
            bound.push(Map.entry(macro.variable(), element));
            Side side = side(macro.body(), decides ? "exists" : "all");
            bound.pop();
            if (side.is(decides)) {
                return CelValue.of(decides);
            }
            failure = failure.or(side::failure);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return CelValue.of(!decides);
    }

    private CelValue with(CelNode.Macro macro, CelValue element, CelNode node) {
        bound.push(Map.entry(macro.variable(), element));
        CelValue value = value(node);
        bound.pop();
        return value;
    }
}
