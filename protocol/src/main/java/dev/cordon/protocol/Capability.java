package dev.cordon.protocol;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What an approval grants: as narrow as the need, never "this kind of thing".
public sealed interface Capability {

    /// One line that names it, stable enough to be stored and compared, for example
    /// `host:example.org:443`.
    default String key() {
        return switch (this) {
            case ExactAction(String digest) -> "action:" + digest;
            case Host(String host, int port) -> "host:" + host + ":" + port;
            case WritePath(Path path) -> "write:" + path;
            case ReadPath(Path path) -> "read:" + path;
            case CommandPrefix(List<String> prefix) ->
                    "prefix:" + JsonText.write(Json.texts(prefix));
            case Tool(String server, String tool, Optional<String> definition) ->
                    "tool:" + server + "/" + tool + definition.map(d -> "#" + d).orElse("");
            case OutsideSandbox(List<String> prefix) ->
                    "outside:" + JsonText.write(Json.texts(prefix));
        };
    }

    /// Exactly this action and no other.
    ///
    /// @param digest SHA-256 in hex of the action's JSON without its call id
    record ExactAction(String digest) implements Capability {}

    /// Connections to one host and port.
    record Host(String host, int port) implements Capability {}

    /// Writing at a path and below it.
    record WritePath(Path path) implements Capability {}

    /// Reading at a path and below it.
    record ReadPath(Path path) implements Capability {}

    /// Commands that begin with these words, inside the sandbox.
    record CommandPrefix(List<String> prefix) implements Capability {
        public CommandPrefix {
            prefix = List.copyOf(prefix);
        }
    }

    /// A tool of an MCP server.
    ///
    /// @param definition the definition of the tool as in {@link Action.CallMcpTool}: a tool that
    ///   is described in another way, or whose server is another program, is another one
    record Tool(String server, String tool, Optional<String> definition) implements Capability {
        /// A tool of which nobody knows how it is described.
        public Tool(String server, String tool) {
            this(server, tool, Optional.empty());
        }

        /// Whether it is this tool, however it is described.
        public boolean isNamed(String otherServer, String otherTool) {
            return server.equals(otherServer) && tool.equals(otherTool);
        }
    }

    /// Commands that begin with these words, without the sandbox; empty means every command.
    record OutsideSandbox(List<String> prefix) implements Capability {
        public OutsideSandbox {
            prefix = List.copyOf(prefix);
        }
    }
}
