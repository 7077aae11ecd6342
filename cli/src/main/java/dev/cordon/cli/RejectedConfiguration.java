package dev.cordon.cli;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.Journal;
import dev.cordon.journal.JournalEntries;
import dev.cordon.journal.JournalException;
import dev.cordon.journal.JournalOptions;
import dev.cordon.policy.ConfigException;
import java.time.Clock;
import java.util.Optional;

/// Puts it into the journal that a start was refused because of its configuration.
///
/// Nothing of the rejected configuration is used for that: where the key lies and where checkpoints
/// go is part of it, so nothing is signed here. The next checkpoint of any process covers the
/// entry.
final class RejectedConfiguration {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Host host;

    RejectedConfiguration(Host host) {
        this.host = host;
    }

    /// Never throws: that nothing starts is said anyway.
    void record(ConfigException problem) {
        String reason = String.valueOf(problem.getMessage());
        SecretFilter filter = SecretFilter.load(host);
        JournalOptions unsigned =
                JournalOptions.standard()
                        .withCheckpoints(NEVER, NEVER, JournalOptions.Closing.LEAVE);
        try (Journal journal =
                new SessionJournal(
                        FileJournal.open(host.cordonHome().resolve("journal"), unsigned),
                        WorkOrder.of(host),
                        filter,
                        Optional::empty)) {
            var _ =
                    journal.append(
                            new JournalEntries(Optional.empty(), Clock.systemUTC())
                                    .rejected(source(problem), reason, Version.TEXT));
        } catch (JournalException | UsageException e) {
            host.say(
                    "cordon: that this start was refused is not in the journal: " + e.getMessage());
        }
    }

    private static String source(ConfigException problem) {
        ConfigException.Problem first = problem.problems().getFirst();
        return first.line() == 0 ? first.file() : first.file() + ":" + first.line();
    }
}
