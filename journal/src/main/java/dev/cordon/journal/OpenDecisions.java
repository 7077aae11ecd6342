package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The decisions of one process that let something happen and have no effect yet. Of the writing
/// thread alone.
///
/// Kept so that the mark of the process can say where they begin: who cares for it after a crash
/// reads from there, and not everything since the process began.
final class OpenDecisions {
    private static final int MAX_OPEN = 10_000;

    private final TreeMap<Long, Open> open = new TreeMap<>();
    private boolean overflowed;

    private record Open(String call, boolean asked) {}

    /// What an entry means here.
    sealed interface Bearing {
        /// Something may happen from here on.
        ///
        /// @param replaces the question that this decision answers
        record Opens(String call, boolean asked, OptionalLong replaces) implements Bearing {}

        /// What was decided there has an effect, or will have none.
        record Closes(OptionalLong decision) implements Bearing {}

        /// Somebody said no to what the call asked.
        record Declines(String call) implements Bearing {}

        /// Nothing.
        record None() implements Bearing {}

        /// What an entry with this body means.
        static Bearing of(JournalEntry.Kind kind, Json.Obj body) {
            return switch (kind) {
                case DECISION -> decision(body);
                case EFFECT -> new Closes(body.integer("decision"));
                case APPROVAL ->
                        body.text("answer").orElse("").equals("approve")
                                ? new None()
                                : new Declines(body.text("call").orElse(""));
                case SESSION,
                        PROMPT,
                        MODEL_REQUEST,
                        MODEL_ANSWER,
                        NETWORK,
                        POLICY,
                        CHECKPOINT,
                        REWIND,
                        MERGE,
                        LOGIN,
                        ERROR,
                        SELF_TEST ->
                        new None();
            };
        }

        private static Bearing decision(Json.Obj body) {
            String verdict = body.text("verdict").orElse("");
            boolean runs = verdict.equals("allow") || verdict.equals("ask");
            if (!runs) {
                return new Closes(body.integer("supersedes"));
            }
            Json.Obj action = body.object("action").orElse(Json.object().build());
            // A connection has no effect of its own.
            return action.text("kind").orElse("").equals("network")
                    ? new Closes(body.integer("supersedes"))
                    : new Opens(
                            action.text("call").orElse(""),
                            verdict.equals("ask"),
                            body.integer("supersedes"));
        }
    }

    /// An entry of this process has its place.
    void placed(long index, Bearing bearing) {
        switch (bearing) {
            case Bearing.Opens(String call, boolean asked, OptionalLong replaces) -> {
                replaces.ifPresent(open::remove);
                if (open.size() < MAX_OPEN) {
                    open.put(index, new Open(call, asked));
                } else {
                    overflowed = true;
                }
            }
            case Bearing.Closes(OptionalLong decision) -> decision.ifPresent(open::remove);
            case Bearing.Declines(String call) ->
                    open.values().removeIf(one -> one.asked() && one.call().equals(call));
            case Bearing.None() -> {}
        }
    }

    /// Where the first of them stands; empty if there is none.
    OptionalLong first() {
        return open.isEmpty() ? OptionalLong.empty() : OptionalLong.of(open.firstKey());
    }

    /// Whether there were too many to keep, so that nothing is known.
    boolean overflowed() {
        return overflowed;
    }
}
