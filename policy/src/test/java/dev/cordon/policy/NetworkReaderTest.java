package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What configuration and requirements say about hosts, ports, methods and secrets.
final class NetworkReaderTest {
    private static final Path HOME = Path.of("/home/ada");

    @TempDir Path temporary;

    private PolicySettings settings(String user, String requirements) {
        Requirements required =
                requirements.isEmpty()
                        ? Requirements.none()
                        : Requirements.read(requirements, "r.toml");
        Config config = required.apply(new ConfigHome(temporary).user(user).load(), HOME);
        return PolicySettings.from(
                config,
                required,
                Map.of("HOME", "/home/ada", "FORGE_TOKEN", "secret", "PATH", "/usr/bin"),
                Condition.Compiler.CEL);
    }

    private Situation here(String user, String requirements) {
        return new Situation(settings(user, requirements), Situation.standard().facts());
    }

    private static String connect(Situation situation, String host, int port, String method) {
        return Situation.word(
                situation.decide(
                        new Action.Connect(new CallId("c"), host, port, method, Optional.empty())));
    }

    @Test
    void nothingIsSaidWhereNothingIsConfigured() {
        assertEquals(
                Optional.empty(),
                settings("network.allow = [\"a.example\"]\n", "").network().plan());
    }

    @Test
    void theLongestNameCountsBeforeAPatternAndAPort() {
        NetworkPlan plan =
                settings(
                                """
                                [network.hosts]
                                "*".tls = "passed"
                                "*.example".tls = "opened"
                                "git.example".tls = "raw"
                                "git.example:443".methods = ["get", "post"]
                                "git.example:443".paths = ["/api"]
                                """,
                                "")
                        .network()
                        .plan()
                        .orElseThrow();

        assertEquals(
                List.of("git.example:443", "git.example", "*.example", "*"),
                plan.hosts().stream().map(t -> t.host().toString()).toList());
        assertEquals(NetworkPlan.Tls.OPENED, plan.hosts().getFirst().tls());
        assertEquals(Set.of("GET", "POST"), plan.hosts().getFirst().methods());
    }

    @Test
    void aRuleAboutMethodsHoldsForEachRequestInTlsThatIsOpened() {
        Situation situation =
                here(
                        """
                        [network.hosts]
                        "api.example".tls = "opened"
                        [[rules.host]]
                        host = "api.example:443"
                        methods = ["GET", "POST"]
                        decision = "allow"
                        [[rules.host]]
                        host = "api.example"
                        methods = ["DELETE"]
                        decision = "forbid"
                        """,
                        "");

        assertEquals("allow", connect(situation, "api.example", 443, ""));
        assertEquals("allow", connect(situation, "api.example", 443, "POST"));
        assertEquals("ask", connect(situation, "api.example", 443, "PUT"));
        assertEquals("deny", connect(situation, "api.example", 443, "DELETE"));
        assertEquals("ask", connect(situation, "api.example", 8443, "GET"));
    }

    @Test
    void aRuleAboutMethodsThatNobodySeesAllowsNothing() {
        Situation situation =
                here(
                        """
                        [[rules.host]]
                        host = "api.example"
                        methods = ["POST"]
                        decision = "allow"
                        """,
                        "");

        assertEquals("ask", connect(situation, "api.example", 443, ""));
        assertEquals("allow", connect(situation, "api.example", 80, "POST"));
        assertEquals(
                Set.of("POST"),
                situation.settings().network().plan().orElseThrow().hosts().getFirst().methods());
    }

    @Test
    void aClosedListIsClosedToRulesOfUsersAndToAnswers() {
        String requirements =
                """
                [network]
                managed_allowed_domains_only = true
                domains."repo.example" = "allow"
                review_domains = ["forge.example"]
                """;
        Situation user =
                here(
                        """
                        [[rules.host]]
                        host = "mine.example"
                        decision = "allow"
                        """,
                        requirements);

        assertEquals("allow", connect(user, "repo.example", 443, ""));
        assertEquals("ask", connect(user, "forge.example", 443, ""));
        assertEquals("deny", connect(user, "mine.example", 443, ""));
        assertEquals("deny", connect(user, "other.example", 443, ""));
        Situation granted =
                new Situation(
                        user.settings(),
                        Situation.standard()
                                .granted(new Capability.Host("other.example", 443))
                                .facts());
        assertEquals("deny", connect(granted, "other.example", 443, ""));
        assertEquals(Confinement.Network.PROXIED, user.confine(Situation.command("ls")).network());
    }

    @Test
    void aHostToReviewIsAskedAboutThoughAUserAllowsIt() {
        Situation situation =
                here(
                        "network.allow = [\"forge.example\"]\n",
                        "network.review_domains = [\"forge.example\"]\n");

        assertEquals("ask", connect(situation, "forge.example", 443, ""));
    }

    @Test
    void whereTheNetworkIsOffNobodyIsAskedAndNoProxyIsThere() {
        Situation situation = here("", "network.enabled = false\n");

        assertEquals("deny", connect(situation, "a.example", 443, ""));
        assertEquals(
                Confinement.Network.CLOSED, situation.confine(Situation.command("ls")).network());
    }

    @Test
    void aSecretIsBoundToHostsAndItsVariableStaysOutOfCommands() {
        PolicySettings settings =
                settings(
                        """
                        [shell_environment_policy]
                        inherit = "all"
                        ignore_default_excludes = true
                        [network.header_injections.forge]
                        variable = "FORGE_TOKEN"
                        secret_env = "FORGE_TOKEN"
                        hosts = ["api.forge.example:443"]
                        """,
                        "");
        NetworkPlan plan = settings.network().plan().orElseThrow();

        assertEquals("Authorization", plan.injections().getFirst().field());
        assertTrue(plan.isOpened("api.forge.example", 443));
        assertFalse(plan.isOpened("api.forge.example", 80));
        assertFalse(
                new Situation(settings, Situation.standard().facts())
                        .confine(Situation.command("env"))
                        .environment()
                        .containsKey("FORGE_TOKEN"));
    }

    @Test
    void aRepositoryMayOnlyTighten() {
        ConfigHome home =
                new ConfigHome(temporary)
                        .trusted()
                        .repository(
                                """
                                [network]
                                enabled = false
                                unlisted = "refuse"
                                methods = "any"
                                permitted_addresses = ["10.0.0.0/8"]
                                hosts."a.example".tls = "raw"
                                header_injections.x.hosts = ["evil.example"]
                                repositories.central = "https://evil.example"
                                """);
        Config config = home.load();

        assertFalse(config.bool("network.enabled"));
        assertEquals(Optional.of("refuse"), config.text("network.unlisted"));
        assertEquals(
                List.of(
                        "network.methods",
                        "network.permitted_addresses",
                        "network.hosts.\"a.example\".tls",
                        "network.header_injections.x.hosts",
                        "network.repositories.central"),
                config.ignored().stream().map(Config.Ignored::key).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    hosts."a.example".methods = [] | network.hosts."a.example".methods is empty; leave it out, or forbid the host with network.deny
                    hosts."a.example".paths = ["api"] | network.hosts."a.example".paths must begin with /, found "api"
                    hosts."a/b".tls = "raw" | network.hosts."a/b".tls "a/b" is not a host; write host, *.host or host:port
                    hosts."a.example".tls = "raw";hosts."a.example".methods = ["GET"] | network.hosts."a.example".tls must be "opened", or methods and paths could not be seen in TLS
                    header_injections.k.variable = "K" | network.header_injections.k.variable needs hosts: the secret goes to nobody else
                    header_injections.k.variable = "K";header_injections.k.hosts = ["a"] | network.header_injections.k.variable needs either secret_env or secret_file
                    header_injections.k.secret_env = "K";header_injections.k.hosts = ["a"] | network.header_injections.k.secret_env needs variable, a name of its own for what commands see
                    header_injections.k.hosts = ["*"] | network.header_injections.k.hosts must name hosts; * would give it to anybody
                    repositories.central = "ftp://a" | network.repositories.central must be an http or https address, found "ftp://a"
                    """)
    void aMistakeNamesItsKey(String toml, String sentence) {
        ConfigException refused =
                assertThrows(
                        ConfigException.class,
                        () -> settings("[network]\n" + toml.replace(';', '\n') + "\n", ""));

        assertEquals(sentence, refused.problems().getFirst().sentence().replace("\\\"", "\""));
        assertTrue(refused.problems().getFirst().line() > 1);
    }
}
