package dev.cordon.engine;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.Usage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a session file says.
///
/// @param started the first event
/// @param history the items that the model sees next, exactly as they were
/// @param usage of the whole session
/// @param plan as the model last showed it
/// @param settings changed since the start, by key
/// @param turns oldest first
/// @param checkpoints oldest first
/// @param changedFiles files that actions changed, in the order of their first change
/// @param queued prompts that wait for their turn
/// @param spills files that hold outputs of commands in full
/// @param nextSequence the number of the next event
/// @param lastTime when the last event happened
/// @param closed whether the last process ended in good order
/// @param goodBytes the length of the file up to its last whole line
/// @param lastLineUnended whether that line lacks its end
/// @param problems sentences: a torn line, events of a newer version
public record SessionContent(
        Event.SessionStarted started,
        Optional<String> name,
        List<Item> history,
        Usage usage,
        List<PlanStep> plan,
        Map<String, String> settings,
        List<TurnMark> turns,
        List<Checkpoint> checkpoints,
        Set<String> changedFiles,
        List<List<Content>> queued,
        Set<Path> spills,
        long nextSequence,
        Instant lastTime,
        boolean closed,
        long goodBytes,
        boolean lastLineUnended,
        List<String> problems) {

    /// A turn and the history before it.
    public record TurnMark(TurnId turn, Instant time, List<Item> before) {}

    /// A checkpoint and the history that belongs to it.
    public record Checkpoint(int number, TurnId turn, String reference, List<Item> history) {}
}
