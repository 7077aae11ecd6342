package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Decisions about the corpus of developers' commands and of attacks, parsed anew each time, under
/// rules and `untrusted`; and scripts of 64 KiB read by the parser.
///
/// Needs the property `cordon.root`, the checkout.
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 3)
public class DecisionBench {
    private static final int SCRIPT_BYTES = 64 * 1024;
    private static final Path WORKSPACE = Path.of("/srv/shop");

    private final List<Action> actions = new ArrayList<>();
    private final List<String> scripts = new ArrayList<>();
    private RulesPolicy policy;
    private Facts facts;
    private int next;

    @Setup
    public void read() throws IOException {
        Path folder =
                Path.of(System.getProperty("cordon.root"))
                        .resolve("policy/src/test/resources/dev/cordon/policy");
        for (String file : List.of("developer-commands.txt", "attacks.tsv")) {
            for (String line : Files.readAllLines(folder.resolve(file))) {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    String script = line.substring(line.indexOf('\t') + 1).replace("⏎", "\n");
                    actions.add(command(script));
                }
            }
        }
        String mixed = "if [ -f \"$f\" ]; then grep -n \"x $(id -u)\" $f | wc -l > /tmp/o; fi\n";
        scripts.add(mixed.repeat(SCRIPT_BYTES / mixed.length()));
        scripts.add("(".repeat(SCRIPT_BYTES));
        scripts.add("echo '" + "a".repeat(SCRIPT_BYTES - 8) + "'\n");
        scripts.add("echo $x\"${y:-$(ls)}\" ".repeat(SCRIPT_BYTES / 21));
        String here = "cat <<E\n$(id) `id`\nE\n";
        scripts.add(here.repeat(SCRIPT_BYTES / here.length()));
        Rules rules =
                RuleFile.read(
                        "prefix_rule(pattern=[\"git\",\"push\"],decision=\"prompt\")\n"
                                + "prefix_rule(pattern=[\"npm\",[\"publish\",\"unpublish\"]],"
                                + "decision=\"forbidden\")\n"
                                + "prefix_rule(pattern=[\"terraform\",\"apply\"],decision=\"forbidden\")\n",
                        "bench.rules",
                        Origin.Layer.USER);
        policy =
                new RulesPolicy(
                        PolicySettings.builtIn(Path.of("/home/ada"), Map.of("PATH", "/usr/bin:/bin"))
                                .with(ApprovalPolicy.of(ApprovalPolicy.Kind.UNTRUSTED))
                                .with(rules));
        facts =
                new Facts(Instant.EPOCH, WORKSPACE, true, Map.of(), List.of(), Set.of(), "ada");
    }

    private static Action command(String script) {
        return new Action.RunCommand(
                new CallId("c"),
                Action.Requester.MODEL,
                List.of("bash", "-lc", script),
                WORKSPACE,
                Map.of(),
                Action.Terminal.PIPES,
                10_000,
                0,
                Optional.empty());
    }

    private Action action() {
        next = next + 1 == actions.size() ? 0 : next + 1;
        return actions.get(next);
    }

    @Benchmark
    @BenchmarkMode({Mode.Throughput})
    @OutputTimeUnit(TimeUnit.SECONDS)
    public Decision decisionsPerSecond() {
        return policy.decide(action(), facts);
    }

    @Benchmark
    @BenchmarkMode({Mode.SampleTime})
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Decision oneDecision() {
        return policy.decide(action(), facts);
    }

    /// The decision and what a command is confined to.
    @Benchmark
    @BenchmarkMode({Mode.SampleTime})
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Confinement oneConfinement() {
        return policy.confine(action(), facts);
    }

    @Benchmark
    @BenchmarkMode({Mode.SampleTime})
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public CommandFacts scriptOf64KiB() {
        next = next + 1 >= scripts.size() ? 0 : next + 1;
        return CommandFacts.ofScript(scripts.get(next), Knowledge.builtIn());
    }
}
