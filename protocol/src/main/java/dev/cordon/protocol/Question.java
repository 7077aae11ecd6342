package dev.cordon.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// An action that waits for an answer.
///
/// @param id names the question; an answer carries it back
/// @param digest SHA-256 in hex of the exact action; an answer holds for this digest only
/// @param facts what was found out about the action, for example `argv`, `resolved path`, `host`;
///   parsed by us, not said by the model
/// @param expires after this the answer is no
public record Question(
        String id,
        CallId call,
        Action action,
        String digest,
        Decision.Ask ask,
        Map<String, String> facts,
        List<Grant.Scope> scopes,
        Instant expires) {
    public Question {
        facts = Map.copyOf(facts);
        scopes = List.copyOf(scopes);
    }
}
