package dev.cordon.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which entries are wanted; what is absent does not matter.
///
/// @param session the id, or its beginning
/// @param since not before this
/// @param until before this
/// @param kinds any of these; empty means all
/// @param verdict `allow`, `ask` or `deny`
/// @param host the host, or the end of its name behind a dot
/// @param path a file, or a folder that holds it
/// @param command text that the command line has
public record JournalFilter(
        Optional<String> session,
        Optional<String> user,
        Optional<Instant> since,
        Optional<Instant> until,
        Set<String> kinds,
        Optional<String> verdict,
        Optional<String> host,
        Optional<String> path,
        Optional<String> command) {

    public JournalFilter {
        kinds = Set.copyOf(kinds);
    }

    /// All entries.
    public static JournalFilter all() {
        return new JournalFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Whether the entry is wanted.
    public boolean wants(StoredEntry entry) {
        return (kinds.isEmpty() || kinds.contains(entry.kind()))
                && session.map(s -> entry.session().orElse("").startsWith(s)).orElse(true)
                && user.map(u -> u.equals(entry.user()) || u.equals(entry.text("user")))
                        .orElse(true)
                && since.map(t -> !entry.time().isBefore(t)).orElse(true)
                && until.map(t -> entry.time().isBefore(t)).orElse(true)
                && verdict.map(v -> v.equals(entry.verdict())).orElse(true)
                && host.map(h -> isHost(entry.host(), h)).orElse(true)
                && path.map(p -> entry.paths().stream().anyMatch(e -> isUnder(e, p))).orElse(true)
                && command.map(c -> entry.command().contains(c)).orElse(true);
    }

    private static boolean isHost(String host, String wanted) {
        return host.equals(wanted) || host.endsWith("." + wanted);
    }

    private static boolean isUnder(String path, String wanted) {
        return path.equals(wanted) || path.startsWith(wanted.endsWith("/") ? wanted : wanted + "/");
    }
}
