package dev.cordon.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/// {@link Usage} and {@link TurnOutcome} to and from JSON: what is said at the end of a turn.
public final class UsageCodec {
    private UsageCodec() {}

    /// The counts that are known.
    public static Json.Obj write(Usage usage) {
        return Json.object()
                .putInteger("input", usage.input())
                .putInteger("cached_input", usage.cachedInput())
                .putInteger("cache_write", usage.cacheWrite())
                .putInteger("output", usage.output())
                .putInteger("reasoning", usage.reasoning())
                .build();
    }

    static Usage read(Members in) {
        return new Usage(
                in.findNumber("input"),
                in.findNumber("cached_input"),
                in.findNumber("cache_write"),
                in.findNumber("output"),
                in.findNumber("reasoning"));
    }

    static Json.Obj writeOutcome(TurnOutcome outcome) {
        return switch (outcome) {
            case TurnOutcome.Completed(String finalMessage) ->
                    typed("completed").put("final_message", finalMessage).build();
            case TurnOutcome.Failed(
                            FailureKind kind,
                            String message,
                            OptionalLong retryAfterSeconds,
                            Optional<String> requestId) ->
                    typed("failed")
                            .put("kind", Members.word(kind))
                            .put("message", message)
                            .putInteger("retry_after_seconds", retryAfterSeconds)
                            .putText("request_id", requestId)
                            .build();
            case TurnOutcome.Interrupted(String by) -> typed("interrupted").put("by", by).build();
        };
    }

    static TurnOutcome readOutcome(Members in) {
        return switch (in.type()) {
            case "completed" -> new TurnOutcome.Completed(in.text("final_message"));
            case "failed" ->
                    new TurnOutcome.Failed(
                            in.word("kind", FailureKind.values()),
                            in.text("message"),
                            in.findNumber("retry_after_seconds"),
                            in.findText("request_id"));
            case "interrupted" -> new TurnOutcome.Interrupted(in.text("by"));
            default -> throw in.unknown("outcome");
        };
    }

    private static Json.ObjBuilder typed(String type) {
        return Json.object().put("type", type);
    }
}
