package dev.cordon.engine;

import dev.cordon.protocol.Json;

/// Carries messages to one MCP server and back: pipes or HTTP.
interface McpLink {
    /// Sends a message; does not wait for its answer.
    ///
    /// @throws McpException if it cannot be sent
    void send(Json.Obj message) throws McpException;

    /// What the server said beside its messages, for a sentence; empty if nothing.
    String said();

    /// Ends the connection, and the program if there is one.
    void close();
}
