package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts requirements over a configuration: what was asked for and is forbidden is an error that
/// names both places; what nobody asked for takes an allowed value.
final class Enforcement {
    private final Requirements requirements;
    private final Config config;
    private final Map<String, Config.Entry> values;
    private final List<Problem> problems = new ArrayList<>();

    Enforcement(Requirements requirements, Config config) {
        this.requirements = requirements;
        this.config = config;
        this.values = new LinkedHashMap<>(config.entries());
    }

    /// The configuration with the permission profiles that the requirements describe, and with the
    /// one that they choose.
    ///
    /// @throws ConfigException if the user describes or chooses another
    Config withProfiles() {
        Map<String, Config.Entry> described =
                new LinkedHashMap<>(requirements.below("permissions"));
        described.keySet().removeIf(name -> Config.isBelow(name, "permissions.filesystem"));
        onlyThese(described, "permissions");
        requirements
                .entry("default_permissions")
                .ifPresent(entry -> force("default_permissions", entry, "default_permissions"));
        profiles();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config.with(values, List.of());
    }

    /// The configuration under the requirements.
    ///
    /// @throws ConfigException with everything that was asked for and is forbidden
    Config result() {
        words();
        switches();
        bounds();
        models();
        new NetworkEnforcement(this, requirements, config).run();
        exact();
        new ExtensionEnforcement(this, requirements, config).run();
        additions();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config.with(values, List.of());
    }

    private void words() {
        word("allowed_sandbox_modes", "sandbox_mode", "");
        word("allowed_web_search_modes", "web_search", "disabled");
        word("allowed_approvals_reviewers", "approvals_reviewer", "");
        word("allowed_login_methods", "forced_login_method", "");
        approvals();
        if (isRequired("require_sandbox")
                && value("sandbox_mode").equals(Optional.of("danger-full-access"))) {
            forbid("sandbox_mode", "require_sandbox", "");
        }
        stricter("on_reroute", "on_reroute");
    }

    /// A key with a list of allowed words.
    ///
    /// @param always a word that is allowed whatever the list says; empty if there is none
    private void word(String list, String key, String always) {
        Optional<List<String>> allowed = requirements.texts(list);
        if (allowed.isEmpty()) {
            return;
        }
        Set<String> words = new LinkedHashSet<>(allowed.get());
        if (!always.isEmpty()) {
            words.add(always);
        }
        choose(list, key, words);
    }

    private void choose(String list, String key, Set<String> words) {
        Optional<String> now = value(key);
        if (now.isPresent() && words.contains(now.get())) {
            return;
        }
        if (config.isSet(key)) {
            forbid(key, list, allowedWords(words));
            return;
        }
        for (String word : config.keys().find(key).orElseThrow().allowed()) {
            if (words.contains(word)) {
                put(key, text(word), list);
                return;
            }
        }
        problems.add(
                new Problem(
                        requirements.origin(list).file(),
                        requirements.origin(list).line(),
                        1,
                        list + " allows nothing, so no session can start"));
    }

    private void approvals() {
        Optional<List<String>> allowed = requirements.texts("allowed_approval_policies");
        if (allowed.isEmpty()) {
            return;
        }
        List<String> granular = config.names("approval_policy");
        if (granular.isEmpty()) {
            Set<String> words = new LinkedHashSet<>(allowed.get());
            if (words.equals(Set.of("granular"))) {
                problems.add(
                        config.problem(
                                "approval_policy",
                                "must be granular by "
                                        + requirements.origin("allowed_approval_policies")));
                return;
            }
            choose("allowed_approval_policies", "approval_policy", words);
        } else if (!allowed.get().contains("granular")) {
            for (String key : config.entries().keySet()) {
                if (Config.isBelow(key, "approval_policy")) {
                    forbid(key, "allowed_approval_policies", "");
                    return;
                }
            }
        }
    }

    private void switches() {
        never("allow_login_shell", requirements.entry("allow_login_shell").isPresent());
        if (!requirements.bool("allow_degraded") && config.bool("sandbox.allow_degraded")) {
            forbid("sandbox.allow_degraded", "allow_degraded", "");
        }
        String sockets = "network.dangerously_allow_all_unix_sockets";
        if (requirements.entry(sockets).isPresent()
                && !requirements.bool(sockets)
                && config.bool("sandbox.allow_unix_sockets")) {
            forbid("sandbox.allow_unix_sockets", sockets, "");
        }
    }

    /// A switch that must be off where the requirements say so under the same name.
    private void never(String key, boolean said) {
        if (!said || requirements.bool(key)) {
            return;
        }
        if (config.isSet(key) && config.bool(key)) {
            forbid(key, key, "");
        } else {
            put(key, new Toml.Bool(false, 0, 0), key);
        }
    }

    private void bounds() {
        bound("max_session_cost", "limits.max_session_cost");
        bound("max_session_tokens", "limits.max_session_tokens");
        bound("max_session_seconds", "limits.max_session_seconds");
    }

    /// A bound of zero in the configuration means none, so it is over any bound.
    private void bound(String requirement, String key) {
        Optional<Config.Entry> most = requirements.entry(requirement);
        if (most.isEmpty()) {
            return;
        }
        Config.Entry now = values.get(key);
        double mine = now == null ? 0 : RequirementMerge.amount(now);
        if (now == null) {
            put(key, most.get().value(), requirement);
        } else if (mine == 0 || mine > RequirementMerge.amount(most.get())) {
            forbid(key, requirement, "; it may be at most " + plain(most.get().value().json()));
        }
    }

    private void models() {
        standard("models.new_thread.model", "model");
        standard("models.new_thread.model_reasoning_effort", "model_reasoning_effort");
        standard("models.new_thread.service_tier", "service_tier");
        Optional<List<String>> allowed = requirements.texts("allowed_models");
        if (allowed.isPresent()) {
            if (value("model").isEmpty()) {
                firstModel(allowed.get());
            }
            for (String key : List.of("model", "review_model", "auto_review.model")) {
                Optional<String> model = value(key);
                if (model.isPresent() && !requirements.allowsModel(model.get())) {
                    forbid(key, "allowed_models", allowedWords(new LinkedHashSet<>(allowed.get())));
                }
            }
        }
        reviewer();
    }

    private void firstModel(List<String> allowed) {
        for (String model : allowed) {
            if (!model.endsWith("*")) {
                put("model", text(model), "allowed_models");
                return;
            }
        }
    }

    private void reviewer() {
        Optional<List<String>> models = requirements.texts("auto_review.required_on_models");
        Optional<String> model = value("model");
        if (models.isEmpty()
                || model.isEmpty()
                || !Requirements.matches(model.get(), models.get())
                || !value("approvals_reviewer").equals(Optional.of("user"))) {
            return;
        }
        if (config.isSet("approvals_reviewer")) {
            forbid("approvals_reviewer", "auto_review.required_on_models", "");
            return;
        }
        Optional<List<String>> allowed = requirements.texts("allowed_approvals_reviewers");
        boolean thenUser = allowed.isEmpty() || allowed.get().contains("auto_review_then_user");
        String word = thenUser ? "auto_review_then_user" : "auto_review";
        put("approvals_reviewer", text(word), "auto_review.required_on_models");
    }

    /// A value for those who set none.
    private void standard(String requirement, String key) {
        Optional<Config.Entry> entry = requirements.entry(requirement);
        if (entry.isPresent() && !config.isSet(key)) {
            put(key, entry.get().value(), requirement);
        }
    }

    /// A key whose words have an order: it must be the required word or one before it.
    void stricter(String requirement, String key) {
        Optional<String> most = requirements.text(requirement);
        if (most.isEmpty()) {
            return;
        }
        List<String> order = config.keys().find(key).orElseThrow().allowed();
        int mine = order.indexOf(value(key).orElse(""));
        if (mine <= order.indexOf(most.get())) {
            return;
        }
        if (config.isSet(key)) {
            forbid(key, requirement, "; it must be " + Quoted.of(most.get()) + " or stricter");
        } else {
            put(key, text(most.get()), requirement);
        }
    }

    /// Values that must be exactly these.
    private void exact() {
        for (String key :
                List.of(
                        "model_provider",
                        "openai_base_url",
                        "model_catalog_json",
                        "cli_auth_credentials_store",
                        "log_dir")) {
            requirements.entry(key).ifPresent(entry -> force(key, entry, key));
        }
        requirements
                .entry("guardian_policy_config")
                .ifPresent(e -> force("auto_review.policy", e, "guardian_policy_config"));
        Map<String, Config.Entry> telemetry = requirements.below("otel");
        telemetry.forEach((name, entry) -> force(name, entry, name));
        requirements.below("journal").forEach((name, entry) -> force(name, entry, name));
        onlyThese(requirements.below("model_providers"), "model_providers");
        for (String exporter :
                List.of("otel.exporter", "otel.trace_exporter", "otel.metrics_exporter")) {
            if (telemetry.keySet().stream()
                    .anyMatch(n -> n.equals(exporter) || Config.isBelow(n, exporter))) {
                noOthers(exporter, telemetry);
            }
        }
        if (requirements.text("model_provider").equals(Optional.of("openai"))
                && requirements.entry("openai_base_url").isEmpty()
                && config.isSet("openai_base_url")) {
            forbid("openai_base_url", "model_provider", "");
        }
        Optional<String> only = requirements.text("model_provider");
        Optional<String> reviewer = config.text("auto_review.model_provider");
        if (only.isPresent() && reviewer.isPresent() && !only.equals(reviewer)) {
            forbid("auto_review.model_provider", "model_provider", "");
        }
    }

    private void profiles() {
        Map<String, Config.Entry> allowed = requirements.below("allowed_permission_profiles");
        Optional<String> chosen = value("default_permissions");
        if (allowed.isEmpty() || chosen.isEmpty()) {
            return;
        }
        String name = ConfigPath.child("allowed_permission_profiles", chosen.get());
        if (!allowed.containsKey(name)) {
            problems.add(
                    config.problem(
                            "default_permissions",
                            Quoted.of(chosen.get())
                                    + " is not in allowed_permission_profiles of "
                                    + allowed.values().iterator().next().origin()));
        } else if (!requirements.bool(name)) {
            forbid("default_permissions", name, "");
        }
    }

    /// What the administrator describes has nothing but what he wrote.
    void onlyThese(Map<String, Config.Entry> described, String prefix) {
        Set<String> names = new LinkedHashSet<>();
        described.forEach((name, entry) -> {
            force(name, entry, name);
            names.add(prefix + "." + firstPart(name.substring(prefix.length() + 1)));
        });
        for (String name : names) {
            noOthers(name, described);
        }
    }

    private static String firstPart(String name) {
        List<String> parts = ConfigPath.parts(name);
        return ConfigPath.dotted(parts.subList(0, 1));
    }

    private void noOthers(String prefix, Map<String, Config.Entry> allowed) {
        String place =
                allowed.keySet().stream()
                        .filter(n -> n.equals(prefix) || Config.isBelow(n, prefix))
                        .findFirst()
                        .orElseThrow();
        for (String key : config.entries().keySet()) {
            boolean inside = key.equals(prefix) || Config.isBelow(key, prefix);
            if (inside && !allowed.containsKey(key)) {
                forbid(key, place, "");
            }
        }
    }

    private void additions() {
        requirements
                .texts("permissions.filesystem.deny_read")
                .ifPresent(paths ->
                        add("sandbox.hidden_paths", paths, "permissions.filesystem.deny_read"));
        requirements
                .text("additional_developer_instructions")
                .ifPresent(text -> {
                    String own = value("developer_instructions").map(t -> "\n\n" + t).orElse("");
                    put(
                            "developer_instructions",
                            text(text + own),
                            "additional_developer_instructions");
                });
        requirements
                .text("guardian_extra_policy")
                .ifPresent(text -> {
                    String own = value("auto_review.policy").map(t -> t + "\n\n").orElse("");
                    put("auto_review.policy", text(own + text), "guardian_extra_policy");
                });
        for (String open : config.texts("sandbox.readable_paths")) {
            for (String hidden :
                    requirements.texts("permissions.filesystem.deny_read").orElse(List.of())) {
                if (java.nio.file.Path.of(open).startsWith(hidden)) {
                    forbid("sandbox.readable_paths", "permissions.filesystem.deny_read", "");
                }
            }
        }
    }

    /// Adds elements to a list.
    void add(String key, List<String> more, String requirement) {
        Set<String> all = new LinkedHashSet<>(config.texts(key));
        all.addAll(more);
        List<Toml> elements = new ArrayList<>();
        for (String element : all) {
            elements.add(text(element));
        }
        put(key, new Toml.Array(elements, 0, 0), requirement);
    }

    /// A value that must be exactly this.
    void force(String key, Config.Entry entry, String requirement) {
        Json wanted = entry.value().json();
        Config.Entry own = config.entries().get(key);
        if (own != null && !own.value().json().equals(wanted)) {
            String must = "; it must be " + Quoted.of(plain(wanted));
            forbid(key, requirement, ConfigReport.isSecret(key) ? "" : must);
        } else {
            put(key, entry.value(), requirement);
        }
    }

    private static String plain(Json value) {
        return value instanceof Json.Str(String text)
                ? text
                : dev.cordon.protocol.JsonText.write(value);
    }

    /// Something was asked for that is forbidden.
    void forbid(String key, String requirement, String hint) {
        boolean shown = config.isSet(key) && !ConfigReport.isSecret(key);
        String value = shown ? " " + Quoted.of(plain(asked(key))) : "";
        problems.add(
                config.problem(
                        key,
                        value.strip()
                                + " is forbidden by "
                                + requirements.origin(requirement)
                                + " ("
                                + requirement
                                + ")"
                                + hint));
    }

    private Json asked(String key) {
        return config.entry(key).orElseThrow().value().json();
    }

    /// Something is wrong that has a sentence of its own.
    void add(Problem problem) {
        problems.add(problem);
    }

    void put(String key, Toml value, String requirement) {
        values.put(key, new Config.Entry(value, requirements.origin(requirement)));
    }

    private boolean isRequired(String key) {
        return requirements.entry(key).isPresent() && requirements.bool(key);
    }

    /// The value that counts so far.
    private Optional<String> value(String key) {
        Config.Entry entry = values.get(key);
        if (entry != null && entry.value() instanceof Toml.Text(String text, _, _)) {
            return Optional.of(text);
        }
        return entry == null ? config.text(key) : Optional.empty();
    }

    private static Toml text(String word) {
        return new Toml.Text(word, 0, 0);
    }

    private static String allowedWords(Set<String> words) {
        return words.isEmpty()
                ? "; nothing is allowed"
                : "; use " + Nearest.choices(List.copyOf(words));
    }
}
