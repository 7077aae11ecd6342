package dev.cordon.policy;

import static dev.cordon.policy.ConfigKeys.bool;
import static dev.cordon.policy.ConfigKeys.integer;
import static dev.cordon.policy.ConfigKeys.path;
import static dev.cordon.policy.ConfigKeys.paths;
import static dev.cordon.policy.ConfigKeys.text;
import static dev.cordon.policy.ConfigKeys.texts;
import static dev.cordon.policy.ConfigKeys.tree;

import dev.cordon.policy.ConfigKey.Repository;
import dev.cordon.protocol.Confinement;
import java.util.ArrayList;
import java.util.List;

/// The keys about approvals, the sandbox, the network and the environment of commands.
final class ProtectionKeys {
    private static final Confinement.Limits LIMITS = Confinement.Limits.DEFAULT;

    private ProtectionKeys() {}

    static List<ConfigKey> all() {
        List<ConfigKey> keys = new ArrayList<>(approvals());
        keys.addAll(sandbox());
        keys.addAll(network());
        keys.addAll(permissionProfiles());
        keys.addAll(environment());
        return keys;
    }

    private static List<ConfigKey> approvals() {
        return List.of(
                text("approval_policy", "When somebody is asked before something happens.")
                        .oneOf("untrusted", "never", "on-request")
                        .standard("on-request")
                        .repository(Repository.STRICTER_APPROVAL),
                bool(
                        "approval_policy.granular.sandbox_approval",
                        "Whether leaving the sandbox is asked about; false refuses it."),
                bool("approval_policy.granular.rules", "Whether rules that ask are asked about."),
                bool(
                        "approval_policy.granular.mcp_elicitations",
                        "Whether questions of MCP servers are shown."),
                bool(
                        "approval_policy.granular.request_permissions",
                        "Whether requests for wider permissions are shown."),
                bool("approval_policy.granular.skill_approval", "Whether skills are asked about."),
                text("approvals_reviewer", "Who answers questions.")
                        .oneOf("user", "auto_review_then_user", "auto_review")
                        .standard("user")
                        .repository(Repository.STRICTER_WORD),
                text("approver", "Who answers in headless runs: command:PATH or unix:PATH."),
                text("auto_review.policy", "Your organisation's text for the reviewer."),
                text("auto_review.model", "The reviewer's model; the session's if unset."),
                text(
                        "auto_review.model_provider",
                        "Whose model reviews; the session's provider if unset."),
                integer("auto_review.timeout_ms", "How long a review may take.").standard(90_000),
                integer("auto_review.max_tokens", "How many tokens a session's reviews may use."),
                tree("rules", "Rules for commands, hosts, paths, tools and sub-agents.")
                        .repository(Repository.FREE),
                text("projects.*.trust_level", "Whether the project at this path is trusted.")
                        .oneOf("untrusted", "trusted"));
    }

    private static List<ConfigKey> sandbox() {
        return List.of(
                text("sandbox_mode", "How much of the file system commands can change.")
                        .oneOf("read-only", "workspace-write", "danger-full-access")
                        .standard("workspace-write")
                        .repository(Repository.STRICTER_WORD),
                paths("sandbox_workspace_write.writable_roots", "More folders that can change.")
                        .none()
                        .repository(Repository.FEWER),
                bool("sandbox_workspace_write.network_access", "Opens the network to any host.")
                        .standard(false)
                        .repository(Repository.ONLY_FALSE),
                bool(
                                "sandbox_workspace_write.exclude_tmpdir_env_var",
                                "Always so: commands have a TMPDIR of their own.")
                        .standard(false)
                        .repository(Repository.ONLY_TRUE),
                bool(
                                "sandbox_workspace_write.exclude_slash_tmp",
                                "Always so: commands have a /tmp of their own.")
                        .standard(false)
                        .repository(Repository.ONLY_TRUE),
                bool("allow_login_shell", "Whether commands may run in a login shell.")
                        .standard(true)
                        .repository(Repository.ONLY_FALSE),
                paths("sandbox.hidden_paths", "Paths that commands cannot read.")
                        .none()
                        .repository(Repository.MORE),
                paths("sandbox.readable_paths", "Paths below hidden ones that can be read.")
                        .none()
                        .repository(Repository.FEWER),
                texts("sandbox.hidden_names", "File names hidden at any depth of the workspace.")
                        .none()
                        .repository(Repository.MORE),
                texts("sandbox.protected_names", "Names that cannot change at any depth.")
                        .none()
                        .repository(Repository.MORE),
                bool("sandbox.allow_degraded", "Whether a weaker sandbox will do.")
                        .standard(false)
                        .repository(Repository.ONLY_FALSE),
                bool("sandbox.allow_unix_sockets", "Whether commands may use any Unix socket.")
                        .standard(false)
                        .repository(Repository.ONLY_FALSE),
                bool("sandbox.allow_ptrace", "Whether commands may trace each other.")
                        .standard(false)
                        .repository(Repository.ONLY_FALSE),
                limit("max_processes", "Processes of one command.", LIMITS.maxProcesses()),
                limit("max_memory_bytes", "Memory of one command.", LIMITS.maxMemoryBytes()),
                limit("max_file_bytes", "Size of a file it writes.", LIMITS.maxFileBytes()),
                limit("max_tmp_bytes", "Size of its /tmp.", LIMITS.maxTmpBytes()),
                limit("max_cpu_seconds", "Its processor time.", LIMITS.maxCpuSeconds()),
                limit("max_open_files", "Open files of a process.", LIMITS.maxOpenFiles()),
                limit("max_output_bytes", "Output kept in memory.", LIMITS.maxOutputBytes()),
                limit("max_spill_bytes", "Output kept on disk.", LIMITS.maxSpillBytes()),
                texts("network.allow", "Hosts reached unasked: host, *.host or host:port.")
                        .none()
                        .repository(Repository.FEWER),
                texts("network.deny", "Hosts never reached.").none().repository(Repository.MORE));
    }

    private static List<ConfigKey> network() {
        return List.of(
                bool("network.enabled", "Whether any host can be reached; false refuses them all.")
                        .standard(true)
                        .repository(Repository.ONLY_FALSE),
                text("network.unlisted", "What happens to a host that no rule names.")
                        .oneOf("refuse", "ask")
                        .standard("ask")
                        .repository(Repository.STRICTER_WORD),
                text(
                                "network.methods",
                                "What may be asked of a host that network.hosts leaves out.")
                        .oneOf("read-only", "read-where-visible", "any")
                        .standard("read-where-visible")
                        .repository(Repository.STRICTER_WORD),
                text("network.hosts.*.tls", "Whether the proxy opens TLS with this host.")
                        .oneOf("opened", "passed", "raw"),
                texts("network.hosts.*.methods", "Methods that may be used; opens TLS."),
                texts("network.hosts.*.paths", "Beginnings of paths; opens TLS."),
                texts(
                                "network.permitted_addresses",
                                "Blocks of private addresses that may be dialled: 10.0.0.0/8.")
                        .none()
                        .repository(Repository.FEWER),
                text(
                        "network.header_injections.*.variable",
                        "The variable in which commands find a stand-in for the secret."),
                text(
                        "network.header_injections.*.secret_env",
                        "The variable of Cordon's own environment that holds the secret."),
                path("network.header_injections.*.secret_file", "The file that holds the secret."),
                text(
                        "network.header_injections.*.field",
                        "The field that gets the secret; Authorization if unset."),
                texts("network.header_injections.*.hosts", "The only hosts that get the secret."),
                text("network.repositories.*", "Address of a Maven repository, by its id."));
    }

    private static ConfigKey limit(String name, String doc, long standard) {
        return integer("sandbox.limits." + name, doc + " 0 means no bound.")
                .standard(standard)
                .repository(Repository.SMALLER);
    }

    private static List<ConfigKey> permissionProfiles() {
        return List.of(
                text("default_permissions", "The permission profile of new sessions."),
                text("permissions.*.description", "What the profile is for."),
                text("permissions.*.extends", "The profile it adds to, for example :workspace."),
                paths("permissions.*.workspace_roots", "Folders that count as workspace."),
                text("permissions.*.filesystem.*", "What may be done at a path.")
                        .oneOf("deny", "read", "write"),
                text("permissions.*.filesystem.*.*", "What may be done below a path.")
                        .oneOf("deny", "read", "write"),
                integer("permissions.*.filesystem.glob_scan_max_depth", "Depth of pattern search."),
                bool("permissions.*.network.enabled", "Whether the network can be used."),
                text("permissions.*.network.domains.*", "Whether a host may be reached.")
                        .oneOf("deny", "allow"),
                text("permissions.*.network.mode", "Which methods may be used.")
                        .oneOf("limited", "full"),
                bool("permissions.*.network.allow_local_binding", "Whether ports may be opened."),
                text("permissions.*.network.unix_sockets.*", "Whether a socket may be used.")
                        .oneOf("deny", "allow"),
                bool("permissions.*.network.allow_upstream_proxy", "Whether a proxy may follow."),
                bool("permissions.*.network.enable_socks5", "Whether SOCKS5 is offered."),
                text("permissions.*.network.proxy_url", "Address of the proxy.").withoutEffect(),
                text("permissions.*.network.socks_url", "Address of the proxy.").withoutEffect(),
                tree("permissions.*.network.mitm", "Use network.hosts.HOST.tls instead.")
                        .refused());
    }

    private static List<ConfigKey> environment() {
        return List.of(
                text("shell_environment_policy.inherit", "Which variables commands inherit.")
                        .oneOf("none", "core", "all")
                        .standard("core"),
                bool(
                                "shell_environment_policy.ignore_default_excludes",
                                "Whether variables that look like secrets are passed on.")
                        .standard(false),
                texts("shell_environment_policy.exclude", "Patterns of names not passed on.")
                        .none(),
                texts("shell_environment_policy.include_only", "Patterns of names passed on.")
                        .none(),
                text("shell_environment_policy.set.*", "A variable with its value."),
                bool(
                                "shell_environment_policy.experimental_use_profile",
                                "Whether the shell's profile is read.")
                        .withoutEffect(),
                path("sandbox.shell", "The shell that runs commands."));
    }
}
