package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.util.Map;
import java.util.Optional;

/// The part of {@link Enforcement} about MCP servers.
final class ExtensionEnforcement {
    private final Enforcement enforcement;
    private final Requirements requirements;
    private final Config config;

    ExtensionEnforcement(Enforcement enforcement, Requirements requirements, Config config) {
        this.enforcement = enforcement;
        this.requirements = requirements;
        this.config = config;
    }

    void run() {
        if (requirements.hasTable("mcp_servers")) {
            for (String server : config.names("mcp_servers")) {
                server(ConfigPath.child("mcp_servers", server));
            }
        }
    }

    private void server(String name) {
        Optional<String> command = requirements.text(name + ".identity.command");
        Optional<String> url = requirements.text(name + ".identity.url");
        if ((command.isEmpty() && url.isEmpty())
                || !command.equals(config.text(name + ".command"))
                || !url.equals(config.text(name + ".url"))) {
            String key = config.isSet(name + ".command") ? name + ".command" : name + ".url";
            String known =
                    command.isPresent() || url.isPresent() ? name + ".identity" : "mcp_servers";
            Origin origin = known.equals("mcp_servers") ? serversOrigin() : identity(name);
            enforcement.add(config.problem(key, "is forbidden by " + origin));
        }
    }

    private Origin identity(String name) {
        return requirements.below(name).values().iterator().next().origin();
    }

    private Origin serversOrigin() {
        Map<String, Config.Entry> servers = requirements.below("mcp_servers");
        return servers.isEmpty()
                ? requirements.origin("mcp_servers")
                : servers.values().iterator().next().origin();
    }
}
