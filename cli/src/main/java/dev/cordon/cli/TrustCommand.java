package dev.cordon.cli;

import dev.cordon.policy.Config;
import dev.cordon.policy.ConfigLoader;
import dev.cordon.policy.Project;
import dev.cordon.policy.TrustStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cordon trust`: lets a project's own settings count, as they are now.
@Command(
        name = "trust",
        description = "Let the settings of this project count, as they are now.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "They may only tighten what you have set. When they change you are asked again."
        })
final class TrustCommand implements Callable<Integer> {
    private final Host host;

    @Mixin private GovernanceOptions options = new GovernanceOptions();

    @Option(names = "--status", description = "Only say whether the project is trusted, and why.")
    private boolean status;

    @Option(names = "--revoke", description = "Do not trust the project, whatever it becomes.")
    private boolean revoke;

    @Option(names = "--forget", description = "Be asked about the project again.")
    private boolean forget;

    @Option(names = "--list", description = "List the projects that were asked about.")
    private boolean list;

    TrustCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        TrustStore store = new TrustStore(host.cordonHome().toAbsolutePath());
        if (list) {
            store.entries().forEach((path, level) -> host.out().line(level + "\t" + path));
            return ExitCode.DONE.code();
        }
        Project project = load().project().orElseThrow();
        if (revoke) {
            store.distrust(project);
        } else if (forget) {
            store.forget(project);
        } else if (!status) {
            store.trust(project);
        }
        Config after = load();
        host.out().line(project.root() + ": " + after.trust().orElseThrow().reason());
        for (String file : project.files().keySet()) {
            host.out().line("  " + file);
        }
        for (Config.Ignored ignored : after.ignored()) {
            host.out().line("  ignored: " + ignored);
        }
        return ExitCode.DONE.code();
    }

    private Config load() {
        return ConfigLoader.load(options.sources(host));
    }
}
