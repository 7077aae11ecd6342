package dev.cordon.engine;

import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A server of tools that speaks the Model Context Protocol, as the configuration describes it
/// (`[mcp_servers.NAME]`).
///
/// @param name the name in the configuration
/// @param way how it is reached
/// @param required whether a turn fails if the server does
/// @param enabledTools the only tools that are used; all if absent
/// @param disabledTools tools that are not used
/// @param startupMillis how long it may take until it listed its tools
/// @param callMillis how long one call may take
/// @param parallel whether calls may overlap
/// @param hosts what it may reach besides what the rules allow, `host` or `host:port`
public record McpServer(
        String name,
        Way way,
        boolean required,
        Optional<List<String>> enabledTools,
        List<String> disabledTools,
        long startupMillis,
        long callMillis,
        boolean parallel,
        List<String> hosts) {
    /// How long a server may take to start when nothing is configured.
    public static final long DEFAULT_STARTUP_MILLIS = 10_000;

    /// How long a call may take when nothing is configured.
    public static final long DEFAULT_CALL_MILLIS = 60_000;

    public McpServer {
        enabledTools = enabledTools.map(List::copyOf);
        disabledTools = List.copyOf(disabledTools);
        hosts = List.copyOf(hosts);
    }

    /// How a server is reached.
    public sealed interface Way {}

    /// An address; Cordon itself connects to it, once policy let it.
    ///
    /// @param url `https`, or `http`
    /// @param headers sent with each request; their values may be secrets and are shown to nobody
    public record Address(URI url, Map<String, String> headers) implements Way {
        public Address {
            headers = Map.copyOf(headers);
        }

        String host() {
            return String.valueOf(url.getHost());
        }

        int port() {
            boolean secure = "https".equalsIgnoreCase(url.getScheme());
            return url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        }
    }

    /// The program of a server on pipes; it runs inside the sandbox.
    ///
    /// @param argv the program and its arguments
    /// @param environment variables for it; their values may be secrets and are shown to nobody
    /// @param cwd where it runs, absolute
    public record Program(List<String> argv, Map<String, String> environment, Path cwd)
            implements Way {
        public Program {
            argv = List.copyOf(argv);
            environment = Map.copyOf(environment);
        }
    }

    /// What makes it this server and no other, in a form that is hashed and never shown. Of the
    /// values of variables and headers 16 bits each count: enough to notice another value, too few
    /// to find out a secret by guessing.
    String identity() {
        StringBuilder text = new StringBuilder(name);
        switch (way) {
            case Address(URI url, Map<String, String> headers) -> {
                text.append('\n').append(url);
                values(headers, text);
            }
            case Program(List<String> argv, Map<String, String> environment, Path cwd) -> {
                text.append('\n').append(JsonText.write(Json.texts(argv))).append('\n').append(cwd);
                values(environment, text);
            }
        }
        return text.toString();
    }

    private static void values(Map<String, String> secrets, StringBuilder text) {
        new TreeMap<>(secrets)
                .forEach((key, value) ->
                        text.append('\n')
                                .append(key)
                                .append('=')
                                .append(ActionDigest.sha256(value), 0, 4));
    }

    boolean offers(String tool) {
        return !disabledTools.contains(tool)
                && (enabledTools.isEmpty() || enabledTools.get().contains(tool));
    }

    /// How a server does.
    ///
    /// @param state `waiting`, `ready`, `failed` or `ended`
    /// @param detail why, or what the server calls itself
    /// @param tools the names of its tools as the server knows them
    public record Status(String server, String state, String detail, List<String> tools) {
        public Status {
            tools = List.copyOf(tools);
        }
    }
}
