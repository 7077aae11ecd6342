package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.SessionId;
import java.time.Instant;
import java.util.Optional;

/// What an entry says.
///
/// @param session the session it belongs to, if it belongs to one
/// @param body the fields of its kind; secrets are removed before it gets here
public record JournalEntry(Kind kind, Instant time, Optional<SessionId> session, Json.Obj body) {

    /// What an entry is about.
    public enum Kind {
        SESSION,
        PROMPT,
        MODEL_REQUEST,
        MODEL_ANSWER,
        DECISION,
        APPROVAL,
        EFFECT,
        NETWORK,
        POLICY,
        CHECKPOINT,
        REWIND,
        /// Changes that were kept apart go into the files.
        MERGE,
        LOGIN,
        ERROR,
        /// What came of attacking the boundary on purpose.
        SELF_TEST
    }
}
