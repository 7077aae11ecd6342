package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds requirements that cannot hold together.
final class Contradictions {
    private final Requirements requirements;
    private final List<Problem> problems = new ArrayList<>();

    private Contradictions(Requirements requirements) {
        this.requirements = requirements;
    }

    /// @throws ConfigException with every contradiction
    static void check(Requirements requirements) {
        Contradictions found = new Contradictions(requirements);
        found.wordsAndTables();
        found.paths();
        found.profiles();
        found.models();
        found.sandbox();
        found.network();
        found.reviewers();
        found.servers();
        requirements.examples();
        if (!found.problems.isEmpty()) {
            throw new ConfigException(found.problems);
        }
    }

    private void problem(String key, String sentence) {
        Config.Entry entry = requirements.entries().get(key);
        if (entry != null) {
            problems.add(
                    new Problem(
                            entry.origin().file(),
                            entry.origin().line(),
                            entry.value().column(),
                            sentence));
        }
    }

    private void wordsAndTables() {
        for (String word : requirements.entries().keySet()) {
            for (String inner : requirements.below(word).keySet()) {
                problem(word, word + " contradicts " + inner + " at " + requirements.origin(inner));
            }
        }
    }

    /// A path that means nothing, or not what was meant, would be a control that is not there.
    private void paths() {
        requirements
                .entries()
                .forEach((name, entry) -> {
                    if (Requirements.isPath(name)) {
                        path(name, entry.value(), entry.origin().file());
                    }
                });
    }

    private void path(String name, Toml value, String file) {
        if (value instanceof Toml.Array(List<Toml> elements, _, _)) {
            elements.forEach(element -> path(name, element, file));
        } else if (value instanceof Toml.Text(String path, int line, int column)) {
            String flaw = "";
            if (!path.startsWith("/") && !path.startsWith("~/")) {
                flaw = " must be absolute or begin with ~/";
            } else if (path.indexOf('*') >= 0 || path.indexOf('?') >= 0) {
                flaw = " must be a path; patterns are not understood here";
            }
            if (!flaw.isEmpty()) {
                problems.add(new Problem(file, line, column, name + " " + Quoted.of(path) + flaw));
            }
        }
    }

    private void profiles() {
        Optional<String> standard = requirements.text("default_permissions");
        Map<String, Config.Entry> allowed = requirements.below("allowed_permission_profiles");
        if (standard.isEmpty() || allowed.isEmpty()) {
            return;
        }
        String name = ConfigPath.child("allowed_permission_profiles", standard.get());
        if (!allowed.containsKey(name) || !requirements.bool(name)) {
            problem(
                    "default_permissions",
                    "default_permissions "
                            + Quoted.of(standard.get())
                            + " is not allowed by allowed_permission_profiles");
        }
    }

    private void models() {
        Optional<String> model = requirements.text("models.new_thread.model");
        if (model.isPresent() && !requirements.allowsModel(model.get())) {
            problem(
                    "models.new_thread.model",
                    "models.new_thread.model "
                            + Quoted.of(model.get())
                            + " is not one of allowed_models at "
                            + requirements.origin("allowed_models"));
        }
    }

    private void sandbox() {
        boolean required =
                requirements.entry("require_sandbox").isPresent()
                        && requirements.bool("require_sandbox");
        if (required
                && requirements
                        .texts("allowed_sandbox_modes")
                        .equals(Optional.of(List.of("danger-full-access")))) {
            problem(
                    "require_sandbox",
                    "require_sandbox contradicts allowed_sandbox_modes at "
                            + requirements.origin("allowed_sandbox_modes")
                            + ", which leaves no mode with a sandbox");
        }
        if (required && requirements.bool("allow_outside_sandbox")) {
            problem(
                    "require_sandbox",
                    "require_sandbox contradicts allow_outside_sandbox at "
                            + requirements.origin("allow_outside_sandbox"));
        }
    }

    private void network() {
        impossible("network.allow_upstream_proxy", "the proxy connects to hosts itself");
        impossible(
                "network.dangerously_allow_non_loopback_proxy",
                "the proxy is reached from inside the sandbox only");
        for (String name : requirements.below("network.unix_sockets").keySet()) {
            if (requirements.text(name).equals(Optional.of("allow"))) {
                problem(
                        name,
                        name
                                + " cannot be had: Unix sockets are all closed, or all open by"
                                + " sandbox.allow_unix_sockets");
            }
        }
        for (String host : requirements.texts("network.review_domains").orElse(List.of())) {
            try {
                HostPattern.parse(host);
            } catch (IllegalArgumentException e) {
                problem("network.review_domains", String.valueOf(e.getMessage()));
            }
        }
        if (requirements.entry("network.enabled").isEmpty()
                || requirements.bool("network.enabled")) {
            return;
        }
        for (String name : requirements.below("network.domains").keySet()) {
            if (requirements.text(name).equals(Optional.of("allow"))) {
                problem(
                        name,
                        name
                                + " = \"allow\" contradicts network.enabled = false at "
                                + requirements.origin("network.enabled"));
            }
        }
    }

    private void impossible(String key, String why) {
        if (requirements.bool(key)) {
            problem(key, key + " cannot be had: " + why);
        }
    }

    private void reviewers() {
        Optional<List<String>> needed = requirements.texts("auto_review.required_on_models");
        Optional<List<String>> allowed = requirements.texts("allowed_approvals_reviewers");
        if (needed.isPresent()
                && !needed.get().isEmpty()
                && allowed.isPresent()
                && (allowed.get().isEmpty() || allowed.get().equals(List.of("user")))) {
            problem(
                    "auto_review.required_on_models",
                    "auto_review.required_on_models contradicts allowed_approvals_reviewers at "
                            + requirements.origin("allowed_approvals_reviewers")
                            + ", which allows no auto-review");
        }
    }

    private void servers() {
        Set<String> seen = new HashSet<>();
        for (String name : requirements.below("mcp_servers").keySet()) {
            String server = name.substring(0, name.lastIndexOf('.'));
            if (!seen.add(server)) {
                problem(name, server + " must have either command or url, not both");
            }
        }
    }
}
