package dev.cordon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whom a session works for, as its surroundings tell.
final class WorkOrderTest {
    private static Json.Obj decision(Map<String, String> environment) {
        Host host =
                new Host(
                        environment,
                        Path.of("/"),
                        Path.of("/"),
                        new ByteArrayInputStream(new byte[0]),
                        ProtocolOutput.to(new ByteArrayOutputStream()),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        return WorkOrder.of(host)
                .over(
                        Json.object()
                                .put("verdict", "allow")
                                .put("trigger", "human")
                                .put("charter_digest", "ab")
                                .build(),
                        Optional.of("environment:1a2b3c4d"));
    }

    private static String summary(Map<String, String> environment) {
        Json.Obj decision = decision(environment);
        return decision.requireText("trigger")
                + " "
                + decision.text("trigger_ref").orElse("-")
                + " "
                + decision.text("trigger_author").orElse("-")
                + " "
                + decision.find("trigger_untrusted").orElseThrow().equals(Json.of(true));
    }

    @Test
    void aDecisionNamesTheAgentTheAccountAndTheInstructions() {
        Json.Obj actor = decision(Map.of()).requireObject("actor");

        assertEquals("cordon", actor.requireText("agent"));
        assertEquals(Version.TEXT, actor.requireText("agent_version"));
        assertEquals(System.getProperty("user.name"), actor.requireText("user"));
        assertEquals(System.getProperty("user.name"), actor.requireText("subject"));
        assertEquals("os", actor.requireText("auth"));
        assertEquals("environment:1a2b3c4d", actor.requireText("key_id"));
        assertEquals("ab", actor.requireText("charter_digest"));
        assertEquals("allow", decision(Map.of()).requireText("verdict"));
    }

    @Test
    void withoutACiServiceAPersonStartedIt() {
        assertEquals("human - - false", summary(Map.of("USER", "alice")));
    }

    @Test
    void aCommentOnGitHubIsAMentionByItsAuthorWhoseTextIsNotTrusted() {
        assertEquals(
                "mention octo/shop/77 mallory true",
                summary(
                        Map.of(
                                "GITHUB_EVENT_NAME",
                                "issue_comment",
                                "GITHUB_REPOSITORY",
                                "octo/shop",
                                "GITHUB_RUN_ID",
                                "77",
                                "GITHUB_ACTOR",
                                "mallory")));
    }

    @Test
    void underACiServiceWhoCausedTheEventIsTheSubjectAndTheServiceVouches() {
        Json.Obj actor =
                decision(Map.of("GITHUB_EVENT_NAME", "push", "GITHUB_ACTOR", "mallory"))
                        .requireObject("actor");

        assertEquals("mallory", actor.requireText("subject"));
        assertEquals("ci", actor.requireText("auth"));
    }

    @Test
    void theClockIsTrustedAndAnUnknownEventIsNot() {
        assertEquals("schedule - - false", summary(Map.of("GITHUB_EVENT_NAME", "schedule")));
        assertEquals("webhook - - true", summary(Map.of("GITHUB_EVENT_NAME", "anything")));
    }

    @Test
    void aPipelineOfGitLabNamesItsSource() {
        assertEquals(
                "webhook group/shop/9 alice true",
                summary(
                        Map.of(
                                "CI_PIPELINE_SOURCE",
                                "merge_request_event",
                                "CI_PROJECT_PATH",
                                "group/shop",
                                "CI_PIPELINE_ID",
                                "9",
                                "GITLAB_USER_LOGIN",
                                "alice")));
    }
}
