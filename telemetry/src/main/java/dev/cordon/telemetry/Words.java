package dev.cordon.telemetry;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.FailureKind;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnOutcome;
import java.util.OptionalInt;

/// The words that records use for what happened. The same ones stand in the journal.
final class Words {
    private Words() {}

    static String kind(Action action) {
        return switch (action) {
            case Action.RunCommand _ -> "run_command";
            case Action.WriteStdin _ -> "write_stdin";
            case Action.StopProcess _ -> "stop_process";
            case Action.ApplyPatch _ -> "apply_patch";
            case Action.ReadFile _ -> "read_file";
            case Action.ListFiles _ -> "list_files";
            case Action.SearchFiles _ -> "search_files";
            case Action.Git _ -> "git";
            case Action.Connect _ -> "connect";
            case Action.FetchUrl _ -> "fetch_url";
            case Action.WebSearch _ -> "web_search";
            case Action.CallMcpTool _ -> "call_mcp_tool";
            case Action.StartAgent _ -> "start_agent";
        };
    }

    /// Whether the sandbox performs it.
    static boolean sandboxed(Action action) {
        return switch (action) {
            case Action.CallMcpTool _, Action.StartAgent _, Action.WebSearch _ -> false;
            case Action.RunCommand _,
                    Action.WriteStdin _,
                    Action.StopProcess _,
                    Action.ApplyPatch _,
                    Action.ReadFile _,
                    Action.ListFiles _,
                    Action.SearchFiles _,
                    Action.Git _,
                    Action.Connect _,
                    Action.FetchUrl _ ->
                    true;
        };
    }

    static String verdict(Decision decision) {
        return switch (decision) {
            case Decision.Allow _ -> "allow";
            case Decision.Ask _ -> "ask";
            case Decision.Deny _ -> "deny";
        };
    }

    static String verdict(Answer answer) {
        return switch (answer) {
            case Answer.Approve _ -> "approve";
            case Answer.Decline _ -> "decline";
            case Answer.Abort _ -> "abort";
        };
    }

    static String outcome(TurnOutcome outcome) {
        return switch (outcome) {
            case TurnOutcome.Completed _ -> "completed";
            case TurnOutcome.Failed _ -> "failed";
            case TurnOutcome.Interrupted _ -> "interrupted";
        };
    }

    /// Whether a request to a model failed, and not something here.
    static boolean ofModel(FailureKind kind) {
        return kind.compareTo(FailureKind.BAD_REQUEST) >= 0
                && kind.compareTo(FailureKind.EMPTY_ANSWER) <= 0;
    }

    /// What is told of an effect.
    ///
    /// @param status `completed`, `running`, `failed` or `refused`
    /// @param text the output, of which only a part may leave
    /// @param denials how often the boundary said no
    record Effect(
            String status, OptionalInt exitCode, long bytes, int files, int denials, String text) {}

    static Effect effect(Result result) {
        return switch (result) {
            case Result.CommandOutput done ->
                    new Effect(
                            status(done),
                            done.exitCode(),
                            done.totalBytes(),
                            0,
                            done.notes().size(),
                            done.output());
            case Result.FilesChanged changed ->
                    new Effect("completed", OptionalInt.empty(), 0, changed.files().size(), 0, "");
            case Result.FileContent read ->
                    new Effect("completed", OptionalInt.empty(), read.totalBytes(), 0, 0, "");
            case Result.Listing listing ->
                    new Effect(
                            "completed",
                            OptionalInt.empty(),
                            0,
                            0,
                            0,
                            String.join("\n", listing.lines()));
            case Result.Document document ->
                    new Effect(
                            "completed",
                            OptionalInt.empty(),
                            document.totalBytes(),
                            0,
                            0,
                            document.text());
            case Result.Done done ->
                    new Effect("completed", OptionalInt.empty(), 0, 0, 0, done.message());
            case Result.Failed failed ->
                    new Effect("failed", OptionalInt.empty(), 0, 0, 0, failed.message());
            case Result.Refused refused ->
                    new Effect(
                            "refused",
                            OptionalInt.empty(),
                            0,
                            0,
                            refused.by().equals("sandbox") ? 1 : 0,
                            refused.message());
        };
    }

    private static String status(Result.CommandOutput done) {
        if (done.exitCode().isEmpty()) {
            return "running";
        }
        return done.exitCode().getAsInt() == 0 ? "completed" : "failed";
    }
}
