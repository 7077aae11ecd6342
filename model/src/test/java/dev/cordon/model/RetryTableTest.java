package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.model.ModelEvent.Failed;
import dev.cordon.model.ModelEvent.Retrying;
import dev.cordon.protocol.FailureKind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One case a row of the table of errors: how many requests are made, and how it ends.
class RetryTableTest {

    @ParameterizedTest(name = "{0} {1}: {3} after {2} requests")
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "400 | {\"error\":{\"message\":\"bad\"}} | 1 | BAD_REQUEST",
                "400 | {\"error\":{\"message\":\"x\",\"code\":1}} | 1 | BAD_REQUEST",
                "400 | {\"error\":{\"code\":\"context_length_exceeded\"}} | 1 | CONTEXT_WINDOW_EXCEEDED",
                "400 | {\"error\":{\"message\":\"maximum context length is 10\"}} | 1 | CONTEXT_WINDOW_EXCEEDED",
                "400 | {\"type\":\"error\",\"error\":{\"message\":\"prompt is too long: 9\"}} | 1 | CONTEXT_WINDOW_EXCEEDED",
                "400 | {\"error\":{\"message\":\"prompt is too long: 9\"}} | 1 | CONTEXT_WINDOW_EXCEEDED",
                "400 | {\"error\":{\"code\":\"cyber_policy\"}} | 1 | CYBER_POLICY",
                "400 | {\"error\":{\"code\":\"bio_policy\"}} | 1 | SAFETY_POLICY",
                "400 | {\"error\":{\"code\":\"content_policy_violation\"}} | 1 | SAFETY_POLICY",
                "400 | {\"error\":{\"code\":\"misalignment_policy_violation\"}} | 1 | SAFETY_POLICY",
                "400 | {\"error\":{\"code\":\"invalid_prompt\"}} | 1 | SAFETY_POLICY",
                "401 | {\"error\":{\"message\":\"no\"}} | 1 | UNAUTHORIZED",
                "402 | {} | 1 | USAGE_LIMIT",
                "403 | {} | 1 | FORBIDDEN",
                "404 | {} | 1 | NOT_FOUND",
                "404 | {\"error\":{\"code\":\"model_not_found\"}} | 1 | MODEL_NOT_FOUND",
                "404 | {\"error\":\"model 'x' not found\"} | 1 | MODEL_NOT_FOUND",
                "407 | {} | 1 | CONFIGURATION",
                "408 | {} | 5 | SERVER_ERROR",
                "413 | {} | 1 | REQUEST_TOO_LARGE",
                "422 | {\"detail\":[{\"msg\":\"x\"}]} | 1 | BAD_REQUEST",
                "429 | {} | 5 | RATE_LIMITED",
                "429 | {\"error\":{\"type\":\"usage_limit_reached\"}} | 1 | USAGE_LIMIT",
                "429 | {\"error\":{\"code\":\"insufficient_quota\"}} | 1 | USAGE_LIMIT",
                "429 | {\"error\":{\"code\":\"usage_not_included\"}} | 1 | USAGE_LIMIT",
                "500 | {} | 5 | SERVER_ERROR",
                "500 | <html><body>oops</body></html> | 5 | SERVER_ERROR",
                "502 | ~~ | 5 | SERVER_ERROR",
                "503 | {} | 5 | OVERLOADED",
                "503 | {\"error\":{\"code\":\"server_is_overloaded\"}} | 4 | OVERLOADED",
                "503 | {\"error\":{\"code\":\"slow_down\"}} | 5 | OVERLOADED",
                "504 | {} | 5 | SERVER_ERROR",
                "529 | {\"error\":{\"type\":\"overloaded_error\"}} | 5 | OVERLOADED",
                "302 | {} | 1 | CONFIGURATION",
            })
    void aStatusIsHandledByItsRow(int status, String body, int requests, FailureKind kind) {
        ScriptedServer.Reply reply = ScriptedServer.status(status, body);
        try (ScriptedServer server = repeat(reply, 8)) {
            List<ModelEvent> events = ask(server, new Asking.NoWaiting());

            assertEquals(kind, Asking.failed(events).kind());
            assertEquals(requests, server.requests().size());
            assertEquals(requests - 1, Asking.only(Retrying.class, events).size());
        }
    }

    @ParameterizedTest(name = "{0}: {2} after {1} requests")
    @CsvSource({
        "rate_limit_exceeded, 6, RATE_LIMITED",
        "slow_down, 6, OVERLOADED",
        "some_new_word, 6, SERVER_ERROR",
        "server_is_overloaded, 4, OVERLOADED",
        "insufficient_quota, 1, USAGE_LIMIT",
        "usage_not_included, 1, USAGE_LIMIT",
        "invalid_prompt, 1, SAFETY_POLICY",
        "cyber_policy, 1, CYBER_POLICY",
        "bio_policy, 1, SAFETY_POLICY",
        "content_policy_violation, 1, SAFETY_POLICY",
        "misalignment_policy_violation, 1, SAFETY_POLICY",
        "context_length_exceeded, 1, CONTEXT_WINDOW_EXCEEDED",
        "model_not_found, 1, MODEL_NOT_FOUND",
    })
    void aFailedResponseIsHandledByItsCode(String code, int requests, FailureKind kind) {
        String event =
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\""
                        + code
                        + "\",\"message\":\"m\"}}}";
        try (ScriptedServer server = repeat(ScriptedServer.sse(Asking.CREATED, event), 8)) {
            List<ModelEvent> events = ask(server, new Asking.NoWaiting());

            assertEquals(kind, Asking.failed(events).kind());
            assertEquals(requests, server.requests().size());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "{\"type\":\"error\",\"code\":\"insufficient_quota\",\"message\":\"boom\"}",
                "{\"type\":\"error\",\"error\":{\"type\":\"insufficient_quota\","
                        + "\"code\":\"insufficient_quota\",\"message\":\"boom\"}}",
            })
    void bothShapesOfAnErrorEventAreUnderstood(String event) {
        try (ScriptedServer server = repeat(ScriptedServer.sse(event), 2)) {
            Failed failed = Asking.failed(ask(server, new Asking.NoWaiting()));

            assertEquals(FailureKind.USAGE_LIMIT, failed.kind());
            assertTrue(failed.message().contains("boom"), failed.message());
        }
    }

    @Test
    void delaysGrowAndAreBounded() {
        Asking.NoWaiting pause = new Asking.NoWaiting();
        try (ScriptedServer server = repeat(ScriptedServer.cut(Asking.CREATED), 8)) {
            assertEquals(FailureKind.STREAM_DISCONNECTED, Asking.failed(ask(server, pause)).kind());
            assertEquals(6, server.requests().size());
        }
        assertEquals(List.of(200L, 400L, 800L, 1600L, 3200L), pause.waits);
    }

    @Test
    void aRateLimitWithoutAHintWaitsAtLeastASecond() {
        Asking.NoWaiting pause = new Asking.NoWaiting();
        try (ScriptedServer server = repeat(ScriptedServer.status(429, "{}"), 8)) {
            ask(server, pause);
        }
        assertEquals(List.of(1000L, 1000L, 1000L, 1600L), pause.waits);
    }

    @ParameterizedTest(name = "{0}: {1} waits {2} ms")
    @CsvSource({
        "retry-after, 2, 2000",
        "Retry-After, 1.5, 1500",
        "retry-after-ms, 70, 70",
        "retry-after, 0, 0",
    })
    void retryAfterIsObeyedExactly(String name, String value, long millis) {
        Asking.NoWaiting pause = new Asking.NoWaiting();
        try (ScriptedServer server =
                ScriptedServer.start(
                        ScriptedServer.status(429, Map.of(name, value), "{}"),
                        ScriptedServer.sse(Asking.CREATED, Asking.DONE, Asking.COMPLETED))) {
            Asking.completed(ask(server, pause));
        }
        assertEquals(List.of(millis), pause.waits);
    }

    @Test
    void retryAfterAboveFiveMinutesStopsAndSaysWhen() {
        Asking.NoWaiting pause = new Asking.NoWaiting();
        try (ScriptedServer server =
                ScriptedServer.start(
                        ScriptedServer.status(429, Map.of("retry-after", "301"), "{}"))) {
            Failed failed = Asking.failed(ask(server, pause));

            assertEquals(OptionalLong.of(301), failed.retryAfterSeconds());
            assertTrue(failed.message().contains("301 s"), failed.message());
        }
        assertEquals(List.of(), pause.waits);
    }

    @ParameterizedTest(name = "{0} is {1} ms")
    @CsvSource({
        "Please try again in 1.5s., 1500",
        "Please try again in 20ms., 20",
        "try again in 6m0s, 360000",
        "Try again in 2 minutes., 120000",
        "try again in 1h2m3s later, 3723000",
        "try again in 3s.5, 3000",
        "try again in a while, -1",
        "try again in 5 bananas, -1",
        "nothing, -1",
        "try again in , -1",
        "try again in 99999999999999999999s, -1",
    })
    void aHintInTheTextIsRead(String text, long millis) {
        assertEquals(millis, RetryAfter.inText(text).orElse(-1));
    }

    @Test
    void anHttpDateIsRead() {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        assertEquals(
                OptionalLong.of(30_000), RetryAfter.header("Sat, 21 Nov 2026 10:00:30 GMT", now));
        assertEquals(OptionalLong.of(0), RetryAfter.header("Sat, 21 Nov 2026 09:00:00 GMT", now));
        assertEquals(OptionalLong.empty(), RetryAfter.header("tomorrow", now));
        assertEquals(OptionalLong.empty(), RetryAfter.header("1e99", now));
        assertEquals(OptionalLong.empty(), RetryAfter.millis("-5"));
    }

    @Test
    void aSpentPlanTellsWhenItResets() {
        long reset = Instant.now().getEpochSecond() + 7200;
        String body =
                "{\"error\":{\"type\":\"usage_limit_reached\",\"plan_type\":\"pro\",\"resets_at\":"
                        + reset
                        + ",\"message\":\"limit\"}}";
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.status(429, body))) {
            Failed failed = Asking.failed(ask(server, new Asking.NoWaiting()));

            assertTrue(failed.message().contains("it resets at 20"), failed.message());
            assertTrue(Math.abs(failed.retryAfterSeconds().orElse(0) - 7200) < 60);
        }
    }

    @Test
    void aHostThatCannotBeReachedIsGivenUpAfterTheTimeThatIsAllowed() throws IOException {
        ScriptedServer gone = ScriptedServer.start();
        gone.close();
        // Whoever holds the port without listening keeps other tests' servers from getting it.
        try (Socket holder = new Socket()) {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress("127.0.0.1", gone.uri().getPort()));
            Asking.NoWaiting pause = new Asking.NoWaiting();

            List<ModelEvent> events = ask(gone, pause);

            assertEquals(FailureKind.CONNECTION_FAILED, Asking.failed(events).kind());
            assertEquals(120_000, pause.waits.stream().mapToLong(w -> w).sum());
            assertEquals(0, Asking.only(Retrying.class, events).getFirst().maxAttempts());
        }
    }

    @Test
    void aRetryTellsAttemptDelayReasonAndRequestId() {
        try (ScriptedServer server =
                ScriptedServer.start(
                        ScriptedServer.status(
                                500,
                                Map.of("x-request-id", "req_7"),
                                "{\"error\":{\"message\":\"boom\"}}"),
                        ScriptedServer.sse(Asking.CREATED, Asking.DONE, Asking.COMPLETED))) {
            List<ModelEvent> events = ask(server, new Asking.NoWaiting());

            assertEquals(
                    new Retrying(1, 4, 200, "HTTP 500 boom", java.util.Optional.of("req_7")),
                    events.getFirst());
        }
    }

    @Test
    void noKeyIsInAnyWordsAboutAFault() {
        String body = "{\"error\":{\"message\":\"Incorrect key: " + Asking.KEY.reveal() + "\"}}";
        try (ScriptedServer server = ScriptedServer.start(ScriptedServer.status(401, body))) {
            Failed failed = Asking.failed(ask(server, new Asking.NoWaiting()));

            assertFalse(failed.message().contains(Asking.KEY.reveal()), failed.message());
            assertTrue(failed.message().contains("Incorrect key: [key]"), failed.message());
        }
    }

    private static ScriptedServer repeat(ScriptedServer.Reply reply, int times) {
        ScriptedServer server = ScriptedServer.start();
        for (int i = 0; i < times; i++) {
            server.then(reply);
        }
        return server;
    }

    private static List<ModelEvent> ask(ScriptedServer server, ModelClients.Pause pause) {
        Provider provider = Asking.provider(server.uri(), Provider.WireApi.RESPONSES);
        try (ModelClient client =
                Asking.client(provider, Asking.profile("gpt-5.2"), Asking.options(), pause)) {
            return Asking.ask(
                    client, Asking.request("gpt-5.2", List.of(Asking.BASE, Asking.user("hello"))));
        }
    }
}
