package dev.cordon.engine;

import java.nio.file.Path;
import java.util.List;

/// Tells the model what it may do. The only text from which permissions come.
public final class PermissionsText {
    private PermissionsText() {}

    /// @param sandboxMode the word of `sandbox_mode`, or `external` where a container around Cordon
    ///   is the only boundary
    /// @param approvalPolicy the word of `approval_policy`
    /// @param network `closed`, `proxied` or `open`
    /// @param writable what may be written besides the workspace
    public static String of(
            String sandboxMode, String approvalPolicy, String network, List<Path> writable) {
        StringBuilder text = new StringBuilder(600);
        text.append("<permissions>\nFiles: ");
        text.append(
                switch (sandboxMode) {
                    case "read-only" -> "nothing can be written except below /tmp.";
                    case "external" ->
                            "everything in the container around Cordon can be written; it is the"
                                    + " only boundary.";
                    case "danger-full-access" -> "everything can be written; there is no sandbox.";
                    default ->
                            "the workspace and /tmp can be written"
                                    + (writable.isEmpty() ? "" : ", and " + writable)
                                    + "; .git and the configuration of agents, editors and build"
                                    + " tools cannot, and secrets cannot be read.";
                });
        text.append("\nNetwork: ");
        text.append(
                switch (network) {
                    case "open" -> "open.";
                    case "proxied" -> "only hosts that the rules or the user allow; try it.";
                    default -> "closed, except for servers you start on localhost.";
                });
        text.append("\nQuestions: ");
        text.append(
                switch (approvalPolicy) {
                    case "never" -> "nobody is asked; what would need an approval is refused.";
                    case "untrusted" ->
                            "the user is asked before anything that is not known to be"
                                    + " harmless.";
                    default ->
                            "the user is asked when you need more. To ask, call exec_command with"
                                    + " sandbox_permissions=require_escalated and a one-sentence"
                                    + " justification.";
                });
        return text.append("\n</permissions>").toString();
    }
}
