package dev.cordon.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads what configuration says about connections that are let through.
final class NetworkReader {
    private static final String HOSTS = "network.hosts";
    private static final String INJECTIONS = "network.header_injections";
    private static final String REPOSITORIES = "network.repositories";

    private final Config config;

    NetworkReader(Config config) {
        this.config = config;
    }

    /// The plan; empty if nothing is said, which is cheap to find out.
    ///
    /// @param rules whose rules about methods say what may be asked of a host
    /// @throws ConfigException with the place of what is wrong
    Optional<NetworkPlan> read(Rules rules) {
        if (!isSaid(rules)) {
            return Optional.empty();
        }
        NetworkPlan.Methods methods = NetworkPlan.Methods.READ_WHERE_VISIBLE;
        for (NetworkPlan.Methods each : NetworkPlan.Methods.values()) {
            if (config.text("network.methods").equals(Optional.of(each.word()))) {
                methods = each;
            }
        }
        List<NetworkPlan.Treatment> hosts = new ArrayList<>();
        for (String host : config.names(HOSTS)) {
            hosts.add(treatment(host));
        }
        longestFirst(hosts);
        byRules(rules, hosts);
        longestFirst(hosts);
        List<NetworkPlan.Injection> injections = injections();
        byInjections(injections, hosts);
        longestFirst(hosts);
        return Optional.of(
                new NetworkPlan(
                        methods,
                        hosts,
                        config.texts("network.permitted_addresses"),
                        injections,
                        repositories()));
    }

    /// The longest name, then what names a port: the first that matches counts. What a rule says
    /// comes before what configuration says of the same host.
    private static void longestFirst(List<NetworkPlan.Treatment> hosts) {
        hosts.sort(
                Comparator.comparing(
                                (NetworkPlan.Treatment t) -> weight(t.host()),
                                Comparator.reverseOrder())
                        .thenComparing(t -> t.tls() != NetworkPlan.Tls.OPENED)
                        .thenComparing(t -> t.methods().isEmpty()));
    }

    private boolean isSaid(Rules rules) {
        if (config.isSet("network.methods") || config.isSet("network.permitted_addresses")) {
            return true;
        }
        for (String key : config.entries().keySet()) {
            if (key.startsWith("network.")
                    && (Config.isBelow(key, HOSTS)
                            || Config.isBelow(key, INJECTIONS)
                            || Config.isBelow(key, REPOSITORIES))) {
                return true;
            }
        }
        for (Rule rule : rules.all()) {
            if (rule instanceof Rule.Host host && !host.methods().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static int weight(HostPattern pattern) {
        int name = pattern.host().equals("*") ? 0 : 4 * pattern.host().length();
        return name + (pattern.below() ? 0 : 2) + (pattern.port() == 0 ? 0 : 1);
    }

    /// A rule that allows methods is of no use if the proxy then refuses them.
    private static void byRules(Rules rules, List<NetworkPlan.Treatment> hosts) {
        Map<HostPattern, Set<String>> methods = new LinkedHashMap<>();
        for (Rule rule : rules.all()) {
            if (rule instanceof Rule.Host host
                    && host.saying().verdict() == Rule.Verdict.ALLOW
                    && !host.methods().isEmpty()) {
                methods.computeIfAbsent(host.host(), _ -> new HashSet<>()).addAll(host.methods());
            }
        }
        List<NetworkPlan.Treatment> configured = List.copyOf(hosts);
        methods.forEach((host, allowed) -> {
            Optional<NetworkPlan.Treatment> known =
                    configured.stream().filter(t -> covers(t.host(), host)).findFirst();
            // Methods that are configured for the host say the most that rules can allow.
            if (known.filter(t -> !t.methods().isEmpty()).isEmpty()) {
                hosts.add(
                        new NetworkPlan.Treatment(
                                host,
                                known.map(NetworkPlan.Treatment::tls)
                                        .orElse(NetworkPlan.Tls.PASSED),
                                allowed,
                                known.map(NetworkPlan.Treatment::paths).orElse(List.of())));
            }
        });
    }

    /// A secret is put in only where the proxy sees requests.
    private void byInjections(
            List<NetworkPlan.Injection> injections, List<NetworkPlan.Treatment> hosts) {
        List<NetworkPlan.Treatment> said = List.copyOf(hosts);
        for (NetworkPlan.Injection injection : injections) {
            String key = ConfigPath.child(INJECTIONS, injection.name()) + ".hosts";
            for (HostPattern host : injection.hosts()) {
                Optional<NetworkPlan.Treatment> known =
                        said.stream().filter(t -> covers(t.host(), host)).findFirst();
                if (known.filter(t -> t.tls() != NetworkPlan.Tls.OPENED).isPresent()
                        && config.isSet(tls(known.get().host()))
                        && known.get().host().equals(host)) {
                    throw problem(key, "needs network.hosts.\"" + host + "\".tls = \"opened\"");
                }
                hosts.addFirst(
                        new NetworkPlan.Treatment(
                                host,
                                NetworkPlan.Tls.OPENED,
                                known.map(NetworkPlan.Treatment::methods).orElse(Set.of()),
                                known.map(NetworkPlan.Treatment::paths).orElse(List.of())));
            }
        }
    }

    private static String tls(HostPattern host) {
        return ConfigPath.child(HOSTS, host.toString()) + ".tls";
    }

    private static boolean covers(HostPattern configured, HostPattern host) {
        return configured.equals(host)
                || (!host.below() && configured.matches(host.host(), host.port()));
    }

    private NetworkPlan.Treatment treatment(String host) {
        String key = ConfigPath.child(HOSTS, host);
        Set<String> methods = new HashSet<>();
        for (String method : words(key + ".methods")) {
            methods.add(method.toUpperCase(Locale.ROOT));
        }
        List<String> paths = words(key + ".paths");
        for (String path : paths) {
            if (!path.startsWith("/")) {
                throw problem(key + ".paths", "must begin with /, found " + Quoted.of(path));
            }
        }
        // Methods and paths are seen only in what is opened.
        NetworkPlan.Tls tls =
                methods.isEmpty() && paths.isEmpty()
                        ? NetworkPlan.Tls.PASSED
                        : NetworkPlan.Tls.OPENED;
        Optional<String> word = config.text(key + ".tls");
        for (NetworkPlan.Tls each : NetworkPlan.Tls.values()) {
            if (word.equals(Optional.of(each.word()))) {
                tls = each;
            }
        }
        if (tls != NetworkPlan.Tls.OPENED && !(methods.isEmpty() && paths.isEmpty())) {
            throw problem(
                    key + ".tls",
                    "must be \"opened\", or methods and paths could not be seen in TLS");
        }
        String place = methods.isEmpty() ? key + ".tls" : key + ".methods";
        return new NetworkPlan.Treatment(
                pattern(host, paths.isEmpty() ? place : key + ".paths"), tls, methods, paths);
    }

    /// An empty list would mean more than what was meant.
    private List<String> words(String key) {
        List<String> words = config.texts(key);
        if (config.isSet(key) && words.isEmpty()) {
            throw problem(key, "is empty; leave it out, or forbid the host with network.deny");
        }
        return words;
    }

    private HostPattern pattern(String host, String key) {
        try {
            return HostPattern.parse(host);
        } catch (IllegalArgumentException e) {
            throw problem(key, String.valueOf(e.getMessage()));
        }
    }

    private List<NetworkPlan.Injection> injections() {
        List<NetworkPlan.Injection> all = new ArrayList<>();
        Set<String> variables = new HashSet<>();
        for (String name : config.names(INJECTIONS)) {
            String key = ConfigPath.child(INJECTIONS, name);
            List<HostPattern> hosts = new ArrayList<>();
            for (String host : config.texts(key + ".hosts")) {
                HostPattern pattern = pattern(host, key + ".hosts");
                if (pattern.host().equals("*")) {
                    throw problem(key + ".hosts", "must name hosts; * would give it to anybody");
                }
                hosts.add(pattern);
            }
            String variable = config.text(key + ".variable").orElse("");
            String secretVariable = config.text(key + ".secret_env").orElse("");
            String secretFile = config.text(key + ".secret_file").orElse("");
            String any = first(key);
            if (hosts.isEmpty()) {
                throw problem(any, "needs hosts: the secret goes to nobody else");
            }
            if (secretVariable.isEmpty() == secretFile.isEmpty()) {
                throw problem(any, "needs either secret_env or secret_file");
            }
            if (!isVariable(variable) || !variables.add(variable)) {
                throw problem(any, "needs variable, a name of its own for what commands see");
            }
            all.add(
                    new NetworkPlan.Injection(
                            name,
                            variable,
                            secretVariable,
                            secretFile,
                            config.text(key + ".field").orElse("Authorization"),
                            hosts));
        }
        return all;
    }

    private String first(String prefix) {
        for (String key : config.entries().keySet()) {
            if (Config.isBelow(key, prefix)) {
                return key;
            }
        }
        return prefix;
    }

    private static boolean isVariable(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!ShellLexer.isNamePart(name.charAt(i), i > 0)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private Map<String, String> repositories() {
        Map<String, String> all = new TreeMap<>();
        for (String id : config.names(REPOSITORIES)) {
            String key = ConfigPath.child(REPOSITORIES, id);
            String url = config.text(key).orElse("");
            if (!url.startsWith("https://") && !url.startsWith("http://")) {
                throw problem(key, "must be an http or https address, found " + Quoted.of(url));
            }
            all.put(id, url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        }
        return all;
    }

    private ConfigException problem(String key, String sentence) {
        return new ConfigException(List.of(config.problem(key, sentence)));
    }
}
