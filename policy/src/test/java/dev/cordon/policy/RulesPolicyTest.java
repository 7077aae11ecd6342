package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RulesPolicyTest {
    private static final Situation STANDARD = Situation.standard();
    private static final Situation NEVER = STANDARD.under(ApprovalPolicy.Kind.NEVER);
    private static final Situation UNTRUSTED = STANDARD.under(ApprovalPolicy.Kind.UNTRUSTED);

    private static String word(Situation situation, Action action) {
        return Situation.word(situation.decide(action));
    }

    private static Action.RunCommand escalated(List<Capability> wanted, String... argv) {
        return Situation.command(
                List.of(argv),
                Optional.of(new Action.Escalation(wanted, "May I?", List.of("git"))));
    }

    @Test
    void whatStaysInTheSandboxIsNotAskedAboutUnlessThePolicyIsUntrusted() {
        for (String line : List.of("mvn test", "rm -rf target", "npm ci", "make > build/log")) {
            assertEquals("allow", STANDARD.line(line), line);
            assertEquals("allow", NEVER.line(line), line);
            assertEquals("ask", UNTRUSTED.line(line), line);
        }
    }

    @Test
    void anAllowingRuleSparesTheQuestionAndKeepsTheSandbox() {
        Situation situation =
                UNTRUSTED.with(
                        Situation.rules("prefix_rule(pattern=[\"mvn\", [\"test\", \"verify\"]])"));

        assertEquals("allow", situation.line("mvn test -q"));
        assertEquals("allow", situation.line("ls && mvn verify"));
        for (String line :
                List.of(
                        "mvn deploy",
                        "mvn test > f",
                        "A=b mvn test",
                        "mvn test $x",
                        "mvn test *",
                        "./mvn test",
                        "env mvn test",
                        "mvn test && touch x",
                        "(mvn test)",
                        "mvn test &")) {
            assertEquals("ask", situation.line(line), line);
        }
        Action.RunCommand run = Situation.command("mvn", "test");
        assertEquals(Confinement.Mode.WORKSPACE_WRITE, situation.confine(run).mode());
    }

    @Test
    void aRepositorysRuleNeverAllows() {
        Rules rules =
                RuleFile.read(
                        "prefix_rule(pattern=[\"make\"])\n"
                                + "prefix_rule(pattern=[\"rm\"], decision=\"forbidden\")\n",
                        "/srv/shop/.cordon/rules/x.rules",
                        Origin.Layer.PROJECT);

        assertEquals("ask", UNTRUSTED.with(rules).line("make"));
        assertEquals("deny", UNTRUSTED.with(rules).line("rm x"));
    }

    @Test
    void aDecisionNamesTheRuleWithFileAndLine() {
        Rules rules =
                Situation.rules(
                        "\nprefix_rule(pattern=[\"git\",\"push\"],decision=\"forbidden\","
                                + "justification=\"no pushing\")");

        Decision decision = STANDARD.with(rules).decide(Situation.command("git", "push"));

        assertEquals("rules.prefix[git push]", decision.rule());
        assertEquals("test.rules:2", decision.origin().toString());
        assertTrue(((Decision.Deny) decision).reason().contains("no pushing"));
    }

    @Test
    void aRuleThatSomebodyWroteHasADigestOfAllThatItSays() {
        Decision push = new Decision.Deny("rules.prefix[git push]", TEST_RULES, "no");
        Optional<String> digest = digest("no pushing", push);

        assertEquals(64, digest.orElseThrow().length());
        assertEquals(digest, digest("no pushing", push));
        assertNotEquals(digest, digest("ask first", push));
        assertEquals(
                Optional.empty(),
                digest("no pushing", new Decision.Allow("sandbox_mode", Origin.BUILT_IN)));
    }

    private static final Origin TEST_RULES = new Origin(Origin.Layer.REQUIREMENTS, "test.rules", 1);

    private static Optional<String> digest(String justification, Decision decision) {
        Rules rules =
                RuleFile.read(
                        "prefix_rule(pattern=[\"git\",\"push\"],decision=\"forbidden\","
                                + "justification=\""
                                + justification
                                + "\")",
                        TEST_RULES.file(),
                        TEST_RULES.layer());
        return new RulesPolicy(STANDARD.settings().with(rules)).ruleDigest(decision);
    }

    @Test
    void theStrictestRuleWinsWhateverItsLengthAndPlace() {
        Rules rules =
                Situation.rules(
                        "prefix_rule(pattern=[\"git\",\"push\",\"origin\"])\n"
                                + "prefix_rule(pattern=[\"git\"], decision=\"prompt\")\n");

        assertEquals("ask", STANDARD.with(rules).line("git push origin"));
        assertEquals("deny", NEVER.with(rules).line("git push origin"));
    }

    @Test
    void leavingTheSandboxIsAskedAboutAndAYesIsForThisActionOrThesePlainWords() {
        Action.RunCommand run = escalated(List.of(), "docker", "build", ".");

        Decision.Ask ask = assertInstanceOf(Decision.Ask.class, STANDARD.decide(run));
        assertEquals(
                List.of(
                        new Capability.ExactAction(ActionDigest.of(run)),
                        new Capability.OutsideSandbox(List.of("docker", "build", "."))),
                ask.capabilities());
        assertEquals("deny", word(NEVER, run));
        for (Capability capability : ask.capabilities()) {
            Situation granted = STANDARD.granted(capability);
            assertEquals("allow", word(granted, run));
            assertEquals(Confinement.Mode.DANGER_FULL_ACCESS, granted.confine(run).mode());
            Action.RunCommand other = escalated(List.of(), "docker", "run", "x");
            assertEquals("ask", word(granted, other));
            assertEquals(Confinement.Mode.WORKSPACE_WRITE, granted.confine(other).mode());
        }
    }

    @Test
    void aWantedCapabilityWidensTheSandboxByThatAndNoMore() {
        Capability wanted = new Capability.WritePath(Path.of("/opt/out"));
        Action.RunCommand run = escalated(List.of(wanted), "make", "install");

        assertEquals("ask", word(STANDARD, run));
        Confinement confinement = STANDARD.granted(wanted).confine(run);
        assertEquals("allow", word(STANDARD.granted(wanted), run));
        assertEquals(Confinement.Mode.WORKSPACE_WRITE, confinement.mode());
        assertEquals(List.of(Situation.WORKSPACE, Path.of("/opt/out")), confinement.writable());
    }

    @Test
    void whatHoldsARefusedCapabilityOrIsPartOfOneIsRefusedToo() {
        Situation noWrite = STANDARD.denied(new Capability.WritePath(Path.of("/opt/out")));
        for (String path : List.of("/opt", "/opt/out", "/opt/out/deep")) {
            Capability wanted = new Capability.WritePath(Path.of(path));
            assertEquals("deny", word(noWrite, escalated(List.of(wanted), "make")), path);
        }
        Capability other = new Capability.WritePath(Path.of("/opt/other"));
        assertEquals("ask", word(noWrite, escalated(List.of(other), "make")));

        Situation noRead = STANDARD.denied(new Capability.ReadPath(Path.of("/srv/keys")));
        for (Capability wanted :
                List.of(
                        new Capability.ReadPath(Path.of("/srv/keys/a")),
                        new Capability.WritePath(Path.of("/srv/keys")))) {
            assertEquals("deny", word(noRead, escalated(List.of(wanted), "make")));
        }
        Situation noHost = STANDARD.denied(new Capability.Host("evil.example", 443));
        Capability host = new Capability.Host("Evil.Example.", 443);
        assertEquals("deny", word(noHost, escalated(List.of(host), "make")));
    }

    @Test
    void aDeniedCapabilityStaysDeniedWhateverAsksForIt() {
        Situation noPush =
                STANDARD.denied(new Capability.CommandPrefix(List.of("git", "push", "origin")));
        assertEquals("deny", noPush.line("env git -C . push origin main"));
        assertEquals("deny", word(noPush, Situation.git("push", "origin")));

        Situation noWrite = STANDARD.denied(new Capability.WritePath(Path.of("/opt/x")));
        assertEquals("deny", noWrite.line("echo hi > /opt/x"));
        assertEquals("deny", noWrite.line("cp a /opt/x"));
        assertEquals("deny", word(noWrite, Situation.patch("/opt/x")));

        Situation noHost = STANDARD.denied(new Capability.Host("example.org", 443));
        assertEquals("deny", word(noHost, Situation.connect("EXAMPLE.org.", 443)));
        assertEquals("deny", word(noHost, fetch("https://example.org/x")));
    }

    private static Action.FetchUrl fetch(String url) {
        return new Action.FetchUrl(
                new CallId("call-1"), Action.Requester.MODEL, URI.create(url), 1000);
    }

    @Test
    void aGrantForAnInterpreterIsNeverGeneral() {
        for (String program : List.of("python3", "bash", "node", "env", "xargs", "python3.12")) {
            Situation granted =
                    UNTRUSTED.granted(new Capability.CommandPrefix(List.of(program, "x")));
            assertEquals("ask", word(granted, Situation.command(program, "x")), program);
            Decision.Ask ask = (Decision.Ask) UNTRUSTED.decide(Situation.command(program, "x"));
            assertEquals(1, ask.capabilities().size(), program);
        }
    }

    @Test
    void aPatchInsideTheWorkspaceIsAllowedAndProtectedOrOutsidePlacesAreAskedAbout() {
        assertEquals("allow", word(STANDARD, Situation.patch("/srv/shop/src/A.java")));
        for (String path :
                List.of(
                        "/srv/shop/.git/hooks/pre-commit",
                        "/srv/shop/sub/.GIT/config",
                        "/srv/shop/a/b/mvnw",
                        "/srv/shop/.github/workflows/x.yml",
                        "/etc/profile",
                        "/home/ada/.bashrc",
                        "/srv/shop/.env")) {
            assertEquals("ask", word(STANDARD, Situation.patch(path)), path);
            assertEquals("deny", word(NEVER, Situation.patch(path)), path);
        }
        Situation readOnly = STANDARD.in(Confinement.Mode.READ_ONLY);
        assertEquals("ask", word(readOnly, Situation.patch("/srv/shop/src/A.java")));
    }

    @Test
    void aLinkIsJudgedByWhereItLeads() {
        Path link = Path.of("/srv/shop/link");
        Facts facts =
                new Facts(
                        Instant.EPOCH,
                        Situation.WORKSPACE,
                        true,
                        Map.of(link, Path.of("/home/ada/.ssh/id_ed25519")),
                        List.of(),
                        Set.of(),
                        "ada");
        Situation situation = new Situation(STANDARD.settings(), facts);

        assertEquals("ask", word(situation, Situation.read("/srv/shop/link")));
        assertEquals("ask", word(situation, Situation.patch("/srv/shop/link")));
    }

    @Test
    void hiddenPlacesAreAskedAboutAndEverythingElseCanBeRead() {
        assertEquals("allow", word(UNTRUSTED, Situation.read("/srv/shop/README.md")));
        assertEquals("allow", word(UNTRUSTED, Situation.read("/usr/include/stdio.h")));
        assertEquals("allow", word(STANDARD, Situation.read("/home/ada/.m2/repository/a.jar")));
        for (String path :
                List.of("/home/ada/.ssh/id_rsa", "/etc/shadow", "/srv/shop/.env", "/root/x")) {
            assertEquals("ask", word(STANDARD, Situation.read(path)), path);
            assertEquals("deny", word(NEVER, Situation.read(path)), path);
        }
    }

    @Test
    void hostsAreAskedAboutUnlessARuleOrAGrantNamesThem() {
        Rules rules =
                Situation.rules(
                        "network_rule(host=\"repo.example.org\", protocol=\"https\","
                                + " decision=\"allow\")\n"
                                + "network_rule(host=\"bad.example.org\", protocol=\"https\","
                                + " decision=\"deny\")\n");
        Situation situation = STANDARD.with(rules);
        assertEquals("allow", word(situation, Situation.connect("Repo.Example.org.", 443)));
        assertEquals("ask", word(situation, Situation.connect("repo.example.org", 80)));
        assertEquals("ask", word(situation, Situation.connect("repo.example.org.evil.com", 443)));
        assertEquals("ask", word(situation, Situation.connect("evilrepo.example.org", 443)));
        assertEquals("deny", word(situation, Situation.connect("bad.example.org", 443)));
        assertEquals("deny", word(NEVER, Situation.connect("x.example.org", 443)));
        assertEquals("deny", word(STANDARD, Situation.connect("169.254.169.254", 80)));
        assertEquals("deny", word(STANDARD, Situation.connect("2852039166", 80)));
        assertEquals("deny", word(STANDARD, fetch("file:///etc/passwd")));
        assertEquals("deny", word(STANDARD, fetch("https://user@example.org/")));
    }

    @Test
    void privateAddressesAreRecognisedInEverySpelling() {
        for (String host :
                List.of(
                        "localhost",
                        "127.1",
                        "2130706433",
                        "0x7f.1",
                        "0177.0.0.1",
                        "10.0.0.1",
                        "192.168.1.1",
                        "172.31.0.1",
                        "::1",
                        "::ffff:10.0.0.1",
                        "fd00::1",
                        "fe80::1",
                        "intranet",
                        "db.internal")) {
            assertTrue(Address.isPrivate(host), host);
        }
        for (String host : List.of("example.org", "8.8.8.8", "172.32.0.1", "2606:4700::1111")) {
            assertFalse(Address.isPrivate(host), host);
        }
    }

    @Test
    void toolsOfServersAreAskedAboutWhateverTheySayOfThemselves() {
        Action.CallMcpTool call =
                new Action.CallMcpTool(
                        new CallId("call-1"),
                        Action.Requester.MODEL,
                        "docs",
                        "lookup",
                        Json.object().build(),
                        true);
        assertEquals("ask", word(STANDARD, call));
        assertEquals("deny", word(NEVER, call));
        assertEquals("allow", word(STANDARD.granted(new Capability.Tool("docs", "lookup")), call));
    }

    @Test
    void cordonsOwnGitReadsAndCommitsUnaskedAndAsksBeforeItReachesOut() {
        assertEquals("allow", word(STANDARD, Situation.git("commit", "-m", "A change")));
        assertEquals("allow", word(STANDARD, Situation.git("log", "--oneline", "-5")));
        for (String line :
                List.of(
                        "push origin main",
                        "fetch",
                        "reset --hard HEAD~1",
                        "clean -fdx",
                        "config core.pager x",
                        "log --output=x",
                        "diff --ext-diff",
                        "grep -Oless x",
                        "rebase -x true main",
                        "submodule update",
                        "branch -D main")) {
            assertEquals("ask", word(STANDARD, Situation.git(line.split(" ", -1))), line);
            assertEquals("deny", word(NEVER, Situation.git(line.split(" ", -1))), line);
        }
        assertEquals("deny", word(STANDARD, Situation.git("-c", "core.pager=x", "log")));
    }

    @Test
    void aGranularPolicyRefusesTheClassesThatItDoesNotAsk() {
        ApprovalPolicy onlyRules =
                new ApprovalPolicy(
                        ApprovalPolicy.Kind.GRANULAR,
                        new ApprovalPolicy.Granular(false, true, false, false, false),
                        Origin.BUILT_IN);
        Situation situation =
                new Situation(
                        STANDARD.settings()
                                .with(onlyRules)
                                .with(
                                        Situation.rules(
                                                "prefix_rule(pattern=[\"make\"],"
                                                        + " decision=\"prompt\")")),
                        STANDARD.facts());
        assertEquals("ask", situation.line("make"));
        assertEquals("deny", word(situation, escalated(List.of(), "ls")));
        assertEquals("deny", word(situation, Situation.connect("example.org", 443)));
    }

    @Test
    void inputToAProcessIsJudgedLikeACommand() {
        Action.WriteStdin poll =
                new Action.WriteStdin(new CallId("c"), Action.Requester.MODEL, 7, "", 1000);
        Action.WriteStdin push =
                new Action.WriteStdin(
                        new CallId("c"), Action.Requester.MODEL, 7, "git push\n", 1000);
        Rules rules =
                Situation.rules("prefix_rule(pattern=[\"git\",\"push\"], decision=\"forbidden\")");
        assertEquals("allow", word(UNTRUSTED, poll));
        assertEquals("ask", word(UNTRUSTED, push));
        assertEquals("allow", word(STANDARD, push));
        assertEquals("deny", word(STANDARD.with(rules), push));
    }

    @Test
    void aCommandGetsNoSecretOfTheEnvironment() {
        Confinement confinement = STANDARD.confine(Situation.command("env"));

        assertFalse(confinement.environment().containsKey("AWS_SECRET_ACCESS_KEY"));
        assertEquals("/usr/bin:/bin", confinement.environment().get("PATH"));
        assertEquals("0", confinement.environment().get("GIT_TERMINAL_PROMPT"));
        assertTrue(confinement.hidden().contains(Situation.HOME));
        assertTrue(confinement.protectedNames().contains(".git"));
        assertEquals(Confinement.Network.PROXIED, confinement.network());
        assertEquals(Confinement.Network.CLOSED, NEVER.confine(Situation.command("env")).network());
    }

    @Test
    void anExpiredGrantIsNone() {
        Situation granted = STANDARD.granted(new Capability.Host("example.org", 443));
        Facts later =
                new Facts(
                        Instant.EPOCH.plusSeconds(61),
                        Situation.WORKSPACE,
                        true,
                        Map.of(),
                        granted.facts().grants(),
                        Set.of(),
                        "ada");
        assertEquals("allow", word(granted, Situation.connect("example.org", 443)));
        assertEquals(
                "ask",
                word(
                        new Situation(granted.settings(), later),
                        Situation.connect("example.org", 443)));
    }

    @Test
    void theSameInputsGiveTheSameDecisionAndTheDigestIgnoresOnlyTheCall() {
        Action.RunCommand run = Situation.command("make");
        assertEquals(STANDARD.decide(run).toString(), STANDARD.decide(run).toString());
        assertEquals(
                new RulesPolicy(STANDARD.settings()).digest(),
                new RulesPolicy(Situation.standard().settings()).digest());
        Action.StopProcess one = new Action.StopProcess(new CallId("a"), Action.Requester.MODEL, 1);
        Action.StopProcess two = new Action.StopProcess(new CallId("b"), Action.Requester.MODEL, 1);
        assertEquals(ActionDigest.of(one), ActionDigest.of(two));
        assertFalse(ActionDigest.of(run).equals(ActionDigest.of(Situation.command("make", "x"))));
    }

    @Test
    void theDigestOfThePolicyIsTheSameInEveryProcessAndChangesWithARule() {
        Rules rules = Situation.rules("prefix_rule(pattern=[\"make\"])");
        String digest = new RulesPolicy(STANDARD.settings()).digest();
        PolicySettings elsewhere =
                PolicySettings.builtIn(Situation.HOME, Map.of("PWD", "/x", "PATH", "/usr/bin"));

        assertEquals(digest, new RulesPolicy(elsewhere).digest());
        assertFalse(digest.equals(new RulesPolicy(STANDARD.with(rules).settings()).digest()));
        assertFalse(digest.equals(new RulesPolicy(NEVER.settings()).digest()));
    }

    @Test
    void aBrokenRuleFileStopsWithThePlace() {
        for (String text :
                List.of(
                        "prefix_rule(pattern=[])",
                        "prefix_rule(pattern=[\"git\"], decision=\"maybe\")",
                        "prefix_rule(pattern=[\"git\"], match=[\"ls\"])",
                        "prefix_rule(pattern=[\"git\"], not_match=[\"git status\"])",
                        "prefix_rule(pattern=[\"a\" + \"b\"])",
                        "prefix_rule(pattern=[x])",
                        "load(\"x\")",
                        "prefix_rule(pattern=[\"git\"], desicion=\"allow\")",
                        "network_rule(host=\"*.org\", protocol=\"https\", decision=\"allow\")",
                        "host_executable(name=\"git\", paths=[\"git\"])",
                        "prefix_rule(pattern=[\"git\"]")) {
            ConfigException problem =
                    assertThrows(ConfigException.class, () -> Situation.rules(text), text);
            assertTrue(problem.getMessage().startsWith("test.rules:1:"), problem.getMessage());
        }
    }
}
