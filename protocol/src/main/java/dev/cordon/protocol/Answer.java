package dev.cordon.protocol;

import java.util.Optional;

/// What somebody said to a {@link Question}.
public sealed interface Answer {

    /// Who answered: `user`, `auto_review`, `approver:NAME`, or `nobody` when time ran out.
    String by();

    /// Yes.
    ///
    /// @param capability one of those the question offered
    record Approve(String by, Capability capability, Grant.Scope scope) implements Answer {}

    /// No; the turn goes on without it.
    ///
    /// @param guidance what to do instead, in the user's words
    record Decline(String by, Optional<String> guidance) implements Answer {}

    /// No, and stop the turn.
    record Abort(String by) implements Answer {}
}
