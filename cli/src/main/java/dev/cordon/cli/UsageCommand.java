package dev.cordon.cli;

import dev.cordon.journal.JournalReader;
import dev.cordon.journal.StoredEntry;
import dev.cordon.journal.UsageTable;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cordon usage`: what the models cost, from the journal.
@Command(
        name = "usage",
        description = "Tokens, cache hits and money, from the journal.",
        mixinStandardHelpOptions = true)
final class UsageCommand implements Callable<Integer> {
    private final Host host;
    @Mixin private JournalFilterOptions filter = new JournalFilterOptions();

    @Option(
            names = "--by",
            paramLabel = "GROUP",
            defaultValue = "day",
            description = "day (default), model, project or session.")
    private String by = "day";

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    UsageCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException {
        UsageTable table = new UsageTable(group(), ZoneId.systemDefault());
        new JournalReader(JournalCommand.folder(host, filter.folder()))
                .read(0, filter.filter(Instant.now()), (StoredEntry entry) -> table.add(entry));
        int width = by.length();
        for (UsageTable.Row row : table.rows()) {
            width = Math.max(width, row.name().length());
        }
        String name = "%-" + width + "s ";
        if (!json) {
            host.out()
                    .line(
                            (name + "%8s %12s %12s %6s %12s %10s")
                                    .formatted(
                                            by, "answers", "input", "cached", "hit %", "output",
                                            "dollars"));
        }
        for (UsageTable.Row row : table.rows()) {
            host.out().line(json ? JsonText.write(row.json()) : line(name, row));
        }
        return ExitCode.DONE.code();
    }

    private static String line(String name, UsageTable.Row row) {
        return (name + "%8d %12d %12d %6.1f %12d %10s")
                .formatted(
                        row.name(),
                        row.answers(),
                        row.input(),
                        row.cachedInput(),
                        row.input() == 0 ? 0.0 : 100.0 * row.cachedInput() / row.input(),
                        row.output(),
                        money(row));
    }

    /// A price that is not known for every answer is a lower bound and says so.
    private static String money(UsageTable.Row row) {
        String sum = String.format(Locale.ROOT, "%.4f", row.microDollars() / 1e6);
        return row.unpriced() == 0 ? sum : ">=" + sum;
    }

    private UsageTable.Group group() {
        for (UsageTable.Group group : UsageTable.Group.values()) {
            if (group.name().toLowerCase(Locale.ROOT).equals(by)) {
                return group;
            }
        }
        throw new UsageException("--by " + by + " is unknown; use day, model, project or session");
    }
}
