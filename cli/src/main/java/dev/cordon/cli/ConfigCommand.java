package dev.cordon.cli;

import dev.cordon.policy.ConfigEdit;
import dev.cordon.policy.ConfigReport;
import dev.cordon.policy.ConfigReport.Detail;
import dev.cordon.policy.ConfigSchema;
import dev.cordon.protocol.JsonText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cordon config`: what is configured, where each value comes from, and setting one.
@Command(
        name = "config",
        description = "Show or set the configuration.",
        mixinStandardHelpOptions = true)
final class ConfigCommand {
    static CommandLine tree(Host host) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new Show(host))
                .addSubcommand(new Set(host))
                .addSubcommand(new Schema(host));
    }

    @Command(
            name = "show",
            description = "Print every effective value.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        private final Host host;

        @Mixin private GovernanceOptions options = new GovernanceOptions();

        @Option(names = "--origin", description = "With the file and line of each value.")
        private boolean origin;

        @Option(names = "--json", description = "As one JSON object, origins included.")
        private boolean json;

        Show(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            ConfigReport report = new ConfigReport(options.load(host));
            if (json) {
                host.out().line(JsonText.write(report.json()));
            } else {
                host.out()
                        .line(report.text(origin ? Detail.ORIGINS : Detail.VALUES).stripTrailing());
            }
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "set",
            description = "Set one key in your config.toml; every other line stays as it is.",
            mixinStandardHelpOptions = true)
    static final class Set implements Callable<Integer> {
        private final Host host;

        @Parameters(index = "0", paramLabel = "KEY", description = "The dotted name of the key.")
        private String key = "";

        @Parameters(
                index = "1",
                paramLabel = "VALUE",
                description = "The value as TOML; a plain string if it is none.")
        private String value = "";

        Set(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            ConfigEdit.set(host.cordonHome().resolve("config.toml"), key, value);
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "schema",
            description = "Print the JSON Schema of config.toml, for editors.",
            mixinStandardHelpOptions = true)
    static final class Schema implements Callable<Integer> {
        private final Host host;

        @Parameters(
                arity = "0..1",
                paramLabel = "FILE",
                description = "config (default) or requirements.")
        private String file = "config";

        Schema(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            if (!List.of("config", "requirements").contains(file)) {
                throw new UsageException("no schema of " + file + "; use config or requirements");
            }
            host.out()
                    .line(
                            JsonText.write(
                                    file.equals("config")
                                            ? ConfigSchema.config()
                                            : ConfigSchema.requirements()));
            return ExitCode.DONE.code();
        }
    }
}
