package dev.cordon.cli;

import dev.cordon.journal.JournalFilter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that choose entries of the journal.
final class JournalFilterOptions {
    @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
    private @Nullable Path folder;

    @Option(names = "--session", description = "Id of a session, or its beginning.")
    private @Nullable String session;

    @Option(names = "--user", description = "Who asked for the work.")
    private @Nullable String user;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Not before: 2026-01-31T12:00:00Z, or 30m, 12h, 7d ago.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before; as --since.")
    private @Nullable String until;

    @Option(
            names = "--kind",
            split = ",",
            description = "decision, effect, approval, network, prompt, model_answer, ...")
    private List<String> kinds = List.of();

    @Option(names = "--decision", paramLabel = "VERDICT", description = "allow, ask or deny.")
    private @Nullable String verdict;

    @Option(names = "--host", description = "A host, or a domain with all below it.")
    private @Nullable String remote;

    @Option(names = "--path", description = "A file, or a folder with all below it.")
    private @Nullable String path;

    @Option(names = "--command", paramLabel = "TEXT", description = "Text of the command line.")
    private @Nullable String command;

    @Nullable Path folder() {
        return folder;
    }

    JournalFilter filter(Instant now) {
        return new JournalFilter(
                Optional.ofNullable(session),
                Optional.ofNullable(user),
                Optional.ofNullable(since).map(text -> time(text, now)),
                Optional.ofNullable(until).map(text -> time(text, now)),
                Set.copyOf(kinds),
                Optional.ofNullable(verdict),
                Optional.ofNullable(remote),
                Optional.ofNullable(path),
                Optional.ofNullable(command));
    }

    /// A moment, or how long ago.
    static Instant time(String text, Instant now) {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            long count = Long.parseLong(text.substring(0, Math.max(0, text.length() - 1)));
            return now.minus(
                    switch (text.charAt(text.length() - 1)) {
                        case 'm' -> Duration.ofMinutes(count);
                        case 'h' -> Duration.ofHours(count);
                        case 'd' -> Duration.ofDays(count);
                        default -> throw new NumberFormatException(text);
                    });
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new UsageException(
                    "\"" + text + "\" is no time; use 2026-01-31T12:00:00Z, 30m, 12h or 7d");
        }
    }
}
