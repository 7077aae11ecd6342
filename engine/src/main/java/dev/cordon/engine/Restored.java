package dev.cordon.engine;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a session begins with.
///
/// @param history the items before the first new one
/// @param checkpoints what can be gone back to
/// @param queue prompts that wait since an earlier process
/// @param spills files that hold outputs of earlier commands in full; the model may read them
/// @param nextSequence the number of the next event; 0 for a new log
/// @param forkedFrom the session whose history this is, if it is another one
public record Restored(
        List<Item> history,
        Usage usage,
        List<PlanStep> plan,
        Set<String> changedFiles,
        List<SessionContent.Checkpoint> checkpoints,
        List<List<Content>> queue,
        Set<Path> spills,
        long nextSequence,
        Optional<SessionId> forkedFrom) {
    /// A new session.
    public static final Restored NOTHING =
            new Restored(
                    List.of(),
                    Usage.UNKNOWN,
                    List.of(),
                    Set.of(),
                    List.of(),
                    List.of(),
                    Set.of(),
                    0,
                    Optional.empty());

    public Restored {
        history = List.copyOf(history);
        plan = List.copyOf(plan);
        changedFiles = Set.copyOf(changedFiles);
        checkpoints = List.copyOf(checkpoints);
        queue = List.copyOf(queue);
        spills = Set.copyOf(spills);
    }

    /// A session that goes on in its own log.
    public static Restored of(SessionContent content) {
        return new Restored(
                content.history(),
                content.usage(),
                content.plan(),
                content.changedFiles(),
                content.checkpoints(),
                content.queued(),
                content.spills(),
                content.nextSequence(),
                Optional.empty());
    }

    /// A new session with the history of another one up to the end of a turn.
    ///
    /// @param turns how many turns it takes over; all if there are not so many
    public static Restored fork(SessionContent content, int turns) {
        if (turns < 0) {
            throw new IllegalArgumentException("a fork takes 0 turns or more, not " + turns);
        }
        Restored whole = fork(content);
        return turns >= content.turns().size()
                ? whole
                : new Restored(
                        content.turns().get(turns).before(),
                        Usage.UNKNOWN,
                        List.of(),
                        Set.of(),
                        List.of(),
                        List.of(),
                        whole.spills(),
                        0,
                        whole.forkedFrom());
    }

    /// A new session with the history of another one. Its checkpoints stay with the other.
    public static Restored fork(SessionContent content) {
        return new Restored(
                content.history(),
                Usage.UNKNOWN,
                content.plan(),
                content.changedFiles(),
                List.of(),
                List.of(),
                content.spills(),
                0,
                Optional.of(content.started().session()));
    }
}
