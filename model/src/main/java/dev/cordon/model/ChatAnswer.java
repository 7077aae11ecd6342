package dev.cordon.model;

import dev.cordon.model.ModelEvent.ReasoningDelta;
import dev.cordon.model.ModelEvent.TextDelta;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the stream of Chat Completions.
///
/// Nothing is complete before the end, so all entries come there: reasoning, text, calls.
final class ChatAnswer implements Dialect.Answer {
    /// The longest text or arguments of one answer.
    private static final int MAX_CHARS = 8 * 1024 * 1024;

    private final ModelRequest request;
    private final ModelClient.Listener listener;
    private final HeldItems items;
    private final ChatCalls calls;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private int reasoningIndex = -1;
    private int textIndex = -1;
    private int nextIndex;
    private boolean refused;
    private boolean started;
    private String model;
    private String finish = "";
    private Usage usage = Usage.UNKNOWN;
    private int broken;
    private boolean finished;

    ChatAnswer(String provider, ModelRequest request, ModelClient.Listener listener) {
        this.request = request;
        this.listener = listener;
        this.model = request.model();
        this.items = new HeldItems(listener);
        this.calls = new ChatCalls(new SentBefore(provider, request.model()), request.tools());
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public boolean callGiven() {
        return items.callGiven();
    }

    @Override
    public void closed() throws AnswerException {
        if (finish.isEmpty()) {
            throw new AnswerException(
                    Fault.of(
                            Fault.Source.DISCONNECTED,
                            "the stream was closed without a finish_reason"));
        }
        end();
    }

    @Override
    public void event(SseEvent event) throws AnswerException {
        if (finished || event.data().isBlank()) {
            return;
        }
        if (event.data().strip().equals("[DONE]")) {
            closed();
            return;
        }
        Optional<Json.Obj> read = EventJson.read(event).json();
        if (read.isEmpty()) {
            broken++;
            return;
        }
        Json.Obj chunk = read.get();
        Optional<Json> error = chunk.find("error");
        if (error.isPresent()) {
            throw new AnswerException(
                    error.get() instanceof Json.Obj object
                            ? ErrorBody.event(object)
                            : ErrorBody.event(chunk));
        }
        start(chunk);
        chunk.object("usage").ifPresent(u -> usage = usage(u));
        List<Json> choices = chunk.array("choices");
        if (!choices.isEmpty() && choices.getFirst() instanceof Json.Obj choice) {
            take(choice);
        }
    }

    private void start(Json.Obj chunk) {
        String answered = chunk.text("model").orElse("");
        if (started || (answered.isEmpty() && chunk.array("choices").isEmpty())) {
            return;
        }
        started = true;
        model = answered.isEmpty() ? model : answered;
        listener.on(new ModelEvent.Started(chunk.text("id").orElse(""), model));
        if (!ModelNames.same(request.model(), model)) {
            listener.on(
                    new ModelEvent.Rerouted(
                            request.model(), model, "the answer names another model"));
        }
    }

    private void take(Json.Obj choice) throws AnswerException {
        // The old completions API has no delta.
        Json.Obj delta = choice.object("delta").or(() -> choice.object("message")).orElse(choice);
        delta.text("reasoning_content")
                .or(() -> delta.text("reasoning"))
                .filter(t -> !t.isEmpty())
                .ifPresent(this::think);
        delta.text("content")
                .or(() -> delta.text("text"))
                .filter(t -> !t.isEmpty())
                .ifPresent(this::say);
        delta.text("refusal")
                .filter(t -> !t.isEmpty())
                .ifPresent(t -> {
                    refused = true;
                    say(t);
                });
        for (Json call : delta.array("tool_calls")) {
            if (call instanceof Json.Obj fragment) {
                String more = calls.add(fragment);
                if (!more.isEmpty()) {
                    listener.on(new ModelEvent.ToolInputDelta(nextIndex + calls.last(), more));
                }
            }
        }
        choice.text("finish_reason").ifPresent(reason -> finish = reason);
        if (text.length() > MAX_CHARS
                || reasoning.length() > MAX_CHARS
                || calls.chars() > MAX_CHARS) {
            throw new AnswerException(
                    Fault.of(
                            Fault.Source.GARBAGE,
                            "one entry of the answer is longer than 8 Mi characters"));
        }
    }

    private void think(String more) {
        if (reasoningIndex < 0) {
            reasoningIndex = nextIndex++;
        }
        reasoning.append(more);
        listener.on(new ReasoningDelta(reasoningIndex, more, true));
    }

    private void say(String more) {
        if (textIndex < 0) {
            textIndex = nextIndex++;
        }
        text.append(more);
        listener.on(new TextDelta(textIndex, more));
    }

    private void end() throws AnswerException {
        if (finish.equals("content_filter")) {
            throw new AnswerException(
                    Fault.event("content_filter", "the answer was cut by the content filter"));
        }
        if (broken > 0) {
            throw new AnswerException(
                    Fault.of(
                            Fault.Source.DISCONNECTED,
                            "a piece of the answer was not valid JSON and is lost"));
        }
        boolean cut = finish.equals("length");
        if (reasoningIndex >= 0) {
            items.add(
                    reasoningIndex,
                    new Item.Reasoning(List.of(), reasoning.toString(), Optional.empty()));
        }
        if (textIndex >= 0) {
            Optional<String> phase = refused ? Optional.of("refusal") : Optional.empty();
            items.add(
                    textIndex, new Item.AssistantMessage(text.toString(), phase, Optional.empty()));
        }
        int index = nextIndex;
        for (Item.ToolCall call : calls.finish(model, cut)) {
            items.add(index++, call);
        }
        items.flush();
        finished = true;
        ModelEvent.Stop stop = cut ? ModelEvent.Stop.OUTPUT_LIMIT : items.stop();
        listener.on(new ModelEvent.Completed(usage, stop, true));
    }

    /// Some servers leave reasoning out of the completion tokens; the total tells.
    private static Usage usage(Json.Obj usage) {
        OptionalLong none = OptionalLong.empty();
        OptionalLong input = usage.integer("prompt_tokens");
        OptionalLong completion = usage.integer("completion_tokens");
        OptionalLong total = usage.integer("total_tokens");
        OptionalLong output = completion;
        if (input.isPresent() && completion.isPresent() && total.isPresent()) {
            long rest = total.getAsLong() - input.getAsLong();
            output = OptionalLong.of(Math.max(completion.getAsLong(), rest));
        }
        return new Usage(
                input,
                usage.object("prompt_tokens_details")
                        .map(d -> d.integer("cached_tokens"))
                        .orElse(none),
                none,
                output,
                usage.object("completion_tokens_details")
                        .map(d -> d.integer("reasoning_tokens"))
                        .orElse(none));
    }
}
