package dev.cordon.cli;

import dev.cordon.journal.JournalOptions;
import dev.cordon.journal.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands that let content of the journal go, or keep it from going.
final class JournalRetentionCommands {
    private JournalRetentionCommands() {}

    @Command(
            name = "retain",
            description = "Remove the content of old entries; digests stay and the chain verifies.",
            mixinStandardHelpOptions = true)
    static final class Retain implements Callable<Integer> {
        private final Host host;

        @Option(names = "--days", required = true, description = "Keep so many days.")
        private int days;

        @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
        private @Nullable Path named;

        Retain(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            if (days < 0) {
                throw new UsageException("--days " + days + " is negative");
            }
            Retention.Swept swept =
                    new Retention(JournalCommand.folder(host, named), JournalSettings.of(host))
                            .sweep(Instant.now().minus(Duration.ofDays(days)));
            host.out()
                    .line(
                            "content of "
                                    + swept.removed()
                                    + " entries removed, "
                                    + swept.held()
                                    + " held");
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "hold",
            description = "Legal holds: what must keep its content.",
            mixinStandardHelpOptions = true)
    static final class Hold implements Callable<Integer> {
        private final Host host;

        @Parameters(index = "0", paramLabel = "place|release|list", description = "What to do.")
        private String verb = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "ID", description = "Of the hold.")
        private String id = "";

        @Option(names = "--session", description = "Only this session; absent means everything.")
        private @Nullable String session;

        @Option(names = "--reason", description = "Why.", defaultValue = "")
        private String reason = "";

        @Option(names = "--journal", paramLabel = "FOLDER", description = "Another journal.")
        private @Nullable Path named;

        Hold(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            JournalOptions options = JournalSettings.of(host);
            Retention retention = new Retention(JournalCommand.folder(host, named), options);
            switch (verb) {
                case "list" -> list(retention.holds());
                case "place" ->
                        retention.place(
                                new Retention.Hold(
                                        id(),
                                        Optional.ofNullable(session),
                                        options.user(),
                                        reason));
                case "release" -> retention.release(id(), options.user());
                default ->
                        throw new UsageException(
                                "hold " + verb + " is unknown; use place, release or list");
            }
            return ExitCode.DONE.code();
        }

        private String id() {
            if (id.isEmpty()) {
                throw new UsageException("name the hold: cordon journal hold " + verb + " ID");
            }
            return id;
        }

        private void list(List<Retention.Hold> holds) {
            for (Retention.Hold hold : holds) {
                host.out()
                        .line(
                                hold.id()
                                        + "  "
                                        + hold.session().orElse("everything")
                                        + "  "
                                        + hold.owner()
                                        + "  "
                                        + hold.reason());
            }
        }
    }
}
