package dev.cordon.repair;

import dev.cordon.engine.Tool;
import dev.cordon.model.ToolSpec;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `repair_search`: any model may ask for the search that {@link EmbeddedModel} uses. It runs like
/// a command, through the gate and in the sandbox; the patch it finds is only told, not applied.
public final class RepairSearchTool implements Tool {
    static final String NAME = "repair_search";
    private static final long MAX_SECONDS = 300;
    private static final long MAX_CANDIDATES = 60_000;
    private static final long YIELD_MILLIS = 30_000;

    private final EmbeddedModel.Installation installation;

    /// @param installation how the worker is started
    public RepairSearchTool(EmbeddedModel.Installation installation) {
        this.installation = installation;
    }

    @Override
    public ToolSpec spec() {
        Json.Obj seconds =
                Json.object()
                        .put("type", "integer")
                        .put("description", "Most seconds to search (1 to 300); default 60.")
                        .build();
        Json.Obj candidates =
                Json.object()
                        .put("type", "integer")
                        .put(
                                "description",
                                "Most edits to try (1 to 60000); default 60000, until the time is"
                                        + " spent.")
                        .build();
        return new ToolSpec.Function(
                NAME,
                "Searches small edits that make the failing tests of a Java or Python project pass"
                        + " without breaking others. Returns a diff to be applied with apply_patch,"
                        + " or the most suspicious lines. Changes nothing. If it is still running, wait with"
                        + " write_stdin.",
                Json.object()
                        .put("type", "object")
                        .put(
                                "properties",
                                Json.object()
                                        .put("max_seconds", seconds)
                                        .put("max_candidates", candidates)
                                        .build())
                        .put("additionalProperties", false)
                        .build());
    }

    @Override
    public Concurrency concurrency() {
        return Concurrency.EXCLUSIVE;
    }

    @Override
    public Plan plan(CallId call, Item.ToolInput input, Context context) {
        long seconds;
        long candidates;
        try {
            Json.Obj arguments = JsonText.readObject(input.text().isBlank() ? "{}" : input.text());
            seconds = arguments.integer("max_seconds").orElse(60);
            candidates = arguments.integer("max_candidates").orElse(MAX_CANDIDATES);
        } catch (JsonException e) {
            return new Plan.Reject("the arguments are no JSON object: " + e.getMessage());
        }
        if (seconds < 1 || seconds > MAX_SECONDS) {
            return new Plan.Reject("max_seconds must be 1 to " + MAX_SECONDS);
        }
        if (candidates < 1 || candidates > MAX_CANDIDATES) {
            return new Plan.Reject("max_candidates must be 1 to " + MAX_CANDIDATES);
        }
        String command = installation.command("search", seconds);
        return new Plan.Act(
                new Action.RunCommand(
                        call,
                        Action.Requester.MODEL,
                        List.of(
                                "/bin/bash",
                                "-c",
                                candidates == MAX_CANDIDATES
                                        ? command
                                        : command + " --candidates " + candidates),
                        context.workspace(),
                        Map.of(),
                        Action.Terminal.PIPES,
                        YIELD_MILLIS,
                        0,
                        Optional.empty()),
                "");
    }

    @Override
    public List<Content> report(Plan.Act planned, Result result, Context context) {
        String text =
                result instanceof Result.CommandOutput done
                        ? output(done, context)
                        : "repair_search did not run: " + result;
        return List.of(new Content.Text(text));
    }

    private static String output(Result.CommandOutput done, Context context) {
        String head =
                done.process().isPresent()
                        ? "Process running with session ID " + done.process().getAsInt()
                        : "Process exited with code " + done.exitCode().orElse(-1);
        return head
                + "\nOutput:\n"
                + context.fit(
                        done.output(), done.totalBytes(), done.spill(), context.maxAnswerBytes());
    }
}
