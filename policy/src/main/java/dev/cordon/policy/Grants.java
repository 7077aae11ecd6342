package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What was granted and refused before, as far as it still holds.
final class Grants {
    private final Facts facts;
    private final List<Grant> valid = new ArrayList<>();

    /// Nothing granted and nothing refused.
    static final Grants NONE =
            new Grants(
                    new Facts(
                            Instant.EPOCH, Path.of("/"), false, Map.of(), List.of(), Set.of(), ""));

    Grants(Facts facts) {
        this.facts = facts;
        for (Grant grant : facts.grants()) {
            if (holds(grant)) {
                valid.add(grant);
            }
        }
    }

    private boolean holds(Grant grant) {
        boolean here =
                grant.scope() != Grant.Scope.PROJECT
                        || grant.project().equals(Optional.of(facts.workspace().toString()));
        return here && facts.now().isBefore(grant.expires());
    }

    Optional<Grant> exact(Action action) {
        if (valid.stream().noneMatch(g -> g.capability() instanceof Capability.ExactAction)) {
            return Optional.empty();
        }
        String digest = ActionDigest.of(action);
        return first(
                c -> c instanceof Capability.ExactAction(String granted) && granted.equals(digest));
    }

    Optional<Grant> host(String host, int port) {
        String name = HostPattern.canonical(host);
        return first(c ->
                c instanceof Capability.Host(String granted, int grantedPort)
                        && HostPattern.canonical(granted).equals(name)
                        && grantedPort == port);
    }

    Optional<Grant> write(Path path) {
        return first(
                c -> c instanceof Capability.WritePath(Path granted) && path.startsWith(granted));
    }

    Optional<Grant> read(Path path) {
        return first(c ->
                (c instanceof Capability.ReadPath(Path granted) && path.startsWith(granted))
                        || (c instanceof Capability.WritePath(Path writable)
                                && path.startsWith(writable)));
    }

    /// A yes holds for the tool as it was described then.
    Optional<Grant> tool(Capability.Tool wanted) {
        return first(wanted::equals);
    }

    Optional<Grant> first(Predicate<Capability> wanted) {
        for (Grant grant : valid) {
            if (wanted.test(grant.capability())) {
                return Optional.of(grant);
            }
        }
        return Optional.empty();
    }

    List<Grant> all() {
        return valid;
    }

    /// Whether somebody said no to this in this turn.
    boolean denied(Predicate<Capability> wanted) {
        for (Capability capability : facts.deniedThisTurn()) {
            if (wanted.test(capability)) {
                return true;
            }
        }
        return false;
    }

    boolean deniedExact(Action action) {
        if (!denied(c -> c instanceof Capability.ExactAction)) {
            return false;
        }
        String digest = ActionDigest.of(action);
        return denied(
                c -> c instanceof Capability.ExactAction(String refused) && refused.equals(digest));
    }

    boolean deniedWrite(Path path) {
        return denied(
                c -> c instanceof Capability.WritePath(Path refused) && path.startsWith(refused));
    }

    boolean deniedRead(Path path) {
        return denied(
                c -> c instanceof Capability.ReadPath(Path refused) && path.startsWith(refused));
    }

    /// A no holds however the tool is described.
    boolean deniedTool(String server, String tool) {
        return denied(c -> c instanceof Capability.Tool refused && refused.isNamed(server, tool));
    }

    /// Whether a yes to this would open what somebody refused in this turn, in part or with more
    /// around it.
    boolean deniedWithin(Capability wanted) {
        return switch (wanted) {
            case Capability.Host(String host, int port) -> {
                String name = HostPattern.canonical(host);
                yield denied(c ->
                        c instanceof Capability.Host(String refused, int refusedPort)
                                && HostPattern.canonical(refused).equals(name)
                                && refusedPort == port);
            }
            case Capability.WritePath(Path path) ->
                    denied(c ->
                            (c instanceof Capability.WritePath(Path refused)
                                            && overlap(path, refused))
                                    || (c instanceof Capability.ReadPath(Path hidden)
                                            && overlap(path, hidden)));
            case Capability.ReadPath(Path path) ->
                    denied(c ->
                            c instanceof Capability.ReadPath(Path refused)
                                    && overlap(path, refused));
            case Capability.Tool tool -> deniedTool(tool.server(), tool.tool());
            case Capability.ExactAction _,
                    Capability.CommandPrefix _,
                    Capability.OutsideSandbox _ ->
                    denied(wanted::equals);
        };
    }

    private static boolean overlap(Path a, Path b) {
        return a.startsWith(b) || b.startsWith(a);
    }

    static Origin origin(Grant grant) {
        return new Origin(Origin.Layer.GRANT, "grant " + grant.id(), 0);
    }
}
