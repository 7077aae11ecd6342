package dev.cordon.policy;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Origin;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Decides about hosts.
record NetworkDecisions(PolicySettings settings, Grants grants, Verdicts verdicts) {

    Decision connect(Action.Connect connect) {
        String what =
                connect.subject().map(s -> "Downloading " + s + " from ").orElse("Connecting to ");
        return reach(what, connect.host(), connect.port(), connect.method());
    }

    Decision fetch(Action.FetchUrl fetch) {
        URI url = fetch.url();
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost();
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || host == null || url.getRawUserInfo() != null) {
            return Verdicts.deny(
                    "network.url",
                    "Only http and https addresses with a host and without a user name can be"
                            + " fetched.");
        }
        int usual = scheme.equals("https") ? 443 : 80;
        return reach("Connecting to ", host, url.getPort() < 0 ? usual : url.getPort(), "GET");
    }

    private Decision reach(String doing, String rawHost, int port, String method) {
        String host = HostPattern.canonical(rawHost);
        String what = doing + host + ":" + port;
        if (!HostPattern.isName(host)) {
            return Verdicts.deny("network.name", what + ": this is no name of a host.");
        }
        Optional<Rule.Host> rule =
                settings.rules().strictest(Rule.Host.class, r -> matches(r, host, port, method));
        if (rule.isPresent() && rule.get().saying().verdict() == Rule.Verdict.FORBID) {
            return Verdicts.deny(rule.get(), what);
        }
        if (grants.denied(c -> isHost(c, host, port))) {
            return Verdicts.refusedBefore(what);
        }
        if (settings.network().unlisted() == PolicySettings.Unlisted.REFUSED
                && !isListed(host, port, method)) {
            return new Decision.Deny(
                    "network.unlisted",
                    settings.network().origin(),
                    what + " is refused: no rule lists this host, and nobody is asked.");
        }
        Optional<Grant> granted = grants.host(host, port);
        if (granted.isPresent()) {
            return Verdicts.allow(granted.get());
        }
        List<Capability> wanted = List.of(new Capability.Host(host, port));
        if (rule.isPresent()) {
            return rule.get().saying().verdict() == Rule.Verdict.ALLOW
                    ? Verdicts.allow(rule.get())
                    : verdicts.ask(rule.get(), what, wanted);
        }
        if (Address.isMetadata(host)) {
            return Verdicts.deny(
                    "network.metadata",
                    what + " would reach a metadata service; only a rule can allow it.");
        }
        boolean isPrivate = Address.isPrivate(host);
        if (settings.network().anyHost() && !isPrivate) {
            return new Decision.Allow("network_access", settings.network().origin());
        }
        String why = isPrivate ? " is a private address" : " is not on the list of hosts";
        return verdicts.ask(
                ApprovalPolicy.Topic.SANDBOX,
                "network.default",
                Origin.BUILT_IN,
                what + why,
                wanted);
    }

    /// Whether a rule allows the host or asks about it. Where the administrator closed the list,
    /// only his own rules are on it.
    private boolean isListed(String host, int port, String method) {
        boolean managed = settings.network().origin().layer() == Origin.Layer.REQUIREMENTS;
        for (Rule rule : settings.rules().all()) {
            Origin.Layer layer = rule.saying().origin().layer();
            boolean may =
                    managed ? layer == Origin.Layer.REQUIREMENTS : layer != Origin.Layer.PROJECT;
            if (may && rule instanceof Rule.Host each && matches(each, host, port, method)) {
                return true;
            }
        }
        return false;
    }

    /// A rule about methods holds for a connection whose method is unknown only if it is strict:
    /// what cannot be enforced is not allowed. Where it is enforced later, strict ones wait too.
    boolean matches(Rule.Host rule, String host, int port, String method) {
        if (!rule.host().matches(host, port)) {
            return false;
        }
        if (rule.methods().isEmpty()) {
            return true;
        }
        if (method.isEmpty()) {
            // In TLS that is opened each request is decided by itself, when its method is known.
            boolean later =
                    settings.network().plan().filter(p -> p.isOpened(host, port)).isPresent();
            return later == (rule.saying().verdict() == Rule.Verdict.ALLOW);
        }
        return rule.methods().contains(method.toUpperCase(Locale.ROOT));
    }

    private static boolean isHost(Capability capability, String host, int port) {
        return capability instanceof Capability.Host(String refused, int refusedPort)
                && HostPattern.canonical(refused).equals(host)
                && refusedPort == port;
    }

    Decision search() {
        if (!settings.network().search()) {
            return new Decision.Deny(
                    "web_search",
                    settings.network().origin(),
                    "Searching the web is switched off.");
        }
        return new Decision.Allow("web_search", settings.network().origin());
    }
}
