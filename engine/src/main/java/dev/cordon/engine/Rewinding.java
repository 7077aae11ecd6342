package dev.cordon.engine;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import java.util.List;
import java.util.Optional;

/// Goes back to before a turn. The files of now are kept as a checkpoint, so this can be undone.
final class Rewinding {
    private final Conversation conversation;
    private final Events events;
    private final JournalRecord record;
    private final Optional<Checkpoints> checkpoints;

    Rewinding(
            Conversation conversation,
            Events events,
            JournalRecord record,
            Optional<Checkpoints> checkpoints) {
        this.conversation = conversation;
        this.events = events;
        this.record = record;
        this.checkpoints = checkpoints;
    }

    /// The number of the next checkpoint.
    static int next(Conversation conversation) {
        return conversation.marks().stream().mapToInt(Conversation.Mark::number).max().orElse(0)
                + 1;
    }

    /// @throws SessionLogException if there is no checkpoint of that turn
    void back(Op.Rewind rewind) throws InterruptedException {
        Conversation.Mark mark =
                conversation.marks().stream()
                        .filter(m -> m.turn().equals(rewind.turn()))
                        .findFirst()
                        .orElseThrow(() ->
                                new SessionLogException(
                                        "there is no checkpoint of turn " + rewind.turn().value()));
        int undo = next(conversation);
        conversation.turnBegins();
        String reference = "";
        List<String> notes = List.of();
        if (rewind.what() != Op.RewindWhat.CHAT) {
            Checkpoints.Restored restored =
                    checkpoints.orElseThrow().restore(mark.reference(), undo);
            reference = restored.undo().reference();
            notes = restored.notes();
        } else if (checkpoints.isPresent()
                && checkpoints.get().take(undo) instanceof Checkpoints.Outcome.Taken now) {
            reference = now.reference();
        }
        events.emit(new Event.CheckpointTaken(undo, rewind.turn(), reference));
        notes.forEach(note -> events.emit(new Event.Warning(note)));
        record.rewind(mark.number(), rewind.what(), undo);
        events.emit(new Event.Rewound(mark.number(), rewind.what(), undo));
        if (rewind.what() != Op.RewindWhat.FILES) {
            conversation.history().replace(mark.before());
            conversation.forgetLastTokens();
        }
    }
}
