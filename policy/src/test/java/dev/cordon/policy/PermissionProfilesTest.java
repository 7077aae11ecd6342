package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PermissionProfilesTest {
    private static final Path HOME = Path.of("/home/ada");

    @TempDir Path temporary;

    private Config config(String user) {
        return Requirements.none().apply(new ConfigHome(temporary).user(user).load(), HOME);
    }

    private PolicySettings settings(String user) {
        return PolicySettings.from(
                config(user),
                Requirements.none(),
                Map.of("HOME", "/home/ada"),
                Condition.Compiler.CEL);
    }

    private static final String CAREFUL =
            """
            default_permissions = "careful"

            [permissions.base]
            extends = ":workspace"
            workspace_roots = ["/srv/tools"]

            [permissions.base.filesystem]
            "/srv/payroll" = "deny"
            ":slash_tmp" = "write"

            [permissions.careful]
            extends = "base"
            description = "What the team uses."

            [permissions.careful.filesystem]
            "/srv/cache" = "write"
            "~/reports" = "read"
            "**/*.pem" = "deny"
            glob_scan_max_depth = 3

            [permissions.careful.filesystem.":workspace_roots"]
            "**/deploy.yml" = "read"
            "**/secrets*" = "deny"

            [permissions.careful.network]
            enabled = true
            mode = "limited"
            allow_local_binding = true

            [permissions.careful.network.domains]
            "repo.example" = "allow"
            "*.evil.example" = "deny"

            [permissions.careful.network.unix_sockets]
            "/run/docker.sock" = "deny"
            """;

    @Test
    void everythingThatAProfileSaysIsInTheSettingsThatDecide() {
        PolicySettings settings = settings(CAREFUL);
        Situation here = new Situation(settings, Situation.standard().facts());

        assertEquals(Confinement.Mode.WORKSPACE_WRITE, settings.mode());
        Places files = settings.files();
        assertTrue(files.writableRoots().contains(Path.of("/srv/tools")));
        assertTrue(files.writableRoots().contains(Path.of("/srv/cache")));
        assertTrue(files.hidden().contains(Path.of("/srv/payroll")));
        assertTrue(files.readable().contains(Path.of("/home/ada/reports")));
        assertTrue(files.hiddenNames().contains("*.pem"));
        assertTrue(files.hiddenNames().contains("secrets*"));
        assertTrue(files.protectedNames().contains("deploy.yml"));
        assertEquals(
                NetworkPlan.Methods.READ_ONLY, settings.network().plan().orElseThrow().methods());
        assertEquals("allow", Situation.word(here.decide(Situation.connect("repo.example", 443))));
        assertEquals("deny", Situation.word(here.decide(Situation.connect("a.evil.example", 443))));
        assertEquals("ask", Situation.word(here.decide(Situation.connect("other.example", 443))));
        assertEquals("ask", Situation.word(here.decide(Situation.read("/srv/payroll/x"))));
    }

    @Test
    void eachValueHasTheLineOfTheProfileThatSaysIt() {
        Config config = config(CAREFUL);

        assertEquals("sandbox_mode:1", place(config, "sandbox_mode"));
        assertEquals("sandbox.hidden_paths:8", place(config, "sandbox.hidden_paths"));
        assertEquals("network.methods:27", place(config, "network.methods"));
    }

    private static String place(Config config, String key) {
        return key + ":" + config.origin(key).line();
    }

    @Test
    void aProfileWithoutANetworkHasNone() {
        Situation closed =
                new Situation(
                        settings(
                                """
                                default_permissions = "p"
                                [permissions.p]
                                extends = ":workspace"
                                network.enabled = false
                                """),
                        Situation.standard().facts());

        assertEquals("deny", Situation.word(closed.decide(Situation.connect("a.example", 443))));
        assertEquals(Confinement.Network.CLOSED, closed.confine(Situation.command("ls")).network());
    }

    @Test
    void aProfileWithANetworkAndNoListReachesEveryPublicHost() {
        Situation open =
                new Situation(
                        settings(
                                """
                                default_permissions = "p"
                                [permissions.p]
                                extends = ":read-only"
                                network.enabled = true
                                """),
                        Situation.standard().facts());

        assertEquals("allow", Situation.word(open.decide(Situation.connect("a.example", 443))));
        assertEquals("ask", Situation.word(open.decide(Situation.connect("10.0.0.1", 443))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    default_permissions = "carefull";permissions.careful.extends = ":workspace" | default_permissions "carefull" is no permission profile; did you mean "careful"?
                    default_permissions = ":workspaces" | default_permissions ":workspaces" is no permission profile; did you mean ":workspace"?
                    default_permissions = "a";permissions.a.extends = "b";permissions.b.extends = "a" | permissions.b.extends "a" adds to itself: b, a
                    default_permissions = "a";permissions.a.description = "x" | default_permissions cannot be enforced: reading can be closed place by place only; let the profile add to ":read-only", or give it ":root" = "read"
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.filesystem.":root" = "write" | permissions.a.filesystem.":root" cannot be enforced: the whole file system can be "read" and nothing else
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.filesystem.":tmpdir" = "deny" | permissions.a.filesystem.":tmpdir" cannot be enforced: commands always have a /tmp of their own, which nobody else sees
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.filesystem.":home" = "read" | permissions.a.filesystem.":home" cannot be enforced: only :root, :workspace_roots, :tmpdir and :slash_tmp are known
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.filesystem."src/**" = "deny" | permissions.a.filesystem."src/**" cannot be enforced: in the workspace a pattern is **/NAME with at most one * at an end of the name, for example "**/*.pem"
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.filesystem."/a/*" = "deny" | permissions.a.filesystem."/a/*" cannot be enforced: patterns hold for names in the workspace only
                    default_permissions = "a";permissions.a.extends = ":read-only";permissions.a.filesystem."/a" = "write" | permissions.a.filesystem."/a" cannot be enforced: a path can be written only where the workspace can
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.filesystem."/a" = "write";permissions.a.filesystem."/a/b" = "read" | default_permissions cannot be enforced: /a/b lies in /a, which is written
                    default_permissions = "a";permissions.a.extends = ":danger-full-access";permissions.a.filesystem."/a" = "deny" | default_permissions cannot be enforced: nothing is enforced in danger-full-access
                    default_permissions = "a";permissions.a.extends = ":danger-full-access";permissions.a.network.enabled = false | default_permissions cannot be enforced: nothing is enforced in danger-full-access
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.network.unix_sockets."/s" = "allow" | permissions.a.network.unix_sockets."/s" cannot be enforced: Unix sockets are all closed, or all open by sandbox.allow_unix_sockets
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.network.allow_upstream_proxy = true | permissions.a.network.allow_upstream_proxy cannot be enforced: the proxy connects to hosts itself
                    default_permissions = "a";permissions.a.extends = ":workspace";permissions.a.network.enable_socks5 = false | permissions.a.network.enable_socks5 cannot be enforced: SOCKS 5 is offered and decided like all the rest
                    default_permissions = ":read-only";sandbox_mode = "workspace-write" | sandbox_mode "workspace-write" contradicts default_permissions at ada/.cordon/config.toml:1, which means "read-only"
                    """)
    void whatCannotBeEnforcedStopsTheStart(String user, String sentence) {
        ConfigHome home = new ConfigHome(temporary).user(user.replace(';', '\n') + "\n");
        ConfigException refused =
                assertThrows(
                        ConfigException.class, () -> Requirements.none().apply(home.load(), HOME));

        assertEquals(
                sentence,
                home.shown(refused.problems().getFirst().sentence()).replace("\\\"", "\""));
        assertTrue(refused.problems().getFirst().line() > 0);
    }
}
