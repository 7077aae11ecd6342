package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.List;

/// Makes decisions from what was found out, so that every one of them names its rule.
///
/// @param settings what decides
/// @param grants what was granted and refused before
record Verdicts(PolicySettings settings, Grants grants) {

    static Decision allow(Rule rule) {
        return new Decision.Allow(rule.name(), rule.saying().origin());
    }

    static Decision allow(Grant grant) {
        return new Decision.Allow("grant[" + grant.capability().key() + "]", Grants.origin(grant));
    }

    static Decision allow(String rule) {
        return new Decision.Allow(rule, Origin.BUILT_IN);
    }

    static Decision deny(String rule, String reason) {
        return new Decision.Deny(rule, Origin.BUILT_IN, reason);
    }

    static Decision deny(Rule rule, String what) {
        String why = rule.saying().justification();
        String reason =
                what
                        + " is forbidden by "
                        + rule.name()
                        + " ("
                        + rule.saying().origin()
                        + ")"
                        + (why.isEmpty() ? "" : ": " + why)
                        + ". Do something else; do not look for another way to the same end.";
        return new Decision.Deny(rule.name(), rule.saying().origin(), reason);
    }

    static Decision refusedBefore(String what) {
        return new Decision.Deny(
                "denied_this_turn",
                new Origin(Origin.Layer.GRANT, "answer in this turn", 0),
                what + " was refused in this turn and stays refused, whatever asks for it.");
    }

    Decision allowByMode(String rule) {
        return new Decision.Allow(rule, settings.modeOrigin());
    }

    Decision allowByPolicy() {
        return new Decision.Allow("approval_policy", settings.approvals().origin());
    }

    /// A question, or a refusal if nobody is to be asked such questions.
    Decision ask(
            ApprovalPolicy.Topic topic,
            String rule,
            Origin origin,
            String reason,
            List<Capability> capabilities) {
        if (settings.approvals().mayAsk(topic)) {
            return new Decision.Ask(rule, origin, reason, capabilities);
        }
        return new Decision.Deny(
                rule,
                origin,
                reason
                        + ", and approval_policy = \""
                        + settings.approvals().kind().word()
                        + "\" ("
                        + settings.approvals().origin()
                        + ") does not let anybody be asked. Go on without it.");
    }

    /// The question that a rule demands.
    Decision ask(Rule rule, String what, List<Capability> capabilities) {
        String why = rule.saying().justification();
        return ask(
                ApprovalPolicy.Topic.RULES,
                rule.name(),
                rule.saying().origin(),
                what + " is asked about by " + rule.name() + (why.isEmpty() ? "" : ": " + why),
                capabilities);
    }

    static List<Capability> narrowestFirst(Action action, List<? extends Capability> wider) {
        List<Capability> all = new ArrayList<>();
        all.add(new Capability.ExactAction(ActionDigest.of(action)));
        all.addAll(wider);
        return all;
    }
}
