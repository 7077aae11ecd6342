package dev.cordon.engine;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.InputQuestion;
import java.util.List;
import java.util.UUID;

/// Lets a model ask the user something, and everybody see it.
final class UserInput {
    private final Approver approver;
    private final Events events;

    UserInput(Approver approver, Events events) {
        this.approver = approver;
        this.events = events;
    }

    /// @return empty if the user does not want to answer
    /// @throws Tool.ToolException if nobody is there who could
    List<InputQuestion.Reply> ask(CallId call, List<InputQuestion> questions)
            throws InterruptedException {
        if (!approver.takesInput()) {
            throw new Tool.ToolException(
                    "Nobody is there to answer. Decide yourself, go on, and say at the end what you"
                            + " assumed.");
        }
        String request = UUID.randomUUID().toString();
        events.emit(new Event.InputRequested(request, call, questions));
        List<InputQuestion.Reply> replies = List.of();
        try {
            replies = approver.input(request, questions);
        } finally {
            events.emit(new Event.InputGiven(request, call, replies));
        }
        return replies;
    }
}
