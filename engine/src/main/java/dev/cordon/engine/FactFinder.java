package dev.cordon.engine;

import dev.cordon.policy.Facts;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds out what policy may look at. All reading of files for a decision happens here, before
/// policy is asked.
final class FactFinder {
    private final Path workspace;
    private final boolean trusted;
    private final String user;
    private final Approvals approvals;
    private final ProcessBook processes;
    private final Function<Action, List<Grant>> configured;
    private final Clock clock;

    /// @param configured what the configuration grants to one action only
    FactFinder(
            Path workspace,
            boolean trusted,
            String user,
            Approvals approvals,
            ProcessBook processes,
            Function<Action, List<Grant>> configured,
            Clock clock) {
        this.workspace = workspace;
        this.trusted = trusted;
        this.user = user;
        this.approvals = approvals;
        this.processes = processes;
        this.configured = configured;
        this.clock = clock;
    }

    Facts about(Action action) {
        Map<Path, Path> realPaths = new LinkedHashMap<>();
        for (Path path : paths(action)) {
            realPaths.put(path, realPath(path));
        }
        return new Facts(
                clock.instant(),
                workspace,
                trusted,
                realPaths,
                grants(action),
                approvals.deniedThisTurn(),
                user,
                processes.unconfined());
    }

    /// Remembers what later decisions must know of an action that was performed.
    void performed(Action action, Confinement confinement, Result result) {
        processes.performed(action, confinement, result);
    }

    private List<Grant> grants(Action action) {
        List<Grant> grants = approvals.grants(action, clock.instant());
        List<Grant> more = configured.apply(action);
        return more.isEmpty() ? grants : Stream.concat(grants.stream(), more.stream()).toList();
    }

    /// What a person should see beside the action itself.
    Map<String, String> forPeople(Action action) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Path path : paths(action)) {
            Path real = realPath(path);
            if (!real.equals(path)) {
                shown.put(path.toString(), "leads to " + real);
            }
        }
        return shown;
    }

    /// Where a path leads when links are followed. Of a path that does not exist, the part that
    /// exists is resolved.
    private static Path realPath(Path path) {
        Path existing = path;
        while (existing.getParent() != null && !Files.exists(existing)) {
            if (Files.isSymbolicLink(existing)) {
                return dangling(path, existing);
            }
            existing = existing.getParent();
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(path)).normalize();
        } catch (IOException _) {
            return path;
        }
    }

    private static Path dangling(Path path, Path link) {
        try {
            Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            return target.resolve(link.relativize(path)).normalize();
        } catch (IOException _) {
            return path;
        }
    }

    private static List<Path> paths(Action action) {
        return switch (action) {
            case Action.RunCommand run -> List.of(run.cwd());
            case Action.ApplyPatch patch ->
                    patch.changes().stream()
                            .flatMap(c -> Stream.concat(Stream.of(c.path()), c.moveTo().stream()))
                            .toList();
            case Action.ReadFile read -> List.of(read.path());
            case Action.ListFiles list -> List.of(list.path());
            case Action.SearchFiles search -> List.of(search.path());
            case Action.Git git -> List.of(git.cwd());
            case Action.WriteStdin _,
                    Action.StopProcess _,
                    Action.Connect _,
                    Action.FetchUrl _,
                    Action.WebSearch _,
                    Action.CallMcpTool _,
                    Action.StartAgent _ ->
                    List.of();
        };
    }
}
