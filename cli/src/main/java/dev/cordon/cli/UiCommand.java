package dev.cordon.cli;

import dev.cordon.cli.Options.Option;
import dev.cordon.protocol.Content;
import dev.cordon.tui.SessionOpener;
import dev.cordon.tui.TerminalUi;
import dev.cordon.tui.UiParts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `cordon [PROMPT]`, `cordon resume`, `cordon fork`: the terminal UI. Nothing of it is loaded for
/// any other command.
final class UiCommand {
    /// Options of `exec` that have no meaning on a screen.
    private static final Set<String> NOT_HERE =
            Set.of(
                    "--json",
                    "--json-full",
                    "-o",
                    "--output-schema",
                    "--approver",
                    "--ephemeral",
                    "--turn");

    /// The words that are commands and no prompt. A test compares them with those there are.
    static final Set<String> COMMANDS =
            Set.of(
                    "sessions",
                    "rewind",
                    "apply-patch",
                    "config",
                    "trust",
                    "mcp",
                    "debug",
                    "policy",
                    "journal",
                    "redact",
                    "usage",
                    "doctor",
                    "sandbox",
                    "overlay",
                    "warm",
                    "attest",
                    "login",
                    "logout",
                    "completion",
                    "help");

    private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version");

    private final Host host;

    UiCommand(Host host) {
        this.host = host;
    }

    /// Whether a command line means the terminal UI: it names no command.
    ///
    /// @throws UsageException if it is one word that looks like a mistyped command
    static boolean wanted(Host host, List<String> arguments) {
        if (arguments.isEmpty()) {
            return host.terminal();
        }
        String first = arguments.getFirst();
        if (COMMANDS.contains(first) || HELP.contains(first)) {
            return false;
        }
        boolean word = arguments.size() == 1 && !first.startsWith("-") && first.indexOf(' ') < 0;
        String hint = word ? Nearest.hint(first, COMMANDS) : "";
        if (!hint.isEmpty() && !first.equals("resume")) {
            throw new UsageException(
                    "there is no command " + first + hint + " A prompt of one word follows --");
        }
        return true;
    }

    /// @return the exit code
    /// @throws UsageException if the command line makes no sense, or there is no terminal
    int run(List<String> arguments) {
        ExecOptions options = read(arguments);
        if (!host.terminal()) {
            throw new UsageException(
                    "the terminal UI needs a terminal; without one use: cordon exec \"PROMPT\"");
        }
        if (options.trust()) {
            Workplace.trust(host, options.settings());
        }
        UiSessions sessions = new UiSessions(host, options);
        try {
            return TerminalUi.run(
                    new UiParts(
                            sessions.workspace(),
                            host.cordonHome(),
                            host.environment(),
                            sessions,
                            new UiReports(host, options, sessions.workspace()),
                            new UiFirstRun(host, options),
                            arguments.equals(List.of("resume"))
                                    ? new SessionOpener.Start.Choose()
                                    : start(options),
                            prompt(options),
                            Version.TEXT,
                            List.of()));
        } catch (IOException e) {
            throw new UsageException(
                    "the terminal UI cannot start: "
                            + e.getMessage()
                            + "; without a terminal use: cordon exec \"PROMPT\"");
        }
    }

    private static ExecOptions read(List<String> arguments) {
        List<Option> known = new ArrayList<>();
        for (Option option : ExecOptions.OPTIONS) {
            if (!NOT_HERE.contains(option.key())) {
                known.add(option);
            }
        }
        Options.read(known, arguments);
        List<String> given = new ArrayList<>(arguments);
        boolean newest = given.size() == 1 && given.getFirst().equals("resume");
        if (newest) {
            given.add("--last");
        }
        return ExecOptions.read(given);
    }

    private static SessionOpener.Start start(ExecOptions options) {
        return switch (options.start()) {
            case ExecOptions.Start.Fresh _ -> new SessionOpener.Start.Fresh();
            case ExecOptions.Start.Resume(Optional<String> name, _) ->
                    new SessionOpener.Start.Resume(name);
            case ExecOptions.Start.Fork(String name, _) ->
                    new SessionOpener.Start.Fork(name, Optional.empty());
        };
    }

    private List<Content> prompt(ExecOptions options) {
        return options.prompt().isEmpty() ? List.of() : new PromptContent(host).of(options);
    }
}
