package dev.cordon.tui;

import dev.cordon.engine.McpServer;
import dev.cordon.engine.Session;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import java.util.List;

/// A session as the UI reaches it: in this process or in another one.
public interface LiveSession {
    SessionId id();

    /// Takes an operation and returns at once; what comes of it is shown as events.
    void submit(Op op);

    /// How the MCP servers do, in the order of the configuration. May take a moment.
    ///
    /// @throws RuntimeException with a sentence for the user
    List<McpServer.Status> mcpServers();

    /// One that runs in this process.
    static LiveSession here(Session session) {
        return new LiveSession() {
            @Override
            public SessionId id() {
                return session.id();
            }

            @Override
            public void submit(Op op) {
                session.submit(op);
            }

            @Override
            public List<McpServer.Status> mcpServers() {
                return session.mcpServers();
            }
        };
    }
}
