package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.util.List;

/// `write_stdin`: writes to a background command, or waits for more of its output.
final class WriteStdinTool implements Tool {
    static final String NAME = "write_stdin";
    private static final long WRITE_YIELD_MILLIS = 250;
    private static final long POLL_YIELD_MILLIS = 5_000;

    private final long maxPollMillis;

    /// @param maxPollMillis the longest wait without input, `background_terminal_max_timeout`
    WriteStdinTool(long maxPollMillis) {
        this.maxPollMillis = maxPollMillis;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Function(
                NAME,
                "Writes to a command that runs in the background, or only waits for more output if"
                        + " chars is empty. The character U+0003 interrupts it.",
                Schema.object()
                        .required("session_id", "number", "The id that exec_command gave.")
                        .optional("chars", "string", "What to write; may be empty.")
                        .optional("yield_time_ms", "number", "Milliseconds to wait for output.")
                        .optional("max_output_tokens", "number", "Cut longer output in the middle.")
                        .build());
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        ToolArguments arguments = ToolArguments.of(input);
        long process =
                arguments
                        .integer("session_id")
                        .orElseThrow(() -> new ToolException("argument \"session_id\" is missing"));
        if (process < 0 || process > Integer.MAX_VALUE) {
            return new Plan.Reject("write_stdin failed: Unknown process id " + process);
        }
        String chars = arguments.optionalText("chars").orElse("");
        return new Plan.Act(
                new Action.WriteStdin(
                        call,
                        Action.Requester.MODEL,
                        (int) process,
                        chars,
                        yieldMillis(arguments, chars.isEmpty())));
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        return List.of(
                new Content.Text(CommandReport.text(planned.action().call(), result, context)));
    }

    private long yieldMillis(ToolArguments arguments, boolean poll) {
        long wanted =
                arguments
                        .integer("yield_time_ms")
                        .orElse(poll ? POLL_YIELD_MILLIS : WRITE_YIELD_MILLIS);
        return poll
                ? Math.clamp(wanted, POLL_YIELD_MILLIS, maxPollMillis)
                : Math.clamp(wanted, WRITE_YIELD_MILLIS, ExecCommandTool.MAX_YIELD_MILLIS);
    }
}
