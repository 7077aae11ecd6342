package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.protocol.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

/// All rules that match, not only the one that decides.
final class MatchedRulesTest {
    private static final Situation SITUATION =
            Situation.standard()
                    .with(
                            Situation.rules(
                                    """
                                    prefix_rule(pattern=["git"])
                                    prefix_rule(pattern=["git", "push"], decision="prompt")
                                    prefix_rule(pattern=["git", "push", "--force"], decision="forbidden")
                                    prefix_rule(pattern=["npm"], decision="forbidden")
                                    """));

    private static List<String> matched(String... argv) {
        Action action = Situation.command(argv);
        return new RulesPolicy(SITUATION.settings()).matched(action, SITUATION.facts());
    }

    @Test
    void theStrictestIsNamedFirst() {
        assertEquals(
                List.of(
                        "rules.prefix[git push --force]",
                        "rules.prefix[git push]",
                        "rules.prefix[git]"),
                matched("git", "push", "--force"));
        assertEquals(List.of("rules.prefix[git]"), matched("git", "log"));
    }

    @Test
    void eachCommandOfALineCounts() {
        assertEquals(
                List.of("rules.prefix[npm]", "rules.prefix[git]"),
                matched("bash", "-c", "git status && npm ci"));
    }

    @Test
    void whatNoRuleSpeaksOfHasNone() {
        assertEquals(List.of(), matched("mvn", "test"));
    }
}
