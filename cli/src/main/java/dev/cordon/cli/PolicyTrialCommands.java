package dev.cordon.cli;

import dev.cordon.journal.JournalFilter;
import dev.cordon.journal.JournalReader;
import dev.cordon.policy.Facts;
import dev.cordon.policy.FileOwner;
import dev.cordon.policy.Governance;
import dev.cordon.policy.PolicyCheck;
import dev.cordon.policy.PolicyReplay;
import dev.cordon.policy.PolicySettings;
import dev.cordon.policy.RuleFiles;
import dev.cordon.policy.Rules;
import dev.cordon.policy.RulesPolicy;
import dev.cordon.policy.SessionPolicy;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionCodec;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands of `cordon policy` that try the policy out without doing anything.
final class PolicyTrialCommands {
    private PolicyTrialCommands() {}

    private static PolicySettings settings(
            Host host, GovernanceOptions options, Governance governance) {
        return SessionPolicy.load(
                        governance,
                        options.sources(host),
                        FileOwner.ROOT,
                        Instant.now(),
                        System.getProperty("user.name", ""))
                .settings();
    }

    private static Facts facts(Path workspace, boolean trusted) {
        return new Facts(
                Instant.now(),
                workspace,
                trusted,
                Map.of(),
                List.of(),
                Set.of(),
                System.getProperty("user.name", ""));
    }

    @Command(
            name = "check",
            description = "Say what would be decided about a command or an action, and why.",
            mixinStandardHelpOptions = true,
            footer = {"", "Exit code 0: allowed, 3: asked about or refused."})
    static final class Check implements Callable<Integer> {
        private final Host host;
        @Mixin private GovernanceOptions options = new GovernanceOptions();

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Option(names = "--action", paramLabel = "FILE", description = "An action as JSON.")
        private Path file = Path.of("");

        @Parameters(paramLabel = "CMD", arity = "0..*", description = "A command, after --.")
        private List<String> argv = List.of();

        Check(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            Path workspace = options.sources(host).workspace();
            Governance governance = options.load(host);
            RulesPolicy policy = new RulesPolicy(settings(host, options, governance));
            boolean trusted = governance.config().trust().map(t -> t.isTrusted()).orElse(false);
            PolicyCheck check = new PolicyCheck(policy, facts(workspace, trusted));
            Json.Obj found = check.explain(action(workspace));
            host.out().line(json ? JsonText.write(found) : people(found));
            return found.requireText("decision").equals("allow")
                    ? ExitCode.DONE.code()
                    : ExitCode.REFUSED.code();
        }

        private Action action(Path workspace) throws IOException {
            boolean fromFile = !file.toString().isEmpty();
            if (fromFile == !argv.isEmpty()) {
                throw new UsageException("name a command after --, or a file with --action");
            }
            return fromFile
                    ? ActionCodec.read(
                            JsonText.readObject(Files.readString(host.directory().resolve(file))))
                    : PolicyCheck.command(argv, workspace);
        }

        private static String people(Json.Obj found) {
            StringBuilder out = new StringBuilder();
            for (String name : List.of("decision", "rule", "origin", "why")) {
                out.append(name).append(": ").append(found.text(name).orElse("")).append('\n');
            }
            found.texts("capabilities")
                    .forEach(key -> out.append("a yes could grant: ").append(key).append('\n'));
            Optional<Json.Obj> parse = found.object("parse");
            if (parse.isPresent()) {
                parse.get()
                        .array("commands")
                        .forEach(command ->
                                out.append("runs: ").append(JsonText.write(command)).append('\n'));
                parse.get()
                        .texts("doubts")
                        .forEach(doubt -> out.append("not clear: ").append(doubt).append('\n'));
            }
            return out.toString().stripTrailing();
        }
    }

    @Command(
            name = "test",
            description = "Try the examples in rules and requirements.",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {
        private final Host host;
        @Mixin private GovernanceOptions options = new GovernanceOptions();

        Test(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() {
            Governance governance = options.load(host);
            // The examples of rules and of requirements are tried while they are read.
            RulesPolicy policy = new RulesPolicy(settings(host, options, governance));
            host.out()
                    .line(
                            policy.settings().rules().all().size()
                                    + " rules and "
                                    + governance.requirements().examples().size()
                                    + " examples of the requirements are as they should be");
            return ExitCode.DONE.code();
        }
    }

    @Command(
            name = "replay",
            description = "Decide recorded actions again under other rules.",
            mixinStandardHelpOptions = true)
    static final class Replay implements Callable<Integer> {
        private final Host host;
        @Mixin private GovernanceOptions options = new GovernanceOptions();

        @Option(names = "--since", paramLabel = "30d", description = "How far back: 12h, 30d.")
        private String since = "30d";

        @Option(
                names = "--with",
                paramLabel = "FILE",
                required = true,
                description = "A .rules file, or a .toml file with [rules], added to the rules.")
        private Path file = Path.of("");

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        Replay(Host host) {
            this.host = host;
        }

        @Override
        public Integer call() throws IOException {
            PolicySettings now = settings(host, options, options.load(host));
            Path path = host.directory().resolve(file).normalize();
            Rules other = RuleFiles.read(path, Origin.Layer.REQUIREMENTS);
            RulesPolicy policy = new RulesPolicy(now.with(now.rules().plus(other)));
            PolicyReplay replay = new PolicyReplay(policy, options.sources(host).workspace());
            JournalFilter wanted =
                    new JournalFilter(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(Instant.now().minus(duration(since))),
                            Optional.empty(),
                            Set.of("decision"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
            new JournalReader(JournalCommand.folder(host, null))
                    .read(
                            0,
                            wanted,
                            entry -> entry.payload().ifPresent(p -> replay.add(p, entry.time())));
            print(replay);
            return ExitCode.DONE.code();
        }

        private void print(PolicyReplay replay) {
            Json.Obj found = replay.json();
            if (json) {
                host.out().line(JsonText.write(found));
                return;
            }
            for (Json element : found.array("changes")) {
                Json.Obj change = (Json.Obj) element;
                host.out()
                        .line(
                                change.requireInteger("count")
                                        + "\t"
                                        + change.requireText("change")
                                        + "\t"
                                        + change.requireText("user")
                                        + "\t"
                                        + change.requireText("kind")
                                        + "\t"
                                        + change.requireText("what"));
            }
            host.out()
                    .line(
                            found.requireInteger("compared")
                                    + " compared, "
                                    + found.requireInteger("decided_by_grants")
                                    + " decided by answers, "
                                    + found.requireInteger("not_replayable")
                                    + " cannot be replayed from their record");
        }

        private static Duration duration(String text) {
            try {
                long count = Long.parseLong(text.substring(0, text.length() - 1));
                return switch (text.charAt(text.length() - 1)) {
                    case 'm' -> Duration.ofMinutes(count);
                    case 'h' -> Duration.ofHours(count);
                    case 'd' -> Duration.ofDays(count);
                    default -> throw new NumberFormatException(text);
                };
            } catch (NumberFormatException | StringIndexOutOfBoundsException _) {
                throw new UsageException("--since is a number with m, h or d, for example 30d");
            }
        }
    }
}
