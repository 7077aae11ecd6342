package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConditionTest {
    private static Rules rules(String toml, Origin.Layer layer) {
        Toml.Table table = TomlReader.read(toml, "requirements.toml");
        return new RuleTree("requirements.toml", layer, Condition.Compiler.CEL)
                .read(table.entries().get("rules"));
    }

    private static Situation managed(String decision, String when) {
        return Situation.standard()
                .with(
                        rules(
                                "[[rules.prefix]]\npattern = [\"make\"]\ndecision = \""
                                        + decision
                                        + "\"\nwhen = '''"
                                        + when
                                        + "'''\n",
                                Origin.Layer.REQUIREMENTS));
    }

    private static String make(Situation situation) {
        return situation.line("make x");
    }

    @Test
    void aRuleCountsOnlyWhereItsConditionHolds() {
        assertEquals("deny", make(managed("forbid", "user == 'ada'")));
        assertEquals("allow", make(managed("forbid", "user != 'ada'")));
        assertEquals("ask", make(managed("ask", "trusted && workspace == '/srv/shop'")));
    }

    @Test
    void conditionsSeeWhatWasParsed() {
        assertEquals(
                "deny",
                make(
                        managed(
                                "forbid",
                                "commands.exists(c, c.program == 'make' && 'x' in c.argv)")));
        assertEquals("deny", make(managed("forbid", "action.type == 'run_command'")));
        assertEquals("deny", make(managed("forbid", "!unresolved && size(files) == 0")));
        assertEquals("deny", make(managed("forbid", "sandbox_mode == 'workspace-write'")));
        assertEquals("deny", make(managed("forbid", "approval_policy == 'on-request'")));
        assertEquals("deny", make(managed("forbid", "now < timestamp('1970-01-02T00:00:00Z')")));
        assertEquals("deny", make(managed("forbid", "now.getDayOfWeek() == 4")));
    }

    @Test
    void aConditionThatFailsCountsAgainstTheAction() {
        for (String when :
                List.of(
                        "action.nothing == 1",
                        "1 / 0 == 1",
                        "'text'",
                        "user.matches('(')",
                        "'" + "x".repeat(300) + "'.matches('(.*)(.*)(.*)(.*)y')")) {
            assertEquals("deny", make(managed("forbid", when)), when);
            assertEquals("ask", make(managed("ask", when)), when);
            // A rule that allows is as if it were not there.
            Situation untrusted = managed("allow", when).under(ApprovalPolicy.Kind.UNTRUSTED);
            assertEquals("ask", make(untrusted), when);
        }
        assertEquals(
                "allow",
                make(managed("allow", "user == 'ada'").under(ApprovalPolicy.Kind.UNTRUSTED)));
    }

    @Test
    void aMistakeStopsTheStartWithItsPlace() {
        ConfigException problem =
                assertThrows(ConfigException.class, () -> managed("forbid", "usr == 'ada'"));
        String message = String.valueOf(problem.getMessage());
        assertTrue(message.contains("requirements.toml:4"), message);
        assertTrue(message.contains("did you mean \"user\"?"), message);
    }

    @Test
    void onlyTheAdministratorHasConditions() {
        assertThrows(
                ConfigException.class,
                () ->
                        rules(
                                "[[rules.agent]]\nname = \"*\"\ndecision = \"ask\"\nwhen = 'true'",
                                Origin.Layer.USER));
    }

    @Test
    void theDigestOfThePolicyHasItsConditions() {
        String one = new RulesPolicy(managed("ask", "user == 'ada'").settings()).digest();
        String other = new RulesPolicy(managed("ask", "user == 'bob'").settings()).digest();
        assertTrue(!one.equals(other));
    }

    @Test
    void pathsAreThoseThatLinksLeadTo() {
        Path link = Path.of("/srv/shop/link");
        Facts facts =
                new Facts(
                        Instant.EPOCH,
                        Situation.WORKSPACE,
                        true,
                        Map.of(link, Path.of("/srv/other/file")),
                        List.of(),
                        Set.of(),
                        "ada");
        Rules rules =
                rules(
                        "[[rules.path]]\npath = \"**\"\ndecision = \"forbid\"\n"
                                + "when = \"paths.exists(p, !p.startsWith(workspace + '/'))\"",
                        Origin.Layer.REQUIREMENTS);
        Situation situation = new Situation(Situation.standard().settings().with(rules), facts);
        Action read = Situation.read("/srv/shop/link");
        assertEquals("deny", Situation.word(situation.decide(read)));
    }

    @Test
    void theReferencePageIsCurrent() throws IOException {
        String page =
                """
                # Conditions

                Written by `dev.cordon.policy.ConditionTest` from the code; do not edit.

                A rule of the administrator (`requirements.toml`, bundles) may have `when`, an expression in the
                [Common Expression Language](https://github.com/google/cel-spec): the rule counts only where it is
                `true`. A mistake in it stops the start. What fails while it is evaluated counts against the action:
                a rule that asks or forbids holds then, and a rule that allows does not.

                ```toml
                [[rules.prefix]]
                pattern = ["terraform", "apply"]
                decision = "forbid"
                justification = "applied by the pipeline at night only"
                when = "user != 'deploy' || now.getHours('Europe/Berlin') < 22"
                ```

                | Variable | Type | What it is |
                |---|---|---|
                """
                        + String.join("\n", ConditionVariables.rows())
                        + """


                        Known are literals, `+ - * / %%`, `== != < <= > >=`, `&& || !`, `? :`, `in`, indexes, fields, `has()`,
                        lists, maps; `all`, `exists`, `exists_one`, `map`, `filter`; `size`, `startsWith`, `endsWith`,
                        `contains`, `matches`; `int`, `double`, `string`, `bool`, `timestamp`, `duration`, `dyn`; the fields
                        of timestamps (`getFullYear`, `getMonth`, `getDate`, `getDayOfMonth`, `getDayOfYear`, `getDayOfWeek`,
                        `getHours`, `getMinutes`, `getSeconds`, `getMilliseconds`, with a time zone if wanted) and the hours,
                        minutes and seconds of durations. Not known are bytes, unsigned numbers, messages and types as values.

                        Bounds: %,d characters a condition, %,d steps an evaluation (a node, an element looked at, a character
                        that a regular expression looks at), %,d characters a regular expression, which has the syntax of RE2.
                        """
                                .formatted(
                                        CelParser.MAX_SOURCE_CHARS,
                                        CelEvaluator.MAX_STEPS,
                                        CelPattern.MAX_PATTERN_CHARS);
        Path file =
                Path.of(System.getProperty("cordon.root", ".."))
                        .resolve("docs/reference/conditions.md");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(file, page);
        }
        assertEquals(page, Files.readString(file), "run with -Dgolden=update");
    }
}
