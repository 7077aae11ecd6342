package dev.cordon.model;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the stream of the Responses API.
///
/// An item comes only from `response.output_item.done`; everything is found by its index, because
/// ids change from event to event behind some gateways. Events that are unknown pass.
///
/// ```
/// created -> [ item added -> deltas -> item done ]* -> completed | incomplete | failed
/// ```
final class ResponsesAnswer implements Dialect.Answer {
    private final ModelRequest request;
    private final ModelClient.Listener listener;
    private final HeldItems items;
    private final ResponsesItems reader;
    private String model;
    private boolean rerouteTold;
    private int broken;
    private int highestIndex = -1;
    private boolean finished;

    ResponsesAnswer(String provider, ModelRequest request, ModelClient.Listener listener) {
        this.request = request;
        this.listener = listener;
        this.model = request.model();
        this.items = new HeldItems(listener);
        this.reader =
                new ResponsesItems(
                        new SentBefore(provider, request.model()), new ToolInputs(request.tools()));
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
        throw new AnswerException(
                Fault.of(
                        Fault.Source.DISCONNECTED,
                        "the stream was closed before response.completed"));
    }

    @Override
    public void event(SseEvent event) throws AnswerException {
        if (finished || event.data().isBlank() || event.data().equals("[DONE]")) {
            return;
        }
        EventJson read = EventJson.read(event);
        if (read.json().isEmpty()) {
            broken++;
        }
        Json.Obj json = read.json().orElse(Json.object().build());
        int index = (int) json.integer("output_index").orElse(0);
        highestIndex =
                Math.max(highestIndex, json.integer("output_index").isPresent() ? index : -1);
        switch (read.type()) {
            case "response.created" -> created(json);
            case "response.output_text.delta", "response.refusal.delta" ->
                    delta(json).ifPresent(t -> listener.on(new ModelEvent.TextDelta(index, t)));
            case "response.reasoning_summary_part.added" -> {
                if (json.integer("summary_index").orElse(0) > 0) {
                    listener.on(new ModelEvent.ReasoningDelta(index, "\n\n", false));
                }
            }
            case "response.reasoning_summary_text.delta" ->
                    delta(json)
                            .ifPresent(t ->
                                    listener.on(new ModelEvent.ReasoningDelta(index, t, false)));
            case "response.reasoning_text.delta" ->
                    delta(json)
                            .ifPresent(t ->
                                    listener.on(new ModelEvent.ReasoningDelta(index, t, true)));
            case "response.function_call_arguments.delta",
                    "response.custom_tool_call_input.delta" ->
                    delta(json)
                            .ifPresent(t -> listener.on(new ModelEvent.ToolInputDelta(index, t)));
            case "response.output_item.done" -> done(json, index);
            case "response.completed" -> completed(json);
            case "response.incomplete" -> incomplete(json);
            case "response.failed" -> throw failed(json);
            case "error" ->
                    throw new AnswerException(ErrorBody.event(json.object("error").orElse(json)));
            default -> {
                // The document lists 58 types and servers know more: what is not named here is
                // progress of tools that run at the provider.
            }
        }
    }

    private static Optional<String> delta(Json.Obj json) {
        return json.text("delta").filter(t -> !t.isEmpty());
    }

    private void created(Json.Obj json) {
        Json.Obj response = json.object("response").orElse(Json.object().build());
        String answered = response.text("model").filter(m -> !m.isEmpty()).orElse(model);
        model = answered;
        listener.on(new ModelEvent.Started(response.text("id").orElse(""), answered));
        reroute(answered);
    }

    private void reroute(String answered) {
        if (!rerouteTold && !ModelNames.same(request.model(), answered)) {
            rerouteTold = true;
            listener.on(
                    new ModelEvent.Rerouted(
                            request.model(), answered, "the response names another model"));
        }
    }

    private void done(Json.Obj json, int index) {
        json.object("item").flatMap(item -> reader.read(item, model)).ifPresent(i -> add(index, i));
    }

    private void add(int index, Item item) {
        items.add(index, item);
    }

    private void completed(Json.Obj json) throws AnswerException {
        Json.Obj response = json.object("response").orElse(Json.object().build());
        if (items.count() == 0) {
            // Some gateways send the items only here.
            int index = 0;
            for (Json element : response.array("output")) {
                if (element instanceof Json.Obj item) {
                    int at = index;
                    reader.read(item, model).ifPresent(i -> add(at, i));
                }
                index++;
            }
        } else if (broken > 0
                && items.count() < Math.max(highestIndex + 1, response.array("output").size())) {
            throw new AnswerException(
                    Fault.of(
                            Fault.Source.DISCONNECTED,
                            "an event was not valid JSON and an item of the answer is lost"));
        }
        response.text("model").ifPresent(this::reroute);
        end(response, items.stop(), response.bool("end_turn").orElse(true));
    }

    private void end(Json.Obj response, ModelEvent.Stop stop, boolean endTurn) {
        items.flush();
        finished = true;
        ModelEvent.Stop why = stop == ModelEvent.Stop.DONE ? items.stop() : stop;
        listener.on(
                new ModelEvent.Completed(
                        response.object("usage").map(ResponsesAnswer::usage).orElse(Usage.UNKNOWN),
                        why,
                        endTurn));
    }

    private void incomplete(Json.Obj json) throws AnswerException {
        Json.Obj response = json.object("response").orElse(Json.object().build());
        String reason =
                response.object("incomplete_details").flatMap(d -> d.text("reason")).orElse("");
        if (reason.equals("content_filter")) {
            throw new AnswerException(
                    Fault.event("content_filter", "the answer was cut by the content filter"));
        }
        end(response, ModelEvent.Stop.OUTPUT_LIMIT, true);
    }

    private static AnswerException failed(Json.Obj json) {
        Json.Obj response = json.object("response").orElse(Json.object().build());
        return new AnswerException(
                response.object("error")
                        .map(ErrorBody::event)
                        .orElse(Fault.event("", "the response failed without a reason")));
    }

    static Usage usage(Json.Obj usage) {
        Optional<Json.Obj> input = usage.object("input_tokens_details");
        Optional<Json.Obj> output = usage.object("output_tokens_details");
        OptionalLong none = OptionalLong.empty();
        return new Usage(
                usage.integer("input_tokens"),
                input.map(d -> d.integer("cached_tokens")).orElse(none),
                input.map(d -> d.integer("cache_write_tokens")).orElse(none),
                usage.integer("output_tokens"),
                output.map(d -> d.integer("reasoning_tokens")).orElse(none));
    }
}
