package dev.cordon.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `cordon policy`: what decides, and trying it out.
@Command(
        name = "policy",
        description = "Look at what decides about actions.",
        mixinStandardHelpOptions = true)
final class PolicyCommand {
    static CommandLine tree(Host host) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new PolicyTrialCommands.Check(host))
                .addSubcommand(new PolicyTrialCommands.Test(host))
                .addSubcommand(new PolicyTrialCommands.Replay(host))
                .addSubcommand(PolicyGrantsCommand.tree(host))
                .addSubcommand(PolicyBundleCommand.tree(host));
    }
}
