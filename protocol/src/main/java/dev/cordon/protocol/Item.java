package dev.cordon.protocol;

import java.util.List;
import java.util.Optional;

/// One entry of the history that a model sees.
///
/// The history only grows, and an entry never changes, so that a provider's cache of the prefix
/// stays warm. Compaction starts a new history; the old one stays in the session file.
public sealed interface Item {

    /// The provider's own form, for entries that came from a model.
    default Optional<Wire> wire() {
        return Optional.empty();
    }

    /// Who speaks in a {@link Context} entry.
    enum Role {
        /// Rules of Cordon or of the organisation.
        DEVELOPER,
        /// Facts given on the user's behalf: the environment, AGENTS.md, a skill.
        USER
    }

    /// Text that Cordon adds on its own: base instructions, permissions, environment, AGENTS.md.
    ///
    /// @param kind what it is, for example `instructions`, `permissions`, `environment`,
    ///   `project_doc`, `summary`; compaction and front ends look at it, models do not
    record Context(Role role, String kind, List<String> parts) implements Item {
        public Context {
            parts = List.copyOf(parts);
        }
    }

    /// What the user said.
    record UserMessage(List<Content> content) implements Item {
        public UserMessage {
            content = List.copyOf(content);
        }

        /// The text parts, one under the other.
        public String text() {
            return Item.text(content);
        }
    }

    /// What the model said.
    ///
    /// @param phase `commentary` or `final_answer` where the provider tells
    record AssistantMessage(String text, Optional<String> phase, Optional<Wire> wire)
            implements Item {}

    /// What the model thought, as far as the provider shows it.
    ///
    /// @param summary the paragraphs of the summary; may be empty
    /// @param text raw reasoning of a local model; may be empty
    record Reasoning(List<String> summary, String text, Optional<Wire> wire) implements Item {
        public Reasoning {
            summary = List.copyOf(summary);
        }
    }

    /// The model asks for a tool.
    ///
    /// @param name the name of the tool, for example `exec_command`
    /// @param namespace the group of the tool where the provider uses groups
    record ToolCall(
            CallId call,
            String name,
            Optional<String> namespace,
            ToolInput input,
            Optional<Wire> wire)
            implements Item {}

    /// The arguments of a call.
    sealed interface ToolInput {
        /// The text as it came.
        String text();

        /// JSON text, not yet parsed: a model may send anything.
        record Arguments(String text) implements ToolInput {}

        /// Freeform text of a custom tool.
        record Freeform(String text) implements ToolInput {}
    }

    /// What a tool answered.
    ///
    /// @param name the name of the tool that was called
    record ToolOutput(CallId call, String name, ToolStatus status, List<Content> content)
            implements Item {
        public ToolOutput {
            content = List.copyOf(content);
        }

        /// The text parts, one under the other.
        public String text() {
            return Item.text(content);
        }
    }

    /// How a call went.
    enum ToolStatus {
        OK,
        FAILED,
        /// Refused by a rule, a person or the boundary.
        DECLINED,
        /// Stopped before it was done.
        ABORTED
    }

    /// Something only the provider understands: a server-side search, a compaction token.
    ///
    /// @param kind the provider's name for it
    /// @param summary one line for people
    record Opaque(String kind, String summary, Optional<Wire> wire) implements Item {}

    private static String text(List<Content> content) {
        StringBuilder text = new StringBuilder();
        for (Content part : content) {
            if (part instanceof Content.Text(String words)) {
                text.append(text.isEmpty() ? "" : "\n").append(words);
            }
        }
        return text.toString();
    }
}
