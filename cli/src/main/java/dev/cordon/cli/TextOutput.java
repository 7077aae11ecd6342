package dev.cordon.cli;

import dev.cordon.engine.SessionListener;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.protocol.Usage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Shows a session to a person who reads a terminal: progress on standard error, the final message
/// alone on standard output.
final class TextOutput implements SessionListener {
    private static final int SHOWN_LINES = 20;

    private final Host host;
    private String lastSaid = "";
    private final Map<CallId, Action> open = new HashMap<>();
    private Usage usage = Usage.UNKNOWN;

    TextOutput(Host host) {
        this.host = host;
    }

    @Override
    public synchronized void on(Envelope envelope) {
        switch (envelope.event()) {
            case Event.SessionStarted started -> header(started);
            case Event.SessionResumed resumed ->
                    host.say("resumed with " + resumed.model() + " (" + resumed.provider() + ")");
            case Event.ItemAdded(Item.AssistantMessage message) ->
                    host.say("\n" + said(message.text()));
            case Event.ItemAdded(Item.Reasoning reasoning) ->
                    reasoning.summary().forEach(p -> host.say("thinking: " + clean(p)));
            case Event.ActionProposed(Action action) -> {
                if (CallItem.of(action).isPresent()) {
                    open.put(action.call(), action);
                    host.say("\n" + headline(action));
                }
            }
            case Event.ActionFinished(CallId call, Result result) -> {
                if (open.remove(call) != null) {
                    finished(result);
                }
            }
            case Event.CallRejected(_, String tool, String message) ->
                    host.say("  " + tool + ": " + clean(message));
            case Event.PlanUpdated(var steps, _) -> {
                host.say("\nplan");
                steps.forEach(step -> host.say("  " + mark(step) + " " + clean(step.text())));
            }
            case Event.Reviewed(_, _, Review review) -> host.say(reviewed(review));
            case Event.Warning(String message) -> host.say("warning: " + clean(message));
            case Event.Rerouted(String asked, String answered, String reason) ->
                    host.say("warning: asked " + asked + ", " + answered + " answered: " + reason);
            case Event.Retrying retry ->
                    host.say(
                            "retry "
                                    + retry.attempt()
                                    + " of "
                                    + retry.maxAttempts()
                                    + ": "
                                    + clean(retry.reason()));
            case Event.UsageReported reported -> usage = reported.session();
            case Event.TurnEnded(_, TurnOutcome outcome, _) -> ended(outcome);
            case Event.ItemAdded _,
                    Event.SessionRenamed _,
                    Event.SettingChanged _,
                    Event.TurnStarted _,
                    Event.Decided _,
                    Event.Asked _,
                    Event.Answered _,
                    Event.ActionStarted _,
                    Event.ProcessEnded _,
                    Event.Compacted _,
                    Event.CheckpointTaken _,
                    Event.Rewound _,
                    Event.Queued _,
                    Event.Unqueued _,
                    Event.ChangesReviewed _,
                    Event.SessionClosed _,
                    Event.InputRequested _,
                    Event.InputGiven _,
                    Event.McpServerChanged _,
                    Event.Passing _ -> {}
        }
    }

    private static String reviewed(Review review) {
        return "auto-review "
                + review.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + review.risk()
                        .map(r -> " (" + r.name().toLowerCase(Locale.ROOT) + " risk)")
                        .orElse("")
                + ": "
                + clean(review.rationale());
    }

    private void header(Event.SessionStarted started) {
        host.say("cordon " + started.version() + "  session " + started.session().value());
        host.say(
                "workspace "
                        + started.cwd()
                        + "  model "
                        + started.model()
                        + " ("
                        + started.provider()
                        + ")");
        host.say(
                "sandbox "
                        + started.sandboxMode()
                        + ", network "
                        + started.network()
                        + ", approval "
                        + started.approvalPolicy());
    }

    private static String headline(Action action) {
        return switch (action) {
            case Action.RunCommand run when run.argv().size() == 3 ->
                    "$ " + clean(run.argv().get(2));
            case Action.RunCommand run -> "$ " + clean(ShellWords.line(run.argv()));
            case Action.Git git -> "$ git " + clean(ShellWords.line(git.arguments()));
            case Action.ApplyPatch patch -> {
                StringBuilder text = new StringBuilder("patch");
                patch.changes()
                        .forEach(c ->
                                text.append("\n  ")
                                        .append(c.kind().name().charAt(0))
                                        .append(' ')
                                        .append(clean(c.path().toString())));
                yield text.toString();
            }
            case Action.WriteStdin write -> "> process " + write.process();
            case Action.StopProcess stop -> "stop process " + stop.process();
            case Action.ReadFile read -> "read " + clean(read.path().toString());
            case Action.ListFiles list -> "list " + clean(list.path().toString());
            case Action.SearchFiles search -> "search " + clean(search.pattern());
            case Action.FetchUrl fetch -> "fetch " + clean(fetch.url().toString());
            case Action.WebSearch search -> "search the web: " + clean(search.query());
            case Action.CallMcpTool mcp -> "tool " + clean(mcp.server() + "/" + mcp.tool());
            case Action.StartAgent agent -> "agent " + clean(agent.name());
            case Action.Connect connect -> "connect " + connect.host();
        };
    }

    private void finished(Result result) {
        switch (result) {
            case Result.CommandOutput done -> {
                tail(done.output());
                if (done.exitCode().isPresent()) {
                    host.say(
                            "  exit "
                                    + done.exitCode().getAsInt()
                                    + " after "
                                    + done.wallMillis()
                                    + " ms");
                } else {
                    host.say("  runs on as process " + done.process().orElse(0));
                }
                done.notes().forEach(note -> host.say("  " + clean(note)));
            }
            case Result.Refused refused ->
                    host.say(
                            "  refused: "
                                    + clean(refused.message())
                                    + " ["
                                    + refused.rule()
                                    + ", "
                                    + refused.origin()
                                    + "]");
            case Result.Failed(String message) -> host.say("  failed: " + clean(message));
            case Result.Done(String message) -> host.say("  " + clean(message));
            case Result.FilesChanged(var files) -> host.say("  " + files.size() + " files changed");
            case Result.FileContent content -> host.say("  " + content.totalBytes() + " bytes");
            case Result.Listing(var lines, _) -> host.say("  " + lines.size() + " lines");
            case Result.Document document -> host.say("  " + document.totalBytes() + " bytes");
        }
    }

    private void tail(String output) {
        String[] lines = clean(output).split("\n", -1);
        int end =
                lines.length > 0 && lines[lines.length - 1].isEmpty()
                        ? lines.length - 1
                        : lines.length;
        int start = Math.max(0, end - SHOWN_LINES);
        if (start > 0) {
            host.say("  … " + start + " lines before");
        }
        for (int i = start; i < end; i++) {
            host.say("  " + lines[i]);
        }
    }

    private String said(String text) {
        lastSaid = clean(text);
        return lastSaid;
    }

    private void ended(TurnOutcome outcome) {
        if (usage.input().isPresent()) {
            host.say(
                    "\ntokens: "
                            + usage.input().getAsLong()
                            + " in, "
                            + usage.output().orElse(0)
                            + " out");
        }
        switch (outcome) {
            case TurnOutcome.Completed(String message) -> {
                // A person at a terminal has just read it, and a log has it.
                if (!host.oneOutput()) {
                    host.out().line(message);
                }
            }
            case TurnOutcome.Failed failed -> {
                // A model that says itself why it cannot go on has just been read.
                if (!clean(failed.message()).equals(lastSaid)) {
                    host.say("\ncordon: " + clean(failed.message()));
                }
            }
            case TurnOutcome.Interrupted(String by) -> host.say("\ncordon: interrupted by " + by);
        }
    }

    private static String mark(PlanStep step) {
        return switch (step.state()) {
            case PENDING -> "[ ]";
            case IN_PROGRESS -> "[>]";
            case COMPLETED -> "[x]";
        };
    }

    /// Text of a model, a file or a command must not steer the terminal: control characters other
    /// than line ends and tabs become visible.
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
            clean.append(control ? '\ufffd' : c);
        }
        return clean.toString();
    }
}
