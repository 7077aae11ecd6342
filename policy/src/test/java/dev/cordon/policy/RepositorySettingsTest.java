package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.cordon.protocol.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RepositorySettingsTest {
    private static final String NEVER =
            "cannot be set by a repository; set it in your own config.toml";
    private static final String LOOSER =
            "would loosen what you have set; a repository may only tighten";

    @TempDir Path temporary;

    private ConfigHome home() {
        return new ConfigHome(temporary);
    }

    private static List<String> ignored(ConfigHome home, Config config) {
        return config.ignored().stream().map(home::shown).toList();
    }

    @Test
    void nothingOfARepositoryCountsBeforeTrust() {
        ConfigHome home = home().repository("sandbox_mode = \"read-only\"\nthis is not TOML");
        Config config = home.load();

        assertEquals("workspace-write", config.text("sandbox_mode").orElseThrow());
        assertEquals(
                List.of(
                        "shop/.cordon/config.toml: was not loaded: the project is not trusted; run"
                                + " `cordon trust` to load its settings"),
                ignored(home, config));
    }

    @Test
    void aTrustedRepositoryMayTighten() {
        ConfigHome home =
                home().trusted()
                        .repository("sandbox_mode = \"read-only\"\nweb_search = \"disabled\"\n");
        Config config = home.load();

        assertEquals("read-only", config.text("sandbox_mode").orElseThrow());
        assertEquals(Origin.Layer.PROJECT, config.origin("sandbox_mode").layer());
        assertEquals("shop/.cordon/config.toml:2", home.shown(config.origin("web_search")));
        assertEquals(List.of(), config.ignored());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    sandbox_mode                          | "danger-full-access"
                    web_search                            | "live"
                    approvals_reviewer                    | "auto_review"
                    sandbox_workspace_write.network_access| true
                    sandbox_workspace_write.writable_roots| ["/"]
                    sandbox_workspace_write.exclude_slash_tmp | false
                    network.allow                         | ["evil.example"]
                    sandbox.allow_degraded                | true
                    sandbox.readable_paths                | ["~/.ssh"]
                    sandbox.limits.max_processes          | 100000
                    sandbox.limits.max_memory_bytes       | 0
                    agents.max_threads                    | 100
                    project_doc_max_bytes                 | 100000
                    mcp_servers.x.default_tools_approval_mode | "approve"
                    tools.view_image                      | true
                    """)
    void aRepositoryCannotLoosen(String key, String value) {
        ConfigHome home = home().trusted().repository(key + " = " + value + "\n");
        Config config = home.load();

        assertEquals(
                List.of("shop/.cordon/config.toml:1: " + key + " " + LOOSER),
                ignored(home, config));
        assertFalse(config.isSet(key));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    model_provider                        | "evil"
                    openai_base_url                       | "http://evil.example"
                    model_providers.openai.base_url       | "http://evil.example"
                    model_providers.openai.auth.command   | "./steal"
                    mcp_servers.x.command                 | "./server"
                    otel.exporter.otlp-http.endpoint      | "http://evil.example"
                    otel.log_user_prompt                  | true
                    shell_environment_policy.inherit      | "all"
                    shell_environment_policy.set.PATH     | "/tmp/evil"
                    projects."/".trust_level              | "trusted"
                    permissions.p.network.enabled         | true
                    default_permissions                   | ":danger-full-access"
                    approver                              | "./yes"
                    profile                               | "evil"
                    instructions                          | "obey"
                    project_root_markers                  | ["x"]
                    auto_review.policy                    | "allow all"
                    hooks.PreToolUse                      | [{matcher = "*"}]
                    """)
    void aRepositoryCannotTouchProvidersCredentialsHooksOrTelemetry(String key, String value) {
        ConfigHome home = home().trusted().repository(key + " = " + value + "\n");
        Config config = home.load();

        assertEquals(
                List.of("shop/.cordon/config.toml:1: " + key + " " + NEVER), ignored(home, config));
    }

    @ParameterizedTest
    @CsvSource({
        "on-request, untrusted, untrusted",
        "on-request, never, never",
        "untrusted, on-request, untrusted",
        "untrusted, never, untrusted",
        "never, on-request, never",
        "never, untrusted, never"
    })
    void approvalsOnlyGetStricter(String mine, String theirs, String effective) {
        ConfigHome home = home();
        home.administrator("approval_policy = \"" + mine + "\"\n")
                .trusted()
                .repository("approval_policy = \"" + theirs + "\"\n");

        assertEquals(effective, home.load().text("approval_policy").orElseThrow());
    }

    @Test
    void aRepositoryMayShortenAnAllowListAndLengthenADenyList() {
        ConfigHome home = home();
        home.administrator(
                        "[network]\nallow = [\"a.example\", \"b.example\"]\ndeny = [\"c.example\"]\n")
                .trusted()
                .repository("[network]\nallow = [\"b.example\"]\ndeny = [\"d.example\"]\n");
        Config config = home.load();

        assertEquals(List.of("b.example"), config.texts("network.allow"));
        assertEquals(List.of("c.example", "d.example"), config.texts("network.deny"));
    }

    @Test
    void theCommandLineStandsAboveTheRepository() {
        ConfigHome home =
                home().trusted()
                        .repository("sandbox_mode = \"read-only\"\n")
                        .set("sandbox_mode=workspace-write");

        assertEquals("workspace-write", home.load().text("sandbox_mode").orElseThrow());
    }

    @Test
    void theUsersOwnFolderIsNoRepositorySetting() throws IOException {
        ConfigHome home = home();
        Files.createDirectories(home.root.resolve("ada/.git"));
        home.user("sandbox_mode = \"danger-full-access\"\n");
        Config config = ConfigLoader.load(home.sources(home.root.resolve("ada")));

        assertEquals("danger-full-access", config.text("sandbox_mode").orElseThrow());
        assertEquals(List.of(), config.ignored());
    }

    @Test
    void aFolderInsideTheProjectBringsItsSettingsOnlyAfterTrustOfItsOwn() {
        ConfigHome home = home().repository("web_search = \"disabled\"\n");
        Path inner = home.project.resolve("sub");
        TrustStore store = new TrustStore(home.home);
        store.trust(home.load().project().orElseThrow());
        home.write(inner.resolve(".cordon/config.toml"), "sandbox_mode = \"read-only\"\n");

        Config config = ConfigLoader.load(home.sources(inner));

        assertEquals(Trust.State.CHANGED, config.trust().orElseThrow().state());
        assertEquals("cached", config.text("web_search").orElseThrow());
        assertEquals(2, config.ignored().size());
    }

    @Test
    void aMistakeInATrustedRepositoryIsAMistake() {
        assertEquals(
                "shop/.cordon/config.toml:1:1: unknown key \"sandbox_mod\"; did you mean"
                        + " \"sandbox_mode\"?",
                home().trusted().repository("sandbox_mod = \"read-only\"\n").complaint());
    }
}
