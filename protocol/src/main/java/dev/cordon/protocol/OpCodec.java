package dev.cordon.protocol;

import java.util.List;
import java.util.Optional;

/// {@link Op} to and from JSON.
public final class OpCodec {
    private OpCodec() {}

    /// The operation as an object with the member `type`.
    public static Json.Obj write(Op op) {
        return switch (op) {
            case Op.Submit(List<Content> content, Optional<Json.Obj> outputSchema) ->
                    typed("submit")
                            .put("content", ItemCodec.contents(content))
                            .putJson("output_schema", outputSchema)
                            .build();
            case Op.Steer(List<Content> content) ->
                    typed("steer").put("content", ItemCodec.contents(content)).build();
            case Op.Unqueue(int position) -> typed("unqueue").put("position", position).build();
            case Op.EditQueued(int position, List<Content> content) ->
                    typed("edit_queued")
                            .put("position", position)
                            .put("content", ItemCodec.contents(content))
                            .build();
            case Op.MoveQueued(int from, int to) ->
                    typed("move_queued").put("from", from).put("to", to).build();
            case Op.RunQueue() -> typed("run_queue").build();
            case Op.GiveInput(String request, List<InputQuestion.Reply> replies) ->
                    typed("give_input")
                            .put("request", request)
                            .put("replies", InputCodec.writeReplies(replies))
                            .build();
            case Op.Interrupt(String by) -> typed("interrupt").put("by", by).build();
            case Op.Reply(String questionId, Answer answer) ->
                    typed("reply")
                            .put("question_id", questionId)
                            .put("answer", QuestionCodec.writeAnswer(answer))
                            .build();
            case Op.Compact() -> typed("compact").build();
            case Op.Rewind(TurnId turn, Op.RewindWhat what) ->
                    typed("rewind")
                            .put("turn", turn.value())
                            .put("what", Members.word(what))
                            .build();
            case Op.Review(Op.ReviewWhat what, String of) ->
                    typed("review").put("what", Members.word(what)).put("of", of).build();
            case Op.Set(String key, String value) ->
                    typed("set").put("key", key).put("value", value).build();
            case Op.Shell(String command) -> typed("shell").put("command", command).build();
            case Op.StopProcess(int process) ->
                    typed("stop_process").put("process", process).build();
            case Op.Rename(String name) -> typed("rename").put("name", name).build();
            case Op.Shutdown() -> typed("shutdown").build();
        };
    }

    /// The operation; members that this version does not know are ignored.
    ///
    /// @throws JsonException if a member is missing or wrong, or the type is unknown
    public static Op read(Json.Obj json) {
        return Reading.of("operation", json, OpCodec::read);
    }

    private static Op read(Members in) {
        return switch (in.type()) {
            case "submit" ->
                    new Op.Submit(
                            ItemCodec.readContents(in, "content"), in.findObject("output_schema"));
            case "steer" -> new Op.Steer(ItemCodec.readContents(in, "content"));
            case "unqueue" -> new Op.Unqueue(in.count("position"));
            case "edit_queued" ->
                    new Op.EditQueued(in.count("position"), ItemCodec.readContents(in, "content"));
            case "move_queued" -> new Op.MoveQueued(in.count("from"), in.count("to"));
            case "run_queue" -> new Op.RunQueue();
            case "give_input" ->
                    new Op.GiveInput(in.text("request"), InputCodec.readReplies(in, "replies"));
            case "interrupt" -> new Op.Interrupt(in.text("by"));
            case "reply" ->
                    new Op.Reply(
                            in.text("question_id"), QuestionCodec.readAnswer(in.inner("answer")));
            case "compact" -> new Op.Compact();
            case "rewind" ->
                    new Op.Rewind(
                            new TurnId(in.text("turn")), in.word("what", Op.RewindWhat.values()));
            case "review" -> new Op.Review(in.word("what", Op.ReviewWhat.values()), in.text("of"));
            case "set" -> new Op.Set(in.text("key"), in.text("value"));
            case "shell" -> new Op.Shell(in.text("command"));
            case "stop_process" -> new Op.StopProcess(in.count("process"));
            case "rename" -> new Op.Rename(in.text("name"));
            case "shutdown" -> new Op.Shutdown();
            default -> throw in.unknown("operation");
        };
    }

    private static Json.ObjBuilder typed(String type) {
        return Json.object().put("type", type);
    }
}
