package dev.cordon.policy;

import dev.cordon.policy.CommandFacts.Arg;
import dev.cordon.policy.CommandFacts.Invocation;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionCodec;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The floor below automatic reviews: what no model may allow, however it is persuaded. Whatever is
/// named here goes to a person, or is refused if there is none.
///
/// A pure function of the action, the question about it and what is known, like the rest of policy.
/// Promise kept by `ReviewFloorTest`.
final class ReviewFloor {
    /// An action that is longer than this as JSON cannot be shown to a reviewer as a whole, and
    /// what is cut away may be what matters.
    static final int MAX_ACTION_CHARS = 32 * 1024;

    /// What fits into the address of a document; more may carry data away.
    static final int MAX_URL_CHARS = 512;

    private static final Set<String> READING_METHODS =
            Set.of("", "GET", "HEAD", "OPTIONS", "CONNECT");
    private static final List<Path> MACHINE =
            List.of(
                    Path.of("/etc"),
                    Path.of("/usr"),
                    Path.of("/bin"),
                    Path.of("/sbin"),
                    Path.of("/lib"),
                    Path.of("/lib64"),
                    Path.of("/boot"),
                    Path.of("/dev"),
                    Path.of("/proc"),
                    Path.of("/sys"),
                    Path.of("/run"),
                    Path.of("/var"));

    private final PolicySettings settings;
    private final Facts facts;

    ReviewFloor(PolicySettings settings, Facts facts) {
        this.settings = settings;
        this.facts = facts;
    }

    /// Why only a person may answer; empty if a reviewer may.
    Optional<String> reason(Action action, Decision.Ask ask) {
        boolean managedRule =
                ask.origin().layer() == Origin.Layer.REQUIREMENTS
                        && ask.rule().startsWith("rules.");
        if (managedRule) {
            return Optional.of(
                    "the administrator's rule "
                            + ask.rule()
                            + " ("
                            + ask.origin()
                            + ") asks for a person");
        }
        if (settings.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            return Optional.of("nothing confines what runs, so a mistake could not be contained");
        }
        if (JsonText.write(ActionCodec.write(action)).length() > MAX_ACTION_CHARS) {
            return Optional.of("it is too long to be reviewed as a whole");
        }
        for (Capability capability : ask.capabilities()) {
            Optional<String> beyond = capability(capability);
            // A wider offer is not what a reviewer grants; only what is needed counts.
            if (beyond.isPresent() && (ask.capabilities().size() == 1 || isPlace(capability))) {
                return beyond;
            }
        }
        return kind(action);
    }

    private static boolean isPlace(Capability capability) {
        return capability instanceof Capability.WritePath
                || capability instanceof Capability.ReadPath
                || capability instanceof Capability.Host;
    }

    private Optional<String> kind(Action action) {
        return switch (action) {
            case Action.RunCommand run -> command(run);
            case Action.WriteStdin stdin -> input(stdin);
            case Action.ApplyPatch patch -> patch(patch);
            case Action.ReadFile read -> reading(read.path());
            case Action.ListFiles list -> reading(list.path());
            case Action.SearchFiles search -> reading(search.path());
            case Action.Git _ ->
                    Optional.of(
                            "it runs outside the sandbox and can lose work or reach other"
                                    + " machines");
            case Action.Connect connect -> connection(connect);
            case Action.FetchUrl fetch -> document(fetch.url());
            case Action.WebSearch _,
                    Action.CallMcpTool _,
                    Action.StartAgent _,
                    Action.StopProcess _ ->
                    Optional.empty();
        };
    }

    private Optional<String> command(Action.RunCommand run) {
        if (run.escalation().isPresent()) {
            if (run.escalation().get().wanted().isEmpty()) {
                return Optional.of("it asks to run without the sandbox");
            }
            for (Capability wanted : run.escalation().get().wanted()) {
                Optional<String> beyond = capability(wanted);
                if (beyond.isPresent()) {
                    return beyond;
                }
            }
        }
        for (Map.Entry<String, String> variable : run.environment().entrySet()) {
            if (variable.getKey().equals("PATH")
                    || HostEnvironment.isSensitive(variable.getKey())) {
                return Optional.of(
                        "it sets " + variable.getKey() + ", which decides what programs run");
            }
        }
        CommandFacts command = CommandFacts.ofArgv(run.argv(), Knowledge.builtIn());
        Optional<String> danger = Dangers.of(command, settings.files().home());
        if (danger.isPresent()) {
            return Optional.of("it " + danger.get());
        }
        return text(command, run.cwd());
    }

    private Optional<String> input(Action.WriteStdin stdin) {
        if (facts.unconfined().contains(stdin.process())) {
            return Optional.of("it is input to a process that no sandbox confines");
        }
        CommandFacts command = CommandFacts.ofScript(stdin.input(), Knowledge.builtIn());
        Optional<String> danger = Dangers.of(command, settings.files().home());
        return danger.isPresent()
                ? Optional.of("it " + danger.get())
                : text(command, facts.workspace());
    }

    private Optional<String> text(CommandFacts command, Path cwd) {
        if (command.unresolved()) {
            return Optional.of("what it runs cannot be told from its text");
        }
        for (CommandFacts.FileUse use : command.files()) {
            Optional<Path> path = path(cwd, use.path());
            if (path.isEmpty() && use.writes()) {
                return Optional.of("which file it writes cannot be told from its text");
            }
            if (path.isPresent()) {
                Optional<String> beyond = use.writes() ? writing(path.get()) : reading(path.get());
                if (beyond.isPresent()) {
                    return beyond;
                }
            }
        }
        for (Invocation invocation : command.commands()) {
            for (Arg arg : invocation.argv().subList(1, invocation.argv().size())) {
                Optional<Path> path = path(cwd, arg);
                if (path.isPresent() && reading(path.get()).isPresent()) {
                    return reading(path.get());
                }
            }
        }
        return Optional.empty();
    }

    /// The file that a word names; what begins with a dash names one behind `=` at most.
    private Optional<Path> path(Path cwd, Arg arg) {
        String text = arg.text();
        if (text.startsWith("-")) {
            text = text.substring(text.indexOf('=') + 1);
        }
        boolean atHome = text.equals("~") || text.startsWith("~/");
        if (atHome) {
            text = settings.files().home() + text.substring(1);
        }
        boolean plain = arg.known() || (atHome && text.indexOf('$') < 0);
        boolean named = plain && !text.isEmpty() && !text.startsWith("-");
        try {
            return named ? Optional.of(cwd.resolve(text).normalize()) : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    private Optional<String> patch(Action.ApplyPatch patch) {
        List<Path> paths = new ArrayList<>();
        for (Action.FileChange change : patch.changes()) {
            paths.add(change.path());
            change.moveTo().ifPresent(paths::add);
        }
        for (Path path : paths) {
            Optional<String> beyond =
                    writing(path).or(() -> writing(facts.realPaths().getOrDefault(path, path)));
            if (beyond.isPresent()) {
                return beyond;
            }
        }
        return Optional.empty();
    }

    private Optional<String> capability(Capability capability) {
        return switch (capability) {
            case Capability.ExactAction _, Capability.CommandPrefix _, Capability.Tool _ ->
                    Optional.empty();
            case Capability.OutsideSandbox _ -> Optional.of("it asks to run without the sandbox");
            case Capability.WritePath(Path path) -> writing(path);
            case Capability.ReadPath(Path path) -> reading(path);
            case Capability.Host(String host, int port) -> host(host, port);
        };
    }

    private Optional<String> writing(Path path) {
        if (settings.files().isProtected(path, settings.files().roots(facts.workspace()))) {
            return Optional.of(path + " is protected, since other programs run or believe it");
        }
        boolean device =
                path.equals(Path.of("/dev/null"))
                        || path.equals(Path.of("/dev/stdout"))
                        || path.equals(Path.of("/dev/stderr"));
        boolean scratch = path.startsWith("/var/tmp");
        if (!device && !scratch && PolicySettings.within(path, MACHINE)) {
            return Optional.of(path + " belongs to the machine and not to the work");
        }
        return reading(path);
    }

    private Optional<String> reading(Path path) {
        Path real = facts.realPaths().getOrDefault(path, path);
        boolean hidden =
                settings.files().isHidden(path, facts.workspace())
                        || settings.files().isHidden(real, facts.workspace());
        return hidden
                ? Optional.of(path + " is hidden from commands, for it may hold secrets")
                : Optional.empty();
    }

    private Optional<String> connection(Action.Connect connect) {
        String method = connect.method().toUpperCase(Locale.ROOT);
        return READING_METHODS.contains(method)
                ? host(connect.host(), connect.port())
                : Optional.of("it sends data to a host that nobody listed (" + method + ")");
    }

    private static Optional<String> host(String rawHost, int port) {
        String host = HostPattern.canonical(rawHost);
        if (Address.isPrivate(host)) {
            return Optional.of(host + " is a private address");
        }
        if (Address.isLiteral(host)) {
            return Optional.of(host + " is an address without a name");
        }
        return port == 443 || port == 80
                ? Optional.empty()
                : Optional.of("port " + port + " of " + host + " is not one of the web");
    }

    private static Optional<String> document(URI url) {
        return url.toString().length() > MAX_URL_CHARS
                ? Optional.of("its address is long enough to carry data away")
                : Optional.empty();
    }
}
