package dev.cordon.model;

import dev.cordon.protocol.Json;
import java.util.List;

/// A tool as it is described to a model.
public sealed interface ToolSpec {

    /// The name the model calls.
    String name();

    /// A tool with JSON arguments.
    ///
    /// @param parameters a JSON Schema of type `object`
    record Function(String name, String description, Json.Obj parameters) implements ToolSpec {}

    /// A tool that takes text. Providers without such tools get a function with the one string
    /// parameter `input`.
    ///
    /// @param grammar a grammar in Lark syntax; may be empty
    record Freeform(String name, String description, String grammar) implements ToolSpec {}

    /// The provider's own web search.
    ///
    /// @param live false for stored pages only
    /// @param allowedDomains empty for all
    record HostedWebSearch(boolean live, List<String> allowedDomains) implements ToolSpec {
        public HostedWebSearch {
            allowedDomains = List.copyOf(allowedDomains);
        }

        @Override
        public String name() {
            return "web_search";
        }
    }
}
