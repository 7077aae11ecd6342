package dev.cordon.engine;

import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionCodec;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Question;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A second model that answers questions in place of a person: without tools, from parsed facts and
/// quoted evidence, for one action at a time.
///
/// ```
/// question ─ floor of policy, secrets ─► not reviewable
///          └► model ─ no answer, no valid answer, other model, too late ─► failed
///                   └► verdict ─ low, medium; high with authorisation ─► allowed, once
///                              └ else ─► denied
/// ```
///
/// Everything but `allowed` declines. It never grants more than this one action, and a model can
/// only be stricter than the table in {@link ReviewAnswer#passes}. Promise kept by
/// `AutoReviewerTest`.
public final class AutoReviewer implements Approver, AutoCloseable {
    /// The word for it in answers, events and the journal.
    public static final String NAME = "auto_review";

    private static final int MAX_TRIES = 2;
    private static final String NO_WAY_AROUND =
            " Do not look for another way to the same end: do something plainly safer, or stop and"
                    + " ask the user.";

    private final Supplier<ModelClient> clients;
    private final Options options;
    private final Clock clock;
    private final ReviewPrompt prompt;
    private final SessionId session = SessionId.fresh();
    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private Optional<ModelClient> client = Optional.empty();
    private long tokens;

    /// How reviews are made.
    ///
    /// @param model the provider's name of the reviewer's model
    /// @param policy the organisation's text for the reviewer; may be empty
    /// @param maxMillis how long one review may take, all tries together
    /// @param maxTokens how many tokens all reviews of a session may use; 0 for no bound
    /// @param maxAnswerTokens how long one answer may be
    public record Options(
            String model,
            String policy,
            long maxMillis,
            long maxTokens,
            int maxAnswerTokens,
            ModelRequest.Reasoning reasoning) {
        /// Enough for a verdict and the thought before it.
        public static final int ANSWER_TOKENS = 4_000;
    }

    /// @param clients opens a connection to the reviewer's model; asked again after a review that
    ///   did not end in time
    public AutoReviewer(Supplier<ModelClient> clients, Options options, Clock clock) {
        this.clients = clients;
        this.options = options;
        this.clock = clock;
        this.prompt = new ReviewPrompt(options.policy());
    }

    /// Without a session there is nothing to judge by.
    @Override
    public Answer answer(Question question) {
        return new Answer.Decline(NAME, Optional.of("a review needs the session"));
    }

    @Override
    public Answer answer(Question question, ReviewDesk desk) throws InterruptedException {
        Review review = review(question, desk);
        desk.reviewed(question, review);
        return switch (review.outcome()) {
            case ALLOWED ->
                    new Answer.Approve(
                            NAME, question.ask().capabilities().getFirst(), Grant.Scope.ONCE);
            case DENIED ->
                    declined("the risk is not acceptable: " + review.rationale() + NO_WAY_AROUND);
            case NOT_REVIEWABLE ->
                    declined("only a person may allow it: " + review.rationale() + NO_WAY_AROUND);
            case FAILED ->
                    declined(
                            "the review could not be completed ("
                                    + review.rationale()
                                    + "). That says nothing about the action itself."
                                    + NO_WAY_AROUND);
        };
    }

    @Override
    public void close() {
        oneAtATime.lock();
        try {
            drop();
        } finally {
            oneAtATime.unlock();
        }
    }

    private static Answer declined(String guidance) {
        return new Answer.Decline(NAME, Optional.of(guidance));
    }

    private Review review(Question question, ReviewDesk desk) throws InterruptedException {
        Optional<String> beyond = desk.beyondReview(question).or(() -> secrets(question, desk));
        if (beyond.isPresent()) {
            return without(Review.Outcome.NOT_REVIEWABLE, beyond.get());
        }
        long millis =
                Math.min(
                        options.maxMillis(),
                        Duration.between(clock.instant(), question.expires()).toMillis());
        long start = System.nanoTime();
        if (!oneAtATime.tryLock(Math.max(0, millis), TimeUnit.MILLISECONDS)) {
            return without(Review.Outcome.FAILED, "another review took all the time");
        }
        try {
            if (options.maxTokens() > 0 && tokens >= options.maxTokens()) {
                return without(
                        Review.Outcome.FAILED,
                        "the reviews of this session have used up their "
                                + options.maxTokens()
                                + " tokens (auto_review.max_tokens)");
            }
            long left = millis - (System.nanoTime() - start) / 1_000_000;
            return within(left, question, desk, start);
        } finally {
            oneAtATime.unlock();
        }
    }

    /// The request itself would show them to another party.
    private static Optional<String> secrets(Question question, ReviewDesk desk) {
        Action action = question.action();
        String text = JsonText.write(ActionCodec.write(action));
        return desk.withoutSecrets(text).equals(text)
                ? Optional.empty()
                : Optional.of("it carries what looks like a secret");
    }

    /// Runs the review on a thread of its own, so that a model that hangs costs no more than its
    /// time.
    private Review within(long millis, Question question, ReviewDesk desk, long start)
            throws InterruptedException {
        List<Item> items = prompt.items(question, desk);
        Attempts attempts;
        try {
            attempts = new Attempts(items, desk, client());
        } catch (RuntimeException e) {
            return without(Review.Outcome.FAILED, "the model cannot be had: " + e.getMessage());
        }
        FutureTask<Optional<ReviewAnswer>> task = new FutureTask<>(attempts::run);
        Thread thread = Thread.ofVirtual().name("auto-review").start(task);
        Optional<ReviewAnswer> answer = Optional.empty();
        try {
            answer = task.get(Math.max(1, millis), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            attempts.fail("no verdict within " + options.maxMillis() + " ms");
            drop();
        } catch (ExecutionException e) {
            attempts.fail("the model could not be asked: " + e.getCause());
            drop();
        } catch (InterruptedException e) {
            drop();
            throw e;
        } finally {
            thread.interrupt();
        }
        long took = (System.nanoTime() - start) / 1_000_000;
        return attempts.review(answer, ReviewPrompt.digest(items), took);
    }

    private ModelClient client() {
        if (client.isEmpty()) {
            client = Optional.of(clients.get());
        }
        return client.get();
    }

    private void drop() {
        client.ifPresent(ModelClient::close);
        client = Optional.empty();
    }

    private static Review without(Review.Outcome outcome, String reason) {
        return new Review(
                outcome,
                Optional.empty(),
                Optional.empty(),
                ReviewAnswer.tidy(reason),
                "",
                "",
                "",
                Usage.UNKNOWN,
                0);
    }

    /// The tries of one review. What a thread that is given up still does to it, nobody sees.
    private final class Attempts {
        private final List<Item> items;
        private final ReviewDesk desk;
        private final ModelClient model;
        private Usage usage = Usage.UNKNOWN;
        private String failure = "";

        Attempts(List<Item> items, ReviewDesk desk, ModelClient model) {
            this.items = items;
            this.desk = desk;
            this.model = model;
        }

        Optional<ReviewAnswer> run() throws InterruptedException {
            for (int attempt = 1; attempt <= MAX_TRIES; attempt++) {
                desk.asking(model.provider(), options.model(), items.size(), attempt);
                ReviewStream stream = new ReviewStream();
                model.stream(request(), stream);
                spent(stream.usage());
                if (stream.isFinal()) {
                    fail(stream.failure());
                    return Optional.empty();
                }
                try {
                    return Optional.of(ReviewAnswer.read(stream.text()));
                } catch (JsonException e) {
                    fail("its answer was not a valid verdict: " + e.getMessage());
                }
            }
            return Optional.empty();
        }

        synchronized void fail(String why) {
            failure = why;
        }

        private synchronized void spent(Usage request) {
            usage = usage.plus(request);
        }

        synchronized Review review(Optional<ReviewAnswer> answer, String digest, long millis) {
            tokens += usage.input().orElse(0) + usage.output().orElse(0);
            Review.Outcome outcome =
                    answer.map(a -> a.passes() ? Review.Outcome.ALLOWED : Review.Outcome.DENIED)
                            .orElse(Review.Outcome.FAILED);
            return new Review(
                    outcome,
                    answer.map(ReviewAnswer::risk),
                    answer.map(ReviewAnswer::authorization),
                    answer.map(ReviewAnswer::rationale).orElseGet(() -> ReviewAnswer.tidy(failure)),
                    model.provider(),
                    options.model(),
                    digest,
                    usage,
                    millis);
        }

        private ModelRequest request() {
            return new ModelRequest(
                    options.model(),
                    items,
                    List.of(),
                    false,
                    options.reasoning(),
                    Optional.empty(),
                    Optional.of(ReviewAnswer.schema()),
                    OptionalInt.of(options.maxAnswerTokens()),
                    session);
        }
    }
}
