package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Something a model can call. A tool describes what it wants and words what came of it; it has no
/// reference to anything that acts.
public interface Tool {

    /// How the model sees it.
    ToolSpec spec();

    /// Whether calls of it may run beside each other.
    default Concurrency concurrency() {
        return Concurrency.SHARED;
    }

    /// Says what a call means.
    Plan plan(CallId call, Item.ToolInput input, Context context) throws InterruptedException;

    /// Words a result for the model.
    List<Content> report(Plan.Act planned, Result result, Context context);

    /// Whether calls may overlap.
    enum Concurrency {
        /// May run beside other shared calls.
        SHARED,
        /// Waits for all calls before it and holds back all after it.
        EXCLUSIVE
    }

    /// What a call means.
    sealed interface Plan {
        /// It wants an effect.
        ///
        /// @param success what the model is told when it worked, if the result alone does not say
        record Act(Action action, String success) implements Plan {
            Act(Action action) {
                this(action, "");
            }
        }

        /// It wants no effect: an event, and an answer to the model.
        record Tell(Event event, String answer) implements Plan {}

        /// It wants nothing more: the answer is there already.
        record Answer(String text) implements Plan {}

        /// It makes no sense; the model is told why and what would.
        record Reject(String message) implements Plan {}
    }

    /// What a tool may know.
    interface Context {
        /// The root of the project.
        Path workspace();

        /// The content of a text file as the gate lets it be read.
        ///
        /// @return empty if there is no such file
        /// @throws ToolException if it may not be read, or is no UTF-8 text
        Optional<String> readText(CallId call, Path path) throws InterruptedException;

        /// Asks the user and waits for the answer.
        ///
        /// @return empty if the user does not want to answer
        /// @throws ToolException if nobody is there who could
        List<InputQuestion.Reply> askUser(CallId call, List<InputQuestion> questions)
                throws InterruptedException;

        /// The most that an answer to the model may hold, in bytes.
        int maxAnswerBytes();

        /// Makes an answer fit: terminal codes are removed, head and tail are kept, the cut is
        /// announced.
        ///
        /// @param totalBytes how much there was, of which `text` may be a part
        String fit(String text, long totalBytes, Optional<Path> spill, int maxBytes);
    }

    /// A call that cannot be planned.
    final class ToolException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /// @param message a sentence for the model
        public ToolException(String message) {
            super(message);
        }
    }
}
