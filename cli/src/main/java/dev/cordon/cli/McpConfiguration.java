package dev.cordon.cli;

import dev.cordon.engine.McpServer;
import dev.cordon.policy.Config;
import dev.cordon.protocol.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads `[mcp_servers.NAME]`, in the words of Codex.
final class McpConfiguration {
    private static final int MILLIS = 1000;

    private McpConfiguration() {}

    /// The servers that are enabled and run as a program.
    ///
    /// @param environment of the process, for the variables that a server names
    /// @param left told of each server that is left out
    /// @throws UsageException if one says neither or both of `command` and `url`
    static List<McpServer> servers(
            Config config, Map<String, String> environment, Path workspace, Consumer<String> left) {
        List<McpServer> servers = new ArrayList<>();
        Json.Obj tables = config.table("mcp_servers");
        for (String name : tables.members().keySet()) {
            Json.Obj table = tables.requireObject(name);
            if (table.bool("enabled").orElse(true)
                    && table.text("command").isEmpty()
                    && table.text("url").isPresent()) {
                left.accept(
                        "warning: the MCP server "
                                + name
                                + " was left out: it has a url, and this version starts programs only");
            } else if (table.bool("enabled").orElse(true)) {
                servers.add(server(name, table, environment, workspace));
            }
        }
        return servers;
    }

    private static McpServer server(
            String name, Json.Obj table, Map<String, String> environment, Path workspace) {
        Optional<String> command = table.text("command");
        if (command.isEmpty() == table.text("url").isEmpty()) {
            throw new UsageException(
                    "the MCP server "
                            + name
                            + " needs either command or url; see `cordon mcp get "
                            + name
                            + "`");
        }
        return new McpServer(
                name,
                new McpServer.Program(
                        argv(command.get(), table),
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
