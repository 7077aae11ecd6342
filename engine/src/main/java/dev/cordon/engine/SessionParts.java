package dev.cordon.engine;

import dev.cordon.journal.Journal;
import dev.cordon.model.ModelClient;
import dev.cordon.model.ModelRequest;
import dev.cordon.policy.Policy;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Item;
import dev.cordon.sandbox.ConnectionGuard;
import dev.cordon.sandbox.Sandbox;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What a session works with. The composition root makes it; a changed setting makes a new one for
/// the next turn.
///
/// @param workspace the root of the project
/// @param prefix the items before the first prompt; asked for once, when a session begins
/// @param checkpoints absent if none are taken
/// @param pricing what the model costs and holds
public record SessionParts(
        Path workspace,
        Settings settings,
        ModelClient client,
        Pricing pricing,
        Policy policy,
        Function<ConnectionGuard, Sandbox> sandbox,
        Performer performer,
        Journal journal,
        Tools tools,
        TurnLimits limits,
        Supplier<List<Item>> prefix,
        TextFilter filter,
        GrantBook grants,
        Optional<Checkpoints> checkpoints,
        Reconfigure reconfigure,
        Extras extras,
        Clock clock) {

    /// What not every session has.
    ///
    /// @param servers MCP servers whose tools the model may call
    /// @param skills asked for once, before the first prompt
    /// @param environment the environment as it is now, for what changed since the model was told
    /// @param reviewer puts a reviewer before whoever the front end gave, if the settings want one
    /// @param trace what a call belongs to, in the words of W3C Trace Context, for the MCP server
    ///   that it goes to; empty if nobody traces
    public record Extras(
            List<McpServer> servers,
            Supplier<Skills> skills,
            Supplier<String> environment,
            UnaryOperator<Approver> reviewer,
            Function<CallId, Map<String, String>> trace) {
        /// Nothing of the kind.
        public static final Extras NONE =
                new Extras(
                        List.of(),
                        () -> Skills.NONE,
                        () -> "",
                        UnaryOperator.identity(),
                        _ -> Map.of());

        public Extras {
            servers = List.copyOf(servers);
        }
    }

    /// Makes other parts when a setting changes in the middle of a session.
    @FunctionalInterface
    public interface Reconfigure {
        /// @param changes configuration keys and their new values
        /// @throws IllegalArgumentException if a value is not allowed, with a sentence
        SessionParts with(Map<String, String> changes);
    }

    /// What the session was told to be.
    ///
    /// @param version the version of Cordon
    /// @param user the name of the user, for the journal
    /// @param writable what may be written besides the workspace
    /// @param onReroute `stop`, `ask` or `continue` when another model answers than was asked
    public record Settings(
            String version,
            String user,
            String model,
            String sandboxMode,
            String approvalPolicy,
            String network,
            boolean trusted,
            ModelRequest.Reasoning reasoning,
            Optional<String> verbosity,
            OptionalInt maxOutputTokens,
            boolean parallelToolCalls,
            int maxAnswerBytes,
            List<Path> writable,
            String onReroute) {
        public Settings {
            writable = List.copyOf(writable);
        }

        /// The text from which a model knows its permissions.
        String permissions() {
            return PermissionsText.of(sandboxMode, approvalPolicy, network, writable);
        }
    }

    /// What the model costs and holds.
    ///
    /// @param contextWindow tokens; 0 if unknown
    /// @param compactAt tokens at which the history is made shorter; 0 for never
    /// @param inputMicroDollars price of a million input tokens in millionths of a dollar
    /// @param cachedMicroDollars price of a million input tokens read from the cache
    /// @param outputMicroDollars price of a million output tokens
    public record Pricing(
            long contextWindow,
            long compactAt,
            OptionalLong inputMicroDollars,
            OptionalLong cachedMicroDollars,
            OptionalLong outputMicroDollars) {
        /// Nothing known.
        public static final Pricing UNKNOWN =
                new Pricing(0, 0, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    String model() {
        return settings.model();
    }

    int maxAnswerBytes() {
        return settings.maxAnswerBytes();
    }

    /// The same with other tools.
    SessionParts with(Tools others) {
        return new SessionParts(
                workspace,
                settings,
                client,
                pricing,
                policy,
                sandbox,
                performer,
                journal,
                others,
                limits,
                prefix,
                filter,
                grants,
                checkpoints,
                reconfigure,
                extras,
                clock);
    }
}
