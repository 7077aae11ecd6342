package dev.cordon.cli;

import dev.cordon.journal.Anchor;
import dev.cordon.journal.JournalOptions;
import dev.cordon.journal.Keyring;
import dev.cordon.policy.Config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the journal is written here: the configuration's table `journal`.
final class JournalSettings {
    private JournalSettings() {}

    /// As the configuration of this directory says.
    ///
    /// @throws dev.cordon.policy.ConfigException if configuration has a mistake
    static JournalOptions of(Host host) {
        return of(host, new GovernanceOptions().load(host).config());
    }

    /// As this configuration says.
    ///
    /// @throws UsageException if an anchor is no address
    static JournalOptions of(Host host, Config config) {
        JournalOptions standard = JournalOptions.standard();
        if (config.names("journal").isEmpty()) {
            return standard;
        }
        return standard.withCheckpoints(
                        (int)
                                config.integer("journal.checkpoint_entries")
                                        .orElse(standard.checkpointEntries()),
                        (int)
                                config.integer("journal.checkpoint_seconds")
                                        .orElse(standard.checkpointSeconds()),
                        standard.closing())
                .withTrust(keyring(host, config), anchors(config));
    }

    private static Keyring keyring(Host host, Config config) {
        return config.text("journal.key_store").orElse("file").equals("keyring")
                ? Keyring.ofDesktop(host.environment())
                : Keyring.none();
    }

    private static List<Anchor> anchors(Config config) {
        List<Anchor> anchors = new ArrayList<>();
        config.text("journal.anchors.file")
                .ifPresent(file -> anchors.add(new Anchor.ToFile(Path.of(file))));
        List<String> command = config.texts("journal.anchors.command");
        if (!command.isEmpty()) {
            anchors.add(new Anchor.ToCommand(command));
        }
        config.text("journal.anchors.http").ifPresent(url -> anchors.add(http(url)));
        return anchors;
    }

    private static Anchor http(String url) {
        try {
            URI endpoint = new URI(url);
            if (endpoint.getHost() != null
                    && String.valueOf(endpoint.getScheme()).startsWith("http")) {
                return new Anchor.ToHttp(endpoint);
            }
        } catch (java.net.URISyntaxException _) {
            // Falls through to the sentence below.
        }
        throw new UsageException(
                "journal.anchors.http \"" + url + "\" is no address; use https://HOST/PATH");
    }
}
