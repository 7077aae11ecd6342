package dev.cordon.cli;

import dev.cordon.journal.ExportFormat;
import dev.cordon.journal.JournalReader;
import dev.cordon.journal.JournalStats;
import dev.cordon.journal.StoredEntry;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cordon journal`: the record of what was decided and done.
@Command(
        name = "journal",
        description = "Read, verify and export the record of what was decided and done.",
        mixinStandardHelpOptions = true)
final class JournalCommand {
    private static final long FOLLOW_MILLIS = 200;

    static CommandLine tree(Host host) {
        return new CommandLine(new JournalCommand())
                .addSubcommand(new JournalProofCommands.Verify(host))
                .addSubcommand(new Show(host))
                .addSubcommand(new Follow(host))
                .addSubcommand(new JournalProofCommands.Prove(host))
                .addSubcommand(new JournalProofCommands.CheckProof(host))
                .addSubcommand(new JournalProofCommands.RotateKey(host))
                .addSubcommand(new Export(host))
                .addSubcommand(new Stats(host))
                .addSubcommand(new JournalRetentionCommands.Retain(host))
                .addSubcommand(new JournalRetentionCommands.Hold(host));
    }

    /// The journal of this user, or the one that an option names.
    static Path folder(Host host, @Nullable Path named) {
        return named == null
                ? host.cordonHome().resolve("journal")
                : host.directory().resolve(named).normalize();
    }

    /// One entry on one line for people.
    static String line(StoredEntry entry) {
        StringBuilder line = new StringBuilder();
        line.append(entry.index()).append("  ").append(entry.time()).append("  ");
        line.append(entry.kind());
        add(line, entry.verdict());
        add(line, entry.text("outcome"));
        add(line, entry.text("source"));
        add(line, entry.text("rule"));
        add(line, entry.command());
        add(line, entry.host());
        if (entry.command().isEmpty() && !entry.paths().isEmpty()) {
            add(line, entry.paths().getFirst());
        }
        add(line, entry.text("status"));
        add(line, entry.text("model"));
        add(line, entry.text("reason"));
        add(line, entry.text("message"));
        return printable(
                entry.payload().isEmpty() ? line + "  (content removed)" : line.toString());
    }

    private static void add(StringBuilder line, String text) {
        if (!text.isEmpty()) {
            line.append("  ").append(text);
        }
    }

    /// What stands in an entry came from models and files; none of it may drive the terminal.
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    int type = Character.getType(c);
                    boolean hidden = type == Character.CONTROL || type == Character.FORMAT;
                    out.appendCodePoint(hidden ? '\uFFFD' : c);
                });
        return out.toString();
    }

    /// What the commands share that read entries.
    private abstract static class Reading implements Callable<Integer> {
        private final Host host;
        @Mixin private JournalFilterOptions filter = new JournalFilterOptions();

        Reading(Host host) {
            this.host = host;
        }

        final Host host() {
            return host;
        }

        /// Reads what the options want, from an entry on.
        ///
        /// @return the number of the entry to come
        final long read(long from, JournalReader.Sink sink) throws IOException {
            return new JournalReader(folder(host, filter.folder()))
                    .read(from, filter.filter(Instant.now()), sink);
        }
    }

    /// What the commands share that print entries.
    private abstract static class Printing extends Reading {
        @Option(names = "--json", description = "One JSON object a line.")
        private boolean json;

        Printing(Host host) {
            super(host);
        }

        final void print(StoredEntry entry) {
            host().out().line(json ? JsonText.write(entry.json()) : line(entry));
        }
    }

    @Command(name = "show", description = "Show entries.", mixinStandardHelpOptions = true)
    static final class Show extends Printing {
        Show(Host host) {
            super(host);
        }

        @Override
        public Integer call() throws IOException {
            var _ = read(0, this::print);
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "follow",
            description = "Show entries as they are written, until interrupted.",
            mixinStandardHelpOptions = true)
    static final class Follow extends Printing {
        Follow(Host host) {
            super(host);
        }

        @Override
        public Integer call() throws IOException {
            long next = 0;
            while (!Thread.currentThread().isInterrupted()) {
                next = read(next, this::print);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FOLLOW_MILLIS));
            }
            return ExitCode.INTERRUPTED.code();
        }
    }

    @Command(
            name = "export",
            description = "Write entries for another system, one a line.",
            mixinStandardHelpOptions = true)
    static final class Export extends Reading {
        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                defaultValue = "jsonl",
                description = "jsonl (default), ocsf or cef.")
        private String format = "jsonl";

        Export(Host host) {
            super(host);
        }

        @Override
        public Integer call() throws IOException {
            ExportFormat wanted =
                    ExportFormat.named(format)
                            .orElseThrow(() ->
                                    new UsageException(
                                            "--format "
                                                    + format
                                                    + " is unknown; use jsonl, ocsf or"
                                                    + " cef"));
            var _ = read(0, entry -> host().out().line(wanted.line(entry, Version.TEXT)));
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "stats",
            description = "Count entries by kind, verdict, rule and host.",
            mixinStandardHelpOptions = true)
    static final class Stats extends Reading {
        @Option(names = "--json", description = "As one JSON object.")
        private boolean json;

        Stats(Host host) {
            super(host);
        }

        @Override
        public Integer call() throws IOException {
            JournalStats stats = new JournalStats();
            var _ = read(0, stats);
            if (json) {
                host().out().line(JsonText.write(stats.json()));
            } else {
                print(stats.json(), "");
            }
            return ExitCode.DONE.code();
        }

        private void print(Json.Obj object, String indent) {
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                String name = indent + member.getKey();
                if (member.getValue() instanceof Json.Obj inner) {
                    host().out().line(name + ":");
                    print(inner, indent + "  ");
                } else {
                    host().out().line(name + ": " + JsonText.write(member.getValue()));
                }
            }
        }
    }
}
