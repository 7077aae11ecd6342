package dev.cordon.sandbox;

import java.nio.file.Path;
import java.util.Map;

/// What a sandbox needs to know about the machine and the session.
///
/// @param stateDirectory a private folder that outlives the session: the extracted helper, the
///   cached self-test, who uses which workspace
/// @param spillDirectory a private folder of the session for outputs that do not fit in memory
/// @param guard asked before each connection through the proxy
/// @param backend which back end to use
/// @param hostEnvironment the environment of Cordon itself, for what the back ends need on the host
///   side
public record SandboxOptions(
        Path stateDirectory,
        Path spillDirectory,
        ConnectionGuard guard,
        Choice backend,
        Map<String, String> hostEnvironment) {
    public SandboxOptions {
        hostEnvironment = Map.copyOf(hostEnvironment);
    }

    /// Which back end to use.
    public enum Choice {
        /// The strongest one that passes the self-test.
        AUTO,
        HELPER,
        BWRAP,
        LANDLOCK,
        SEATBELT,
        /// The administrator says that a container around Cordon is the boundary.
        EXTERNAL
    }
}
