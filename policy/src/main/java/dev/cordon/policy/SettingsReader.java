package dev.cordon.policy;

import dev.cordon.policy.ApprovalPolicy.Granular;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns configuration and requirements into what decides.
final class SettingsReader {
    private final Config config;
    private final Requirements requirements;
    private final Path home;
    private final Map<String, String> environment;
    private final Condition.Compiler compiler;

    SettingsReader(
            Config config,
            Requirements requirements,
            Map<String, String> environment,
            Condition.Compiler compiler) {
        this.config = config;
        this.requirements = requirements;
        this.environment = environment;
        this.home = Path.of(environment.getOrDefault("HOME", "/")).normalize();
        this.compiler = compiler;
    }

    PolicySettings read() {
        Rules rules = rules();
        Optional<NetworkPlan> plan = new NetworkReader(config).read(rules);
        return new PolicySettings(
                approvals(),
                mode(),
                config.origin("sandbox_mode"),
                places(),
                network(plan),
                hostEnvironment(plan),
                limits(),
                permits(),
                rules,
                requirements.bool("allow_outside_sandbox"));
    }

    private PolicySettings.Network network(Optional<NetworkPlan> plan) {
        String open = "sandbox_workspace_write.network_access";
        boolean search = !config.text("web_search").orElse("cached").equals("disabled");
        boolean refused = config.text("network.unlisted").equals(Optional.of("refuse"));
        if (refused && config.bool(open)) {
            throw new ConfigException(
                    List.of(
                            config.problem(
                                    open,
                                    "contradicts network.unlisted = \"refuse\" at "
                                            + config.origin("network.unlisted"))));
        }
        PolicySettings.Unlisted unlisted =
                config.bool(open)
                        ? PolicySettings.Unlisted.ALLOWED
                        : refused ? PolicySettings.Unlisted.REFUSED : PolicySettings.Unlisted.ASKED;
        return new PolicySettings.Network(
                unlisted, search, config.origin(refused ? "network.unlisted" : open), plan);
    }

    private ApprovalPolicy approvals() {
        String granular = "approval_policy.granular.";
        boolean isGranular = config.isSet(granular + "sandbox_approval");
        ApprovalPolicy.Kind kind = ApprovalPolicy.Kind.GRANULAR;
        for (ApprovalPolicy.Kind candidate : ApprovalPolicy.Kind.values()) {
            if (!isGranular
                    && candidate
                            .word()
                            .equals(config.text("approval_policy").orElse("on-request"))) {
                kind = candidate;
            }
        }
        Granular questions =
                new Granular(
                        config.bool(granular + "sandbox_approval"),
                        config.bool(granular + "rules"),
                        config.bool(granular + "mcp_elicitations"),
                        config.bool(granular + "request_permissions"),
                        config.bool(granular + "skill_approval"));
        Origin origin =
                config.origin(isGranular ? granular + "sandbox_approval" : "approval_policy");
        return new ApprovalPolicy(kind, questions, origin);
    }

    private Confinement.Mode mode() {
        String word = config.text("sandbox_mode").orElse("workspace-write");
        for (Confinement.Mode mode : Confinement.Mode.values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw new ConfigException(List.of(config.problem("sandbox_mode", "is unknown")));
    }

    private Places places() {
        Places standard = Places.builtIn(home);
        return new Places(
                home,
                paths("sandbox_workspace_write.writable_roots", List.of()),
                paths("sandbox.hidden_paths", standard.hidden()),
                paths("sandbox.readable_paths", standard.readable()),
                words("sandbox.hidden_names", standard.hiddenNames()),
                words("sandbox.protected_names", standard.protectedNames()));
    }

    private List<Path> paths(String key, List<Path> standard) {
        List<Path> all = new ArrayList<>(standard);
        for (String text : config.texts(key)) {
            Path path = home.resolve(text.startsWith("~/") ? text.substring(2) : text);
            if (!all.contains(path.normalize())) {
                all.add(path.normalize());
            }
        }
        return all;
    }

    private List<String> words(String key, List<String> standard) {
        List<String> all = new ArrayList<>(standard);
        for (String word : config.texts(key)) {
            if (!all.contains(word)) {
                all.add(word);
            }
        }
        return all;
    }

    private HostEnvironment hostEnvironment(Optional<NetworkPlan> plan) {
        String key = "shell_environment_policy.";
        HostEnvironment.Inherit inherit =
                switch (config.text(key + "inherit").orElse("core")) {
                    case "none" -> HostEnvironment.Inherit.NONE;
                    case "all" -> HostEnvironment.Inherit.ALL;
                    default -> HostEnvironment.Inherit.CORE;
                };
        Map<String, String> set = new LinkedHashMap<>();
        for (String name : config.names(key + "set")) {
            config.text(key + "set." + name).ifPresent(value -> set.put(name, value));
        }
        return new HostEnvironment(
                home,
                environment,
                inherit,
                config.bool(key + "ignore_default_excludes"),
                excluded(config.texts(key + "exclude"), plan),
                config.texts(key + "include_only"),
                set);
    }

    /// Commands get the stand-in of a secret, so the secret itself stays out whatever its name is.
    private static List<String> excluded(List<String> named, Optional<NetworkPlan> plan) {
        if (plan.isEmpty() || plan.get().injections().isEmpty()) {
            return named;
        }
        List<String> all = new ArrayList<>(named);
        for (NetworkPlan.Injection injection : plan.get().injections()) {
            all.add(injection.variable());
            if (!injection.secretVariable().isEmpty()) {
                all.add(injection.secretVariable());
            }
        }
        return all;
    }

    private Confinement.Limits limits() {
        Confinement.Limits standard = Confinement.Limits.DEFAULT;
        return new Confinement.Limits(
                (int) limit("max_processes", standard.maxProcesses()),
                limit("max_memory_bytes", standard.maxMemoryBytes()),
                limit("max_file_bytes", standard.maxFileBytes()),
                limit("max_tmp_bytes", standard.maxTmpBytes()),
                limit("max_cpu_seconds", standard.maxCpuSeconds()),
                (int) limit("max_open_files", standard.maxOpenFiles()),
                (int) limit("max_output_bytes", standard.maxOutputBytes()),
                limit("max_spill_bytes", standard.maxSpillBytes()));
    }

    private long limit(String name, long standard) {
        return config.integer("sandbox.limits." + name).orElse(standard);
    }

    private Set<Confinement.Permit> permits() {
        Set<Confinement.Permit> permits = EnumSet.noneOf(Confinement.Permit.class);
        if (config.bool("sandbox.allow_unix_sockets")) {
            permits.add(Confinement.Permit.UNIX_SOCKETS);
        }
        if (config.bool("sandbox.allow_ptrace")) {
            permits.add(Confinement.Permit.PTRACE);
        }
        if (config.bool("sandbox.allow_degraded")) {
            permits.add(Confinement.Permit.DEGRADED_BACKEND);
        }
        return permits;
    }

    private Rules rules() {
        Rules rules = Rules.NONE;
        for (Config.Entry entry : requirements.rules()) {
            rules = rules.plus(tree(entry, Origin.Layer.REQUIREMENTS));
        }
        for (Config.Entry entry : config.rules()) {
            rules = rules.plus(tree(entry, entry.origin().layer()));
        }
        return rules.plus(deniedPaths())
                .plus(hosts("network.allow", Rule.Verdict.ALLOW))
                .plus(hosts("network.deny", Rule.Verdict.FORBID))
                .plus(noHost())
                .plus(reviewed())
                .plus(tools());
    }

    /// The approval modes of MCP servers as rules. `auto` and `prompt` for a whole server say what
    /// holds without a rule: what a server claims of its tools decides nothing.
    private Rules tools() {
        List<Rule> rules = new ArrayList<>();
        for (String server : config.names("mcp_servers")) {
            String name = ConfigPath.child("mcp_servers", server);
            String mode = name + ".default_tools_approval_mode";
            if (config.isSet(mode) && config.text(mode).equals(Optional.of("approve"))) {
                rules.add(tool(server, "*", Rule.Verdict.ALLOW, mode));
            }
            for (String tool : config.names(name + ".tools")) {
                String own = ConfigPath.child(name + ".tools", tool) + ".approval_mode";
                switch (config.text(own).orElse("")) {
                    case "approve" -> rules.add(tool(server, tool, Rule.Verdict.ALLOW, own));
                    case "prompt" -> rules.add(tool(server, tool, Rule.Verdict.ASK, own));
                    default -> {}
                }
            }
        }
        return new Rules(rules, List.of());
    }

    private Rule tool(String server, String tool, Rule.Verdict verdict, String key) {
        return new Rule.Tool(server, tool, Rule.Saying.of(verdict, config.origin(key)));
    }

    /// Hidden from commands like other hidden places, and no answer to a question opens them.
    private Rules deniedPaths() {
        String key = "permissions.filesystem.deny_read";
        List<Rule> rules = new ArrayList<>();
        for (String path : requirements.texts(key).orElse(List.of())) {
            rules.add(
                    new Rule.File(
                            path,
                            true,
                            true,
                            new Rule.Saying(
                                    Rule.Verdict.FORBID,
                                    "nobody may read it",
                                    false,
                                    Optional.empty(),
                                    requirements.origin(key))));
        }
        return new Rules(rules, List.of());
    }

    private Rules noHost() {
        String key = "network.enabled";
        return config.isSet(key) && !config.bool(key)
                ? new Rules(
                        List.of(
                                new Rule.Host(
                                        HostPattern.parse("*"),
                                        Set.of(),
                                        new Rule.Saying(
                                                Rule.Verdict.FORBID,
                                                "the network is switched off",
                                                false,
                                                Optional.empty(),
                                                config.origin(key)))),
                        List.of())
                : Rules.NONE;
    }

    /// Hosts that are asked about whoever allows them.
    private Rules reviewed() {
        String key = "network.review_domains";
        List<Rule> rules = new ArrayList<>();
        for (String host : requirements.texts(key).orElse(List.of())) {
            rules.add(
                    new Rule.Host(
                            HostPattern.parse(host),
                            Set.of(),
                            Rule.Saying.of(Rule.Verdict.ASK, requirements.origin(key))));
        }
        return new Rules(rules, List.of());
    }

    private Rules tree(Config.Entry entry, Origin.Layer layer) {
        return new RuleTree(entry.origin().file(), layer, compiler).read(entry.value());
    }

    private Rules hosts(String key, Rule.Verdict verdict) {
        List<Rule> rules = new ArrayList<>();
        for (String entry : config.texts(key)) {
            try {
                rules.add(
                        new Rule.Host(
                                HostPattern.parse(entry),
                                Set.of(),
                                Rule.Saying.of(verdict, config.origin(key))));
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        List.of(config.problem(key, String.valueOf(e.getMessage()))));
            }
        }
        return new Rules(rules, List.of());
    }
}
