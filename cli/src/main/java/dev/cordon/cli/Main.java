package dev.cordon.cli;

import dev.cordon.engine.SessionLogException;
import dev.cordon.engine.UnknownSessionException;
import dev.cordon.journal.JournalException;
import dev.cordon.policy.ConfigException;
import java.util.Arrays;
import java.util.List;

/// Where the process starts. Decides with as little as possible which command runs, because what is
/// loaded here is loaded before the first byte to the model.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        ProtocolOutput out = ProtocolOutput.takeOver();
        System.exit(run(Host.real(out), Arrays.asList(arguments)));
    }

    /// Runs one command line.
    ///
    /// @return the exit code
    static int run(Host host, List<String> arguments) {
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest =
                arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        try {
            return switch (first) {
                case "--version", "-V" -> {
                    host.out().line("cordon " + Version.TEXT);
                    yield ExitCode.DONE.code();
                }
                case HostCommand.WORD -> new HostCommand(host).run();
                case "exec", "e" -> new ExecCommand(host).run(rest);
                case "sandbox" ->
                        SandboxCommand.asksForHelp(rest)
                                ? Commands.run(host, arguments)
                                : new SandboxRun(host).run(rest);
                default ->
                        UiCommand.wanted(host, arguments)
                                ? new UiCommand(host).run(arguments)
                                : Commands.run(host, arguments);
            };
        } catch (UsageException | ConfigException | UnknownSessionException e) {
            host.say("cordon: " + e.getMessage());
            return ExitCode.USAGE.code();
        } catch (JournalException | SessionLogException e) {
            host.say("cordon: " + e.getMessage());
            return ExitCode.FAILED.code();
        } catch (RuntimeException e) {
            return Unexpected.say(host, e);
        }
    }
}
