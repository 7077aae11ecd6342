package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import java.util.List;
import java.util.Optional;

/// Says what may happen. A pure function: the same rules, action and facts give the same decision.
public interface Policy {

    /// Decides about one action.
    Decision decide(Action action, Facts facts);

    /// The confinement in which the action runs if it may.
    Confinement confine(Action action, Facts facts);

    /// Why no model may answer a question about the action, whatever it says; empty if one may. A
    /// policy that does not know leaves every question to people.
    default Optional<String> beyondReview(Action action, Decision.Ask ask, Facts facts) {
        return Optional.of("this policy leaves its questions to people");
    }

    /// What was understood of the action, for whoever answers a question about it.
    default Json.Obj understood(Action action, Facts facts) {
        return Json.object().build();
    }

    /// The names of all rules that match the action, strictest first, whether they decided or not.
    default List<String> matched(Action action, Facts facts) {
        return List.of();
    }

    /// SHA-256 in hex of the rule that decided, if it is one that somebody wrote; of everything
    /// else {@link #digest} speaks.
    default Optional<String> ruleDigest(Decision decision) {
        return Optional.empty();
    }

    /// Where the administrator's part comes from, for example a file or a bundle with its version;
    /// empty if there is none.
    default String source() {
        return "";
    }

    /// SHA-256 in hex of everything that decides: rules, settings, requirements, built-in tables.
    String digest();
}
