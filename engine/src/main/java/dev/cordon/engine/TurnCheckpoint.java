package dev.cordon.engine;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.TurnId;
import java.util.Optional;

/// The snapshot of one turn: begun while the model thinks, complete before the first effect.
final class TurnCheckpoint {
    private final Optional<Checkpoints> checkpoints;
    private final int number;
    private final TurnId turn;
    private final Events events;
    private final JournalRecord record;
    private Optional<Checkpoints.Pending> pending = Optional.empty();
    private boolean reported;
    private Optional<String> reference = Optional.empty();

    /// @param checkpoints absent if the session takes none
    TurnCheckpoint(
            Optional<Checkpoints> checkpoints,
            int number,
            TurnId turn,
            Events events,
            JournalRecord record) {
        this.checkpoints = checkpoints;
        this.number = number;
        this.turn = turn;
        this.events = events;
        this.record = record;
    }

    /// Begins to take it, if nobody did.
    synchronized void begin() {
        if (pending.isEmpty()) {
            pending = checkpoints.map(c -> c.begin(number));
        }
    }

    /// Waits until it is complete. A snapshot that could not be taken is a warning and stops
    /// nothing: the user is told that this turn's changes cannot be taken back.
    synchronized void complete() throws InterruptedException {
        begin();
        if (reported || pending.isEmpty()) {
            return;
        }
        Checkpoints.Outcome outcome = pending.get().await();
        reported = true;
        switch (outcome) {
            case Checkpoints.Outcome.Taken taken -> {
                reference = Optional.of(taken.reference());
                record.checkpoint(number, taken.reference());
                events.emit(new Event.CheckpointTaken(number, turn, taken.reference()));
                taken.notes().forEach(note -> events.emit(new Event.Warning(note)));
            }
            case Checkpoints.Outcome.Missing missing ->
                    events.emit(new Event.Warning(missing.reason()));
        }
    }

    /// Tells the journal which files the turn changed, if something ran that may have changed any.
    /// What a command does to files is seen nowhere else. Changes that somebody else makes
    /// meanwhile cannot be told from it.
    synchronized void tellChanges() {
        if (!record.ran() || reference.isEmpty() || checkpoints.isEmpty()) {
            return;
        }
        try {
            record.changes(checkpoints.get().changesSince(reference.get()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether it was begun; one that was not need not be complete.
    synchronized boolean begun() {
        return pending.isPresent();
    }
}
