package dev.cordon.engine;

import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.TurnId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes a session that nobody has open back to before a turn: its files, its conversation, or
/// both. What is there now is kept as one more checkpoint, so this can be undone by going to that
/// one.
public final class SessionRewind {
    private final Path home;
    private final InstantSource clock;

    /// @param home where Cordon keeps its own files
    public SessionRewind(Path home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    /// What can be gone back to.
    ///
    /// @param prompt of the turn that began there; that of the turn which was gone back from, if
    ///   this undoes a rewind
    /// @param undo whether it undoes a rewind
    /// @param time when it was taken
    public record Point(int number, Instant time, String prompt, boolean undo) {}

    /// The points of a session, oldest first.
    ///
    /// @throws SessionLogException if it cannot be read
    public static List<Point> points(Path file) {
        Map<TurnId, String> prompts = new HashMap<>();
        SessionText.read(
                file,
                said -> {
                    if (said.speaker() == SessionText.Speaker.USER) {
                        said.id().ifPresent(id -> prompts.putIfAbsent(id, said.text()));
                    }
                });
        Taken taken = new Taken();
        SessionReader.scan(
                file,
                type ->
                        type.equals("checkpoint_taken") || type.equals("rewound")
                                ? SessionReader.Care.READ
                                : SessionReader.Care.PASS,
                taken::line);
        List<Point> points = new ArrayList<>();
        for (Map.Entry<Event.CheckpointTaken, Instant> one : taken.times.entrySet()) {
            Event.CheckpointTaken checkpoint = one.getKey();
            points.add(
                    new Point(
                            checkpoint.number(),
                            one.getValue(),
                            prompts.getOrDefault(checkpoint.turn(), ""),
                            taken.undo.contains(checkpoint.number())));
        }
        return points;
    }

    private static final class Taken {
        private final Map<Event.CheckpointTaken, Instant> times = new LinkedHashMap<>();
        private final Set<Integer> undo = new HashSet<>();

        void line(EnvelopeCodec.Line line) {
            if (!(line instanceof EnvelopeCodec.Line.Known(var known))) {
                return;
            }
            if (known.event() instanceof Event.CheckpointTaken checkpoint) {
                times.put(checkpoint, known.time());
            } else if (known.event() instanceof Event.Rewound rewound) {
                undo.add(rewound.undo());
            }
        }
    }

    /// What came of it.
    ///
    /// @param undo the number of the checkpoint that undoes it
    /// @param changedFiles how many files were written or removed
    /// @param notes a sentence for each file that could not be restored
    public record Rewound(int undo, int changedFiles, List<String> notes) {}

    /// Goes back. The journal has it before the first file changes.
    ///
    /// @throws SessionLogException if there is no such checkpoint, another process has the session
    ///   open, or files cannot be restored
    public Rewound rewind(Path file, int number, Op.RewindWhat what, Journal journal)
            throws InterruptedException {
        SessionLog.Resumed resumed = SessionLog.resume(file);
        try (SessionLog log = resumed.log()) {
            return new Run(resumed.content(), log).rewind(number, what, journal);
        }
    }

    private final class Run {
        private final SessionContent content;
        private final SessionLog log;
        private long next;

        Run(SessionContent content, SessionLog log) {
            this.content = content;
            this.log = log;
            this.next = content.nextSequence();
        }

        Rewound rewind(int number, Op.RewindWhat what, Journal journal)
                throws InterruptedException {
            SessionContent.Checkpoint to = checkpoint(number);
            int undo =
                    content.checkpoints().stream()
                                    .mapToInt(SessionContent.Checkpoint::number)
                                    .max()
                                    .orElse(0)
                            + 1;
            Path workspace = Path.of(content.started().cwd());
            boolean files = what != Op.RewindWhat.CHAT;
            if (files && !Files.isDirectory(workspace)) {
                throw new SessionLogException(
                        "The folder " + workspace + " of the session is gone; use --chat.");
            }
            if (files && to.reference().isEmpty()) {
                throw new SessionLogException(
                        "Checkpoint " + number + " holds no files; use --chat.");
            }
            Checkpoints checkpoints = new Checkpoints(home, workspace, content.started().session());
            var _ =
                    journal.append(
                            new JournalEntries(Optional.of(content.started().session()), clock)
                                    .rewind(number, what, undo));
            String reference = "";
            int changed = 0;
            List<String> notes = new ArrayList<>();
            if (files) {
                Checkpoints.Restored restored = checkpoints.restore(to.reference(), undo);
                reference = restored.undo().reference();
                changed = restored.changedFiles();
                notes.addAll(restored.notes());
            } else {
                // The undo of a conversation needs no files; they are kept where that can be done.
                switch (checkpoints.take(undo)) {
                    case Checkpoints.Outcome.Taken taken -> reference = taken.reference();
                    case Checkpoints.Outcome.Missing missing -> notes.add(missing.reason());
                }
            }
            append(new Event.CheckpointTaken(undo, to.turn(), reference));
            notes.forEach(note -> append(new Event.Warning(note)));
            append(new Event.Rewound(number, what, undo));
            if (content.closed()) {
                append(new Event.SessionClosed());
            }
            log.sync();
            return new Rewound(undo, changed, List.copyOf(notes));
        }

        private SessionContent.Checkpoint checkpoint(int number) {
            for (SessionContent.Checkpoint checkpoint : content.checkpoints()) {
                if (checkpoint.number() == number) {
                    return checkpoint;
                }
            }
            throw new UnknownSessionException(
                    "There is no checkpoint "
                            + number
                            + " in the session "
                            + content.started().session().value()
                            + ". `cordon rewind --list "
                            + content.started().session().value()
                            + "` shows them.");
        }

        private void append(Event event) {
            log.append(new Envelope(next, clock.instant(), event));
            next++;
        }
    }
}
