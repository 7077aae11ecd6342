package dev.cordon.protocol;

import java.util.List;

/// What policy says of an action. Always names the rule that decided and where it stands.
public sealed interface Decision {

    /// The rule that decided, for example `approval_policy` or `rules.prefix[git push]`.
    String rule();

    /// Where that rule stands.
    Origin origin();

    /// It may happen inside the confinement, unasked.
    record Allow(String rule, Origin origin) implements Decision {}

    /// Somebody must be asked.
    ///
    /// @param reason why, for people
    /// @param capabilities what a yes would grant, narrowest first; not empty
    record Ask(String rule, Origin origin, String reason, List<Capability> capabilities)
            implements Decision {
        public Ask {
            if (capabilities.isEmpty()) {
                throw new IllegalArgumentException("a question offers at least one capability");
            }
            capabilities = List.copyOf(capabilities);
        }
    }

    /// It must not happen.
    ///
    /// @param reason why, and what to do instead; shown to the model and to people
    record Deny(String rule, Origin origin, String reason) implements Decision {}
}
