package dev.cordon.engine;

import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelEvent;
import dev.cordon.model.ModelRequest;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/// A model that says what a test wrote down, one answer a request, and remembers what it was asked.
final class ScriptedModel implements ModelClient {
    private final Deque<List<ModelEvent>> answers = new ArrayDeque<>();
    private final List<ModelRequest> requests = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private boolean hangs;

    /// The next answer is text.
    ScriptedModel says(String text) {
        return answers(
                new ModelEvent.ItemDone(
                        0, new Item.AssistantMessage(text, Optional.empty(), Optional.empty())),
                completed());
    }

    /// The next answer calls tools, given as name, arguments, name, arguments, …
    ScriptedModel calls(String... namesAndArguments) {
        List<ModelEvent> events = new ArrayList<>();
        for (int i = 0; i < namesAndArguments.length; i += 2) {
            events.add(
                    new ModelEvent.ItemDone(
                            i / 2,
                            call(
                                    "call-" + (answers.size() + 1) + "-" + (i / 2 + 1),
                                    namesAndArguments[i],
                                    namesAndArguments[i + 1])));
        }
        events.add(completed());
        answers.add(events);
        return this;
    }

    /// The next answer is exactly this.
    ScriptedModel answers(ModelEvent... events) {
        answers.add(List.of(events));
        return this;
    }

    /// The next request fails.
    ScriptedModel fails(FailureKind kind) {
        return answers(failed(kind));
    }

    /// After the script it never answers, until it is interrupted.
    ScriptedModel thenHangs() {
        hangs = true;
        return this;
    }

    static Item.ToolCall call(String id, String name, String arguments) {
        return new Item.ToolCall(
                new CallId(id),
                name,
                Optional.empty(),
                new Item.ToolInput.Arguments(arguments),
                Optional.empty());
    }

    static ModelEvent completed() {
        return new ModelEvent.Completed(
                new Usage(
                        OptionalLong.of(100),
                        OptionalLong.of(40),
                        OptionalLong.empty(),
                        OptionalLong.of(10),
                        OptionalLong.empty()),
                ModelEvent.Stop.DONE,
                true);
    }

    static ModelEvent failed(FailureKind kind) {
        return new ModelEvent.Failed(
                kind, "scripted failure", OptionalLong.empty(), Optional.empty());
    }

    synchronized List<ModelRequest> requests() {
        return List.copyOf(requests);
    }

    /// Waits until the first request came.
    void awaitFirstRequest() throws InterruptedException {
        asked.await();
    }

    @Override
    public void stream(ModelRequest request, Listener listener) throws InterruptedException {
        List<ModelEvent> answer;
        synchronized (this) {
            requests.add(request);
            answer = answers.poll();
        }
        asked.countDown();
        if (answer == null) {
            if (hangs) {
                new CountDownLatch(1).await();
            }
            throw new IllegalStateException("the script is over");
        }
        answer.forEach(listener::on);
    }

    @Override
    public String provider() {
        return "scripted";
    }

    @Override
    public void close() {}
}
