package dev.cordon.cli;

import dev.cordon.engine.SessionReader;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What the file of a running session says up to where its host goes on: what is shown again, what
/// tells the state, and what is still open.
final class HostedPast {
    /// Items that are shown again.
    private static final int SHOWN_ITEMS = 60;

    private final List<Item> items = new ArrayList<>();
    private final List<Event> state = new ArrayList<>();
    private final Map<Integer, TurnId> checkpoints = new HashMap<>();
    private final Map<TurnId, Integer> turns = new HashMap<>();
    private final Map<CallId, Event> commands = new HashMap<>();
    private final Map<Object, Envelope> open = new LinkedHashMap<>();

    /// Reads the events from `after`, without it, to `before`, without it, in order.
    ///
    /// @throws dev.cordon.engine.SessionLogException if the file cannot be read
    static void read(Path file, long after, long before, Consumer<Envelope> consumer) {
        SessionReader.events(
                file,
                line -> {
                    if (line instanceof EnvelopeCodec.Line.Known(Envelope envelope)
                            && envelope.sequence() > after
                            && envelope.sequence() < before) {
                        consumer.accept(envelope);
                    }
                });
    }

    static HostedPast of(Path file, long before) {
        HostedPast past = new HostedPast();
        read(file, -1, before, past::take);
        return past;
    }

    /// The newest items.
    List<Item> shown() {
        return items.subList(Math.max(0, items.size() - SHOWN_ITEMS), items.size());
    }

    /// Events that tell the state.
    List<Event> state() {
        return List.copyOf(state);
    }

    /// Actions that run on and questions that wait, in order.
    List<Envelope> open() {
        return List.copyOf(open.values());
    }

    private void take(Envelope envelope) {
        Event event = envelope.event();
        openOrClosed(envelope);
        switch (event) {
            case Event.ItemAdded(Item item) -> {
                if (!(item instanceof Item.ToolOutput) && !(item instanceof Item.ToolCall)) {
                    items.add(item);
                }
                if (item instanceof Item.UserMessage) {
                    state.add(event);
                }
            }
            case Event.TurnStarted(TurnId turn) -> {
                turns.put(turn, items.size());
                state.add(event);
            }
            case Event.CheckpointTaken(int number, TurnId turn, _) -> {
                checkpoints.put(number, turn);
                state.add(event);
            }
            case Event.Rewound rewound -> {
                forget(rewound);
                state.add(event);
            }
            case Event.ActionProposed(Action.RunCommand run) -> commands.put(run.call(), event);
            case Event.ActionFinished(CallId call, Result result) -> {
                Event command = commands.remove(call);
                boolean background =
                        result instanceof Result.CommandOutput out && out.process().isPresent();
                if (command != null && background) {
                    state.add(command);
                    state.add(event);
                }
            }
            case Event.SessionStarted _,
                    Event.SessionResumed _,
                    Event.SessionRenamed _,
                    Event.SettingChanged _,
                    Event.TurnEnded _,
                    Event.PlanUpdated _,
                    Event.UsageReported _,
                    Event.Queued _,
                    Event.Unqueued _,
                    Event.ProcessEnded _ ->
                    state.add(event);
            default -> {
                // Past, and nothing hangs on it.
            }
        }
    }

    private void openOrClosed(Envelope envelope) {
        switch (envelope.event()) {
            case Event.ActionProposed(Action action) -> open.put(action.call(), envelope);
            case Event.ActionFinished(CallId call, _) -> open.remove(call);
            case Event.Asked asked -> open.put(asked.question().id(), envelope);
            case Event.Answered answered -> open.remove(answered.questionId());
            case Event.InputRequested asked -> open.put(asked.request(), envelope);
            case Event.InputGiven given -> open.remove(given.request());
            case Event.TurnEnded _, Event.SessionResumed _ -> open.clear();
            default -> {
                // Neither opens nor closes anything.
            }
        }
    }

    /// A turn that was taken back is not shown.
    private void forget(Event.Rewound rewound) {
        TurnId first = checkpoints.get(rewound.number());
        Integer at = first == null ? null : turns.get(first);
        if (rewound.what() != Op.RewindWhat.FILES && at != null && at <= items.size()) {
            items.subList(at, items.size()).clear();
        }
    }
}
