package dev.cordon.protocol;

import java.util.List;

/// Where build tools and languages keep what they download and install, below the home folder.
///
/// The one list of these places: policy opens them for reading and the sandbox shows them. They are
/// caches and programs, never settings: what holds credentials or start-up code stands in none.
public final class ToolCaches {
    private ToolCaches() {}

    /// Folders and files that commands can read although the rest of the home folder is hidden,
    /// relative to it.
    public static final List<String> READABLE =
            List.of(
                    ".m2/repository",
                    ".m2/wrapper/dists",
                    ".m2/toolchains.xml",
                    ".gradle/caches",
                    ".gradle/wrapper/dists",
                    ".gradle/jdks",
                    ".jdks",
                    ".sdkman/candidates",
                    ".cargo/registry",
                    ".cargo/bin",
                    ".rustup/toolchains",
                    ".npm/_cacache",
                    ".nvm/versions",
                    ".pyenv/versions",
                    ".pyenv/shims",
                    ".pyenv/libexec",
                    ".pyenv/version",
                    ".cache/pip",
                    ".local/bin",
                    ".local/lib",
                    "go/pkg/mod");

    /// Those of them that tools write to while they work. A command gets a private layer above
    /// them, so its writes succeed and never reach the user's cache.
    public static final List<String> WRITTEN =
            List.of(
                    ".m2/repository",
                    ".m2/wrapper/dists",
                    ".gradle/caches",
                    ".gradle/wrapper/dists",
                    ".cargo/registry",
                    ".npm/_cacache",
                    ".cache/pip",
                    "go/pkg/mod");
}
