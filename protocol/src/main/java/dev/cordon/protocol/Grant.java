package dev.cordon.protocol;

import java.time.Instant;
import java.util.Optional;

/// A capability that somebody granted.
///
/// @param id names the grant, for listing and revoking
/// @param capability what is granted
/// @param scope for how long in terms of work
/// @param expires when it ends whatever the scope
/// @param grantedBy `user`, `auto_review`, or the name of an approver
/// @param project the project root for {@link Scope#PROJECT}
public record Grant(
        String id,
        Capability capability,
        Scope scope,
        Instant expires,
        String grantedBy,
        Optional<String> project) {

    /// How far a yes reaches.
    public enum Scope {
        ONCE,
        TURN,
        SESSION,
        PROJECT
    }
}
