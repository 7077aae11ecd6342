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

import org.jspecify.annotations.Nullable;

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

/// Follows the events of a session file to the state they lead to.
final class SessionRebuild implements SessionReader.Target {
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
        switch (line) {
            case EnvelopeCodec.Line.Known(var envelope) -> on(envelope.event(), envelope.time());
            case EnvelopeCodec.Line.Unknown _ -> unknown++;
        }
    }

    private void on(Event event, Instant time) {
        if (event instanceof Event.ItemAdded(Item item)) {
            history.add(item);
            return;
        }
        switch (event) {
            case Event.SessionStarted start -> started = started == null ? start : started;
            case Event.SessionRenamed(String to) -> name = Optional.of(to);
            case Event.SettingChanged(String key, String value, _) -> settings.put(key, value);
            case Event.TurnStarted(TurnId turn) -> {
                openTurn = turn;
                turns.add(new SessionContent.TurnMark(turn, time, mark()));
            }
            case Event.TurnEnded _ -> openTurn = null;
            case Event.PlanUpdated(List<PlanStep> steps, _) -> plan = steps;
            case Event.UsageReported report -> usage = report.session();
            case Event.Compacted compacted -> history = new ArrayList<>(compacted.history());
            case Event.CheckpointTaken taken -> checkpoint(taken);
            case Event.Rewound rewound -> rewind(rewound);
            case Event.ActionFinished(_, Result.FilesChanged(var files)) ->
                    files.forEach(file -> changedFiles.add(file.path().toString()));
            case Event.Queued(int position, List<Content> content) ->
                    queue.add(Math.min(Math.max(position, 0), queue.size()), content);
            case Event.Unqueued(int position) -> {
                if (position >= 0 && position < queue.size()) {
                    queue.remove(position);
                }
            }
            case Event.SessionClosed _,
                    Event.SessionResumed _,
                    Event.ItemAdded _,
                    Event.ActionProposed _,
                    Event.Decided _,
                    Event.Asked _,
                    Event.Answered _,
                    Event.ActionStarted _,
                    Event.ActionFinished _,
                    Event.CallRejected _,
                    Event.ProcessEnded _,
                    Event.Retrying _,
                    Event.Rerouted _,
                    Event.Warning _,
                    Event.Passing _ -> {}
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
