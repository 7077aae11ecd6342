package dev.cordon.cli;

import dev.cordon.policy.Facts;
import dev.cordon.policy.Policy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import java.util.Optional;

/// The same policy with all changes of files kept in a layer apart from them. It decides nothing
/// itself and only tightens: what cannot be kept apart, the sandbox refuses.
record LayeredPolicy(Policy policy) implements Policy {
    @Override
    public Decision decide(Action action, Facts facts) {
        return policy.decide(action, facts);
    }

    @Override
    public Confinement confine(Action action, Facts facts) {
        return policy.confine(action, facts).withView(Confinement.View.OVERLAY);
    }

    @Override
    public Optional<String> beyondReview(Action action, Decision.Ask ask, Facts facts) {
        return policy.beyondReview(action, ask, facts);
    }

    @Override
    public Json.Obj understood(Action action, Facts facts) {
        return policy.understood(action, facts);
    }

    @Override
    public String source() {
        return policy.source();
    }

    @Override
    public String digest() {
        return policy.digest();
    }
}
