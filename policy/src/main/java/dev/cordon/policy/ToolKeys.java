package dev.cordon.policy;

import static dev.cordon.policy.ConfigKeys.bool;
import static dev.cordon.policy.ConfigKeys.integer;
import static dev.cordon.policy.ConfigKeys.number;
import static dev.cordon.policy.ConfigKeys.path;
import static dev.cordon.policy.ConfigKeys.text;
import static dev.cordon.policy.ConfigKeys.texts;
import static dev.cordon.policy.ConfigKeys.tree;

import dev.cordon.policy.ConfigKey.Repository;
import java.util.ArrayList;
import java.util.List;

/// The keys about tools, agents, MCP servers, hooks and skills.
final class ToolKeys {
    private ToolKeys() {}

    static List<ConfigKey> all() {
        List<ConfigKey> keys = new ArrayList<>(tools());
        keys.addAll(servers());
        keys.addAll(extensions());
        return keys;
    }

    private static List<ConfigKey> tools() {
        return List.of(
                text("web_search", "Whether the model may search the web.")
                        .oneOf("disabled", "cached", "live")
                        .standard("cached")
                        .repository(Repository.STRICTER_WORD),
                text("tools.web_search.context_size", "How much of the results is sent.")
                        .oneOf("low", "medium", "high")
                        .free(),
                texts("tools.web_search.allowed_domains", "Results from these only; all if empty."),
                text("tools.web_search.location.country", "Where the search is made from."),
                text("tools.web_search.location.region", "Where the search is made from."),
                text("tools.web_search.location.city", "Where the search is made from."),
                text("tools.web_search.location.timezone", "Where the search is made from."),
                bool("tools.view_image", "Whether the model may look at images.")
                        .standard(true)
                        .repository(Repository.ONLY_FALSE),
                integer("tool_output_token_limit", "How much output of a tool the model gets.")
                        .standard(10_000)
                        .repository(Repository.SMALLER),
                integer("background_terminal_max_timeout", "Longest wait for a background command.")
                        .standard(300_000)
                        .repository(Repository.SMALLER),
                integer("agents.max_threads", "Sub-agents at the same time.")
                        .standard(6)
                        .repository(Repository.SMALLER),
                integer("agents.max_depth", "How deep sub-agents may start others.")
                        .standard(1)
                        .repository(Repository.SMALLER),
                integer("agents.job_max_runtime_seconds", "How long a sub-agent may run.")
                        .standard(1_800)
                        .repository(Repository.SMALLER),
                bool("agents.interrupt_message", "Tells a sub-agent that it was interrupted.")
                        .standard(true)
                        .free(),
                text("agents.*.description", "What the role is for.").free(),
                path("agents.*.config_file", "The role's own configuration."),
                texts("agents.*.nickname_candidates", "Names for agents of the role.").free());
    }

    private static List<ConfigKey> servers() {
        return List.of(
                text("mcp_servers.*.command", "The program of a server on standard input."),
                texts("mcp_servers.*.args", "Its arguments."),
                text("mcp_servers.*.env.*", "A variable for it."),
                texts("mcp_servers.*.env_vars", "Names of variables passed to it."),
                path("mcp_servers.*.cwd", "Its working directory."),
                text("mcp_servers.*.url", "Address of an HTTP server."),
                text("mcp_servers.*.bearer_token_env_var", "The variable that holds its token."),
                text("mcp_servers.*.http_headers.*", "A header that is always sent."),
                text("mcp_servers.*.env_http_headers.*", "A header with its value in a variable."),
                tree("mcp_servers.*.oauth", "How to log in.").withoutEffect(),
                text("mcp_servers.*.oauth_resource", "The resource to log in for.").withoutEffect(),
                texts("mcp_servers.*.scopes", "The scopes to log in for.").withoutEffect(),
                bool("mcp_servers.*.enabled", "Whether it is used.")
                        .repository(Repository.ONLY_FALSE),
                bool("mcp_servers.*.required", "Whether a session needs it."),
                texts("mcp_servers.*.enabled_tools", "Its tools that are used; all if unset.")
                        .repository(Repository.FEWER),
                texts("mcp_servers.*.disabled_tools", "Its tools that are not used.")
                        .repository(Repository.MORE),
                text("mcp_servers.*.default_tools_approval_mode", "When its tools are asked about.")
                        .oneOf("prompt", "auto", "approve")
                        .repository(Repository.STRICTER_WORD),
                text("mcp_servers.*.tools.*.approval_mode", "When one tool is asked about.")
                        .oneOf("prompt", "auto", "approve")
                        .repository(Repository.STRICTER_WORD),
                number("mcp_servers.*.startup_timeout_sec", "How long it may take to start."),
                number("mcp_servers.*.tool_timeout_sec", "How long a call may take."),
                bool("mcp_servers.*.supports_parallel_tool_calls", "Whether calls may overlap."),
                texts("mcp_servers.*.network", "Hosts that it may reach."),
                text("mcp_servers.*.environment_id", "Where it runs.").withoutEffect(),
                text("mcp_oauth_credentials_store", "Where its tokens are kept.")
                        .oneOf("keyring", "file", "auto")
                        .withoutEffect(),
                integer("mcp_oauth_callback_port", "The port that logins come back to.")
                        .withoutEffect(),
                text("mcp_oauth_callback_url", "The address that logins come back to.")
                        .withoutEffect());
    }

    private static List<ConfigKey> extensions() {
        return List.of(
                // Nothing runs them. Those that may hold something back are a protection that is
                // asked
                // for; the others only tell somebody.
                tree("hooks.PreToolUse", "No hooks are run; use rules instead.").refused(),
                tree("hooks.PermissionRequest", "No hooks are run; use approver instead.")
                        .refused(),
                tree("hooks.UserPromptSubmit", "No hooks are run.").refused(),
                tree("hooks.*", "No hooks are run.").withoutEffect(),
                path("skills.config.[].path", "A folder with skills."),
                bool("skills.config.[].enabled", "Whether it is used.")
                        .repository(Repository.ONLY_FALSE),
                bool("skills.bundled.enabled", "Whether Cordon's own skills are used.").free(),
                bool("skills.include_instructions", "Tells the model about skills.").free(),
                tree("plugins", "Plugins.").withoutEffect(),
                tree("marketplaces", "Where plugins come from.").withoutEffect(),
                tree("apps", "Connected applications.").withoutEffect(),
                tree("tool_suggest", "Suggestions of tools.").withoutEffect(),
                texts("notify", "A program told about the end of a turn."));
    }
}
