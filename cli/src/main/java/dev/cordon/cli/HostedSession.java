package dev.cordon.cli;

import dev.cordon.engine.McpServer;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.Result;
import dev.cordon.protocol.SessionId;
import dev.cordon.tui.SessionOpener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A session that a host runs, and the clients that look at it. What happens is shown to all of
/// them; whoever does not keep up is cut off, so that the session never waits for anybody.
final class HostedSession implements SessionOpener.Watcher {
    private static final long MAX_FILE_BYTES = 512 * 1024;
    private static final long MAX_PATCH_BYTES = 1024 * 1024;
    private static final int MAX_FILES = 100;

    private final Runnable changed;
    private final HostedRecent recent = new HostedRecent();
    private final List<HostChannel> clients = new ArrayList<>();
    private final Set<String> questions = new HashSet<>();
    private final Set<Integer> processes = new HashSet<>();

    /// Calls that wait for a process; their result names it only if it goes on.
    private final Map<CallId, Integer> waits = new HashMap<>();

    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private Optional<SessionId> id = Optional.empty();
    private String workspace = "";
    private SessionOpener.@Nullable Opened opened;
    private boolean working;
    private boolean ended;
    private boolean ending;
    private long quietSinceNanos = System.nanoTime();

    /// @param changed called when a turn or the session ended
    HostedSession(Runnable changed) {
        this.changed = changed;
    }

    /// How it does, in a word.
    enum State {
        WORKING,
        ASKS,
        IDLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The session is there.
    synchronized void opened(SessionId session, Path folder, SessionOpener.Opened with) {
        id = Optional.of(session);
        workspace = folder.toString();
        opened = with;
    }

    @Override
    public void on(Envelope envelope) {
        boolean over = false;
        synchronized (this) {
            over = follow(envelope.event());
            Optional<String> before =
                    envelope.event() instanceof Event.ActionProposed(Action.ApplyPatch patch)
                            ? Optional.of(filesOf(patch))
                            : Optional.empty();
            for (String line : recent.add(envelope, before)) {
                clients.removeIf(client -> !client.write(line));
            }
        }
        if (over) {
            changed.run();
        }
    }

    private boolean follow(Event event) {
        switch (event) {
            case Event.TurnStarted _ -> working = true;
            case Event.TurnEnded _ -> {
                working = false;
                questions.clear();
                quietSinceNanos = System.nanoTime();
                return true;
            }
            case Event.SessionClosed _ -> {
                ended = true;
                return true;
            }
            case Event.Asked(var question) -> questions.add(question.id());
            case Event.Answered answered -> questions.remove(answered.questionId());
            case Event.InputRequested asked -> questions.add(asked.request());
            case Event.InputGiven given -> questions.remove(given.request());
            case Event.ActionProposed(Action.WriteStdin write) ->
                    waits.put(write.call(), write.process());
            case Event.ActionFinished(var call, Result.CommandOutput out) -> {
                Integer awaited = waits.remove(call);
                if (out.exitCode().isPresent() && awaited != null) {
                    processes.remove(awaited);
                } else if (out.process().isPresent()) {
                    processes.add(out.process().getAsInt());
                }
            }
            case Event.ProcessEnded(int process, _) -> processes.remove(process);
            default -> {
                // Nothing that the host needs to know.
            }
        }
        return false;
    }

    /// Shows a client what there is, and from then on what comes: nothing is lost in between and
    /// nothing comes twice.
    ///
    /// @param after the sequence of the last event that the client has; below 0 for none
    synchronized void attach(HostChannel client, long after) {
        SessionOpener.Opened with = opened;
        if (with == null) {
            throw new UsageException("the session is still opening");
        }
        boolean there =
                client.write(
                        JsonText.write(
                                Json.object()
                                        .put("type", "attached")
                                        .put("session", name())
                                        .put("workspace", workspace)
                                        .putText("file", with.file().map(Path::toString))
                                        .put("from", recent.from())
                                        .put("context_window_tokens", with.contextWindowTokens())
                                        .put("warnings", after < 0 ? with.warnings() : List.of())
                                        .build()));
        for (String line : recent.lines(after)) {
            there = there && client.write(line);
        }
        if (there) {
            clients.add(client);
        }
    }

    synchronized void detach(HostChannel client) {
        clients.remove(client);
        quietSinceNanos = System.nanoTime();
    }

    void submit(Op op) {
        SessionOpener.Opened with;
        synchronized (this) {
            with = ended ? null : opened;
        }
        if (with != null) {
            with.session().submit(op);
        }
    }

    List<McpServer.Status> mcpServers() {
        SessionOpener.Opened with;
        synchronized (this) {
            with = opened;
        }
        return with == null ? List.of() : with.session().mcpServers();
    }

    /// Stops the running turn, ends the session and tells the clients why. Waits for it, also if
    /// somebody else ends it already.
    ///
    /// @throws RuntimeException if it could not be closed in good order; it is over all the same
    void end(String why) {
        boolean first;
        synchronized (this) {
            first = !ending;
            ending = true;
            ended = true;
        }
        if (!first) {
            gone.join();
            return;
        }
        try {
            SessionOpener.Opened with;
            synchronized (this) {
                with = opened;
            }
            if (with != null) {
                with.close().run();
            }
        } finally {
            String line = HostMessages.ended(why);
            synchronized (this) {
                clients.forEach(client -> client.write(line));
                clients.forEach(HostChannel::finish);
                clients.clear();
            }
            gone.complete(true);
        }
    }

    synchronized String name() {
        return id.map(SessionId::value).orElse("");
    }

    synchronized boolean isEnded() {
        return ended;
    }

    synchronized State state() {
        if (!questions.isEmpty()) {
            return State.ASKS;
        }
        return working ? State.WORKING : State.IDLE;
    }

    /// For how long nobody has looked and nothing has run, in nanoseconds; 0 while somebody does.
    synchronized long quietNanos(long now) {
        return working || !clients.isEmpty() ? 0 : now - quietSinceNanos;
    }

    synchronized boolean hasProcesses() {
        return !processes.isEmpty();
    }

    synchronized Json.Obj describe() {
        return Json.object()
                .put("session", name())
                .put("workspace", workspace)
                .put("state", state().word())
                .put("clients", clients.size())
                .build();
    }

    /// What the files of a patch hold before it: a client looks too late.
    private static String filesOf(Action.ApplyPatch patch) {
        List<Json> files = new ArrayList<>();
        long bytes = 0;
        for (Action.FileChange change : patch.changes()) {
            if (files.size() == MAX_FILES || bytes > MAX_PATCH_BYTES) {
                break;
            }
            Path path = change.path();
            try {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && Files.size(path) <= MAX_FILE_BYTES) {
                    byte[] content = Files.readAllBytes(path);
                    bytes += content.length;
                    files.add(
                            Json.object()
                                    .put("path", path.toString())
                                    .put("text", new String(content, StandardCharsets.UTF_8))
                                    .build());
                }
            } catch (IOException _) {
                // It is shown without what was there before.
            }
        }
        return JsonText.write(
                Json.object()
                        .put("type", HostMessages.PATCH_BEFORE)
                        .put("files", new Json.Arr(files))
                        .build());
    }
}
