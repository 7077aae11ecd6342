package dev.cordon.tui;

import dev.cordon.engine.McpServer;
import dev.cordon.engine.Session;
import dev.cordon.protocol.Op;
import dev.cordon.protocol.SessionId;
import java.util.List;
import java.util.Optional;

/// A session as the UI reaches it: in this process or in another one.
public interface LiveSession {
    SessionId id();

    /// Takes an operation and returns at once; what comes of it is shown as events.
    void submit(Op op);

    /// How the MCP servers do, in the order of the configuration. May take a moment.
    ///
    /// @throws RuntimeException with a sentence for the user
    List<McpServer.Status> mcpServers();

    /// What the boundary lacks, a few words; empty if it is whole, or nobody knows. Known only
    /// after the first command, so it is asked again and again. May take a moment.
    default Optional<String> degraded() {
        return Optional.empty();
    }

    /// Whether the model is known to see pictures.
    default boolean seesPictures() {
        return true;
    }

    /// One that runs in this process.
    ///
    /// @param seesPictures whether its model is known to see pictures
    static LiveSession here(Session session, boolean seesPictures) {
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

            @Override
            public Optional<String> degraded() {
                return session.degraded();
            }

            @Override
            public boolean seesPictures() {
                return seesPictures;
            }
        };
    }
}
