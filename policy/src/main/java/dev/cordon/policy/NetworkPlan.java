package dev.cordon.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// How connections are treated that the rules let through: which methods and paths, whether TLS is
/// opened, which secrets are put in on the way. It grants nothing.
///
/// @param methods what may be asked of a host without a treatment of its own
/// @param hosts the first that matches counts
/// @param addresses blocks such as `10.0.0.0/8` that may be dialled although they are not global
/// @param injections secrets that commands use without seeing them
/// @param repositories addresses of Maven repositories by their id
public record NetworkPlan(
        Methods methods,
        List<Treatment> hosts,
        List<String> addresses,
        List<Injection> injections,
        Map<String, String> repositories) {
    public NetworkPlan {
        hosts = List.copyOf(hosts);
        addresses = List.copyOf(addresses);
        injections = List.copyOf(injections);
        repositories = Map.copyOf(repositories);
    }

    /// What may be asked of a host without a treatment of its own, the strictest first.
    public enum Methods {
        /// GET, HEAD and OPTIONS; TLS that is not opened is refused, for nobody sees methods in it.
        READ_ONLY("read-only"),
        /// GET, HEAD and OPTIONS where methods are seen; TLS passes unopened.
        READ_WHERE_VISIBLE("read-where-visible"),
        /// Every method; TLS passes unopened.
        ANY("any");

        private final String word;

        Methods(String word) {
            this.word = word;
        }

        /// The word in configuration.
        public String word() {
            return word;
        }
    }

    /// What a connection carries.
    public enum Tls {
        /// TLS that passes unopened.
        PASSED("passed"),
        /// TLS in which each request is seen and decided.
        OPENED("opened"),
        /// Anything, for example SSH.
        RAW("raw");

        private final String word;

        Tls(String word) {
            this.word = word;
        }

        /// The word in configuration.
        public String word() {
            return word;
        }
    }

    /// One host.
    ///
    /// @param methods in capitals; empty means those that only read
    /// @param paths prefixes, one of which each path must have; empty means every path
    public record Treatment(HostPattern host, Tls tls, Set<String> methods, List<String> paths) {
        public Treatment {
            methods = Set.copyOf(methods);
            paths = List.copyOf(paths);
        }
    }

    /// A secret that is bound to hosts. Commands see a stand-in in a variable.
    ///
    /// @param name as configuration names it
    /// @param variable what commands find the stand-in in; empty if there is none
    /// @param secretVariable the variable of Cordon's own environment with the secret; empty if it
    ///   is in a file
    /// @param secretFile the file with the secret; empty if it is in a variable
    /// @param field the field of a request that the secret is put into
    public record Injection(
            String name,
            String variable,
            String secretVariable,
            String secretFile,
            String field,
            List<HostPattern> hosts) {
        public Injection {
            hosts = List.copyOf(hosts);
        }
    }

    /// Whether each request to a host is decided by itself.
    boolean isOpened(String host, int port) {
        for (Treatment treatment : hosts) {
            if (treatment.host().matches(host, port)) {
                return treatment.tls() == Tls.OPENED;
            }
        }
        return false;
    }
}
