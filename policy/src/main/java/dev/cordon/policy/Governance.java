package dev.cordon.policy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that files say about a session: the configuration under the administrator's
/// requirements, those of a bundle included.
///
/// @param config the effective configuration
/// @param requirements what was put over it
/// @param bundle the bundle that counts, if the machine has a trust root
/// @param warnings what the user should know, a sentence each
public record Governance(
        Config config, Requirements requirements, Optional<Bundle> bundle, List<String> warnings) {
    public Governance {
        warnings = List.copyOf(warnings);
    }

    /// Where the administrator's part comes from: files, and a bundle with its organisation and
    /// version; empty if there is none.
    public String source() {
        return String.join(", ", requirements.files());
    }

    /// Reads everything. Touches nothing but files that exist; without an administrator's folder
    /// and a user's file that is next to nothing.
    ///
    /// @param owner who must own the administrator's files, {@link FileOwner#ROOT} outside of tests
    /// @param fetch gets a bundle that is not a file
    /// @param floor what else remembers the versions of bundles
    /// @param user the name of the user, for the groups of a bundle
    /// @throws ConfigException if anything is not entirely right; the program must stop with exit 2
    public static Governance load(
            ConfigSources sources,
            FileOwner owner,
            BundleStore.Fetch fetch,
            BundleStore.Floor floor,
            Instant now,
            String user) {
        Config config = ConfigLoader.load(sources);
        List<String> warnings = new ArrayList<>(config.warnings());
        Requirements requirements =
                Requirements.load(sources.systemDir().resolve("requirements.toml"), owner);
        Optional<TrustRoot> root = TrustRoot.load(sources.systemDir().resolve("trust.toml"), owner);
        Optional<Bundle> bundle = Optional.empty();
        if (root.isPresent()) {
            BundleStore.Found found =
                    new BundleStore(sources.home(), fetch, floor).current(root.get(), now);
            warnings.addAll(found.warnings());
            bundle = Optional.of(found.bundle());
            String repository = config.project().orElseThrow().identity().toString();
            requirements = requirements.merge(found.bundle().of(user, repository));
        }
        Path userHome = Path.of(sources.environment().getOrDefault("HOME", "/"));
        return new Governance(requirements.apply(config, userHome), requirements, bundle, warnings);
    }
}
