package dev.cordon.tui;

import dev.cordon.engine.McpServer;
import java.util.ArrayList;
import java.util.List;

/// `/mcp`: the MCP servers of this session, how they do, and their tools.
final class McpCommand implements SlashCommand {
    @Override
    public String name() {
        return "mcp";
    }

    @Override
    public String help() {
        return "the MCP servers and their tools";
    }

    @Override
    public void run(String given, UiContext ui) {
        if (ui.session().isEmpty()) {
            ui.say("The session is still opening.");
            return;
        }
        LiveSession session = ui.session().get();
        ui.later(session::mcpServers, servers -> show(servers, ui));
    }

    private static void show(List<McpServer.Status> servers, UiContext ui) {
        if (servers.isEmpty()) {
            ui.say("No MCP server is configured: see [mcp_servers.NAME] in config.toml.");
            return;
        }
        SlashCommands.print("MCP servers", lines(servers), ui);
    }

    /// A line for each server, its tools below it.
    static List<String> lines(List<McpServer.Status> servers) {
        List<String> lines = new ArrayList<>();
        for (McpServer.Status server : servers) {
            String detail = server.detail().isEmpty() ? "" : ": " + server.detail();
            lines.add(server.server() + "  " + server.state() + detail);
            if (!server.tools().isEmpty()) {
                lines.add("    " + String.join(", ", server.tools()));
            }
        }
        return lines;
    }
}
