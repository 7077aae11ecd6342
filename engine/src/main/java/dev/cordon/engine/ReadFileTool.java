package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.util.List;

/// `read_file`: reads a part of a file without a shell, spilled outputs included.
final class ReadFileTool implements Tool {
    static final String NAME = "read_file";
    private static final int DEFAULT_BYTES = 32 * 1024;
    private static final int MAX_BYTES = 256 * 1024;

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Function(
                NAME,
                "Reads a text file, or a part of it. Also reads the files that hold cut outputs.",
                Schema.object()
                        .required("path", "string", "The file.")
                        .optional("offset", "number", "First byte; default 0.")
                        .optional("max_bytes", "number", "At most this many; default 32768.")
                        .build());
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        ToolArguments arguments = ToolArguments.of(input);
        return new Plan.Act(
                new Action.ReadFile(
                        call,
                        Action.Requester.MODEL,
                        arguments.path("path", context.workspace()),
                        Math.max(0, arguments.integer("offset").orElse(0)),
                        Math.clamp(
                                arguments.integer("max_bytes").orElse(DEFAULT_BYTES),
                                1,
                                MAX_BYTES)));
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        String text = ResultText.of(result, context);
        if (result instanceof Result.FileContent content) {
            long end = content.offset() + ResultText.bytes(content).length;
            if (end < content.totalBytes() || content.offset() > 0) {
                text =
                        "[bytes "
                                + content.offset()
                                + " to "
                                + end
                                + " of "
                                + content.totalBytes()
                                + "]\n"
                                + text;
            }
        }
        return List.of(new Content.Text(text));
    }
}
