package dev.cordon.cli;

import dev.cordon.policy.ConfigSources;
import dev.cordon.policy.ConfigSources.Assignment;
import dev.cordon.policy.FileOwner;
import dev.cordon.policy.Governance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// The options of commands that read the configuration.
final class GovernanceOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "KEY=VALUE",
            description = "Set a configuration key.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "NAME",
            description = "Add the profile NAME.config.toml.")
    private String profile = "";

    @Option(
            names = {"-C", "--cd"},
            paramLabel = "DIR",
            description = "Look from DIR.")
    private Path directory = Path.of("");

    ConfigSources sources(Host host) {
        return new ConfigSources(
                host.cordonHome().toAbsolutePath(),
                host.systemFolder(),
                profile,
                host.directory().resolve(directory).normalize(),
                overrides.stream().map(Assignment::parse).toList(),
                host.environment());
    }

    Governance load(Host host) {
        return Governance.load(
                sources(host),
                FileOwner.ROOT,
                HttpsBundle::fetch,
                BundleFloor.of(host),
                Instant.now(),
                System.getProperty("user.name", ""));
    }
}
