package dev.cordon.engine;

import dev.cordon.policy.Facts;
import dev.cordon.policy.Policy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// A policy of one line.
record FixedPolicy(BiFunction<Action, Facts, Decision> rule) implements Policy {
    static final Decision ALLOW = new Decision.Allow("test.allow", Origin.BUILT_IN);
    static final Decision DENY = new Decision.Deny("test.deny", Origin.BUILT_IN, "not in a test");

    static FixedPolicy always(Decision decision) {
        return new FixedPolicy((_, _) -> decision);
    }

    /// Asks about everything that was not granted exactly.
    static FixedPolicy asking() {
        return new FixedPolicy((action, facts) -> {
            Capability exact = new Capability.ExactAction(ActionDigest.of(action));
            boolean granted = facts.grants().stream().anyMatch(g -> g.capability().equals(exact));
            return granted
                    ? ALLOW
                    : new Decision.Ask("test.ask", Origin.BUILT_IN, "may it?", List.of(exact));
        });
    }

    @Override
    public Decision decide(Action action, Facts facts) {
        return rule.apply(action, facts);
    }

    /// Its questions are anybody's.
    @Override
    public Optional<String> beyondReview(Action action, Decision.Ask ask, Facts facts) {
        return Optional.empty();
    }

    @Override
    public Confinement confine(Action action, Facts facts) {
        return new Confinement(
                Confinement.Mode.WORKSPACE_WRITE,
                facts.workspace(),
                List.of(facts.workspace()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Confinement.Network.CLOSED,
                Confinement.View.DIRECT,
                Map.of(),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    @Override
    public Optional<String> ruleDigest(Decision decision) {
        return Optional.of("digest of " + decision.rule());
    }

    @Override
    public String digest() {
        return "fixed";
    }
}
