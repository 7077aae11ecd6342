package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import dev.cordon.protocol.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes a permission profile out in the keys that say the same, each with the line of the
/// profile, so that requirements bound it and `config show` shows it like anything else.
///
/// What a profile wants and the boundary cannot do is an error: a profile must not be taken for a
/// protection that is not there.
final class PermissionProfiles {
    private static final String CHOICE = "default_permissions";
    private static final String ROOTS = "sandbox_workspace_write.writable_roots";
    private static final String CLOSED = "network.enabled";
    private static final int MAX_DEPTH = 20;

    private final Config config;
    private final Map<String, Config.Entry> values;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, List<Toml>> lists = new LinkedHashMap<>();
    private final Map<String, Origin> origins = new LinkedHashMap<>();
    private String mode = "";
    private boolean readsAll;
    private boolean anyHost;
    private boolean someHosts;

    private PermissionProfiles(Config config) {
        this.config = config;
        this.values = new LinkedHashMap<>(config.entries());
    }

    /// The configuration with the profile that it chooses written out; the same if it chooses none.
    ///
    /// @throws ConfigException with the place of what is wrong
    static Config expand(Config config) {
        if (!config.isSet(CHOICE)) {
            return config;
        }
        PermissionProfiles profiles = new PermissionProfiles(config);
        profiles.choose(config.text(CHOICE).orElse(""));
        if (!profiles.problems.isEmpty()) {
            throw new ConfigException(profiles.problems);
        }
        return config.with(profiles.values, List.of());
    }

    private void choose(String name) {
        List<String> chain = chain(name);
        for (String each : chain) {
            if (each.startsWith(":")) {
                mode = builtIn(each);
                readsAll = true;
            }
        }
        Map<String, String> rights = new LinkedHashMap<>();
        for (String each : chain) {
            if (!each.startsWith(":")) {
                // The nearer profile wins at the same place.
                String files = ConfigPath.child("permissions", each) + ".filesystem";
                for (String key : config.entries().keySet()) {
                    if (Config.isBelow(key, files)) {
                        rights.put(
                                String.join("\n", ConfigPath.parts(key).subList(3, size(key))),
                                key);
                    }
                }
            }
        }
        // Folders before what may be below them, so that the mode is known.
        rights.forEach((place, key) -> special(place, key));
        rights.forEach((place, key) -> file(place, key));
        chain.stream().filter(each -> !each.startsWith(":")).forEach(this::others);
        finish();
    }

    private static int size(String key) {
        return ConfigPath.parts(key).size();
    }

    /// The profile and what it adds to, the farthest first.
    private List<String> chain(String name) {
        List<String> chain = new ArrayList<>();
        String from = CHOICE;
        Optional<String> next = Optional.of(name);
        while (next.isPresent()) {
            String each = next.get();
            boolean known =
                    each.startsWith(":")
                            ? !builtIn(each).isEmpty()
                            : config.names("permissions").contains(each);
            if (!known || chain.contains(each) || chain.size() >= MAX_DEPTH) {
                throw new ConfigException(
                        List.of(config.problem(from, chainFlaw(each, known, chain))));
            }
            chain.addFirst(each);
            if (each.startsWith(":")) {
                return chain;
            }
            from = ConfigPath.child("permissions", each) + ".extends";
            next = config.text(from);
        }
        return chain;
    }

    private String chainFlaw(String name, boolean known, List<String> chain) {
        if (known) {
            return Quoted.of(name) + " adds to itself: " + String.join(", ", chain);
        }
        List<String> names = new ArrayList<>(config.names("permissions"));
        names.addAll(List.of(":read-only", ":workspace", ":danger-full-access"));
        return Quoted.of(name)
                + " is no permission profile; "
                + Nearest.to(name, names)
                        .map(near -> "did you mean " + Quoted.of(near) + "?")
                        .orElse("known are " + String.join(", ", names));
    }

    private static String builtIn(String name) {
        return switch (name) {
            case ":read-only" -> "read-only";
            case ":workspace" -> "workspace-write";
            case ":danger-full-access" -> "danger-full-access";
            default -> "";
        };
    }

    private void special(String place, String key) {
        String right = config.text(key).orElse("");
        switch (place) {
            case ":root" -> {
                readsAll = right.equals("read");
                if (!readsAll) {
                    cannot(key, "the whole file system can be \"read\" and nothing else");
                }
            }
            case ":workspace_roots" -> {
                if (right.equals("deny")) {
                    cannot(key, "a session cannot work where it cannot read its workspace");
                } else if (!mode.equals("danger-full-access")) {
                    mode = right.equals("write") ? "workspace-write" : "read-only";
                }
            }
            case ":tmpdir", ":slash_tmp" -> {
                if (!right.equals("write")) {
                    cannot(key, "commands always have a /tmp of their own, which nobody else sees");
                }
            }
            default -> {}
        }
    }

    private void file(String place, String key) {
        String right = config.text(key).orElse("");
        if (place.startsWith(":workspace_roots\n")) {
            below(place.substring(place.indexOf('\n') + 1), right, key);
        } else if (place.startsWith("/") || place.startsWith("~/")) {
            path(place, right, key);
        } else if (!place.startsWith(":") && !place.equals("glob_scan_max_depth")) {
            below(place, right, key);
        } else if (place.indexOf('\n') >= 0 || (place.startsWith(":") && !isSpecial(place))) {
            cannot(key, "only :root, :workspace_roots, :tmpdir and :slash_tmp are known");
        }
    }

    private static boolean isSpecial(String place) {
        return Set.of(":root", ":workspace_roots", ":tmpdir", ":slash_tmp").contains(place);
    }

    private void path(String place, String right, String key) {
        if (place.indexOf('*') >= 0 || place.indexOf('?') >= 0 || place.indexOf('\n') >= 0) {
            cannot(key, "patterns hold for names in the workspace only");
            return;
        }
        switch (right) {
            case "deny" -> {
                add("sandbox.hidden_paths", place, key);
            }
            case "write" -> {
                if (mode.equals("read-only")) {
                    cannot(key, "a path can be written only where the workspace can");
                } else {
                    add(ROOTS, place, key);
                }
            }
            default -> add("sandbox.readable_paths", place, key);
        }
    }

    /// A name at any depth of the workspace: NAME, or the same after two asterisks and a slash.
    private void below(String pattern, String right, String key) {
        String name = pattern.startsWith("**/") ? pattern.substring(3) : pattern;
        if (!pattern.startsWith("**/") || !isName(name)) {
            cannot(
                    key,
                    "in the workspace a pattern is **/NAME with at most one * at an end of the"
                            + " name, for example \"**/*.pem\"");
            return;
        }
        switch (right) {
            case "deny" -> add("sandbox.hidden_names", name, key);
            case "read" -> {
                if (name.indexOf('*') >= 0) {
                    cannot(key, "what cannot change is named without a pattern");
                } else {
                    add("sandbox.protected_names", name, key);
                }
            }
            default -> cannot(key, "what may be written is said for folders");
        }
    }

    private static boolean isName(String name) {
        int star = name.indexOf('*');
        boolean atEnd = star < 0 || star == 0 || star == name.length() - 1;
        boolean plain =
                name.indexOf('/') < 0
                        && name.indexOf('?') < 0
                        && name.indexOf('[') < 0
                        && name.indexOf('*', star + 1) < 0;
        return plain && atEnd && !name.isEmpty() && !name.equals("*");
    }

    /// What is not about files.
    private void others(String profile) {
        String base = ConfigPath.child("permissions", profile);
        for (String root : config.texts(base + ".workspace_roots")) {
            if (mode.equals("workspace-write")) {
                add(ROOTS, root, base + ".workspace_roots");
            }
        }
        String network = base + ".network.";
        if (config.isSet(network + "enabled")) {
            boolean on = config.bool(network + "enabled");
            anyHost = on;
            if (!on) {
                origins.put(CLOSED, config.origin(network + "enabled"));
            }
            put(CLOSED, new Toml.Bool(on, 0, 0), network + "enabled");
        }
        for (String host : config.names(network + "domains")) {
            String key = ConfigPath.child(network + "domains", host);
            boolean allow = config.text(key).equals(Optional.of("allow"));
            someHosts |= allow;
            add(allow ? "network.allow" : "network.deny", host, key);
        }
        config.text(network + "mode")
                .ifPresent(word ->
                        put(
                                "network.methods",
                                text(word.equals("limited") ? "read-only" : "any"),
                                network + "mode"));
        for (String socket : config.names(network + "unix_sockets")) {
            String key = ConfigPath.child(network + "unix_sockets", socket);
            if (config.text(key).equals(Optional.of("allow"))) {
                cannot(
                        key,
                        "Unix sockets are all closed, or all open by sandbox.allow_unix_sockets");
            }
        }
        if (config.bool(network + "allow_upstream_proxy")) {
            cannot(network + "allow_upstream_proxy", "the proxy connects to hosts itself");
        }
        if (config.isSet(network + "enable_socks5") && !config.bool(network + "enable_socks5")) {
            cannot(network + "enable_socks5", "SOCKS 5 is offered and decided like all the rest");
        }
    }

    private void finish() {
        if (!readsAll) {
            cannot(
                    CHOICE,
                    "reading can be closed place by place only; let the profile add to"
                            + " \":read-only\", or give it \":root\" = \"read\"");
        }
        if (mode.isEmpty()) {
            mode = "read-only";
        }
        String asked = config.text("sandbox_mode").orElse("");
        if (config.isSet("sandbox_mode") && !asked.equals(mode)) {
            problems.add(
                    config.problem(
                            "sandbox_mode",
                            Quoted.of(asked)
                                    + " contradicts "
                                    + CHOICE
                                    + " at "
                                    + config.origin(CHOICE)
                                    + ", which means "
                                    + Quoted.of(mode)));
        }
        put("sandbox_mode", text(mode), CHOICE);
        if (mode.equals("danger-full-access")
                && (!lists.isEmpty() || origins.containsKey(CLOSED))) {
            cannot(CHOICE, "nothing is enforced in danger-full-access");
        }
        for (Toml readable : lists.getOrDefault("sandbox.readable_paths", List.of())) {
            for (Toml root : lists.getOrDefault(ROOTS, List.of())) {
                if (path(readable).startsWith(path(root))) {
                    cannot(
                            CHOICE,
                            path(readable) + " lies in " + path(root) + ", which is written");
                }
            }
        }
        if (anyHost && !someHosts) {
            put("sandbox_workspace_write.network_access", new Toml.Bool(true, 0, 0), CHOICE);
        }
        lists.forEach((key, elements) -> {
            Set<String> known = new LinkedHashSet<>(config.texts(key));
            List<Toml> all = new ArrayList<>();
            known.forEach(word -> all.add(text(word)));
            for (Toml element : elements) {
                if (element instanceof Toml.Text(String word, _, _) && known.add(word)) {
                    all.add(element);
                }
            }
            values.put(
                    key,
                    new Config.Entry(
                            new Toml.Array(all, 0, 0), origins.getOrDefault(key, Origin.BUILT_IN)));
        });
    }

    private static java.nio.file.Path path(Toml text) {
        return java.nio.file.Path.of(text instanceof Toml.Text(String word, _, _) ? word : "/");
    }

    private void add(String key, String word, String place) {
        lists.computeIfAbsent(key, _ -> new ArrayList<>()).add(text(word));
        origins.put(key, config.origin(place));
    }

    private void put(String key, Toml value, String place) {
        values.put(key, new Config.Entry(value, config.origin(place)));
    }

    private void cannot(String key, String why) {
        problems.add(config.problem(key, "cannot be enforced: " + why));
    }

    private static Toml text(String word) {
        return new Toml.Text(word, 0, 0);
    }
}
