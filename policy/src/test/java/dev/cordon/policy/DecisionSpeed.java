package dev.cordon.policy;

import dev.cordon.protocol.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Measures decisions and parsing on one core; run its `main`, it is no test.
final class DecisionSpeed {
    private DecisionSpeed() {}

    public static void main(String[] args) {
        Situation situation =
                Situation.standard()
                        .with(
                                Situation.rules(
                                        "prefix_rule(pattern=[\"git\",\"push\"],decision=\"prompt\")\n"
                                                + "prefix_rule(pattern=[\"npm\",\"publish\"],decision=\"forbidden\")\n"));
        RulesPolicy policy = new RulesPolicy(situation.settings());
        List<Action> actions = new ArrayList<>();
        for (AttackTest.Case attack : AttackTest.cases()) {
            actions.add(Situation.command("bash", "-lc", attack.script()));
        }
        actions.add(Situation.patch("/srv/shop/src/A.java"));
        actions.add(Situation.connect("example.org", 443));
        for (int i = 0; i < 60_000; i++) {
            policy.decide(actions.get(i % actions.size()), situation.facts());
        }
        long[] nanos = new long[100_000];
        long start = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            long before = System.nanoTime();
            policy.decide(actions.get(i % actions.size()), situation.facts());
            nanos[i] = System.nanoTime() - before;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        System.out.println("decisions/s " + Math.round(nanos.length / seconds));
        System.out.println("p50 us " + nanos[nanos.length / 2] / 1000.0);
        System.out.println("p99 us " + nanos[nanos.length * 99 / 100] / 1000.0);
        String unit = "if [ -f \"$f\" ]; then grep -n \"x $(id -u)\" $f | wc -l > /tmp/o; fi\n";
        String script = unit.repeat(64 * 1024 / unit.length());
        long best = Long.MAX_VALUE;
        long cold = 0;
        for (int i = 0; i < 50; i++) {
            long before = System.nanoTime();
            ShellParser.parse(script);
            long took = System.nanoTime() - before;
            cold = i == 0 ? took : cold;
            best = Math.min(best, took);
        }
        System.out.println("64 KiB script ms: first " + cold / 1e6 + " best " + best / 1e6);
    }
}
