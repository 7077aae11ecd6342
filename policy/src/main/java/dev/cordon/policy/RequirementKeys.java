package dev.cordon.policy;

import static dev.cordon.policy.ConfigKeys.bool;
import static dev.cordon.policy.ConfigKeys.integer;
import static dev.cordon.policy.ConfigKeys.number;
import static dev.cordon.policy.ConfigKeys.path;
import static dev.cordon.policy.ConfigKeys.paths;
import static dev.cordon.policy.ConfigKeys.text;
import static dev.cordon.policy.ConfigKeys.texts;
import static dev.cordon.policy.ConfigKeys.tree;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of all keys of `requirements.toml`, and how two files that set the same key are put
/// together.
///
/// Names are those of Codex where it has one. A key of Codex for a feature that Cordon does not
/// have is known and refused: an administrator must not believe in a control that is not there.
public final class RequirementKeys {
    private static final Json NULL = Json.Null.NULL;

    private final List<Row> rows;
    private final ConfigKeys table;
    private final Map<String, Merge> merges = new HashMap<>();

    private RequirementKeys(List<Row> rows) {
        this.rows = List.copyOf(rows);
        List<ConfigKey> keys = new ArrayList<>();
        for (Row row : rows) {
            keys.add(row.key());
            merges.put(row.key().name(), row.merge());
        }
        table = ConfigKeys.of(keys);
    }

    /// A key and how two of its values become one.
    public record Row(ConfigKey key, Merge merge) {}

    /// How the values of two sources become one. Never wider than either.
    public enum Merge {
        /// What both lists have.
        INTERSECTION("the elements that all files have"),
        /// What either list has.
        UNION("the elements of all files"),
        /// `true` only if both say so.
        BOTH("true only if no file says false"),
        /// `true` if either says so.
        EITHER("true if any file says so"),
        /// The smaller number.
        SMALLEST("the smallest"),
        /// The word that stands first among the allowed ones.
        STRICTEST("the strictest"),
        /// They must be equal.
        EQUAL("must be the same in all files"),
        /// One text after the other.
        JOINED("one after the other");

        private final String words;

        Merge(String words) {
            this.words = words;
        }

        /// For the reference page.
        public String words() {
            return words;
        }
    }

    /// The table, built at the first call.
    public static RequirementKeys table() {
        return Holder.TABLE;
    }

    /// All keys, by topic.
    public List<Row> rows() {
        return rows;
    }

    ConfigKeys keys() {
        return table;
    }

    Merge merge(String name) {
        Optional<ConfigKey> key = table.find(name);
        return key.isEmpty() ? Merge.EQUAL : merges.getOrDefault(key.get().name(), Merge.EQUAL);
    }

    private static List<Row> build() {
        List<Row> rows = new ArrayList<>();
        allowed(rows);
        protection(rows);
        network(rows);
        profiles(rows);
        models(rows);
        extensions(rows);
        unknownFeatures(rows);
        return rows;
    }

    private static void allowed(List<Row> rows) {
        rows.add(
                new Row(
                        texts("allowed_approval_policies", "The values approval_policy may have.")
                                .oneOf("untrusted", "never", "on-request", "granular"),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        texts("allowed_approvals_reviewers", "Who may answer questions.")
                                .oneOf("user", "auto_review_then_user", "auto_review"),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        texts("allowed_sandbox_modes", "The values sandbox_mode may have.")
                                .oneOf("read-only", "workspace-write", "danger-full-access"),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        texts("allowed_web_search_modes", "The values web_search may have.")
                                .oneOf("disabled", "cached", "live"),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        texts("allowed_models", "Models that may be used; a * at the end matches."),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        texts("allowed_login_methods", "Ways to log in.").oneOf("api", "chatgpt"),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        bool("allowed_permission_profiles.*", "Whether a profile may be used."),
                        Merge.BOTH));
        rows.add(
                new Row(
                        text("default_permissions", "The permission profile of new sessions."),
                        Merge.EQUAL));
    }

    private static void protection(List<Row> rows) {
        rows.add(
                new Row(
                        bool("require_journal", "Without a journal nothing runs.").standard(true),
                        Merge.EITHER));
        rows.add(
                new Row(
                        bool("require_sandbox", "Without a sandbox nothing runs.").standard(true),
                        Merge.EITHER));
        rows.add(
                new Row(
                        bool("allow_degraded", "Whether a weaker sandbox will do.").standard(false),
                        Merge.BOTH));
        rows.add(
                new Row(
                        text("outer_boundary", "A container around Cordon is the only boundary."),
                        Merge.EQUAL));
        rows.add(
                new Row(
                        bool("allow_outside_sandbox", "Whether a rule may leave the sandbox.")
                                .standard(false),
                        Merge.BOTH));
        rows.add(
                new Row(
                        bool("allow_login_shell", "Whether commands may run in a login shell."),
                        Merge.BOTH));
        rows.add(
                new Row(
                        paths("permissions.filesystem.deny_read", "Paths nobody can read."),
                        Merge.UNION));
        rows.add(
                new Row(number("max_session_cost", "Dollars a session may cost."), Merge.SMALLEST));
        rows.add(
                new Row(
                        integer("max_session_tokens", "Tokens a session may use."),
                        Merge.SMALLEST));
        rows.add(
                new Row(
                        integer("max_session_seconds", "How long a session may take."),
                        Merge.SMALLEST));
        rows.add(
                new Row(
                        texts("auto_review.required_on_models", "Models that need auto-review."),
                        Merge.UNION));
        rows.add(
                new Row(
                        text("guardian_policy_config", "The reviewer's policy text."),
                        Merge.EQUAL));
        rows.add(
                new Row(
                        text("guardian_extra_policy", "Added to the reviewer's policy text."),
                        Merge.JOINED));
        rows.add(new Row(tree("rules", "Rules that ask or forbid."), Merge.UNION));
        rows.add(new Row(text("tests.[].command", "A command as an example."), Merge.UNION));
        rows.add(
                new Row(
                        text("tests.[].host", "A host, or host:port, as an example."),
                        Merge.UNION));
        rows.add(new Row(text("tests.[].path", "A path as an example."), Merge.UNION));
        rows.add(
                new Row(
                        text("tests.[].access", "What is done at the path.").oneOf("read", "write"),
                        Merge.UNION));
        rows.add(
                new Row(
                        text("tests.[].expect", "What must be decided.")
                                .oneOf("allow", "ask", "deny"),
                        Merge.UNION));
    }

    private static void network(List<Row> rows) {
        for (String table : List.of("network.", "experimental_network.")) {
            hosts(rows, table);
            for (String name : List.of("http_port", "socks_port")) {
                rows.add(
                        new Row(
                                tree(table + name, "The proxy listens inside the sandbox only.")
                                        .refused(),
                                Merge.EQUAL));
            }
            for (ConfigKey key : ConfigKeys.table().all()) {
                if (key.name().startsWith("network.hosts.")
                        || key.name().startsWith("network.header_injections.")
                        || key.name().startsWith("network.repositories.")) {
                    String name = table + key.name().substring("network.".length());
                    rows.add(new Row(effective(key).standard(NULL).named(name), Merge.EQUAL));
                }
            }
        }
    }

    private static void hosts(List<Row> rows, String table) {
        rows.add(new Row(bool(table + "enabled", "Whether there is a network."), Merge.BOTH));
        rows.add(
                new Row(
                        text(table + "domains.*", "Whether a host may be reached.")
                                .oneOf("deny", "allow"),
                        Merge.STRICTEST));
        rows.add(
                new Row(
                        texts(table + "review_domains", "Hosts that are always asked about."),
                        Merge.UNION));
        rows.add(
                new Row(
                        bool(
                                table + "managed_allowed_domains_only",
                                "Whether nobody may add hosts, by rules or by answers."),
                        Merge.EITHER));
        rows.add(
                new Row(
                        text(table + "methods", "The most that may be asked of hosts.")
                                .oneOf("read-only", "read-where-visible", "any"),
                        Merge.STRICTEST));
        rows.add(
                new Row(
                        texts(table + "permitted_addresses", "Private blocks that may be dialled."),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        bool(
                                table + "dangerously_allow_all_unix_sockets",
                                "Whether commands may use any Unix socket."),
                        Merge.BOTH));
        rows.add(
                new Row(
                        text(table + "unix_sockets.*", "Whether a Unix socket may be used.")
                                .oneOf("deny", "allow"),
                        Merge.STRICTEST));
        rows.add(
                new Row(
                        bool(
                                table + "allow_local_binding",
                                "Whether ports of the host may be opened."),
                        Merge.BOTH));
        rows.add(
                new Row(
                        bool(table + "allow_upstream_proxy", "Whether another proxy may follow."),
                        Merge.BOTH));
        rows.add(
                new Row(
                        bool(
                                table + "dangerously_allow_non_loopback_proxy",
                                "Whether the proxy may listen for others."),
                        Merge.BOTH));
    }

    private static void profiles(List<Row> rows) {
        for (ConfigKey key : ConfigKeys.table().all()) {
            if (key.name().startsWith("permissions.")) {
                rows.add(new Row(effective(key), Merge.EQUAL));
            }
        }
        rows.add(
                new Row(
                        texts(
                                "remote_sandbox_config.[].hostname_patterns",
                                "The machines that it is for; * stands for anything."),
                        Merge.INTERSECTION));
        rows.add(
                new Row(
                        texts(
                                        "remote_sandbox_config.[].allowed_sandbox_modes",
                                        "Stands for allowed_sandbox_modes on these machines.")
                                .oneOf("read-only", "workspace-write", "danger-full-access"),
                        Merge.INTERSECTION));
    }

    private static void models(List<Row> rows) {
        rows.add(new Row(text("model_provider", "The only provider."), Merge.EQUAL));
        rows.add(new Row(text("openai_base_url", "Address of the provider openai."), Merge.EQUAL));
        rows.add(new Row(path("model_catalog_json", "The only catalogue."), Merge.EQUAL));
        rows.add(
                new Row(text("models.new_thread.model", "The model if none is set."), Merge.EQUAL));
        rows.add(
                new Row(
                        text("models.new_thread.model_reasoning_effort", "Effort if none is set."),
                        Merge.EQUAL));
        rows.add(
                new Row(
                        text("models.new_thread.service_tier", "Service tier if none is set.")
                                .oneOf("fast", "flex"),
                        Merge.EQUAL));
        rows.add(
                new Row(
                        text("on_reroute", "What happens when another model answers.")
                                .oneOf("stop", "ask", "continue"),
                        Merge.STRICTEST));
        rows.add(
                new Row(
                        text("additional_developer_instructions", "Added to the instructions."),
                        Merge.JOINED));
        rows.add(
                new Row(
                        text("cli_auth_credentials_store", "Where keys are kept.")
                                .oneOf("ephemeral", "keyring", "file", "auto"),
                        Merge.EQUAL));
        rows.add(new Row(path("log_dir", "The folder of log files."), Merge.EQUAL));
        for (ConfigKey key : ConfigKeys.table().all()) {
            if (key.name().startsWith("otel.")
                    || key.name().startsWith("journal.")
                    || key.name().startsWith("model_providers.")) {
                rows.add(new Row(effective(key).standard(NULL), Merge.EQUAL));
            }
        }
    }

    /// What has no effect in a user's file is no control either.
    private static ConfigKey effective(ConfigKey key) {
        return key.support() == ConfigKey.Support.WITHOUT_EFFECT ? key.refused() : key;
    }

    private static void extensions(List<Row> rows) {
        rows.add(
                new Row(
                        text("mcp_servers.*.identity.command", "The server's program."),
                        Merge.EQUAL));
        rows.add(new Row(text("mcp_servers.*.identity.url", "The server's address."), Merge.EQUAL));
        rows.add(
                new Row(
                        bool("allow_managed_hooks_only", "Always so: no hooks are run."),
                        Merge.EITHER));
        rows.add(
                new Row(
                        tree("hooks", "No hooks are run; use rules or an approver instead.")
                                .refused(),
                        Merge.EQUAL));
    }

    private static void unknownFeatures(List<Row> rows) {
        for (String name :
                List.of(
                        "auto_review.ignore_rules",
                        "plugins",
                        "marketplaces",
                        "apps",
                        "allowed_chatgpt_workspaces",
                        "chatgpt_base_url",
                        "enforce_residency",
                        "feedback",
                        "sqlite_home",
                        "check_for_update_on_startup",
                        "allow_browser_and_computer_use",
                        "browser_use",
                        "computer_use",
                        "in_app_browser",
                        "allow_appshots",
                        "allow_remote_control",
                        "windows",
                        "application",
                        "features")) {
            rows.add(refused(name));
        }
    }

    private static Row refused(String name) {
        return new Row(tree(name, "Has no counterpart in Cordon.").refused(), Merge.EQUAL);
    }

    private static final class Holder {
        static final RequirementKeys TABLE = new RequirementKeys(build());
    }
}
