package dev.cordon.engine;

import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `apply_patch`: changes files, all of them or none.
final class ApplyPatchTool implements Tool {
    static final String NAME = "apply_patch";
    private static final String GRAMMAR =
            """
            start: begin_patch hunk+ end_patch
            begin_patch: "*** Begin Patch" LF
            end_patch: "*** End Patch" LF?
            hunk: add_hunk | delete_hunk | update_hunk
            add_hunk: "*** Add File: " filename LF add_line+
            delete_hunk: "*** Delete File: " filename LF
            update_hunk: "*** Update File: " filename LF change_move? change?
            filename: /(.+)/
            add_line: "+" /(.*)/ LF
            change_move: "*** Move to: " filename LF
            change: (change_context | change_line)+ eof_line?
            change_context: ("@@" | "@@ " /(.+)/) LF
            change_line: ("+" | "-" | " ") /(.*)/ LF
            eof_line: "*** End of File" LF
            %import common.LF
            """;

    @Override
    public ToolSpec spec() {
        return new ToolSpec.Freeform(
                NAME,
                "Edits files. The patch starts with *** Begin Patch and ends with *** End Patch;"
                        + " between them *** Add File: PATH with + lines, *** Delete File: PATH, or"
                        + " *** Update File: PATH (optionally *** Move to: PATH) with chunks: @@"
                        + " context, then lines that start with space, - or +. Give three lines of"
                        + " context around a change. All files change or none.",
                GRAMMAR);
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.EXCLUSIVE;
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context)
            throws InterruptedException {
        String text =
                switch (input) {
                    case Item.ToolInput.Freeform(String patch) -> patch;
                    case Item.ToolInput.Arguments arguments ->
                            ToolArguments.of(arguments).text("input");
                };
        PatchPlan plan;
        try {
            plan =
                    PatchPlan.of(
                            PatchParser.parse(text),
                            context.workspace(),
                            path -> read(call, path, context));
        } catch (PatchException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return new Plan.Reject("apply_patch verification failed: " + e.getMessage());
        }
        if (plan.changes().isEmpty()) {
            return new Plan.Reject("apply_patch: the operations cancel out; nothing changed");
        }
        String notes = plan.notes().isEmpty() ? "" : "\n" + String.join("\n", plan.notes());
        return new Plan.Act(
                new Action.ApplyPatch(call, Action.Requester.MODEL, plan.changes()),
                plan.summary() + notes);
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        String text =
                switch (result) {
                    case Result.FilesChanged _ -> "Exit code: 0\nOutput:\n" + planned.success();
                    case Result.CommandOutput _,
                            Result.FileContent _,
                            Result.Listing _,
                            Result.Document _,
                            Result.Done _,
                            Result.Failed _,
                            Result.Refused _ ->
                            "Exit code: 1\nOutput:\n" + ResultText.of(result, context);
                };
        return List.of(new Content.Text(text));
    }

    private static Optional<String> read(CallId call, Path path, Context context)
            throws PatchException {
        try {
            return context.readText(call, path);
        } catch (ToolException e) {
            throw new PatchException(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new PatchException("interrupted");
        }
    }
}
