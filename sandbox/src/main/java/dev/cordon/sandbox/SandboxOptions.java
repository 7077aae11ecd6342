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
/// @param layerDirectory a private folder for what changes in the overlay view; see {@link Overlay}
/// @param network how hosts are treated that the guard lets commands reach
/// @param outerBoundary what the administrator calls the container around Cordon; empty but with
///   {@link Choice#EXTERNAL}
public record SandboxOptions(
        Path stateDirectory,
        Path spillDirectory,
        ConnectionGuard guard,
        Choice backend,
        Map<String, String> hostEnvironment,
        Path layerDirectory,
        NetworkSettings network,
        String outerBoundary) {
    public SandboxOptions {
        hostEnvironment = Map.copyOf(hostEnvironment);
    }

    /// With the layer beside the spilled outputs, and hosts treated as when nothing is configured.
    public SandboxOptions(
            Path stateDirectory,
            Path spillDirectory,
            ConnectionGuard guard,
            Choice backend,
            Map<String, String> hostEnvironment) {
        this(
                stateDirectory,
                spillDirectory,
                guard,
                backend,
                hostEnvironment,
                spillDirectory.resolve("layer"),
                NetworkSettings.DEFAULT,
                "");
    }

    /// The same with another folder for the layer.
    public SandboxOptions withLayer(Path folder) {
        return new SandboxOptions(
                stateDirectory,
                spillDirectory,
                guard,
                backend,
                hostEnvironment,
                folder,
                network,
                outerBoundary);
    }

    /// The same with a container around Cordon as the only boundary. Only an administrator may say
    /// that there is one.
    ///
    /// @param name what the administrator calls it
    public SandboxOptions behind(String name) {
        return new SandboxOptions(
                stateDirectory,
                spillDirectory,
                guard,
                Choice.EXTERNAL,
                hostEnvironment,
                layerDirectory,
                network,
                name);
    }

    /// The same with hosts treated in another way.
    public SandboxOptions withNetwork(NetworkSettings settings) {
        return new SandboxOptions(
                stateDirectory,
                spillDirectory,
                guard,
                backend,
                hostEnvironment,
                layerDirectory,
                settings,
                outerBoundary);
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
