package dev.cordon.cli;

import java.util.List;

/// `cordon exec`: one turn without a terminal UI.
final class ExecCommand {
    private final Host host;

    ExecCommand(Host host) {
        this.host = host;
    }

    /// @return the exit code
    int run(List<String> arguments) {
        ExecOptions options = ExecOptions.read(arguments);
        throw new UsageException("exec is not wired yet: " + options.prompt() + host.directory());
    }
}
