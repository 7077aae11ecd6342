package dev.cordon.engine;

import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Question;
import java.time.Clock;
import java.time.Duration;
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

    /// Gives the answer to whoever waits for it. The front end may be quicker than the wait.
    void reply(String questionId, Answer answer) {
        open.computeIfAbsent(questionId, _ -> new CompletableFuture<>()).complete(answer);
    }
}
