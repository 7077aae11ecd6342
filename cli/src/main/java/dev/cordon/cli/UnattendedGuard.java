package dev.cordon.cli;

import dev.cordon.policy.Facts;
import dev.cordon.policy.PolicySettings;
import dev.cordon.policy.RulesPolicy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.ConnectionGuard;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides about connections by the policy where nobody can be asked: a question is a refusal.
/// Nothing of the policy is loaded before the first connection.
final class UnattendedGuard implements ConnectionGuard {
    private final Supplier<PolicySettings> settings;
    private final Path workspace;
    private @Nullable RulesPolicy policy;

    UnattendedGuard(Supplier<PolicySettings> settings, Path workspace) {
        this.settings = settings;
        this.workspace = workspace;
    }

    @Override
    public Optional<Result.Refused> check(Action.Connect connection) {
        Facts facts =
                new Facts(
                        Instant.now(),
                        workspace,
                        true,
                        Map.of(),
                        List.of(),
                        Set.of(),
                        System.getProperty("user.name", ""));
        return switch (policy().decide(connection, facts)) {
            case Decision.Allow _ -> Optional.empty();
            case Decision.Ask ask ->
                    Optional.of(
                            new Result.Refused(
                                    ask.rule(),
                                    ask.origin(),
                                    "policy",
                                    ask.reason()
                                            + ", and nobody can be asked here; add it to"
                                            + " network.allow (-c 'network.allow=[\""
                                            + connection.host()
                                            + ":"
                                            + connection.port()
                                            + "\"]')"));
            case Decision.Deny(String rule, Origin origin, String reason) ->
                    Optional.of(new Result.Refused(rule, origin, "policy", reason));
        };
    }

    private synchronized RulesPolicy policy() {
        RulesPolicy known = policy;
        if (known == null) {
            known = new RulesPolicy(settings.get());
            policy = known;
        }
        return known;
    }
}
