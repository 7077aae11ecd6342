package dev.cordon.cli;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalEntry;
import dev.cordon.journal.RedactingJournal;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import dev.cordon.sandbox.Overlay;
import dev.cordon.sandbox.OverlayChange;
import dev.cordon.sandbox.OverlayState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The journal's entries about what a user does with the sandbox beside sessions. Each is on disk
/// before the effect; if it cannot be written, there is none.
///
/// Nothing is opened before the first entry.
final class UserRecord implements AutoCloseable {
    private static final int FILES_PER_ENTRY = 200;

    private final Host host;
    private final JournalEntries entries = new JournalEntries(Optional.empty(), Clock.systemUTC());
    private @Nullable Journal journal;

    UserRecord(Host host) {
        this.host = host;
    }

    private synchronized Journal journal() {
        Journal open = journal;
        if (open == null) {
            open =
                    new RedactingJournal(
                            FileJournal.open(
                                    host.cordonHome().resolve("journal"), JournalSettings.of(host)),
                            SecretFilter.load(host).redactor());
            journal = open;
        }
        return open;
    }

    private synchronized Journal.Receipt append(JournalEntry entry) {
        return journal().append(entry);
    }

    /// A command is about to run outside the boundary.
    ///
    /// @return the place of the entry
    long leavesTheSandbox(Action.RunCommand command, Confinement confinement) {
        return append(
                        entries.decision(
                                command,
                                new Decision.Allow(
                                        "sandbox_mode",
                                        new Origin(Origin.Layer.COMMAND_LINE, "cordon sandbox", 0)),
                                new JournalEntries.Circumstances(
                                        Optional.empty(),
                                        Optional.empty(),
                                        System.getProperty("user.name", ""),
                                        "human",
                                        Optional.of(confinement),
                                        Optional.empty())))
                .index();
    }

    /// It ended.
    void ended(Action.RunCommand command, int exitCode, long wallMillis, long decision) {
        var _ =
                append(
                        entries.effect(
                                command,
                                new Result.CommandOutput(
                                        OptionalInt.empty(),
                                        OptionalInt.of(exitCode),
                                        "",
                                        0,
                                        Optional.empty(),
                                        wallMillis,
                                        List.of()),
                                OptionalLong.of(decision)));
    }

    /// A connection is about to be opened, or was refused.
    void network(Action.Connect connection, Optional<Result.Refused> refused) {
        var _ = append(entries.network(connection, refused));
    }

    /// Merges a layer; what will change stands in the journal before.
    Overlay.Merged merge(Overlay overlay, String layer) throws java.io.IOException {
        List<String> roots = overlay.roots().stream().map(Path::toString).toList();
        Overlay.Merged merged =
                overlay.merge(changes -> {
                    List<Json.Obj> files = new ArrayList<>();
                    changes.forEach(change -> files.add(file(change)));
                    for (int at = 0; at < files.size(); at += FILES_PER_ENTRY) {
                        int end = Math.min(at + FILES_PER_ENTRY, files.size());
                        var _ = append(entries.merge(layer, roots, files.subList(at, end)));
                    }
                });
        if (!merged.merged().isEmpty()) {
            var _ =
                    append(
                            entries.mergeEnded(
                                    layer, merged.merged().size(), merged.refused().size()));
        }
        return merged;
    }

    private static Json.Obj file(OverlayChange change) {
        Json.ObjBuilder file =
                Json.object()
                        .put("path", change.from().orElse(change.path()).toString())
                        .put("op", change.kind().name().toLowerCase(Locale.ROOT));
        if (change.from().isPresent()) {
            file.put("moved_to", change.path().toString());
        }
        file.putText("before", content(change.before()));
        file.putText("after", content(change.after()));
        return file.build();
    }

    private static Optional<String> content(OverlayState state) {
        return state.type() == OverlayState.Type.FILE
                ? Optional.of(state.content())
                : Optional.empty();
    }

    @Override
    public synchronized void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
