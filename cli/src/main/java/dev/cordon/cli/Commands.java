package dev.cordon.cli;

import dev.cordon.engine.UnknownSessionException;
import dev.cordon.policy.ConfigException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// All commands but `exec`. One line adds one.
final class Commands {
    private Commands() {}

    static int run(Host host, List<String> arguments) {
        CommandLine line = root(host);
        line.setOut(writer(host.out().stream()));
        line.setErr(writer(host.err()));
        line.setExecutionExceptionHandler((problem, _, _) -> {
            host.say("cordon: " + problem.getMessage());
            return problem instanceof UsageException
                            || problem instanceof ConfigException
                            || problem instanceof UnknownSessionException
                    ? ExitCode.USAGE.code()
                    : ExitCode.FAILED.code();
        });
        return line.execute(arguments.toArray(new String[0]));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /// The tree of commands.
    static CommandLine root(Host host) {
        CommandLine root = new CommandLine(new Root(host));
        // One command a line, in the order of the help.
        root.addSubcommand(SessionsCommand.tree(host));
        root.addSubcommand(new RewindCommand(host));
        root.addSubcommand(new ApplyPatchCommand(host));
        root.addSubcommand(ConfigCommand.tree(host));
        root.addSubcommand(new TrustCommand(host));
        root.addSubcommand(McpCommand.tree(host));
        root.addSubcommand(DebugCommand.tree(host));
        root.addSubcommand(PolicyCommand.tree(host));
        root.addSubcommand(JournalCommand.tree(host));
        root.addSubcommand(new RedactCommand(host));
        root.addSubcommand(new UsageCommand(host));
        root.addSubcommand(new DoctorCommand(host));
        root.addSubcommand(sandbox(host));
        root.addSubcommand(OverlayCommand.tree(host));
        root.addSubcommand(AttestCommand.tree(host));
        root.addSubcommand(new LoginCommand(host));
        root.addSubcommand(new LoginCommand.Logout(host));
        root.addSubcommand(new WarmCommand(host));
        root.addSubcommand(new CompletionCommand(host));
        root.addSubcommand(new CommandLine.HelpCommand());
        // Last, because it reaches only the commands that are there.
        root.setCaseInsensitiveEnumValuesAllowed(true);
        return root;
    }

    // What follows the command's name belongs to that command.
    private static CommandLine sandbox(Host host) {
        return new CommandLine(new SandboxCommand(host)).setStopAtPositional(true);
    }

    @Command(
            name = "cordon",
            description = "A coding agent inside a boundary that the kernel enforces.",
            mixinStandardHelpOptions = true,
            version = "cordon " + Version.TEXT,
            footer = {
                "",
                "cordon [OPTIONS] [PROMPT] opens the terminal UI; cordon resume [SESSION] goes on"
                        + " with a session, cordon fork SESSION with a copy of one.",
                "cordon --detach [OPTIONS] [PROMPT] leaves the session running when its terminal"
                        + " closes; cordon attach [SESSION] shows it as it is.",
                "cordon exec [OPTIONS] [PROMPT] runs one turn; cordon exec --help tells more."
            })
    static final class Root implements Runnable {
        private final Host host;

        Root(Host host) {
            this.host = host;
        }

        @Override
        public void run() {
            host.say("cordon: there is no terminal here; use cordon exec \"PROMPT\"");
            CommandLine.usage(root(host), host.err());
        }
    }
}
