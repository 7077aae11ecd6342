package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Counts what the automatic reviewer refused in one turn. An agent that is refused again and again
/// is not stopped by one more refusal, so the turn is.
final class ReviewCount {
    static final int MAX_IN_A_ROW = 3;
    static final int MAX_IN_WINDOW = 10;
    static final int WINDOW = 50;

    private final Deque<Boolean> refused = new ArrayDeque<>();
    private int inARow;

    void turnStarted() {
        refused.clear();
        inARow = 0;
    }

    void answered(Answer answer) {
        if (!answer.by().equals(AutoReviewer.NAME)) {
            // Somebody looked at it.
            inARow = 0;
            return;
        }
        boolean no = !(answer instanceof Answer.Approve);
        inARow = no ? inARow + 1 : 0;
        refused.addLast(no);
        if (refused.size() > WINDOW) {
            refused.removeFirst();
        }
    }

    /// Why the turn must stop; empty if it may go on.
    Optional<String> stop() {
        if (inARow >= MAX_IN_A_ROW) {
            return Optional.of("the reviewer refused " + inARow + " actions in a row");
        }
        long all = refused.stream().filter(no -> no).count();
        return all >= MAX_IN_WINDOW
                ? Optional.of("the reviewer refused " + all + " of the last " + refused.size())
                : Optional.empty();
    }
}
