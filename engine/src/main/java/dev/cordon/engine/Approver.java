package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Question;
import java.util.List;

/// Answers questions: a person, a reviewer, a program, or nobody.
@FunctionalInterface
public interface Approver {

    /// Answers one question; may take as long as the question lives.
    ///
    /// Whatever is wrong with an approver counts as no: it never throws to say yes.
    Answer answer(Question question) throws InterruptedException;

    /// Whether a person is there whom a model can ask for more than a permission.
    default boolean takesInput() {
        return false;
    }

    /// Asks the user what a model wants to know; waits as long as it takes.
    ///
    /// @param request names the request
    /// @return empty if the user does not want to answer
    default List<InputQuestion.Reply> input(String request, List<InputQuestion> questions)
            throws InterruptedException {
        return List.of();
    }

    /// The same for those who look at the session too.
    default Answer answer(Question question, ReviewDesk desk) throws InterruptedException {
        return answer(question);
    }
}
