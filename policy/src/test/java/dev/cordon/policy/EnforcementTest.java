package dev.cordon.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnforcementTest {
    private static final Path HOME = Path.of("/home/ada");

    @TempDir Path temporary;

    private Config apply(String requirements, String user) {
        ConfigHome home = new ConfigHome(temporary).user(user.replace(';', '\n') + "\n");
        return Requirements.read(requirements.replace(';', '\n') + "\n", "r.toml")
                .apply(home.load(), HOME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    allowed_sandbox_modes = ["read-only"] | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (allowed_sandbox_modes); use read-only
                    allowed_sandbox_modes = [] | sandbox_mode = "read-only" | sandbox_mode "read-only" is forbidden by r.toml:1 (allowed_sandbox_modes); nothing is allowed
                    allowed_approval_policies = ["untrusted"] | approval_policy = "never" | approval_policy "never" is forbidden by r.toml:1 (allowed_approval_policies); use untrusted
                    allowed_approval_policies = ["never"] | approval_policy.granular.rules = true | approval_policy.granular.rules "true" is forbidden by r.toml:1 (allowed_approval_policies)
                    allowed_approvals_reviewers = ["user"] | approvals_reviewer = "auto_review" | approvals_reviewer "auto_review" is forbidden by r.toml:1 (allowed_approvals_reviewers); use user
                    allowed_web_search_modes = ["cached"] | web_search = "live" | web_search "live" is forbidden by r.toml:1 (allowed_web_search_modes); use cached or disabled
                    allowed_login_methods = ["api"] | forced_login_method = "chatgpt" | forced_login_method "chatgpt" is forbidden by r.toml:1 (allowed_login_methods); use api
                    allowed_models = ["a", "b-*"] | model = "c" | model "c" is forbidden by r.toml:1 (allowed_models); use a or b-*
                    allowed_models = ["a"] | review_model = "c" | review_model "c" is forbidden by r.toml:1 (allowed_models); use a
                    allowed_models = ["a"] | auto_review.model = "c" | auto_review.model "c" is forbidden by r.toml:1 (allowed_models); use a
                    require_sandbox = true | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (require_sandbox)
                    require_journal = true | sandbox.allow_degraded = true | sandbox.allow_degraded "true" is forbidden by built-in (allow_degraded)
                    allow_login_shell = false | allow_login_shell = true | allow_login_shell "true" is forbidden by r.toml:1 (allow_login_shell)
                    network.enabled = false | sandbox_workspace_write.network_access = true | sandbox_workspace_write.network_access "true" is forbidden by r.toml:1 (network.enabled)
                    network.enabled = false | network.allow = ["a.example"] | network.allow "["a.example"]" is forbidden by r.toml:1 (network.enabled)
                    network.domains."*.evil.example" = "deny" | network.allow = ["X.Evil.Example:443"] | network.allow "["X.Evil.Example:443"]" is forbidden by r.toml:1 (network.domains."*.evil.example")
                    network.domains."a.example" = "deny" | sandbox_workspace_write.network_access = true | sandbox_workspace_write.network_access "true" is forbidden by r.toml:1 (network.domains."a.example")
                    network.managed_allowed_domains_only = true | network.allow = ["a.example"] | network.allow "["a.example"]" is forbidden by r.toml:1 (network.managed_allowed_domains_only)
                    network.dangerously_allow_all_unix_sockets = false | sandbox.allow_unix_sockets = true | sandbox.allow_unix_sockets "true" is forbidden by r.toml:1 (network.dangerously_allow_all_unix_sockets)
                    permissions.filesystem.deny_read = ["~/.ssh"] | sandbox.readable_paths = ["/home/ada/.ssh/id"] | sandbox.readable_paths "["/home/ada/.ssh/id"]" is forbidden by r.toml:1 (permissions.filesystem.deny_read)
                    max_session_cost = 2.5 | limits.max_session_cost = 3 | limits.max_session_cost "3" is forbidden by r.toml:1 (max_session_cost); it may be at most 2.5
                    max_session_tokens = 10 | limits.max_session_tokens = 0 | limits.max_session_tokens "0" is forbidden by r.toml:1 (max_session_tokens); it may be at most 10
                    max_session_seconds = 10 | limits.max_session_seconds = 11 | limits.max_session_seconds "11" is forbidden by r.toml:1 (max_session_seconds); it may be at most 10
                    on_reroute = "stop" | on_reroute = "ask" | on_reroute "ask" is forbidden by r.toml:1 (on_reroute); it must be "stop" or stricter
                    auto_review.required_on_models = ["m*"] | model = "m1";approvals_reviewer = "user" | approvals_reviewer "user" is forbidden by r.toml:1 (auto_review.required_on_models)
                    guardian_policy_config = "p" | auto_review.policy = "q" | auto_review.policy "q" is forbidden by r.toml:1 (guardian_policy_config); it must be "p"
                    model_provider = "openai" | model_provider = "acme" | model_provider "acme" is forbidden by r.toml:1 (model_provider); it must be "openai"
                    model_provider = "openai" | openai_base_url = "http://evil.example" | openai_base_url "http://evil.example" is forbidden by r.toml:1 (model_provider)
                    openai_base_url = "http://a" | openai_base_url = "http://b" | openai_base_url "http://b" is forbidden by r.toml:1 (openai_base_url); it must be "http://a"
                    model_providers.acme.base_url = "http://a" | model_providers.acme.env_key = "K" | model_providers.acme.env_key "K" is forbidden by r.toml:1 (model_providers.acme.base_url)
                    model_catalog_json = "/a" | model_catalog_json = "/b" | model_catalog_json "/b" is forbidden by r.toml:1 (model_catalog_json); it must be "/a"
                    cli_auth_credentials_store = "file" | cli_auth_credentials_store = "auto" | cli_auth_credentials_store "auto" is forbidden by r.toml:1 (cli_auth_credentials_store); it must be "file"
                    log_dir = "/a" | log_dir = "/b" | log_dir "/b" is forbidden by r.toml:1 (log_dir); it must be "/a"
                    otel.log_user_prompt = false | otel.log_user_prompt = true | otel.log_user_prompt "true" is forbidden by r.toml:1 (otel.log_user_prompt); it must be "false"
                    otel.exporter.otlp-http.endpoint = "http://a" | otel.exporter = "none" | otel.exporter "none" is forbidden by r.toml:1 (otel.exporter.otlp-http.endpoint)
                    default_permissions = "a" | default_permissions = "b" | default_permissions "b" is forbidden by r.toml:1 (default_permissions); it must be "a"
                    allowed_permission_profiles.a = true | default_permissions = "b" | default_permissions "b" is not in allowed_permission_profiles of r.toml:1
                    allowed_permission_profiles.b = false | default_permissions = "b" | default_permissions "b" is forbidden by r.toml:1 (allowed_permission_profiles.b)
                    mcp_servers = {} | mcp_servers.x.command = "a" | mcp_servers.x.command is forbidden by r.toml:1
                    mcp_servers.x.identity.command = "a" | mcp_servers.x.command = "b" | mcp_servers.x.command is forbidden by r.toml:1
                    mcp_servers.x.identity.command = "a" | mcp_servers.y.url = "http://b" | mcp_servers.y.url is forbidden by r.toml:1
                    network.enabled = false | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (network.enabled)
                    network.managed_allowed_domains_only = true | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (network.managed_allowed_domains_only)
                    network.domains."a.example" = "deny" | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (network.domains."a.example")
                    network.allow_local_binding = false | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (network.allow_local_binding)
                    network.review_domains = ["a.example"] | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (network.review_domains)
                    network.methods = "read-only" | network.methods = "any" | network.methods "any" is forbidden by r.toml:1 (network.methods); it must be "read-only" or stricter
                    network.methods = "read-only" | sandbox_mode = "danger-full-access" | sandbox_mode "danger-full-access" is forbidden by r.toml:1 (network.methods)
                    network.permitted_addresses = ["10.0.0.0/8"] | network.permitted_addresses = ["10.1.0.0/16"] | network.permitted_addresses "["10.1.0.0/16"]" is forbidden by r.toml:1 (network.permitted_addresses)
                    network.hosts."a.example".methods = ["GET"] | network.hosts."a.example".methods = ["GET","POST"] | network.hosts."a.example".methods "["GET","POST"]" is forbidden by r.toml:1 (network.hosts."a.example".methods); it must be "["GET"]"
                    network.hosts."a.example".methods = ["GET"] | network.hosts."a.example".tls = "raw" | network.hosts."a.example".tls "raw" is forbidden by r.toml:1 (network.hosts."a.example".methods)
                    network.header_injections.k.hosts = ["a.example"] | network.header_injections.k.hosts = ["evil.example"] | network.header_injections.k.hosts "["evil.example"]" is forbidden by r.toml:1 (network.header_injections.k.hosts); it must be "["a.example"]"
                    network.repositories.central = "https://a.example" | network.repositories.central = "https://b.example" | network.repositories.central "https://b.example" is forbidden by r.toml:1 (network.repositories.central); it must be "https://a.example"
                    permissions.careful.extends = ":read-only" | permissions.careful.extends = ":workspace" | permissions.careful.extends ":workspace" is forbidden by r.toml:1 (permissions.careful.extends); it must be ":read-only"
                    permissions.careful.extends = ":read-only" | permissions.careful.network.enabled = true | permissions.careful.network.enabled "true" is forbidden by r.toml:1 (permissions.careful.extends)
                    allowed_sandbox_modes = ["read-only"] | default_permissions = ":workspace" | sandbox_mode "workspace-write" is forbidden by r.toml:1 (allowed_sandbox_modes); use read-only
                    default_permissions = "careful";permissions.careful.extends = ":read-only" | sandbox_mode = "workspace-write" | sandbox_mode "workspace-write" contradicts default_permissions at r.toml:1, which means "read-only"
                    """)
    void whatWasAskedForAndIsForbiddenNamesBothPlaces(
            String requirements, String user, String sentence) {
        ConfigException refused =
                assertThrows(ConfigException.class, () -> apply(requirements, user));

        String place = refused.problems().getFirst().file() + ":";
        assertEquals(1, refused.problems().size());
        assertEquals(sentence, refused.problems().getFirst().sentence().replace("\\\"", "\""));
        assertEquals(true, place.endsWith("config.toml:"), place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    allowed_sandbox_modes = ["read-only", "danger-full-access"] | | sandbox_mode | "read-only"
                    allowed_sandbox_modes = ["read-only", "workspace-write"] | | sandbox_mode | "workspace-write"
                    allowed_approval_policies = ["never", "untrusted"] | | approval_policy | "untrusted"
                    allowed_approvals_reviewers = ["auto_review"] | | approvals_reviewer | "auto_review"
                    allowed_web_search_modes = ["live"] | | web_search | "disabled"
                    allowed_models = ["b-*", "a"] | | model | "a"
                    models.new_thread.model = "n" | | model | "n"
                    models.new_thread.model_reasoning_effort = "low" | | model_reasoning_effort | "low"
                    models.new_thread.service_tier = "flex" | | service_tier | "flex"
                    models.new_thread.model = "n" | model = "own" | model | "own"
                    allow_login_shell = false | | allow_login_shell | false
                    network.domains."a.example" = "allow" | network.allow = ["b.example"] | network.allow | ["b.example","a.example"]
                    network.domains."a.example" = "deny" | | network.deny | ["a.example"]
                    network.managed_allowed_domains_only = true;network.domains."*.a.example" = "allow" | network.allow = ["x.a.example:443"] | network.allow | ["x.a.example:443","*.a.example"]
                    permissions.filesystem.deny_read = ["~/.ssh"] | sandbox.hidden_paths = ["/s"] | sandbox.hidden_paths | ["/s","/home/ada/.ssh"]
                    max_session_cost = 2.5 | | limits.max_session_cost | 2.5
                    max_session_tokens = 10 | limits.max_session_tokens = 9 | limits.max_session_tokens | 9
                    on_reroute = "ask" | | on_reroute | "ask"
                    on_reroute = "ask" | on_reroute = "stop" | on_reroute | "stop"
                    auto_review.required_on_models = ["m*"] | model = "m1" | approvals_reviewer | "auto_review_then_user"
                    guardian_extra_policy = "b" | auto_review.policy = "a" | auto_review.policy | "a\\n\\nb"
                    additional_developer_instructions = "a" | developer_instructions = "b" | developer_instructions | "a\\n\\nb"
                    model_provider = "acme" | | model_provider | "acme"
                    otel.environment = "prod" | | otel.environment | "prod"
                    log_dir = "~/logs" | | log_dir | "/home/ada/logs"
                    mcp_servers.x.identity.command = "a" | mcp_servers.x.command = "a" | mcp_servers.x.command | "a"
                    network.enabled = false | | network.enabled | false
                    network.managed_allowed_domains_only = true | | network.unlisted | "refuse"
                    network.methods = "read-only" | | network.methods | "read-only"
                    network.methods = "any" | network.methods = "read-only" | network.methods | "read-only"
                    network.hosts."a.example".methods = ["GET"] | | network.hosts."a.example".methods | ["GET"]
                    network.repositories.central = "https://a.example" | | network.repositories.central | "https://a.example"
                    default_permissions = ":read-only" | | sandbox_mode | "read-only"
                    default_permissions = "careful";permissions.careful.extends = ":read-only" | | sandbox_mode | "read-only"
                    """)
    void whatNobodyAskedForTakesAnAllowedValue(
            String requirements, String user, String key, String value) {
        Config config = apply(requirements, user == null ? "" : user);
        Json effective =
                config.settings().stream()
                        .filter(s -> s.key().equals(key))
                        .findFirst()
                        .orElseThrow()
                        .value();

        assertEquals(value, JsonText.write(effective));
    }

    @Test
    void aChosenValueComesFromTheRequirements() {
        Config config = apply("allowed_sandbox_modes = [\"read-only\"]", "");

        assertEquals(
                new Origin(Origin.Layer.REQUIREMENTS, "r.toml", 1), config.origin("sandbox_mode"));
    }

    @Test
    void theCommandLineCannotGoAroundThem() {
        ConfigHome home =
                new ConfigHome(temporary).option("--sandbox", "sandbox_mode", "danger-full-access");
        Requirements requirements =
                Requirements.read("allowed_sandbox_modes = [\"workspace-write\"]\n", "r.toml");

        assertEquals(
                "--sandbox: sandbox_mode \"danger-full-access\" is forbidden by r.toml:1"
                        + " (allowed_sandbox_modes); use workspace-write",
                assertThrows(ConfigException.class, () -> requirements.apply(home.load(), HOME))
                        .getMessage());
    }

    @Test
    void anEmptyListLetsNoSessionStart() {
        assertEquals(
                "r.toml:1:1: allowed_approval_policies allows nothing, so no session can start",
                assertThrows(
                                ConfigException.class,
                                () -> apply("allowed_approval_policies = []", ""))
                        .getMessage());
    }

    @Test
    void hostsAreComparedWithoutCaseDotOrPort() {
        for (String host : new String[] {"a.example", "A.EXAMPLE", "a.example.", "a.example:443"}) {
            assertEquals(true, NetworkEnforcement.covers("a.example", host), host);
        }
        assertEquals(false, NetworkEnforcement.covers("*.example", "example"));
        assertEquals(false, NetworkEnforcement.covers("*.a.example", "ba.example"));
        assertEquals(false, NetworkEnforcement.covers("a.example:443", "a.example:80"));
        assertEquals(false, NetworkEnforcement.covers("a.example:443", "a.example"));
    }
}
