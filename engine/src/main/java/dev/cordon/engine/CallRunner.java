package dev.cordon.engine;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import dev.cordon.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs the calls of one answer, each on a virtual thread, as soon as it is complete.
///
/// Shared calls overlap; an exclusive one waits for all before it and holds back all after it, in
/// the order in which the model made them. Outputs are given back in that order too.
final class CallRunner {
    private final Tools tools;
    private final Gate gate;
    private final Events events;
    private final Tool.Context context;
    private final Budget budget;
    private final TextFilter filter;
    private final List<Running> running = new ArrayList<>();

    CallRunner(
            Tools tools,
            Gate gate,
            Events events,
            Tool.Context context,
            Budget budget,
            TextFilter filter) {
        this.tools = tools;
        this.gate = gate;
        this.events = events;
        this.context = context;
        this.budget = budget;
        this.filter = filter;
    }

    private record Running(
            Item.ToolCall call,
            Tool.Concurrency concurrency,
            FutureTask<Item.ToolOutput> task,
            Thread thread) {}

    boolean any() {
        return !running.isEmpty();
    }

    /// Starts a call.
    void start(Item.ToolCall call) {
        Tool.Concurrency concurrency =
                tools.find(call.name()).map(Tool::concurrency).orElse(Tool.Concurrency.SHARED);
        List<FutureTask<Item.ToolOutput>> before = predecessors(concurrency);
        FutureTask<Item.ToolOutput> task =
                new FutureTask<>(() -> {
                    for (FutureTask<Item.ToolOutput> earlier : before) {
                        awaitQuietly(earlier);
                    }
                    return run(call);
                });
        Thread thread = Thread.ofVirtual().name("call-" + call.name()).unstarted(task);
        running.add(new Running(call, concurrency, task, thread));
        thread.start();
    }

    /// Waits for all calls; their outputs in the order of the calls.
    ///
    /// @throws TurnStopped if one of them stopped the turn; the others have ended
    /// @throws InterruptedException if the turn was interrupted; the calls have ended
    List<Item.ToolOutput> await() throws InterruptedException {
        List<Item.ToolOutput> outputs = new ArrayList<>();
        RuntimeException stop = null;
        for (Running call : running) {
            try {
                outputs.add(call.task().get());
            } catch (InterruptedException e) {
                cancel();
                throw e;
            } catch (ExecutionException e) {
                outputs.add(aborted(call.call()));
                if (stop == null && e.getCause() instanceof RuntimeException cause) {
                    stop = cause;
                }
            }
        }
        if (stop != null) {
            throw new Stopped(outputs, stop);
        }
        return outputs;
    }

    /// Interrupts all calls and waits until they have ended.
    ///
    /// @return outputs for all of them, so that none stays unanswered in the history
    List<Item.ToolOutput> cancel() {
        running.forEach(call -> call.thread().interrupt());
        List<Item.ToolOutput> outputs = new ArrayList<>();
        for (Running call : running) {
            boolean interrupted = false;
            while (true) {
                try {
                    call.thread().join();
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            outputs.add(finished(call));
        }
        return outputs;
    }

    /// Calls ended because one of them stopped the turn.
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Item.ToolOutput> outputs;

        Stopped(List<Item.ToolOutput> outputs, RuntimeException cause) {
            super(cause);
            this.outputs = outputs;
        }

        List<Item.ToolOutput> outputs() {
            return outputs;
        }
    }

    private List<FutureTask<Item.ToolOutput>> predecessors(Tool.Concurrency concurrency) {
        return switch (concurrency) {
            case EXCLUSIVE -> running.stream().map(Running::task).toList();
            case SHARED ->
                    running.stream()
                            .filter(r -> r.concurrency() == Tool.Concurrency.EXCLUSIVE)
                            .map(Running::task)
                            .toList();
        };
    }

    private Item.ToolOutput run(Item.ToolCall call) throws InterruptedException {
        budget.beforeCall(call);
        Optional<Tool> tool = tools.find(call.name());
        if (tool.isEmpty()) {
            return reject(call, tools.unknown(call.name()));
        }
        Tool.Plan plan;
        try {
            plan = tool.get().plan(call.call(), call.input(), context);
        } catch (Tool.ToolException e) {
            return reject(call, String.valueOf(e.getMessage()));
        }
        return switch (plan) {
            case Tool.Plan.Reject(String message) -> reject(call, message);
            case Tool.Plan.Tell(Event event, String answer) -> {
                budget.callUnderstood();
                events.emit(event);
                yield output(call, Item.ToolStatus.OK, List.of(new Content.Text(answer)));
            }
            case Tool.Plan.Answer(String answer) -> {
                budget.callUnderstood();
                yield output(call, Item.ToolStatus.OK, List.of(new Content.Text(answer)));
            }
            case Tool.Plan.Act act -> {
                budget.callUnderstood();
                yield act(call, tool.get(), act);
            }
        };
    }

    private Item.ToolOutput act(Item.ToolCall call, Tool tool, Tool.Plan.Act planned)
            throws InterruptedException {
        CallId id = call.call();
        Result result =
                gate.perform(
                        planned.action(),
                        text -> events.emit(new Event.OutputDelta(id, filter.apply(text))));
        return output(call, ResultText.status(result), tool.report(planned, result, context));
    }

    private Item.ToolOutput reject(Item.ToolCall call, String message) {
        events.emit(new Event.CallRejected(call.call(), call.name(), message));
        budget.callRejected();
        return output(call, Item.ToolStatus.FAILED, List.of(new Content.Text(message)));
    }

    private Item.ToolOutput output(
            Item.ToolCall call, Item.ToolStatus status, List<Content> content) {
        List<Content> clean = new ArrayList<>();
        for (Content part : content) {
            clean.add(
                    switch (part) {
                        case Content.Text(String text) -> new Content.Text(filter.apply(text));
                        case Content.Image image -> image;
                    });
        }
        return new Item.ToolOutput(call.call(), call.name(), status, clean);
    }

    private static Item.ToolOutput finished(Running call) {
        if (call.task().isDone()
                && call.task().state() == java.util.concurrent.Future.State.SUCCESS) {
            return call.task().resultNow();
        }
        return aborted(call.call());
    }

    static Item.ToolOutput aborted(Item.ToolCall call) {
        return new Item.ToolOutput(
                call.call(),
                call.name(),
                Item.ToolStatus.ABORTED,
                List.of(new Content.Text("aborted")));
    }

    private static void awaitQuietly(FutureTask<Item.ToolOutput> earlier)
            throws InterruptedException {
        try {
            earlier.get();
        } catch (ExecutionException _) {
            // Its own caller hears of it; the order is all that matters here.
        }
    }
}
