package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Question;
import java.util.Optional;

/// A reviewer first, and whoever comes second for everything that it does not allow: what it
/// denied, what it may not answer, and reviews that failed.
///
/// A person need not wait for the reviewer: a no that is there when the reviewer says yes wins.
public final class ChainedApprover implements Approver, AutoCloseable {
    private final AutoReviewer reviewer;
    private final Approver then;

    public ChainedApprover(AutoReviewer reviewer, Approver then) {
        this.reviewer = reviewer;
        this.then = then;
    }

    @Override
    public Answer answer(Question question) throws InterruptedException {
        return then.answer(question);
    }

    @Override
    public Answer answer(Question question, ReviewDesk desk) throws InterruptedException {
        Answer first = reviewer.answer(question, desk);
        if (!(first instanceof Answer.Approve)) {
            Answer second = then.answer(question, desk);
            // Where nobody is left to ask, what the reviewer said is worth more than that.
            return second.by().equals(NobodyApprover.NAME) ? first : second;
        }
        Optional<Answer> early =
                then instanceof FrontEndApprover person
                        ? person.early(question.id())
                        : Optional.empty();
        return early.filter(a -> !(a instanceof Answer.Approve)).orElse(first);
    }

    /// Closes the connection of the reviewer; whoever comes second belongs to somebody else.
    @Override
    public void close() {
        reviewer.close();
    }
}
