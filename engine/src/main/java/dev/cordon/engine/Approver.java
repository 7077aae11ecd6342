package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Question;

/// Answers questions: a person, a reviewer, a program, or nobody.
@FunctionalInterface
public interface Approver {

    /// Answers one question; may take as long as the question lives.
    ///
    /// Whatever is wrong with an approver counts as no: it never throws to say yes.
    Answer answer(Question question) throws InterruptedException;
}
