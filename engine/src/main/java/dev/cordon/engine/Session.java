package dev.cordon.engine;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.TurnOutcome;
import dev.cordon.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// One conversation: takes operations from a front end, shows events, runs one turn at a time.
///
/// A front end sees this class, `Op` and `Event`, and nothing else of the engine. Every method may
/// be called by any thread; none but {@link #run} waits for a model.
public final class Session implements AutoCloseable {
    private final SessionCore core;
    private final TurnQueue turns;
    private final Approver approver;

    private Session(SessionCore core, Approver approver, List<List<Content>> queue) {
        this.core = core;
        this.approver = approver;
        this.turns = new TurnQueue(core, queue);
    }

    /// Starts a session or takes one up again.
    ///
    /// @param log where its events go; the session closes it
    /// @throws SessionLogException if the log cannot be written
    /// @throws dev.cordon.journal.JournalException if the journal cannot be written
    public static Session open(
            SessionId id,
            SessionParts parts,
            Approver approver,
            EventLog log,
            Restored restored,
            SessionListener listener) {
        SessionCore core = new SessionCore(id, parts, approver, log, restored);
        core.events().watch(listener);
        core.begin(restored);
        return new Session(core, approver, restored.queue());
    }

    public SessionId id() {
        return core.conversation().session();
    }

    /// Shows events from now on to one more listener.
    public void watch(SessionListener listener) {
        core.events().watch(listener);
    }

    /// The commands that run in the background.
    public List<Sandbox.BackgroundProcess> processes() {
        return core.sandbox().processes();
    }

    /// The skills that a prompt may name with `$name`.
    public Skills skills() {
        return core.skills();
    }

    /// How the MCP servers do, in the order of the configuration.
    public List<McpServer.Status> mcpServers() {
        return core.servers();
    }

    /// What holds for the next turn.
    public SessionParts.Settings settings() {
        return core.settings();
    }

    /// The prompts that wait, the next one first.
    public List<List<Content>> queue() {
        return turns.queue();
    }

    /// What makes the boundary of this session.
    public Sandbox.Backend backend() {
        return core.sandbox().backend();
    }

    /// What the boundary of this session lacks, a few words; empty if it is whole, or nobody knows
    /// yet.
    public Optional<String> degraded() {
        Sandbox.Backend backend = backend();
        return switch (backend.strength()) {
            case FULL, EXTERNAL -> Optional.empty();
            case DEGRADED -> Optional.of("weak sandbox: " + backend.name());
            case NONE -> Optional.of("no sandbox");
        };
    }

    /// Runs one turn and waits for its end. An interrupt of the calling thread interrupts the turn.
    /// What an earlier process left in the queue stays there.
    public TurnOutcome run(Op.Submit prompt) {
        CompletableFuture<TurnOutcome> end = turns.submit(prompt, false);
        while (true) {
            try {
                return end.get();
            } catch (InterruptedException _) {
                turns.interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a turn always has an outcome", e);
            }
        }
    }

    /// Takes an operation and returns at once; what comes of it is shown as events.
    public void submit(Op op) {
        switch (op) {
            case Op.Submit submit -> {
                var _ = turns.submit(submit, true);
            }
            case Op.Steer(List<Content> content) -> turns.steer(content);
            case Op.Unqueue(int position) -> turns.unqueue(position);
            case Op.EditQueued(int position, List<Content> content) ->
                    turns.edit(position, content);
            case Op.MoveQueued(int from, int to) -> turns.move(from, to);
            case Op.RunQueue _ -> turns.release();
            case Op.GiveInput(String request, var replies) -> {
                if (approver instanceof FrontEndApprover frontEnd) {
                    frontEnd.give(request, replies);
                }
            }
            case Op.Interrupt _ -> turns.interrupt();
            case Op.Reply(String question, var answer) -> {
                if (approver instanceof FrontEndApprover frontEnd) {
                    frontEnd.reply(question, answer);
                }
            }
            case Op.Compact _ -> turns.between(core::compact);
            case Op.Review review -> turns.between(() -> core.review(review));
            case Op.Rewind rewind -> turns.between(() -> core.rewind(rewind));
            case Op.Set(String key, String value) -> turns.between(() -> core.set(key, value));
            case Op.Shell(String command) -> beside(() -> core.shell(command));
            case Op.StopProcess(int process) -> beside(() -> core.stop(process));
            case Op.Rename(String name) -> core.events().emit(new Event.SessionRenamed(name));
            case Op.Shutdown _ -> close();
        }
    }

    /// Stops the running turn, kills everything that runs, and closes the log.
    @Override
    public void close() {
        turns.close();
        core.close();
    }

    private void beside(Interruptible work) {
        Thread.ofVirtual()
                .name("beside-turn")
                .start(() -> {
                    try {
                        work.run();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        core.warn(e);
                    }
                });
    }

    /// Work that may be interrupted.
    @FunctionalInterface
    interface Interruptible {
        void run() throws InterruptedException;
    }

    Optional<Result.Refused> connect(Action.Connect connection) throws InterruptedException {
        return core.connect(connection);
    }
}
