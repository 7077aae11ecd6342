package dev.cordon.sandbox;

/// Why no confinement could be set up.
public enum SandboxError {
    NO_BACKEND,
    NO_USER_NAMESPACES,
    SETUP_FAILED,
    PROTECTED_PATH_IS_LINK,
    PROXY_FAILED,
    DEGRADED_FORBIDDEN,
    HELPER_DIED,
    /// The layer of changes is in use by a command that runs with other permissions.
    OVERLAY_BUSY
}
