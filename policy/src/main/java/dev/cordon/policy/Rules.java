package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Every rule of every layer. The strictest rule that matches wins, wherever it stands.
///
/// @param all in the order in which they were read
/// @param executables absolute paths that count as a bare program name, by `host_executable`
public record Rules(List<Rule> all, List<HostExecutable> executables) {
    /// No rule.
    public static final Rules NONE = new Rules(List.of(), List.of());

    public Rules {
        all = List.copyOf(all);
        executables = List.copyOf(executables);
    }

    /// The paths at which a program may stand to count as the bare name.
    public record HostExecutable(String name, List<String> paths) {
        public HostExecutable {
            paths = List.copyOf(paths);
        }
    }

    /// Both.
    public Rules plus(Rules other) {
        List<Rule> rules = new ArrayList<>(all);
        rules.addAll(other.all);
        List<HostExecutable> names = new ArrayList<>(executables);
        names.addAll(other.executables);
        return new Rules(rules, names);
    }

    /// The strictest rule that matches; of equal ones the strongest layer's, then the first.
    <R extends Rule> Optional<R> strictest(Class<R> kind, Predicate<R> matches) {
        R best = null;
        for (Rule rule : all) {
            if (kind.isInstance(rule) && counts(rule)) {
                R candidate = kind.cast(rule);
                if ((best == null || stricter(candidate, best)) && matches.test(candidate)) {
                    best = candidate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /// A project may only tighten.
    static boolean counts(Rule rule) {
        return rule.saying().verdict() != Rule.Verdict.ALLOW
                || rule.saying().origin().layer() != Origin.Layer.PROJECT;
    }

    /// Only the rules that hold.
    Rules where(Predicate<Rule> holds) {
        List<Rule> kept = new ArrayList<>();
        for (Rule rule : all) {
            if (holds.test(rule)) {
                kept.add(rule);
            }
        }
        return new Rules(kept, executables);
    }

    static boolean stricter(Rule one, Rule other) {
        int difference = one.saying().verdict().compareTo(other.saying().verdict());
        if (difference != 0) {
            return difference > 0;
        }
        Origin.Layer layer = one.saying().origin().layer();
        return layer.compareTo(other.saying().origin().layer()) > 0;
    }
}
