package dev.cordon.tui;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.PlanStep;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.TurnOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a turn looks like: events go in, blocks that are finished and rows that still change come
/// out. Belongs to the UI's thread.
final class TurnView {
    private static final int MAX_LIVE_CELLS = 6;
    private static final int MAX_REASONING_ROWS = 2;

    private final Path workspace;
    private final Map<CallId, ToolCell> cells = new LinkedHashMap<>();
    private final Map<CallId, PatchPreview> patches = new LinkedHashMap<>();
    private final List<Block> finished = new ArrayList<>();
    private final StringBuilder reasoning = new StringBuilder();
    private Optional<Answering> answer = Optional.empty();
    private List<PlanStep> plan = List.of();
    private boolean expanded;
    private boolean interrupting;

    TurnView(Path workspace) {
        this.workspace = workspace;
    }

    /// The user asked to stop the turn.
    void interrupting() {
        interrupting = true;
    }

    /// Shows more or fewer lines of outputs from now on.
    void toggleExpanded() {
        expanded = !expanded;
    }

    /// Another session begins.
    void reset() {
        flushAnswer();
        cells.clear();
        patches.clear();
        reasoning.setLength(0);
        plan = List.of();
    }

    /// Puts a block into the scrollback after what is there already.
    void print(Block block) {
        finished.add(block);
    }

    /// What a patch will change, as long as the files are as they were.
    void preview(CallId call, PatchPreview preview) {
        patches.put(call, preview);
    }

    /// What is known of the files of a patch.
    Optional<PatchPreview> preview(CallId call) {
        return Optional.ofNullable(patches.get(call));
    }

    void apply(Event event, long nowNanos) {
        switch (event) {
            case Event.TextDelta(_, String text) -> {
                reasoning.setLength(0);
                answering().append(text);
            }
            case Event.ReasoningDelta(_, String text, _) -> reasoning(text);
            case Event.StreamReset() -> streamBroke();
            case Event.ItemAdded(Item item) -> item(item);
            case Event.ActionProposed(Action action) -> proposed(action, nowNanos);
            case Event.Asked asked -> cell(asked.question().call(), "waits for your answer");
            case Event.Answered answered -> cell(answered.call(), "");
            case Event.OutputDelta(CallId call, String text) -> {
                ToolCell cell = cells.get(call);
                if (cell != null) {
                    cell.output(text);
                }
            }
            case Event.ActionFinished(CallId call, Result result) -> finished(call, result);
            case Event.CallRejected(_, String tool, String message) ->
                    notice("✗ ", tool + ": " + message, Role.WARNING);
            case Event.ProcessEnded(int process, int code) ->
                    notice("• ", "process " + process + " ended with " + code, Role.DIM);
            case Event.PlanUpdated(List<PlanStep> steps, Optional<String> explanation) -> {
                plan = steps;
                finished.add(new PlanBlock(steps, explanation));
            }
            case Event.Warning(String message) -> notice("! ", message, Role.WARNING);
            case Event.Retrying retry ->
                    notice(
                            "! ",
                            "attempt "
                                    + retry.attempt()
                                    + " of "
                                    + retry.maxAttempts()
                                    + " in "
                                    + ToolCell.duration(retry.delayMillis())
                                    + ": "
                                    + retry.reason(),
                            Role.WARNING);
            case Event.Rerouted(String asked, String answered, String why) ->
                    notice(
                            "! ",
                            "asked " + asked + ", " + answered + " answered: " + why,
                            Role.WARNING);
            case Event.Compacted compacted ->
                    notice(
                            "• ",
                            "history made shorter: "
                                    + compacted.tokensBefore()
                                    + " tokens became "
                                    + compacted.tokensAfter(),
                            Role.DIM);
            case Event.Rewound rewound -> rewound(rewound);
            case Event.SettingChanged changed ->
                    notice("• ", changed.key() + " is now " + changed.value(), Role.DIM);
            case Event.SessionRenamed(String name) ->
                    notice("• ", "the session is called " + name, Role.DIM);
            case Event.McpServerChanged server -> mcp(server);
            case Event.InputGiven given -> cell(given.call(), "");
            case Event.InputRequested asked -> cell(asked.call(), "waits for your answer");
            case Event.TurnEnded(_, TurnOutcome outcome, _) -> ended(outcome);
            case Event.Reviewed _,
                    Event.SessionStarted _,
                    Event.SessionResumed _,
                    Event.TurnStarted _,
                    Event.ToolInputDelta _,
                    Event.Decided _,
                    Event.ActionStarted _,
                    Event.UsageReported _,
                    Event.CheckpointTaken _,
                    Event.Queued _,
                    Event.Unqueued _,
                    Event.ChangesReviewed _,
                    Event.SessionClosed _ -> {
                // Shown by the status line, the queue, or not at all.
            }
        }
    }

    /// Rows that are done, each printed once: they are gone from here afterwards.
    List<Line> takeFinished(int columns) {
        List<Line> rows = new ArrayList<>();
        for (Block block : finished) {
            rows.addAll(block.rows(columns));
        }
        finished.clear();
        answer.ifPresent(a -> rows.addAll(a.takeFinished(columns)));
        return rows;
    }

    /// Rows that still change, at most `maxRows`; what is older is left out first.
    List<Line> live(int columns, int maxRows, long nowNanos) {
        List<Line> rows = new ArrayList<>();
        answer.ifPresent(a -> rows.addAll(a.open(columns)));
        if (!reasoning.isEmpty()) {
            List<Line> thought =
                    new ThoughtBlock(reasoning.toString()).words(Math.max(1, columns - 2));
            int from = Math.max(0, thought.size() - MAX_REASONING_ROWS);
            rows.addAll(ThoughtBlock.hung(thought.subList(from, thought.size())));
        }
        if (!cells.isEmpty()) {
            rows.add(Line.EMPTY);
        }
        int skipped = Math.max(0, cells.size() - MAX_LIVE_CELLS);
        if (skipped > 0) {
            rows.add(Line.of("  … " + skipped + " more running", Role.DIM));
        }
        cells.values().stream()
                .skip(skipped)
                .forEach(cell -> rows.addAll(cell.live(columns, expanded, nowNanos)));
        return rows.size() > maxRows ? rows.subList(rows.size() - maxRows, rows.size()) : rows;
    }

    List<PlanStep> plan() {
        return plan;
    }

    private Answering answering() {
        if (answer.isEmpty()) {
            answer = Optional.of(new Answering());
        }
        return answer.get();
    }

    private void reasoning(String text) {
        reasoning.append(text);
        int over = reasoning.length() - 4096;
        if (over > 0) {
            reasoning.delete(0, over);
        }
    }

    private void streamBroke() {
        reasoning.setLength(0);
        if (answer.map(Answering::printed).orElse(false)) {
            flushAnswer();
            notice("! ", "the stream broke; the answer starts again", Role.WARNING);
        }
        answer = Optional.empty();
    }

    private void item(Item item) {
        switch (item) {
            case Item.UserMessage message -> {
                flushAnswer();
                finished.add(new UserBlock(Attachments.words(message.content())));
            }
            case Item.AssistantMessage message -> {
                reasoning.setLength(0);
                if (answer.isEmpty() && !message.text().isBlank()) {
                    answering().append(message.text());
                }
                flushAnswer();
            }
            case Item.Reasoning thought -> {
                reasoning.setLength(0);
                if (!thought.summary().isEmpty()) {
                    finished.add(new ThoughtBlock(String.join("\n\n", thought.summary())));
                }
            }
            case Item.Opaque opaque -> {
                if (!opaque.summary().isBlank()) {
                    notice("• ", opaque.summary(), Role.DIM);
                }
            }
            case Item.Context _, Item.ToolCall _, Item.ToolOutput _ -> {
                // Actions show what came of calls.
            }
        }
    }

    private void flushAnswer() {
        answer.ifPresent(a -> finished.add(a.rest()));
        answer = Optional.empty();
    }

    private void proposed(Action action, long nowNanos) {
        flushAnswer();
        reasoning.setLength(0);
        boolean silent = action instanceof Action.Connect || fromCordon(action);
        if (!silent) {
            cells.put(action.call(), new ToolCell(action, workspace, nowNanos));
        }
    }

    /// What Cordon does on its own, for example reading a file that a patch changes.
    private static boolean fromCordon(Action action) {
        return switch (action) {
            case Action.Git git -> git.requester() == Action.Requester.CORDON;
            case Action.ReadFile read -> read.requester() == Action.Requester.CORDON;
            default -> false;
        };
    }

    private void cell(CallId call, String waiting) {
        ToolCell cell = cells.get(call);
        if (cell != null) {
            cell.waiting(waiting);
        }
    }

    private void finished(CallId call, Result result) {
        ToolCell cell = cells.remove(call);
        PatchPreview patch = patches.remove(call);
        if (cell == null) {
            return;
        }
        boolean more = expanded;
        // What an interrupted action says of its end is of no use to who interrupted it.
        Result shown =
                interrupting && result instanceof Result.Failed
                        ? new Result.Failed("stopped")
                        : result;
        finished.add(columns -> spaced(cell.finished(shown, columns, more)));
        if (patch != null && result instanceof Result.FilesChanged) {
            int lines = more ? Integer.MAX_VALUE : DiffBlock.COLLAPSED_LINES;
            finished.add(columns -> patch.rows(workspace, lines, DiffBlock.Purpose.READ, columns));
        }
    }

    private void mcp(Event.McpServerChanged server) {
        boolean bad = server.state().equals("failed");
        if (bad || server.state().equals("ended")) {
            notice(
                    "! ",
                    "MCP server " + server.server() + " " + server.state() + ": " + server.detail(),
                    bad ? Role.WARNING : Role.DIM);
        }
    }

    private void rewound(Event.Rewound rewound) {
        String what =
                switch (rewound.what()) {
                    case FILES -> "the files are";
                    case CHAT -> "the conversation is";
                    case BOTH -> "files and conversation are";
                };
        notice(
                "• ",
                what
                        + " as before checkpoint "
                        + rewound.number()
                        + "; checkpoint "
                        + rewound.undo()
                        + " undoes this",
                Role.SUCCESS);
    }

    private void ended(TurnOutcome outcome) {
        interrupting = false;
        flushAnswer();
        reasoning.setLength(0);
        cells.clear();
        patches.clear();
        switch (outcome) {
            case TurnOutcome.Completed _ -> {
                // The last message said it.
            }
            case TurnOutcome.Failed failed -> notice("✗ ", failed.message(), Role.ERROR);
            case TurnOutcome.Interrupted(String by) ->
                    notice("✗ ", "interrupted by " + by, Role.WARNING);
        }
    }

    private void notice(String mark, String text, Role role) {
        flushAnswer();
        finished.add(new HungBlock(mark, text, role));
    }

    /// An empty row, and then the others.
    static List<Line> spaced(List<Line> rows) {
        List<Line> all = new ArrayList<>(rows.size() + 1);
        all.add(Line.EMPTY);
        all.addAll(rows);
        return all;
    }
}
