package dev.cordon.journal;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.ActionDigest;
import dev.cordon.protocol.Answer;
import dev.cordon.protocol.Capability;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.ConfinementCodec;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Grant;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Review;
import dev.cordon.protocol.TurnId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decision as it stands in an entry: all that it depends on and all that it obliges to.
final class DecisionBody {
    private DecisionBody() {}

    static Json.ObjBuilder of(
            Action action, Decision decision, JournalEntries.Circumstances circumstances) {
        Provenance from = circumstances.provenance();
        Json.ObjBuilder body =
                start(action, circumstances)
                        .put("verdict", JournalEntries.verdict(decision))
                        .put("rule", decision.rule())
                        .putText("rule_digest", from.ruleDigest())
                        .put("reasons", List.of(code(decision.rule())))
                        .put("origin", origin(decision.origin()))
                        .put("reviewer", reviewer(decision, from.answered()));
        if (!from.matched().isEmpty()) {
            body.put("matched", from.matched());
        }
        circumstances.confinement().ifPresent(c -> confined(c, from.backend(), body));
        body.putJson("facts", circumstances.facts());
        from.answered().ifPresent(answered -> body.put("supersedes", answered.supersedes()));
        switch (decision) {
            case Decision.Allow _ -> body.put("grant", grant(action, from.answered()));
            case Decision.Deny(String _, Origin _, String reason) -> body.put("reason", reason);
            case Decision.Ask(String _, Origin _, String reason, List<Capability> offered) ->
                    body.put("reason", reason)
                            .put("capabilities", offered.stream().map(Capability::key).toList());
        }
        return body;
    }

    /// Deciding itself failed, which counts as no.
    static Json.ObjBuilder failed(
            Action action, String reason, JournalEntries.Circumstances circumstances) {
        return start(action, circumstances)
                .put("verdict", "error")
                .put("rule", "gate.failure")
                .put("reasons", List.of("gate.failure"))
                .put("origin", origin(Origin.BUILT_IN))
                .put("reviewer", Json.object().put("kind", "default").build())
                .put("reason", reason);
    }

    private static Json.ObjBuilder start(
            Action action, JournalEntries.Circumstances circumstances) {
        Provenance from = circumstances.provenance();
        Json.Obj inputs =
                Json.object()
                        .putText("prompt_digest", from.promptDigest())
                        .putText("base_commit", from.baseCommit())
                        .putText("checkpoint", from.checkpoint())
                        .build();
        Json.ObjBuilder body =
                Json.object()
                        .putText("turn", circumstances.turn().map(TurnId::value))
                        .put("action", ActionBody.of(action))
                        .putText("tool", from.tool())
                        .put("user", circumstances.user())
                        .put("trigger", circumstances.trigger())
                        .putText("charter_digest", from.charterDigest())
                        .putText("policy_digest", circumstances.policyDigest())
                        .putText("policy_source", from.policySource());
        return inputs.members().isEmpty() ? body : body.put("inputs", inputs);
    }

    /// The stable part of a rule's name: `rules.prefix` of `rules.prefix[git push]`.
    private static String code(String rule) {
        int bracket = rule.indexOf('[');
        return bracket < 0 ? rule : rule.substring(0, bracket);
    }

    /// Who said so: `default`, `config`, `rule`, `user`, `auto` or `hook`, the last one being a
    /// program of the user that answers.
    private static Json.Obj reviewer(Decision decision, Optional<Provenance.Answered> answered) {
        if (answered.isEmpty()) {
            String kind =
                    switch (decision.origin().layer()) {
                        case BUILT_IN -> "default";
                        case GRANT -> "user";
                        case REQUIREMENTS -> "rule";
                        case SYSTEM, USER, PROFILE, PROJECT, COMMAND_LINE ->
                                decision.rule().startsWith("rules") ? "rule" : "config";
                    };
            return Json.object().put("kind", kind).build();
        }
        String by = answered.get().answer().by();
        Optional<Review> review = answered.get().review();
        Json.ObjBuilder reviewer = Json.object().put("kind", kind(by)).put("id", by);
        review.ifPresent(r ->
                reviewer.put("outcome", Payloads.lower(r.outcome()))
                        .put("model", r.provider().isEmpty() ? "" : r.provider() + "/" + r.model())
                        .put("prompt_digest", r.promptDigest())
                        .putText("risk", r.risk().map(Payloads::lower))
                        .putText("authorization", r.authorization().map(Payloads::lower))
                        .put("rationale_digest", ActionBody.digest(r.rationale()))
                        .put("latency_ms", r.durationMillis()));
        return reviewer.build();
    }

    private static String kind(String by) {
        if (by.startsWith("auto")) {
            return "auto";
        }
        if (by.startsWith("approver:")) {
            return "hook";
        }
        return by.equals("nobody") ? "default" : "user";
    }

    /// What an allowed action may use. One that no answer allowed holds for itself only.
    private static Json.Obj grant(Action action, Optional<Provenance.Answered> answered) {
        Json.ObjBuilder grant =
                Json.object().put("action_digest", ActionDigest.of(action)).put("uses", 1);
        if (answered.isEmpty() || answered.get().grant().isEmpty()) {
            return grant.put("scope", "rule").build();
        }
        Grant given = answered.get().grant().get();
        if (given.scope() != Grant.Scope.ONCE) {
            grant.put("uses", 0);
        }
        if (answered.get().answer() instanceof Answer.Approve approved) {
            grant.put("capability", approved.capability().key());
        }
        return grant.put("scope", Payloads.lower(given.scope()))
                .put("id", given.id())
                .put("not_before", answered.get().when().toString())
                .put("expires", given.expires().toString())
                .build();
    }

    private static void confined(
            Confinement confinement, Optional<String> backend, Json.ObjBuilder body) {
        Json.Obj whole = ConfinementCodec.write(confinement);
        Json.ObjBuilder profile = Json.object();
        // Values of variables may be secret; a digest of few unknown values could be guessed.
        whole.members()
                .forEach((name, value) ->
                        profile.put(
                                name,
                                name.equals("environment") ? Json.of(names(confinement)) : value));
        body.put(
                "sandbox",
                Json.object()
                        .put("profile_digest", ActionBody.digest(profile.build()))
                        .putText("backend", backend)
                        .put("mode", confinement.mode().word())
                        .put("network", Payloads.lower(confinement.network()))
                        .put("view", Payloads.lower(confinement.view()))
                        .put("workspace", confinement.workspace().toString())
                        .put(
                                "permits",
                                confinement.permits().stream()
                                        .map(Payloads::lower)
                                        .sorted()
                                        .toList())
                        .build());
        Confinement.Limits limits = confinement.limits();
        body.put(
                "obligations",
                Json.object()
                        .put("writable", texts(confinement.writable()))
                        .put("hidden", confinement.hidden().size())
                        .put("hidden_names", confinement.hiddenNames().size())
                        .put("protected_names", confinement.protectedNames().size())
                        .put("environment", confinement.environment().size())
                        .put("max_output_bytes", limits.maxOutputBytes())
                        .put("max_memory_bytes", limits.maxMemoryBytes())
                        .put("max_processes", limits.maxProcesses())
                        .build());
    }

    private static String names(Confinement confinement) {
        return String.join(" ", confinement.environment().keySet().stream().sorted().toList());
    }

    private static List<String> texts(List<Path> paths) {
        List<String> texts = new ArrayList<>(paths.size());
        paths.forEach(path -> texts.add(path.toString()));
        return texts;
    }

    static Json.Obj origin(Origin origin) {
        return Json.object()
                .put("layer", Payloads.lower(origin.layer()))
                .put("file", origin.file())
                .put("line", origin.line())
                .build();
    }
}
