package dev.cordon.model;

import dev.cordon.protocol.Item;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What to send to a model.
///
/// @param model the provider's name of the model
/// @param history all items, oldest first; of two requests of one session the earlier history is a
///   prefix of the later one, or a compaction lies between them
/// @param tools in an order that never changes within a session
/// @param outputSchema a JSON Schema for the last message
/// @param session names the prefix for the provider's cache
public record ModelRequest(
        String model,
        List<Item> history,
        List<ToolSpec> tools,
        boolean parallelToolCalls,
        Reasoning reasoning,
        Optional<String> verbosity,
        Optional<Json.Obj> outputSchema,
        OptionalInt maxOutputTokens,
        SessionId session) {

    public ModelRequest {
        // Not copied: histories are long, and the session never changes a list that it gave away.
        tools = List.copyOf(tools);
    }

    /// How much the model should think.
    ///
    /// @param effort for example `low`; sent only if the model lists it
    /// @param summary `auto`, `concise`, `detailed` or `none`
    public record Reasoning(Optional<String> effort, Optional<String> summary) {
        /// The provider's default.
        public static final Reasoning DEFAULT = new Reasoning(Optional.empty(), Optional.empty());
    }
}
