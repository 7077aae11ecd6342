package dev.cordon.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The part of {@link Enforcement} about hosts.
final class NetworkEnforcement {
    private static final String ADDRESSES = "network.permitted_addresses";
    private static final String REVIEW = "network.review_domains";
    private static final String OPEN = "sandbox_workspace_write.network_access";
    private static final String ENABLED = "network.enabled";
    private static final String BINDING = "network.allow_local_binding";
    private static final String ONLY = "network.managed_allowed_domains_only";
    private final Enforcement enforcement;
    private final Requirements requirements;
    private final Config config;

    NetworkEnforcement(Enforcement enforcement, Requirements requirements, Config config) {
        this.enforcement = enforcement;
        this.requirements = requirements;
        this.config = config;
    }

    void run() {
        boolean off =
                requirements.entry("network.enabled").isPresent()
                        && !requirements.bool("network.enabled");
        List<String> allowed = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        Optional<String> anyDomain = Optional.empty();
        for (Map.Entry<String, Config.Entry> domain :
                requirements.below("network.domains").entrySet()) {
            boolean allow = requirements.text(domain.getKey()).equals(Optional.of("allow"));
            (allow ? allowed : denied).add(ConfigPath.parts(domain.getKey()).getLast());
            anyDomain = Optional.of(domain.getKey());
        }
        boolean only = requirements.bool(ONLY);
        treatments();
        unconfined(off, only, denied);
        if (off) {
            enforcement.put(ENABLED, new Toml.Bool(false, 0, 0), ENABLED);
        }
        if (only) {
            enforcement.put("network.unlisted", new Toml.Text("refuse", 0, 0), ONLY);
        }
        if (config.bool(OPEN)) {
            if (off) {
                enforcement.forbid(OPEN, "network.enabled", "");
            } else if (only || anyDomain.isPresent()) {
                // A network open to any host cannot tell hosts apart.
                enforcement.forbid(OPEN, only ? ONLY : anyDomain.orElseThrow(), "");
            }
        }
        List<String> wanted = config.texts("network.allow");
        if (off && !wanted.isEmpty()) {
            enforcement.forbid("network.allow", "network.enabled", "");
            return;
        }
        for (String host : wanted) {
            check(host, allowed, denied, only);
        }
        if (!allowed.isEmpty()) {
            enforcement.add("network.allow", allowed, name(allowed.getFirst()));
        }
        if (!denied.isEmpty()) {
            enforcement.add("network.deny", denied, name(denied.getFirst()));
        }
    }

    /// What the proxy must do, and what it may do at most.
    private void treatments() {
        enforcement.stricter("network.methods", "network.methods");
        requirements
                .texts(ADDRESSES)
                .ifPresent(permitted -> {
                    for (String address : config.texts(ADDRESSES)) {
                        if (!permitted.contains(address)) {
                            enforcement.forbid(ADDRESSES, ADDRESSES, "");
                        }
                    }
                });
        for (String table : List.of("network.hosts", "network.header_injections")) {
            enforcement.onlyThese(requirements.below(table), table);
        }
        requirements
                .below("network.repositories")
                .forEach((name, entry) -> enforcement.force(name, entry, name));
    }

    /// Without a boundary there is no proxy, so what depends on it cannot be promised.
    private void unconfined(boolean off, boolean only, List<String> denied) {
        if (!config.text("sandbox_mode").equals(Optional.of("danger-full-access"))) {
            return;
        }
        boolean binding = requirements.entry(BINDING).isPresent() && !requirements.bool(BINDING);
        boolean review = requirements.entry(REVIEW).isPresent();
        List<String> needs = new ArrayList<>();
        if (off) {
            needs.add(ENABLED);
        }
        if (only) {
            needs.add(ONLY);
        }
        if (binding) {
            needs.add(BINDING);
        }
        if (review) {
            needs.add(REVIEW);
        }
        denied.forEach(host -> needs.add(name(host)));
        needs.addAll(requirements.below("network.hosts").keySet());
        if (requirements.entry("network.methods").isPresent()) {
            needs.add("network.methods");
        }
        if (!needs.isEmpty()) {
            enforcement.forbid("sandbox_mode", needs.getFirst(), "");
        }
    }

    private void check(String host, List<String> allowed, List<String> denied, boolean only) {
        for (String bad : denied) {
            if (covers(bad, host)) {
                enforcement.forbid("network.allow", name(bad), "");
                return;
            }
        }
        if (only && allowed.stream().noneMatch(good -> covers(good, host))) {
            enforcement.forbid("network.allow", ONLY, "");
        }
    }

    private static String name(String host) {
        return ConfigPath.child("network.domains", host);
    }

    /// Whether every host that `entry` means is also meant by `pattern`: the same host, or one
    /// below `*.host`, with any port where the pattern names none.
    static boolean covers(String pattern, String entry) {
        String host = lower(entry);
        String wanted = lower(pattern);
        int port = wanted.lastIndexOf(':');
        if (port < 0 && host.indexOf(':') >= 0) {
            host = host.substring(0, host.lastIndexOf(':'));
        }
        if (wanted.equals("*") || wanted.equals(host)) {
            return true;
        }
        if (!wanted.startsWith("*.")) {
            return false;
        }
        return host.endsWith(wanted.substring(1)) && host.length() >= wanted.length();
    }

    private static String lower(String host) {
        String name = host.toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
