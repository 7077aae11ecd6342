package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.InputQuestion;
import dev.cordon.protocol.Question;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits until the front end answers with an `Op.Reply`. When time runs out the answer is no.
public final class FrontEndApprover implements Approver {
    private final Clock clock;
    private final Map<String, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<InputQuestion.Reply>>> asked =
            new ConcurrentHashMap<>();

    public FrontEndApprover(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Answer answer(Question question) throws InterruptedException {
        CompletableFuture<Answer> reply =
                open.computeIfAbsent(question.id(), _ -> new CompletableFuture<>());
        long millis = Duration.between(clock.instant(), question.expires()).toMillis();
        try {
            return reply.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            return new Answer.Decline(NobodyApprover.NAME, Optional.empty());
        } finally {
            open.remove(question.id());
        }
    }

    /// An answer that came before anybody waited for it; it stays for who waits later.
    Optional<Answer> early(String questionId) {
        CompletableFuture<Answer> reply = open.get(questionId);
        return reply == null ? Optional.empty() : Optional.ofNullable(reply.getNow(null));
    }

    /// Gives the answer to whoever waits for it. The front end may be quicker than the wait.
    void reply(String questionId, Answer answer) {
        open.computeIfAbsent(questionId, _ -> new CompletableFuture<>()).complete(answer);
    }

    @Override
    public boolean takesInput() {
        return true;
    }

    @Override
    public List<InputQuestion.Reply> input(String request, List<InputQuestion> questions)
            throws InterruptedException {
        try {
            return asked.computeIfAbsent(request, _ -> new CompletableFuture<>()).get();
        } catch (ExecutionException _) {
            return List.of();
        } finally {
            asked.remove(request);
        }
    }

    /// Gives what the user said to the call that waits for it.
    void give(String request, List<InputQuestion.Reply> replies) {
        asked.computeIfAbsent(request, _ -> new CompletableFuture<>()).complete(replies);
    }
}
