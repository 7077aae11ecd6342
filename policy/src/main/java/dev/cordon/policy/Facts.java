package dev.cordon.policy;

import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What policy may look at besides the action. Found out beforehand by whoever asks; policy itself
/// reads no file and no clock.
///
/// @param now when the decision is made
/// @param workspace the root of the project
/// @param trusted whether the user trusts the project
/// @param realPaths for each path of the action the file it leads to when links are followed
/// @param grants what was granted before and has not ended
/// @param deniedThisTurn capabilities that somebody refused in this turn
/// @param user the name of the user
/// @param unconfined running processes that no sandbox confines
public record Facts(
        Instant now,
        Path workspace,
        boolean trusted,
        Map<Path, Path> realPaths,
        List<Grant> grants,
        Set<Capability> deniedThisTurn,
        String user,
        Set<Integer> unconfined) {
    public Facts {
        realPaths = Map.copyOf(realPaths);
        grants = List.copyOf(grants);
        deniedThisTurn = Set.copyOf(deniedThisTurn);
        unconfined = Set.copyOf(unconfined);
    }

    /// Facts about a machine on which every running process is confined.
    public Facts(
            Instant now,
            Path workspace,
            boolean trusted,
            Map<Path, Path> realPaths,
            List<Grant> grants,
            Set<Capability> deniedThisTurn,
            String user) {
        this(now, workspace, trusted, realPaths, grants, deniedThisTurn, user, Set.of());
    }
}
