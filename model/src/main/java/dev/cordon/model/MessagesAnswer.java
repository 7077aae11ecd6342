package dev.cordon.model;

import dev.cordon.model.ModelEvent.Stop;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the stream of the Messages API.
///
/// ```
/// message_start -> [ block start -> deltas -> block stop ]* -> message_delta -> message_stop
/// ```
///
/// A second `message_start` before the end starts the message anew.
final class MessagesAnswer implements Dialect.Answer {
    private static final int MAX_BLOCK_CHARS = 8 * 1024 * 1024;

    private final ModelRequest request;
    private final ModelClient.Listener listener;
    private final HeldItems items;
    private final MessagesItems reader;
    private final Map<Integer, MessagesBlock> open = new HashMap<>();
    private String model;
    private boolean rerouteTold;
    private Json.Obj usage = Json.object().build();
    private Optional<Json.Obj> stop = Optional.empty();
    private int broken;
    private boolean finished;

    MessagesAnswer(String provider, ModelRequest request, ModelClient.Listener listener) {
        this.request = request;
        this.listener = listener;
        this.model = request.model();
        this.items = new HeldItems(listener);
        this.reader =
                new MessagesItems(
                        new SentBefore(provider, request.model()),
                        new ToolInputs(request.tools()),
                        items);
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
        if (stop.isEmpty()) {
            throw new AnswerException(
                    Fault.of(
                            Fault.Source.DISCONNECTED,
                            "the stream was closed before message_stop"));
        }
        end();
    }

    @Override
    public void event(SseEvent event) throws AnswerException {
        if (finished || event.data().isBlank() || event.data().equals("[DONE]")) {
            return;
        }
        EventJson read = EventJson.read(event);
        if (read.json().isEmpty() && !read.type().equals("ping")) {
            broken++;
        }
        Json.Obj json = read.json().orElse(Json.object().build());
        int index = (int) json.integer("index").orElse(0);
        switch (read.type()) {
            case "message_start" -> start(json);
            case "content_block_start" -> {
                Json.Obj block = json.object("content_block").orElse(Json.object().build());
                open.put(index, new MessagesBlock(block));
            }
            case "content_block_delta" -> delta(index, json);
            case "content_block_stop" -> stop(index);
            case "message_delta" -> {
                json.object("usage").ifPresent(this::usage);
                json.object("delta")
                        .filter(d -> d.text("stop_reason").isPresent())
                        .ifPresent(d -> stop = Optional.of(d));
            }
            case "message_stop" -> end();
            case "error" ->
                    throw new AnswerException(ErrorBody.event(json.object("error").orElse(json)));
            default -> {
                // `ping`, and whatever is new: the idle time counts bytes, not events.
            }
        }
    }

    private void start(Json.Obj json) {
        Json.Obj message = json.object("message").orElse(Json.object().build());
        open.clear();
        items.drop();
        reader.drop();
        usage = Json.object().build();
        stop = Optional.empty();
        message.object("usage").ifPresent(this::usage);
        model = message.text("model").filter(m -> !m.isEmpty()).orElse(request.model());
        listener.on(new ModelEvent.Started(message.text("id").orElse(""), model));
        if (!ModelNames.same(request.model(), model)) {
            reroute(request.model(), model, "the answer names another model");
        }
        // A message that goes on after a tool ran at the provider begins with whole blocks.
        int index = 0;
        for (Json element : message.array("content")) {
            if (element instanceof Json.Obj block) {
                reader.add(index, new MessagesBlock(block), model);
            }
            index++;
        }
        if (message.text("stop_reason").isPresent()) {
            stop = Optional.of(message);
        }
    }

    private void reroute(String from, String to, String reason) {
        if (!rerouteTold) {
            rerouteTold = true;
            listener.on(new ModelEvent.Rerouted(from, to, reason));
        }
    }

    private void delta(int index, Json.Obj json) throws AnswerException {
        Json.Obj delta = json.object("delta").orElse(Json.object().build());
        MessagesBlock block = open.computeIfAbsent(index, _ -> MessagesBlock.guess(delta));
        String type = delta.text("type").orElse("");
        block.add(type, delta);
        if (block.chars() > MAX_BLOCK_CHARS) {
            throw new AnswerException(
                    Fault.of(
                            Fault.Source.GARBAGE,
                            "one block of the answer is longer than 8 Mi characters"));
        }
        switch (type) {
            case "text_delta" ->
                    delta.text("text")
                            .filter(t -> !t.isEmpty())
                            .ifPresent(t -> listener.on(new ModelEvent.TextDelta(index, t)));
            case "thinking_delta" ->
                    delta.text("thinking")
                            .filter(t -> !t.isEmpty())
                            .ifPresent(t ->
                                    listener.on(new ModelEvent.ReasoningDelta(index, t, false)));
            case "input_json_delta" ->
                    delta.text("partial_json")
                            .filter(t -> !t.isEmpty() && block.type().equals("tool_use"))
                            .ifPresent(t -> listener.on(new ModelEvent.ToolInputDelta(index, t)));
            default -> {
                // Signatures and citations are not shown.
            }
        }
    }

    private void stop(int index) {
        MessagesBlock block = open.remove(index);
        if (block == null) {
            return;
        }
        if (block.type().equals("fallback")) {
            Json.Obj start = block.start();
            reroute(
                    start.object("from").flatMap(f -> f.text("model")).orElse(model),
                    start.object("to").flatMap(t -> t.text("model")).orElse("another model"),
                    "fallback block");
            model = start.object("to").flatMap(t -> t.text("model")).orElse(model);
        }
        reader.add(index, block, model);
    }

    private void end() throws AnswerException {
        Json.Obj delta = stop.orElse(Json.object().build());
        String reason = delta.text("stop_reason").orElse("");
        if (reason.equals("refusal")) {
            throw new AnswerException(refusal(delta));
        }
        if (broken > 0 && !items.callGiven()) {
            throw new AnswerException(
                    Fault.of(
                            Fault.Source.DISCONNECTED,
                            "a piece of the answer was not valid JSON and is lost"));
        }
        boolean cut = reason.equals("max_tokens") || reason.equals("model_context_window_exceeded");
        reader.finish(cut);
        items.flush();
        finished = true;
        Stop why =
                switch (reason) {
                    case "max_tokens", "model_context_window_exceeded" -> Stop.OUTPUT_LIMIT;
                    case "pause_turn" -> Stop.PAUSED;
                    default -> items.stop();
                };
        listener.on(new ModelEvent.Completed(total(), why, true));
    }

    private static Fault refusal(Json.Obj delta) {
        Optional<Json.Obj> details = delta.object("stop_details");
        String category = details.flatMap(d -> d.text("category")).orElse("");
        String code =
                switch (category) {
                    case "cyber" -> "cyber_policy";
                    case "bio" -> "bio_policy";
                    default -> "refusal";
                };
        return Fault.event(
                code,
                details.flatMap(d -> d.text("explanation")).orElse("the model declined to answer"));
    }

    /// Later counts replace earlier ones field by field.
    private void usage(Json.Obj more) {
        Json.ObjBuilder merged = Json.object();
        usage.members().forEach(merged::put);
        more.members()
                .forEach((name, value) -> {
                    if (!(value instanceof Json.Null)) {
                        merged.put(name, value);
                    }
                });
        usage = merged.build();
    }

    private Usage total() {
        OptionalLong plain = usage.integer("input_tokens");
        OptionalLong cached = usage.integer("cache_read_input_tokens");
        OptionalLong written = usage.integer("cache_creation_input_tokens");
        OptionalLong input =
                plain.isEmpty()
                        ? plain
                        : OptionalLong.of(plain.getAsLong() + cached.orElse(0) + written.orElse(0));
        return new Usage(
                input, cached, written, usage.integer("output_tokens"), OptionalLong.empty());
    }
}
