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

/// `cordon [PROMPT]`, `cordon resume`, `cordon fork`, `cordon attach`: the terminal UI. Nothing of
/// it is loaded for any other command.
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

    /// The commands of the terminal UI that are one word and no mistyped command.
    private static final Set<String> OWN = Set.of("resume", "fork", "attach");

    private static final String DETACH = "--detach";

    /// What the client of a session host sees to itself.
    private static final Set<String> OF_CLIENT = Set.of("-i", "--trust", "--last", "--all");

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
        if (!hint.isEmpty() && !OWN.contains(first)) {
            throw new UsageException(
                    "there is no command " + first + hint + " A prompt of one word follows --");
        }
        return true;
    }

    /// @return the exit code
    /// @throws UsageException if the command line makes no sense, or there is no terminal
    int run(List<String> arguments) {
        List<String> given = new ArrayList<>(arguments);
        boolean detached = takeDetach(given);
        boolean attached = !given.isEmpty() && given.getFirst().equals("attach");
        if (attached) {
            given = attach(given.subList(1, given.size()));
        }
        ExecOptions options = read(given);
        if (!host.terminal()) {
            throw new UsageException(
                    "the terminal UI needs a terminal; without one use: cordon exec \"PROMPT\"");
        }
        if (options.trust()) {
            Workplace.trust(host, options.settings());
        }
        UiSessions here = new UiSessions(host, options);
        RemoteSessions sessions =
                new RemoteSessions(
                        host,
                        HostLink.own(host),
                        attached
                                ? RemoteSessions.Mode.ATTACHED
                                : detached
                                        ? RemoteSessions.Mode.DETACHED
                                        : RemoteSessions.Mode.ATTACHING,
                        settings(given),
                        here);
        int code = show(given, options, here, sessions);
        sessions.goesOn()
                .ifPresent(id ->
                        host.say(
                                "The session goes on. cordon attach "
                                        + id
                                        + " shows it, cordon sessions stop "
                                        + id
                                        + " ends it."));
        return code;
    }

    private int show(
            List<String> given, ExecOptions options, UiSessions here, RemoteSessions sessions) {
        try {
            int code =
                    TerminalUi.run(
                            new UiParts(
                                    here.workspace(),
                                    host.cordonHome(),
                                    host.environment(),
                                    sessions,
                                    new UiReports(host, options, here.workspace()),
                                    new UiFirstRun(host, options),
                                    given.equals(List.of("resume"))
                                            ? new SessionOpener.Start.Choose()
                                            : start(options),
                                    prompt(options),
                                    Version.TEXT,
                                    List.of()));
            here.lastWarnings().forEach(warning -> host.say("warning: " + warning));
            return code;
        } catch (IOException e) {
            throw new UsageException(
                    "the terminal UI cannot start: "
                            + e.getMessage()
                            + "; without a terminal use: cordon exec \"PROMPT\"");
        }
    }

    /// Whether the session is to outlive the terminal; the option is taken out.
    private static boolean takeDetach(List<String> given) {
        int end = given.indexOf("--");
        int at = given.indexOf(DETACH);
        if (at < 0 || (end >= 0 && end < at)) {
            return false;
        }
        given.remove(at);
        return true;
    }

    /// `attach [ID]` in the words of `resume`, with the session's folder.
    private List<String> attach(List<String> operands) {
        if (operands.size() > 1) {
            throw new UsageException("attach takes one session: its id, the start of one, or name");
        }
        List<HostLink.Running> running = HostLink.own(host).sessions();
        HostLink.Running chosen = chosen(operands, running);
        return List.of("resume", chosen.session(), "-C", chosen.workspace());
    }

    private HostLink.Running chosen(List<String> operands, List<HostLink.Running> running) {
        List<HostLink.Running> fits = new ArrayList<>();
        if (operands.isEmpty()) {
            String folder = host.directory().toString();
            running.stream().filter(r -> r.workspace().equals(folder)).forEach(fits::add);
            fits = fits.isEmpty() ? running : fits;
        } else {
            String id = SessionsCommand.store(host).findAny(operands.getFirst()).id();
            running.stream().filter(r -> r.session().equals(id)).forEach(fits::add);
            if (fits.isEmpty()) {
                throw new UsageException(
                        "the session "
                                + id
                                + " does not run in the background; cordon resume "
                                + id
                                + " takes it up");
            }
        }
        if (fits.size() == 1) {
            return fits.getFirst();
        }
        if (fits.isEmpty()) {
            throw new UsageException(
                    "nothing runs in the background; cordon --detach starts a session that does");
        }
        StringBuilder all = new StringBuilder("more than one session runs in the background:");
        for (HostLink.Running one : fits) {
            all.append("\n  cordon attach ").append(one.session());
            all.append("  ").append(one.state()).append("  ").append(one.workspace());
        }
        throw new UsageException(all.toString());
    }

    /// The options of a command line of the terminal UI.
    static ExecOptions options(List<String> arguments) {
        return ExecOptions.read(arguments);
    }

    /// What the session host is told: the options, without those that only the client needs.
    private static List<String> settings(List<String> given) {
        Options options = Options.read(known(), given);
        List<String> settings = new ArrayList<>();
        for (Option option : known()) {
            if (OF_CLIENT.contains(option.key())) {
                continue;
            }
            for (String value : options.values(option.key())) {
                settings.add(option.key());
                if (option.takesValue()) {
                    settings.add(value);
                }
            }
        }
        return settings;
    }

    private static List<Option> known() {
        List<Option> known = new ArrayList<>();
        for (Option option : ExecOptions.OPTIONS) {
            if (!NOT_HERE.contains(option.key())) {
                known.add(option);
            }
        }
        return known;
    }

    private static ExecOptions read(List<String> arguments) {
        Options.read(known(), arguments);
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
