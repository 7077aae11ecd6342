package dev.cordon.policy;

import dev.cordon.protocol.Confinement;
import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;

/// Everything that decides as one text that is the same in every process: sets and maps are sorted,
/// and of the environment only what is done with it is in it. Its digest names the policy in the
/// journal.
///
/// Each value is named here instead of printing records: the text then does not depend on how a
/// record prints itself, and a start pays nothing for making those printers.
final class PolicyText {
    private final StringBuilder out = new StringBuilder(2048);

    private PolicyText() {}

    static String of(PolicySettings settings) {
        PolicyText text = new PolicyText();
        text.field("policy", 3);
        text.approvals(settings.approvals());
        text.field("mode", settings.mode().word());
        text.field("mode.origin", settings.modeOrigin());
        text.places(settings.files());
        text.network(settings.network());
        text.environment(settings.environment());
        text.limits(settings.limits());
        text.list("permits", new TreeSet<>(settings.permits()));
        text.field("outside_sandbox", settings.outsideSandbox());
        for (Rule rule : settings.rules().all()) {
            text.rule(rule);
        }
        for (Rules.HostExecutable executable : settings.rules().executables()) {
            text.list("host_executable " + executable.name(), executable.paths());
        }
        return text.out.toString();
    }

    static String of(Rule rule) {
        PolicyText text = new PolicyText();
        text.rule(rule);
        return text.out.toString();
    }

    /// One line. What ends a line or an escape in a value is escaped, so that no value can look
    /// like another field.
    private void field(String name, Object value) {
        out.append(name).append('=');
        String text = value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\\' -> out.append("\\\\");
                default -> out.append(c);
            }
        }
        out.append('\n');
    }

    /// One line for each value.
    private void list(String name, Collection<?> values) {
        for (Object value : values) {
            field(name, value);
        }
    }

    private void approvals(ApprovalPolicy approvals) {
        field("approvals", approvals.kind().word());
        field("approvals.origin", approvals.origin());
        ApprovalPolicy.Granular granular = approvals.granular();
        field("approvals.sandbox", granular.sandboxApproval());
        field("approvals.rules", granular.rules());
        field("approvals.mcp", granular.mcpElicitations());
        field("approvals.permissions", granular.requestPermissions());
        field("approvals.skills", granular.skillApproval());
    }

    private void places(Places places) {
        field("home", places.home());
        list("writable", places.writableRoots());
        list("hidden", places.hidden());
        list("readable", places.readable());
        list("hidden_names", places.hiddenNames());
        list("protected_names", places.protectedNames());
    }

    private void network(PolicySettings.Network network) {
        field("network.unlisted", network.unlisted());
        field("network.search", network.search());
        field("network.origin", network.origin());
        if (network.plan().isPresent()) {
            plan(network.plan().get());
        }
    }

    private void plan(NetworkPlan plan) {
        field("network.methods", plan.methods().word());
        for (NetworkPlan.Treatment treatment : plan.hosts()) {
            String name = "network.host " + treatment.host();
            field(name, treatment.tls().word());
            list(name + " methods", new TreeSet<>(treatment.methods()));
            list(name + " paths", treatment.paths());
        }
        list("network.addresses", plan.addresses());
        for (NetworkPlan.Injection injection : plan.injections()) {
            String name = "network.injection " + injection.name();
            field(name, injection.variable());
            field(name + " field", injection.field());
            field(name + " env", injection.secretVariable());
            field(name + " file", injection.secretFile());
            list(name + " host", injection.hosts());
        }
        list("network.repository", new TreeMap<>(plan.repositories()).entrySet());
    }

    private void environment(HostEnvironment environment) {
        field("environment.inherit", environment.inherit());
        field("environment.keep_secrets", environment.keepSecrets());
        list("environment.exclude", environment.exclude());
        list("environment.include_only", environment.includeOnly());
        list("environment.set", new TreeMap<>(environment.set()).entrySet());
    }

    private void limits(Confinement.Limits limits) {
        field("limits.processes", limits.maxProcesses());
        field("limits.memory_bytes", limits.maxMemoryBytes());
        field("limits.file_bytes", limits.maxFileBytes());
        field("limits.tmp_bytes", limits.maxTmpBytes());
        field("limits.cpu_seconds", limits.maxCpuSeconds());
        field("limits.open_files", limits.maxOpenFiles());
        field("limits.output_bytes", limits.maxOutputBytes());
        field("limits.spill_bytes", limits.maxSpillBytes());
    }

    private void rule(Rule rule) {
        Rule.Saying saying = rule.saying();
        field("rule", rule.name());
        field("rule.verdict", saying.verdict());
        field("rule.outside_sandbox", saying.outsideSandbox());
        field("rule.justification", saying.justification());
        field("rule.origin", saying.origin());
        saying.condition().ifPresent(condition -> field("rule.when", condition.source()));
        if (rule instanceof Rule.Host host) {
            list("rule.method", new TreeSet<>(host.methods()));
        } else if (rule instanceof Rule.File file) {
            field("rule.reads", file.reads());
            field("rule.writes", file.writes());
        }
    }
}
