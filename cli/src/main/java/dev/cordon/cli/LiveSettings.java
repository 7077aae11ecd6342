package dev.cordon.cli;

import dev.cordon.policy.ConfigSources.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The settings that can change while a session runs.
final class LiveSettings {
    /// Shorter than the key it stands for: `open` lets commands reach any public host.
    static final String NETWORK = "network";

    private static final String NETWORK_ACCESS = "sandbox_workspace_write.network_access";
    private static final List<String> KEYS =
            List.of(
                    "model",
                    "model_provider",
                    "model_reasoning_effort",
                    "model_reasoning_summary",
                    "model_verbosity",
                    "approval_policy",
                    "approvals_reviewer",
                    "sandbox_mode",
                    "web_search");

    private LiveSettings() {}

    /// The changes as if the command line had said them.
    ///
    /// @throws UsageException if one of them cannot change in a running session
    static List<Assignment> assignments(Map<String, String> changes) {
        List<Assignment> all = new ArrayList<>();
        changes.forEach((key, value) -> all.add(assignment(key, value)));
        return all;
    }

    /// Whether another client is needed.
    static boolean changesModel(Map<String, String> changes) {
        return changes.containsKey("model") || changes.containsKey("model_provider");
    }

    private static Assignment assignment(String key, String value) {
        if (KEYS.contains(key)) {
            return Assignment.option("session", key, value);
        }
        if (key.equals(NETWORK) || key.equals(NETWORK_ACCESS)) {
            return switch (value) {
                case "open", "true" -> Assignment.parse(NETWORK_ACCESS + "=true");
                case "closed", "false" -> Assignment.parse(NETWORK_ACCESS + "=false");
                default ->
                        throw new UsageException(
                                key + " is open or closed, and not \"" + value + "\"");
            };
        }
        throw new UsageException(
                key
                        + " cannot change in a running session; these can: "
                        + String.join(", ", KEYS)
                        + ", "
                        + NETWORK);
    }
}
