package dev.cordon.protocol;

import java.util.Optional;

/// {@link Event.Passing} to and from JSON; a part of {@link EventCodec}.
final class PassingCodec {
    private PassingCodec() {}

    static Json.Obj write(Event.Passing event) {
        return switch (event) {
            case Event.TextDelta(int index, String text) ->
                    typed("text_delta").put("index", index).put("text", text).build();
            case Event.ReasoningDelta(int index, String text, boolean raw) ->
                    typed("reasoning_delta")
                            .put("index", index)
                            .put("text", text)
                            .put("raw", raw)
                            .build();
            case Event.ToolInputDelta(int index, String text) ->
                    typed("tool_input_delta").put("index", index).put("text", text).build();
            case Event.StreamReset() -> typed("stream_reset").build();
            case Event.OutputDelta(CallId call, String text) ->
                    typed("output_delta").put("call", call.value()).put("text", text).build();
        };
    }

    /// The event, or nothing if this version does not know its type.
    static Optional<Event> read(Members in) {
        return switch (in.type()) {
            case "text_delta" ->
                    Optional.of(new Event.TextDelta(in.count("index"), in.text("text")));
            case "reasoning_delta" ->
                    Optional.of(
                            new Event.ReasoningDelta(
                                    in.count("index"), in.text("text"), in.flag("raw")));
            case "tool_input_delta" ->
                    Optional.of(new Event.ToolInputDelta(in.count("index"), in.text("text")));
            case "stream_reset" -> Optional.of(new Event.StreamReset());
            case "output_delta" ->
                    Optional.of(new Event.OutputDelta(in.call("call"), in.text("text")));
            default -> Optional.empty();
        };
    }

    private static Json.ObjBuilder typed(String type) {
        return Json.object().put("type", type);
    }
}
