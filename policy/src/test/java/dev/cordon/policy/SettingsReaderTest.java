package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {
    @TempDir Path folder;

    private PolicySettings read(String toml, String requirements) throws IOException {
        Path home = Files.createDirectories(folder.resolve(".cordon"));
        Files.writeString(home.resolve("config.toml"), toml);
        ConfigSources sources =
                new ConfigSources(
                        home,
                        folder.resolve("none"),
                        "",
                        folder,
                        List.of(),
                        Map.of("HOME", "/home/ada"));
        Requirements required =
                requirements.isEmpty()
                        ? Requirements.none()
                        : Requirements.read(requirements, "requirements.toml");
        Config config = required.apply(ConfigLoader.load(sources), Path.of("/home/ada"));
        return PolicySettings.from(config, required, sources.environment(), Condition.Compiler.CEL);
    }

    private static String decide(PolicySettings settings, Action action) {
        return Situation.word(new Situation(settings, Situation.standard().facts()).decide(action));
    }

    @Test
    void everyWordOfTheModesAndPoliciesIsRead() throws IOException {
        for (Confinement.Mode mode : Confinement.Mode.values()) {
            String toml = "sandbox_mode = \"" + mode.word() + "\"\n";
            assertEquals(mode, read(toml, "").mode());
        }
        for (String word : List.of("untrusted", "on-request", "never")) {
            String toml = "approval_policy = \"" + word + "\"\n";
            assertEquals(word, read(toml, "").approvals().kind().word());
        }
        PolicySettings granular =
                read(
                        "[approval_policy.granular]\nsandbox_approval = false\nrules = true\n"
                                + "mcp_elicitations = true\n",
                        "");
        assertEquals(ApprovalPolicy.Kind.GRANULAR, granular.approvals().kind());
        assertTrue(granular.approvals().mayAsk(ApprovalPolicy.Topic.RULES));
        assertTrue(!granular.approvals().mayAsk(ApprovalPolicy.Topic.SANDBOX));
    }

    @Test
    void rulesOfTheConfigurationCountWithTheirLine() throws IOException {
        PolicySettings settings =
                read(
                        "[[rules.prefix]]\npattern = [\"git\", [\"push\", \"fetch\"]]\n"
                                + "decision = \"forbid\"\n[[rules.host]]\n"
                                + "host = \"*.example.org:443\"\nmethods = [\"get\"]\n"
                                + "decision = \"allow\"\n[[rules.path]]\npath = \"deploy\"\n"
                                + "access = [\"write\"]\ndecision = \"forbid\"\n",
                        "");
        assertEquals(3, settings.rules().all().size());
        assertEquals(1, settings.rules().all().getFirst().saying().origin().line());
        assertEquals("deny", decide(settings, Situation.command("git", "push")));
        assertEquals("deny", decide(settings, Situation.patch("/srv/shop/deploy/x")));
        assertEquals("allow", decide(settings, Situation.read("/srv/shop/deploy/x")));
    }

    @Test
    void whatTheAdministratorHidesNobodyCanOpen() throws IOException {
        PolicySettings settings =
                read("", "[permissions.filesystem]\ndeny_read = [\"/srv/payroll\", \"~/keys\"]\n");

        assertTrue(settings.files().hidden().contains(Path.of("/srv/payroll")));
        assertEquals("deny", decide(settings, Situation.read("/srv/payroll/2026.csv")));
        assertEquals("deny", decide(settings, Situation.read("/home/ada/keys/a")));
        assertEquals("deny", decide(settings, Situation.patch("/srv/payroll/2026.csv")));
        Action escalated =
                Situation.command(
                        List.of("cat", "x"),
                        Optional.of(
                                new Action.Escalation(
                                        List.of(new Capability.ReadPath(Path.of("/srv/payroll/x"))),
                                        "please",
                                        List.of())));
        assertEquals("deny", decide(settings, escalated));
    }

    @Test
    void aBuiltInProfileIsTheModeOfItsName() throws IOException {
        assertEquals(
                Confinement.Mode.READ_ONLY,
                read("default_permissions = \":read-only\"\n", "").mode());
        assertEquals(
                Confinement.Mode.WORKSPACE_WRITE,
                read("default_permissions = \":workspace\"\n", "").mode());
        assertEquals(
                Confinement.Mode.DANGER_FULL_ACCESS,
                read("default_permissions = \":danger-full-access\"\n", "").mode());
    }
}
