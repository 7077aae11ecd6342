package dev.cordon.engine;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.Usage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows the events of a session file to the state they lead to.
final class SessionRebuild implements SessionReader.Target {
    private static final String SPILL = ",\"spill\":\"";
    private static final String FILES_CHANGED = ",\"result\":{\"type\":\"files_changed\"";

    private Event.@Nullable SessionStarted started;
    private Optional<String> name = Optional.empty();
    // Lists of items only grow; going back or compacting starts a new one, so that the part of an
    // old one that a checkpoint remembers never changes.
    private List<Item> history = new ArrayList<>();
    private Usage usage = Usage.UNKNOWN;
    private List<PlanStep> plan = List.of();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<SessionContent.TurnMark> turns = new ArrayList<>();
    private final Map<Integer, SessionContent.Checkpoint> checkpoints = new LinkedHashMap<>();
    private final Set<String> changedFiles = new LinkedHashSet<>();
    private final List<List<Content>> queue = new ArrayList<>();
    private final Set<Path> spills = new LinkedHashSet<>();
    private @Nullable TurnId openTurn;
    private long unknown;
    private long nextSequence;

    /// Most lines do not change the state, or a later one does again; they are not even parsed,
    /// which is what makes taking up a long session quick.
    @Override
    public SessionReader.Care care(String type, LineStart start) {
        return switch (type) {
            case "item_added" -> SessionReader.Care.ITEM;
            case "usage_reported", "plan_updated" -> SessionReader.Care.LAST;
            // Inside a string the quotation marks would be escaped.
            case "action_finished" ->
                    start.showsSoon(",\"result\":{\"type\":\"")
                                    && !start.showsSoon(FILES_CHANGED)
                                    && !start.showsSoon(SPILL)
                            ? SessionReader.Care.PASS
                            : SessionReader.Care.READ;
            case "action_proposed",
                    "decided",
                    "asked",
                    "answered",
                    "action_started",
                    "call_rejected",
                    "process_ended",
                    "retrying",
                    "rerouted",
                    "warning" ->
                    SessionReader.Care.PASS;
            default -> SessionReader.Care.READ;
        };
    }

    @Override
    public void item(Item item) {
        history.add(item);
    }

    @Override
    public void line(EnvelopeCodec.Line line) {
        if (line instanceof EnvelopeCodec.Line.Known known) {
            on(known.envelope().event(), known.envelope().time());
        } else {
            unknown++;
        }
    }

    /// No switch over types: to link one takes 20 ms in a fresh process, half of what taking up a
    /// session may cost. What is not named here changes nothing.
    private void on(Event event, Instant time) {
        if (event instanceof Event.ItemAdded added) {
            history.add(added.item());
        } else if (event instanceof Event.SessionStarted start) {
            started = started == null ? start : started;
        } else if (event instanceof Event.TurnStarted start) {
            openTurn = start.turn();
            turns.add(new SessionContent.TurnMark(start.turn(), time, mark()));
        } else if (event instanceof Event.TurnEnded) {
            openTurn = null;
        } else if (event instanceof Event.UsageReported report) {
            usage = report.session();
        } else if (event instanceof Event.CheckpointTaken taken) {
            checkpoint(taken);
        } else if (event instanceof Event.Rewound rewound) {
            rewind(rewound);
        } else if (event instanceof Event.Compacted compacted) {
            history = new ArrayList<>(compacted.history());
        } else if (event instanceof Event.PlanUpdated updated) {
            plan = updated.steps();
        } else {
            onMore(event);
        }
    }

    private void onMore(Event event) {
        if (event instanceof Event.SessionRenamed renamed) {
            name = Optional.of(renamed.name());
        } else if (event instanceof Event.SettingChanged changed) {
            settings.put(changed.key(), changed.value());
        } else if (event instanceof Event.ActionFinished finished) {
            if (finished.result() instanceof Result.FilesChanged changed) {
                changed.files().forEach(file -> changedFiles.add(file.path().toString()));
            } else if (finished.result() instanceof Result.CommandOutput output) {
                output.spill().ifPresent(spills::add);
            }
        } else if (event instanceof Event.Queued queued) {
            int position = Math.min(Math.max(queued.position(), 0), queue.size());
            queue.add(position, queued.content());
        } else if (event instanceof Event.Unqueued taken
                && taken.position() >= 0
                && taken.position() < queue.size()) {
            queue.remove(taken.position());
        }
    }

    private void checkpoint(Event.CheckpointTaken taken) {
        List<Item> belongs = mark();
        if (taken.turn().equals(openTurn)) {
            belongs = turns.getLast().before();
        }
        checkpoints.put(
                taken.number(),
                new SessionContent.Checkpoint(
                        taken.number(), taken.turn(), taken.reference(), belongs));
    }

    private void rewind(Event.Rewound rewound) {
        SessionContent.Checkpoint to = checkpoints.get(rewound.number());
        if (rewound.what() != Op.RewindWhat.FILES && to != null) {
            history = new ArrayList<>(to.history());
        }
    }

    private List<Item> mark() {
        return new Prefix(history, history.size());
    }

    /// @throws SessionLogException if the file does not begin with the start of a session
    SessionContent content(Path file, SessionReader.Scan scan) {
        if (started == null) {
            throw new SessionLogException(
                    "The session file " + file + " holds no session: nothing was logged.");
        }
        nextSequence = scan.lines();
        List<String> problems = new ArrayList<>();
        if (scan.tornBytes() > 0) {
            problems.add(
                    "The last line of "
                            + file
                            + " was not written to its end; its "
                            + scan.tornBytes()
                            + " bytes are left out.");
        }
        if (unknown > 0) {
            problems.add(file + " holds " + unknown + " events of a newer version of Cordon.");
        }
        return new SessionContent(
                started,
                name,
                Collections.unmodifiableList(history),
                usage,
                plan,
                Collections.unmodifiableMap(settings),
                List.copyOf(turns),
                List.copyOf(checkpoints.values()),
                Collections.unmodifiableSet(changedFiles),
                List.copyOf(queue),
                Collections.unmodifiableSet(spills),
                nextSequence,
                scan.lastTime(),
                scan.lastType().equals("session_closed"),
                scan.goodBytes(),
                scan.unended(),
                List.copyOf(problems));
    }

    /// The first items of a list that only grows.
    private static final class Prefix extends AbstractList<Item> {
        private final List<Item> items;
        private final int size;

        Prefix(List<Item> items, int size) {
            this.items = items;
            this.size = size;
        }

        @Override
        public Item get(int index) {
            return items.get(Objects.checkIndex(index, size));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
