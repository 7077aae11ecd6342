package dev.cordon.cli;

import dev.cordon.protocol.Json;
import java.util.Map;
import java.util.Optional;

/// Who works for whom, and what set the work off: stands in every decision of a session.
///
/// Under a CI service the work was set off by an event there. Its author, not whoever owns the
/// machine, is who asked; and unless it was the clock, the text of the event is another's.
///
/// @param user the account
/// @param auth who vouches for whoever asked: `os` or `ci`
/// @param trigger `human`, `schedule`, `webhook`, `mention` or `api`
/// @param ref names the event, for example a run of the CI service
/// @param author who caused the event
/// @param untrusted whether the text that set the work off may be anybody's
/// @see <a href="https://docs.github.com/en/actions/reference/workflows-and-actions/variables">the
///   variables of GitHub Actions</a>
/// @see <a href="https://docs.gitlab.com/ci/variables/predefined_variables/">those of GitLab CI</a>
record WorkOrder(
        String user,
        String auth,
        String trigger,
        Optional<String> ref,
        Optional<String> author,
        boolean untrusted) {
    private static final String CHARTER = "charter_digest";

    static WorkOrder of(Host host) {
        Map<String, String> environment = host.environment();
        String user = System.getProperty("user.name", "unknown");
        if (environment.containsKey("GITHUB_EVENT_NAME")) {
            return of(
                    user,
                    environment.get("GITHUB_EVENT_NAME"),
                    join(environment, "GITHUB_REPOSITORY", "GITHUB_RUN_ID"),
                    known(environment, "GITHUB_ACTOR"));
        }
        if (environment.containsKey("CI_PIPELINE_SOURCE")) {
            return of(
                    user,
                    environment.get("CI_PIPELINE_SOURCE"),
                    join(environment, "CI_PROJECT_PATH", "CI_PIPELINE_ID"),
                    known(environment, "GITLAB_USER_LOGIN"));
        }
        return new WorkOrder(user, "os", "human", Optional.empty(), Optional.empty(), false);
    }

    private static WorkOrder of(
            String user, String event, Optional<String> ref, Optional<String> author) {
        String trigger =
                switch (event) {
                    case "schedule" -> "schedule";
                    case "issue_comment", "discussion_comment", "pull_request_review_comment" ->
                            "mention";
                    case "workflow_dispatch", "web" -> "human";
                    case "repository_dispatch", "workflow_call", "api", "trigger", "pipeline" ->
                            "api";
                    default -> "webhook";
                };
        boolean own = trigger.equals("schedule") || trigger.equals("human");
        return new WorkOrder(user, "ci", trigger, ref, author, !own);
    }

    private static Optional<String> known(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<String> join(
            Map<String, String> environment, String first, String second) {
        return known(environment, first)
                .map(start -> start + "/" + environment.getOrDefault(second, ""));
    }

    /// A decision with these members as well.
    ///
    /// @param key which key the models are used with, if one was used
    Json.Obj over(Json.Obj decision, Optional<String> key) {
        Json.ObjBuilder body = Json.object();
        decision.members()
                .forEach((name, value) -> {
                    if (!name.equals(CHARTER)) {
                        body.put(name, value);
                    }
                });
        return body.put("actor", actor(decision, key))
                .put("trigger", trigger)
                .putText("trigger_ref", ref)
                .putText("trigger_author", author)
                .put("trigger_untrusted", untrusted)
                .build();
    }

    private Json.Obj actor(Json.Obj decision, Optional<String> key) {
        return Json.object()
                .put("user", user)
                .put("subject", author.orElse(user))
                .put("auth", auth)
                .putText("key_id", key)
                .put("agent", "cordon")
                .put("agent_version", Version.TEXT)
                .putText(CHARTER, decision.text(CHARTER))
                .putText("on_behalf_of", author)
                .build();
    }
}
