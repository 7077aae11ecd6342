package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Question;
import java.util.Optional;

/// Nobody is there to ask: everything that needs an answer is declined.
public final class NobodyApprover implements Approver {
    /// The word for it in answers and events.
    public static final String NAME = "nobody";

    @Override
    public Answer answer(Question question) {
        return new Answer.Decline(NAME, Optional.empty());
    }
}
