package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of the session, put together from its events. Belongs to the UI's thread.
final class SessionState {
    /// Turns that can be gone back to; older ones are forgotten here, not in the session.
    private static final int MAX_TURNS = 500;

    private String id = "";
    private String name = "";
    private String model = "";
    private String provider = "";
    private String sandboxMode = "";
    private String approvalPolicy = "";
    private String network = "";
    private Usage usage = Usage.UNKNOWN;
    private Usage lastRequest = Usage.UNKNOWN;
    private long microDollars;
    private boolean priced;
    private long contextWindowTokens;
    private Optional<Path> file = Optional.empty();
    private Optional<TurnId> runningTurn = Optional.empty();
    private boolean held;
    private boolean pictures = true;
    private Usage beforeTurn = Usage.UNKNOWN;
    private List<PlanStep> plan = List.of();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<List<Content>> queue = new ArrayList<>();
    private final List<SessionOpener.Earlier> turns = new ArrayList<>();
    private final Map<Integer, String> processes = new LinkedHashMap<>();

    /// Calls that wait for a process; their result names it only if it goes on.
    private final Map<CallId, Integer> waits = new LinkedHashMap<>();

    private final Map<Integer, TurnId> checkpoints = new HashMap<>();
    private final Map<CallId, String> commands = new HashMap<>();

    /// Another session takes the place of this one.
    void reset() {
        id = "";
        name = "";
        usage = Usage.UNKNOWN;
        lastRequest = Usage.UNKNOWN;
        microDollars = 0;
        priced = false;
        file = Optional.empty();
        runningTurn = Optional.empty();
        plan = List.of();
        settings.clear();
        queue.clear();
        held = false;
        beforeTurn = Usage.UNKNOWN;
        turns.clear();
        checkpoints.clear();
        processes.clear();
        commands.clear();
        waits.clear();
    }

    void opened(SessionOpener.Opened session) {
        file = session.file();
        contextWindowTokens = session.contextWindowTokens();
        turns.addAll(0, session.turns());
        session.before().forEach(this::apply);
        held = !queue.isEmpty() && runningTurn.isEmpty();
        pictures = session.session().seesPictures();
    }

    void apply(Event event) {
        switch (event) {
            case Event.SessionStarted started -> {
                id = started.session().value();
                model = started.model();
                provider = started.provider();
                sandboxMode = started.sandboxMode();
                approvalPolicy = started.approvalPolicy();
                network = started.network();
            }
            case Event.SessionResumed resumed -> {
                model = resumed.model();
                provider = resumed.provider();
                runningTurn = Optional.empty();
                queue.clear();
                processes.clear();
            }
            case Event.SessionRenamed(String given) -> name = given;
            case Event.SettingChanged changed -> setting(changed.key(), changed.value());
            case Event.TurnStarted(TurnId turn) -> {
                runningTurn = Optional.of(turn);
                beforeTurn = lastRequest;
                turns.add(new SessionOpener.Earlier(turn, ""));
                if (turns.size() > MAX_TURNS) {
                    turns.removeFirst();
                }
            }
            case Event.TurnEnded _ -> {
                runningTurn = Optional.empty();
                held &= !queue.isEmpty();
            }
            // Its requests had a history of their own: the window of this one is as full as before.
            case Event.ChangesReviewed _ -> lastRequest = beforeTurn;
            case Event.ItemAdded(Item.UserMessage message) ->
                    prompt(Attachments.words(message.content()));
            case Event.PlanUpdated(List<PlanStep> steps, _) -> plan = steps;
            case Event.UsageReported reported -> spent(reported);
            case Event.Queued(int position, List<Content> content) ->
                    queue.add(Math.min(position, queue.size()), content);
            case Event.Unqueued(int position) -> {
                if (position >= 0 && position < queue.size()) {
                    queue.remove(position);
                }
            }
            case Event.ActionProposed(Action.RunCommand run) ->
                    commands.put(run.call(), String.join(" ", run.argv()));
            case Event.ActionProposed(Action.WriteStdin write) ->
                    waits.put(write.call(), write.process());
            case Event.ActionFinished(CallId call, Result result) -> finished(call, result);
            case Event.CheckpointTaken(int number, TurnId turn, _) -> checkpoints.put(number, turn);
            case Event.Rewound rewound -> rewound(rewound);
            case Event.ProcessEnded(int process, _) -> processes.remove(process);
            default -> {
                // The rest changes nothing here.
            }
        }
    }

    /// Turns that the conversation no longer has cannot be gone back to.
    private void rewound(Event.Rewound rewound) {
        TurnId first = checkpoints.get(rewound.number());
        if (rewound.what() == Op.RewindWhat.FILES || first == null) {
            return;
        }
        int at = 0;
        while (at < turns.size() && !turns.get(at).turn().equals(first)) {
            at++;
        }
        turns.subList(at, turns.size()).clear();
    }

    private void setting(String key, String value) {
        settings.put(key, value);
        switch (key) {
            case "model" -> {
                model = value;
                pictures = true;
            }
            case "sandbox_mode" -> sandboxMode = value;
            case "approval_policy" -> approvalPolicy = value;
            case "network" -> network = value;
            default -> {
                // Kept for the commands that show settings.
            }
        }
    }

    private void prompt(String text) {
        if (!turns.isEmpty() && turns.getLast().prompt().isEmpty()) {
            turns.set(turns.size() - 1, new SessionOpener.Earlier(turns.getLast().turn(), text));
        }
    }

    private void spent(Event.UsageReported reported) {
        usage = reported.session();
        lastRequest = reported.request();
        if (reported.microDollars().isPresent()) {
            priced = true;
            microDollars += reported.microDollars().getAsLong();
        }
    }

    private void finished(CallId call, Result result) {
        String command = commands.remove(call);
        Integer awaited = waits.remove(call);
        if (result instanceof Result.CommandOutput output) {
            if (output.exitCode().isPresent() && awaited != null) {
                processes.remove(awaited);
            } else if (output.process().isPresent() && command != null) {
                processes.put(output.process().getAsInt(), command);
            }
        }
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    String model() {
        return model;
    }

    String provider() {
        return provider;
    }

    String sandboxMode() {
        return sandboxMode;
    }

    String approvalPolicy() {
        return approvalPolicy;
    }

    String network() {
        return network;
    }

    /// Of the whole session.
    Usage usage() {
        return usage;
    }

    /// What this process saw spent, in millionths of a dollar; empty if no price is known.
    Optional<Long> microDollars() {
        return priced ? Optional.of(microDollars) : Optional.empty();
    }

    /// How much of the context is left, 0 to 100; empty if the window or the usage is unknown.
    Optional<Integer> contextLeftPercent() {
        if (contextWindowTokens <= 0 || lastRequest.input().isEmpty()) {
            return Optional.empty();
        }
        long used = lastRequest.input().getAsLong() + lastRequest.output().orElse(0);
        return Optional.of(Math.clamp(100 - used * 100 / contextWindowTokens, 0, 100));
    }

    long contextWindowTokens() {
        return contextWindowTokens;
    }

    /// Whether the model may see pictures, as far as is known.
    boolean pictures() {
        return pictures;
    }

    /// The log of the session.
    Optional<Path> file() {
        return file;
    }

    Optional<TurnId> runningTurn() {
        return runningTurn;
    }

    List<PlanStep> plan() {
        return plan;
    }

    /// Settings that changed since the start, by key.
    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /// Prompts that wait, the next one first.
    List<List<Content>> queue() {
        return List.copyOf(queue);
    }

    /// Whether they wait for a word of the user, because an earlier process left them.
    boolean held() {
        return held && !queue.isEmpty();
    }

    /// What waited may run now.
    void released() {
        held = false;
    }

    /// What can be gone back to, oldest first.
    List<SessionOpener.Earlier> turns() {
        return List.copyOf(turns);
    }

    /// Commands that run in the background, by number.
    Map<Integer, String> processes() {
        return new LinkedHashMap<>(processes);
    }
}
