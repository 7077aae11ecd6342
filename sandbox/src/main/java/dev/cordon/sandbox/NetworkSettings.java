package dev.cordon.sandbox;

import java.util.List;
import java.util.Set;

/// How the proxy treats the hosts that policy lets it reach. It grants nothing: each connection is
/// still asked about.
///
/// @param hosts the first rule that matches counts
/// @param permitted blocks of addresses that may be dialled although they are not global
/// @param credentials secrets that are put into requests on the way
/// @param methods what holds for hosts without a rule
/// @param limits bounds
/// @param repositories where build tools get artefacts that the caches lack
public record NetworkSettings(
        List<HostRule> hosts,
        List<AddressRange> permitted,
        List<InjectedCredential> credentials,
        Methods methods,
        Limits limits,
        List<MavenRepository> repositories) {

    /// The methods that only read.
    public static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /// What holds when nothing is configured.
    public static final NetworkSettings DEFAULT =
            new NetworkSettings(
                    List.of(), List.of(), List.of(), Methods.READ_WHERE_VISIBLE, Limits.DEFAULT);

    public NetworkSettings {
        hosts = List.copyOf(hosts);
        permitted = List.copyOf(permitted);
        credentials = List.copyOf(credentials);
        repositories = List.copyOf(repositories);
    }

    /// Without repositories.
    public NetworkSettings(
            List<HostRule> hosts,
            List<AddressRange> permitted,
            List<InjectedCredential> credentials,
            Methods methods,
            Limits limits) {
        this(hosts, permitted, credentials, methods, limits, List.of());
    }

    /// The same with these repositories.
    public NetworkSettings with(List<MavenRepository> others) {
        return new NetworkSettings(hosts, permitted, credentials, methods, limits, others);
    }

    /// What may be asked of a host without a rule.
    public enum Methods {
        /// GET, HEAD and OPTIONS where the proxy sees the method; TLS passes unopened.
        READ_WHERE_VISIBLE,
        /// GET, HEAD and OPTIONS everywhere; TLS to a host that is not opened is refused, because
        /// nobody could see the method in it.
        READ_ONLY
    }

    /// What a connection to a host carries.
    public enum Tls {
        /// TLS that passes unopened; its server name must be the host.
        PASSED,
        /// TLS that the proxy ends and begins anew, so that it sees each request.
        OPENED,
        /// Anything, for example SSH. Nothing in it is looked at.
        RAW
    }

    /// How one host is treated.
    ///
    /// @param methods what may be asked where the proxy sees it; empty means {@link #READING}
    /// @param paths prefixes, one of which each path must have; empty means every path
    public record HostRule(HostPattern host, Tls tls, Set<String> methods, List<String> paths) {
        public HostRule {
            methods = methods.isEmpty() ? READING : Set.copyOf(methods);
            paths = List.copyOf(paths);
        }
    }

    /// Bounds of the proxy.
    ///
    /// @param maxConnections at the same time
    /// @param headMillis to send a head, a TLS hello or a SOCKS request
    /// @param idleMillis without a byte in either direction
    /// @param connectMillis to reach one address
    public record Limits(int maxConnections, int headMillis, int idleMillis, int connectMillis) {
        /// What holds when nothing is configured.
        public static final Limits DEFAULT = new Limits(512, 30_000, 300_000, 15_000);
    }

    /// The rule for a host. A host that gets a credential is opened.
    HostRule rule(NetworkHost host, int port) {
        for (HostRule rule : hosts) {
            if (rule.host().matches(host, port)) {
                return rule;
            }
        }
        boolean credential = credentials.stream().anyMatch(c -> c.isFor(host, port));
        return new HostRule(
                HostPattern.parse("*"), credential ? Tls.OPENED : Tls.PASSED, READING, List.of());
    }

    /// Whether any TLS is opened, so that commands need the proxy's own authority.
    boolean opensTls() {
        return !credentials.isEmpty() || hosts.stream().anyMatch(r -> r.tls() == Tls.OPENED);
    }
}
