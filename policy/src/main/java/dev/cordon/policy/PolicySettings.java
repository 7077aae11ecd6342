package dev.cordon.policy;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that decides, as plain values: what configuration and requirements come down to.
///
/// @param approvals when somebody is asked
/// @param mode how much of the file system commands may change
/// @param modeOrigin where the mode was set
/// @param files places that can be changed, read or not
/// @param network what may be reached without a rule
/// @param environment what of the host's environment commands see
/// @param limits bounds on resources
/// @param permits doors opened on purpose
/// @param rules every rule of every layer
/// @param outsideSandbox whether the administrator lets a rule take commands out of the sandbox
public record PolicySettings(
        ApprovalPolicy approvals,
        Confinement.Mode mode,
        Origin modeOrigin,
        Places files,
        Network network,
        HostEnvironment environment,
        Confinement.Limits limits,
        Set<Confinement.Permit> permits,
        Rules rules,
        boolean outsideSandbox) {
    public PolicySettings {
        permits = Set.copyOf(permits);
    }

    /// The built-in settings: `on-request`, `workspace-write`, no rule.
    ///
    /// @param home the user's home folder
    /// @param environment the environment of the process
    public static PolicySettings builtIn(Path home, Map<String, String> environment) {
        return new PolicySettings(
                ApprovalPolicy.of(ApprovalPolicy.Kind.ON_REQUEST),
                Confinement.Mode.WORKSPACE_WRITE,
                Origin.BUILT_IN,
                Places.builtIn(home),
                Network.CLOSED,
                HostEnvironment.core(home, environment),
                Confinement.Limits.DEFAULT,
                Set.of(),
                Rules.NONE,
                false);
    }

    /// The settings that configuration and requirements come down to. Rules of `.rules` files are
    /// added with {@link RuleFiles}.
    ///
    /// @param environment the environment of the process
    /// @param compiler reads the administrator's conditions
    /// @throws ConfigException with the place of what is wrong
    public static PolicySettings from(
            Config config,
            Requirements requirements,
            Map<String, String> environment,
            Condition.Compiler compiler) {
        return new SettingsReader(config, requirements, environment, compiler).read();
    }

    /// The same with another approval policy.
    public PolicySettings with(ApprovalPolicy other) {
        return new PolicySettings(
                other,
                mode,
                modeOrigin,
                files,
                network,
                environment,
                limits,
                permits,
                rules,
                outsideSandbox);
    }

    /// The same with another sandbox mode.
    public PolicySettings with(Confinement.Mode other, Origin origin) {
        return new PolicySettings(
                approvals,
                other,
                origin,
                files,
                network,
                environment,
                limits,
                permits,
                rules,
                outsideSandbox);
    }

    /// The same with other rules.
    public PolicySettings with(Rules other) {
        return new PolicySettings(
                approvals,
                mode,
                modeOrigin,
                files,
                network,
                environment,
                limits,
                permits,
                other,
                outsideSandbox);
    }

    /// The same with more places below hidden ones that can be read.
    public PolicySettings alsoReadable(List<Path> places) {
        return places.isEmpty()
                ? this
                : new PolicySettings(
                        approvals,
                        mode,
                        modeOrigin,
                        files.alsoReadable(places),
                        network,
                        environment,
                        limits,
                        permits,
                        rules,
                        outsideSandbox);
    }

    /// What may be reached where no rule says anything, and how.
    ///
    /// @param unlisted what happens to a host that no rule names
    /// @param search whether the web may be searched
    /// @param origin where that was set
    /// @param plan how connections are treated that are let through; empty if nothing is said
    public record Network(
            Unlisted unlisted, boolean search, Origin origin, Optional<NetworkPlan> plan) {
        /// No host unasked; searching is on.
        public static final Network CLOSED =
                new Network(Unlisted.ASKED, true, Origin.BUILT_IN, Optional.empty());

        /// Whether any public host is let through unasked.
        public boolean anyHost() {
            return unlisted == Unlisted.ALLOWED;
        }
    }

    /// What happens to a host that no rule names.
    public enum Unlisted {
        /// The keys `network.unlisted = "refuse"` and, for administrators,
        /// `managed_allowed_domains_only`.
        REFUSED,
        ASKED,
        /// The key `sandbox_workspace_write.network_access`: if it is public.
        ALLOWED
    }

    /// Whether a path is at or below one of these.
    static boolean within(Path path, List<Path> roots) {
        for (Path root : roots) {
            if (path.startsWith(root)) {
                return true;
            }
        }
        return false;
    }
}
