package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The seeds of the fuzzer and a few thousand inputs made from them.
final class FuzzTargetTest {
    private static final int INPUTS = 4_000;

    /// Every attack as a script, and one of each other kind.
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (AttackTest.Case attack : AttackTest.cases()) {
            seeds.add(seed(1, attack.script()));
        }
        seeds.add(seed(0, "0123456789abcdef0123456789abcdef"));
        seeds.add(
                seed(
                        2,
                        "prefix_rule(pattern=[\"git\", [\"push\"]], decision=\"prompt\","
                                + " match=[\"git push\"])\n"
                                + "network_rule(host=\"a.example\", protocol=\"https\","
                                + " decision=\"allow\")\n"));
        seeds.add(
                seed(
                        3,
                        "allowed_sandbox_modes = [\"read-only\"]\n[network]\nenabled = true\n"
                                + "domains.\"a\" = \"deny\"\n[[rules.prefix]]\npattern = [\"x\"]\n"
                                + "decision = \"ask\"\n"));
        seeds.add(
                seed(
                        4,
                        "user == 'ada' && action.argv.exists(w, w.startsWith('-'))"
                                + " || size([1, 2]) > 3 ? true : false"));
        return seeds;
    }

    private static byte[] seed(int kind, String text) {
        byte[] bytes = ("x" + text).getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) kind;
        return bytes;
    }

    @Test
    void noSeedAndNothingMadeOfOneBreaksAPromise() {
        List<byte[]> seeds = seeds();
        SplittableRandom random = new SplittableRandom(20260104);
        for (byte[] seed : seeds) {
            FuzzTarget.fuzzerTestOneInput(seed);
        }
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = FuzzTarget.mutated(seeds.get(random.nextInt(seeds.size())), random);
            assertDoesNotThrow(
                    () -> FuzzTarget.fuzzerTestOneInput(input),
                    () -> new String(input, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aMangledCommandThatIsAllowedWouldBeFound() {
        assertTrue(MangledCommand.flaw(List.of("git", "push"), "ls").isPresent());
        assertTrue(MangledCommand.flaw(List.of("git", "push"), "git  push").isEmpty());
    }
}
