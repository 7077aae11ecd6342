package dev.cordon.cli;

import dev.cordon.engine.McpServer;
import dev.cordon.policy.Config;
import dev.cordon.protocol.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `[mcp_servers.NAME]`, in the words of Codex.
final class McpConfiguration {
    private static final int MILLIS = 1000;

    private McpConfiguration() {}

    /// The servers that are enabled.
    ///
    /// @param environment of the process, for the variables that a server names
    /// @throws UsageException if one says neither or both of `command` and `url`, or its url is none
    static List<McpServer> servers(
            Config config, Map<String, String> environment, Path workspace) {
        List<McpServer> servers = new ArrayList<>();
        Json.Obj tables = config.table("mcp_servers");
        for (String name : tables.members().keySet()) {
            Json.Obj table = tables.requireObject(name);
            if (table.bool("enabled").orElse(true)) {
                servers.add(server(name, table, environment, workspace));
            }
        }
        return servers;
    }

    private static McpServer server(
            String name, Json.Obj table, Map<String, String> environment, Path workspace) {
        Optional<String> command = table.text("command");
        Optional<String> url = table.text("url");
        if (command.isEmpty() == url.isEmpty()) {
            throw new UsageException(
                    "the MCP server "
                            + name
                            + " needs either command or url; see `cordon mcp get "
                            + name
                            + "`");
        }
        return new McpServer(
                name,
                url.isPresent()
                        ? address(name, url.get(), table, environment)
                        : new McpServer.Program(
                                argv(command.orElseThrow(), table),
                                variables(table, environment),
                                table.text("cwd")
                                        .map(cwd -> workspace.resolve(cwd).normalize())
                                        .orElse(workspace)),
                table.bool("required").orElse(false),
                table.find("enabled_tools").isPresent()
                        ? Optional.of(table.texts("enabled_tools"))
                        : Optional.empty(),
                table.texts("disabled_tools"),
                millis(table, "startup_timeout_sec", McpServer.DEFAULT_STARTUP_MILLIS),
                millis(table, "tool_timeout_sec", McpServer.DEFAULT_CALL_MILLIS),
                table.bool("supports_parallel_tool_calls").orElse(false),
                table.texts("network"));
    }

    private static McpServer.Address address(
            String name, String url, Json.Obj table, Map<String, String> environment) {
        Map<String, String> headers = new LinkedHashMap<>();
        table.object("http_headers")
                .ifPresent(all ->
                        all.members()
                                .keySet()
                                .forEach(key -> headers.put(key, all.requireText(key))));
        table.object("env_http_headers")
                .ifPresent(all ->
                        all.members()
                                .keySet()
                                .forEach(key -> {
                                    String value = environment.get(all.requireText(key));
                                    if (value != null) {
                                        headers.put(key, value);
                                    }
                                }));
        table.text("bearer_token_env_var")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(token -> !token.isEmpty())
                .ifPresent(token -> headers.put("Authorization", "Bearer " + token));
        try {
            URI uri = new URI(url);
            boolean web =
                    "https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return new McpServer.Address(uri, headers);
            }
        } catch (URISyntaxException _) {
            // The sentence below says what is wanted.
        }
        throw new UsageException(
                "the url of the MCP server "
                        + name
                        + " must be an http or https address with a host and without a user name");
    }

    private static List<String> argv(String command, Json.Obj table) {
        List<String> argv = new ArrayList<>(List.of(command));
        argv.addAll(table.texts("args"));
        return argv;
    }

    private static Map<String, String> variables(Json.Obj table, Map<String, String> host) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : table.texts("env_vars")) {
            if (host.containsKey(name)) {
                variables.put(name, host.get(name));
            }
        }
        table.object("env")
                .ifPresent(env ->
                        env.members()
                                .keySet()
                                .forEach(key -> variables.put(key, env.requireText(key))));
        return variables;
    }

    private static long millis(Json.Obj table, String key, long standard) {
        return table.find(key).orElse(Json.Null.NULL) instanceof Json.Num seconds
                ? Math.max(1, (long) (seconds.real() * MILLIS))
                : standard;
    }
}
