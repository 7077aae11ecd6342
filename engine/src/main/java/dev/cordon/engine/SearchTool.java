package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.util.List;

/// `search_files`: finds text in files, or files by name, without a shell.
final class SearchTool implements Tool {
    static final String NAME = "search_files";
    private static final int DEFAULT_RESULTS = 100;
    private static final int MAX_RESULTS = 1_000;

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Function(
                NAME,
                "Searches files for a regular expression and prints path:line:text; without a"
                        + " pattern it lists files. Files that Git ignores are left out.",
                Schema.object()
                        .optional("pattern", "string", "Regular expression; empty lists files.")
                        .optional("path", "string", "Folder; default: the workspace.")
                        .optional(
                                "glob", "string", "Only files whose path matches, e.g. **/*.java.")
                        .optional("max_results", "number", "At most this many; default 100.")
                        .build());
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        ToolArguments arguments = ToolArguments.of(input);
        String pattern = arguments.optionalText("pattern").orElse("");
        String glob = arguments.optionalText("glob").orElse("");
        var path =
                arguments
                        .optionalText("path")
                        .map(text -> ToolArguments.resolve(text, context.workspace()))
                        .orElse(context.workspace());
        int max =
                Math.clamp(
                        arguments.integer("max_results").orElse(DEFAULT_RESULTS), 1, MAX_RESULTS);
        return new Plan.Act(
                pattern.isEmpty()
                        ? new Action.ListFiles(call, Action.Requester.MODEL, path, glob, max)
                        : new Action.SearchFiles(
                                call, Action.Requester.MODEL, path, pattern, glob, max));
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        String text = ResultText.of(result, context);
        return List.of(new Content.Text(text.isEmpty() ? "nothing found" : text));
    }
}
