package dev.cordon.engine;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnId;
import dev.cordon.protocol.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What lasts from turn to turn: the history and what it cost.
final class Conversation {
    private static final long NEVER = -1;
    private static final long COMPACTED = -2;

    private final SessionId session;
    private final History history = new History();
    private final Set<String> callIds = new HashSet<>();
    private final Set<String> changedFiles = new LinkedHashSet<>();
    private final List<Mark> marks = new ArrayList<>();
    private List<Item> beforeTurn = List.of();
    private List<PlanStep> plan = List.of();
    private Usage usage = Usage.UNKNOWN;
    private long lastInputTokens;
    private long tokensAfterCompaction = NEVER;
    private Optional<Json.Obj> outputSchema = Optional.empty();

    Conversation(SessionId session) {
        this.session = session;
    }

    SessionId session() {
        return session;
    }

    History history() {
        return history;
    }

    synchronized Usage usage() {
        return usage;
    }

    synchronized void spent(Usage request) {
        usage = usage.plus(request);
        lastInputTokens = request.input().orElse(0) + request.output().orElse(0);
        if (tokensAfterCompaction == COMPACTED) {
            tokensAfterCompaction = lastInputTokens;
        }
    }

    /// A request that is no part of the conversation, for example for a summary.
    synchronized void spentBeside(Usage request) {
        usage = usage.plus(request);
    }

    /// Whether the history holds this much more than after it was last made shorter. A history that
    /// could not be made shorter is not tried again before it grew.
    synchronized boolean grewSinceCompaction(long tokens) {
        return tokensAfterCompaction == NEVER || lastInputTokens >= tokensAfterCompaction + tokens;
    }

    /// The history was made shorter; the old count says nothing.
    synchronized void compacted() {
        lastInputTokens = 0;
        tokensAfterCompaction = COMPACTED;
    }

    /// What the last request held, in tokens, as far as the provider told.
    synchronized long lastTokens() {
        return lastInputTokens;
    }

    /// After the history was made shorter, the old count says nothing.
    synchronized void forgetLastTokens() {
        lastInputTokens = 0;
    }

    synchronized List<PlanStep> plan() {
        return plan;
    }

    synchronized Set<String> changedFiles() {
        return new LinkedHashSet<>(changedFiles);
    }

    /// What can be gone back to, oldest first.
    synchronized List<Mark> marks() {
        return List.copyOf(marks);
    }

    /// A checkpoint and how long the history was before its turn.
    record Mark(int number, TurnId turn, String reference, List<Item> before) {}

    /// A turn begins: what is there now is what going back restores.
    synchronized void turnBegins() {
        beforeTurn = history.snapshot();
    }

    /// Remembers what a summary must not lose.
    synchronized void saw(Event event) {
        if (event instanceof Event.CheckpointTaken(int number, TurnId turn, String reference)) {
            marks.add(new Mark(number, turn, reference, beforeTurn));
        }
        if (event instanceof Event.PlanUpdated(List<PlanStep> steps, _)) {
            plan = steps;
        }
        if (event instanceof Event.ActionFinished(_, Result.FilesChanged(var files))) {
            files.forEach(file -> changedFiles.add(file.path().toString()));
        }
    }

    Optional<Json.Obj> outputSchema() {
        return outputSchema;
    }

    void outputSchema(Optional<Json.Obj> schema) {
        outputSchema = schema;
    }

    /// Some models use the id of a call twice; providers refuse that when it is sent back, so the
    /// second gets an id of ours.
    synchronized Item.ToolCall withUniqueId(Item.ToolCall call) {
        String id = call.call().value();
        if (callIds.add(id)) {
            return call;
        }
        int copy = 2;
        while (!callIds.add(id + "-" + copy)) {
            copy++;
        }
        return new Item.ToolCall(
                new CallId(id + "-" + copy),
                call.name(),
                call.namespace(),
                call.input(),
                Optional.empty());
    }

    /// An empty one beside this, whose calls have other ids.
    synchronized Conversation aside() {
        Conversation aside = new Conversation(SessionId.fresh());
        aside.callIds.addAll(callIds);
        return aside;
    }

    /// The ids of calls made aside are not used again here.
    synchronized void adopt(Conversation aside) {
        callIds.addAll(aside.callIds);
    }

    /// Takes a stored history up again.
    synchronized void restore(Restored restored) {
        restored.checkpoints()
                .forEach(
                        c -> marks.add(new Mark(c.number(), c.turn(), c.reference(), c.history())));
        plan = restored.plan();
        changedFiles.addAll(restored.changedFiles());
        for (Item item : restored.history()) {
            if (item instanceof Item.ToolCall call) {
                callIds.add(call.call().value());
            }
            history.add(item);
        }
        usage = restored.usage();
    }
}
