package dev.cordon.cli;

import dev.cordon.journal.JournalFilter;
import dev.cordon.journal.JournalReader;
import dev.cordon.policy.BundleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The highest version of a bundle that the journal has seen in force.
final class BundleFloor {
    private BundleFloor() {}

    /// Reads the journal when it is asked, which is only where the store lost its own memory.
    static BundleStore.Floor of(Host host) {
        Path folder = host.cordonHome().resolve("journal");
        return org -> Files.isDirectory(folder) ? highest(folder, org) : 0;
    }

    private static long highest(Path folder, String org) {
        JournalFilter policies =
                new JournalFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of("policy"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        long[] highest = {0};
        try {
            new JournalReader(folder)
                    .read(
                            0,
                            policies,
                            entry ->
                                    highest[0] =
                                            Math.max(
                                                    highest[0],
                                                    version(entry.text("source"), org)));
        } catch (IOException e) {
            throw new UsageException(
                    folder
                            + " cannot be read, so it is not known which bundle was in force: "
                            + e.getMessage());
        }
        return highest[0];
    }

    /// The version in a text such as `requirements.toml, bundle example version 12`.
    static long version(String source, String org) {
        String name = "bundle " + org + " version ";
        long highest = 0;
        for (int at = source.indexOf(name); at >= 0; at = source.indexOf(name, at + 1)) {
            long version = 0;
            for (int i = at + name.length();
                    i < source.length()
                            && Character.isDigit(source.charAt(i))
                            && version < 1L << 58;
                    i++) {
                version = version * 10 + source.charAt(i) - '0';
            }
            highest = Math.max(highest, version);
        }
        return highest;
    }
}
