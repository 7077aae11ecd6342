package dev.cordon.cli;

import dev.cordon.engine.EventLog;
import dev.cordon.engine.Restored;
import dev.cordon.engine.SessionContent;
import dev.cordon.engine.SessionLog;
import dev.cordon.engine.SessionLogException;
import dev.cordon.engine.SessionReader;
import dev.cordon.engine.SessionStore;
import dev.cordon.protocol.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The session that `exec` works on: a new one, one that is taken up, or a copy of one.
///
/// @param warnings what the user should know of its file
record StoredSession(SessionId id, EventLog log, Restored restored, List<String> warnings) {
    StoredSession {
        warnings = List.copyOf(warnings);
    }

    /// Finds or makes it.
    ///
    /// @throws UsageException if there is no such session, or another process writes it
    /// @throws SessionLogException if a file cannot be written
    static StoredSession open(Host host, ExecOptions options, Path workspace) {
        Path home = host.cordonHome();
        return switch (options.start()) {
            case ExecOptions.Start.Fresh _ -> fresh(home, options.ephemeral(), Restored.NOTHING);
            case ExecOptions.Start.Fork(String name, OptionalInt turns) -> {
                SessionContent content = content(home, name);
                yield fresh(
                        home,
                        options.ephemeral(),
                        turns.isEmpty()
                                ? Restored.fork(content)
                                : Restored.fork(content, turns.getAsInt()));
            }
            case ExecOptions.Start.Resume(Optional<String> name, boolean anywhere) ->
                    resumed(
                            host,
                            found(
                                    home,
                                    name,
                                    anywhere ? Optional.empty() : Optional.of(workspace)));
        };
    }

    private static StoredSession fresh(Path home, boolean ephemeral, Restored restored) {
        SessionId id = SessionId.fresh();
        EventLog log = ephemeral ? EventLog.nowhere() : SessionLog.create(home, id, Instant.now());
        return new StoredSession(id, log, restored, List.of());
    }

    private static StoredSession resumed(Host host, Path file) {
        try {
            SessionLog.Resumed resumed = SessionLog.resume(file);
            SessionContent content = resumed.content();
            return new StoredSession(
                    content.started().session(),
                    resumed.log(),
                    Restored.of(content),
                    warnings(content));
        } catch (SessionLogException e) {
            throw new UsageException(e.getMessage() + attach(host, file));
        }
    }

    /// What can be done besides if the session runs in the background.
    private static String attach(Host host, Path file) {
        String name = String.valueOf(file.getFileName());
        return HostLink.own(host).sessions().stream()
                .map(HostLink.Running::session)
                .filter(name::contains)
                .findFirst()
                .map(id -> " It runs in the background: cordon attach " + id + " shows it.")
                .orElse("");
    }

    private static List<String> warnings(SessionContent content) {
        List<String> warnings = new ArrayList<>(content.problems());
        int waiting = content.queued().size();
        if (waiting > 0) {
            warnings.add(
                    waiting
                            + (waiting == 1 ? " prompt waits" : " prompts wait")
                            + " in the queue of this session and will not run now; the terminal UI"
                            + " shows them.");
        }
        return warnings;
    }

    private static SessionContent content(Path home, String name) {
        try {
            return SessionReader.read(new SessionStore(home).find(name));
        } catch (SessionLogException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Path found(Path home, Optional<String> name, Optional<Path> directory) {
        SessionStore store = new SessionStore(home);
        try {
            if (name.isPresent()) {
                return store.find(name.get());
            }
        } catch (SessionLogException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return store.last(directory)
                .orElseThrow(() ->
                        new UsageException(
                                "there is no session to resume"
                                        + directory
                                                .map(d -> " in " + d + "; use --all")
                                                .orElse("")));
    }
}
