package dev.cordon.telemetry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.CallId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The names of traces and spans.
class TraceContextTest {

    @Test
    void aTurnJoinsTheTraceOfWhoeverStartedCordon() {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        TraceContext context = TraceContext.of(Play.TURN, Optional.of(parent));

        assertEquals("0af7651916cd43dd8448eb211c80319c", context.traceId());
        assertEquals(Optional.of("b7ad6b7169203331"), context.parentSpanId());
        for (String broken :
                List.of(
                        "",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01;x")) {
            assertEquals(
                    Optional.empty(),
                    TraceContext.of(Play.TURN, Optional.of(broken)).parentSpanId(),
                    broken);
        }
    }

    @Test
    void theNamesOfSpansFollowFromTurnAndCall() {
        TraceContext context = TraceContext.of(Play.TURN, Optional.empty());

        assertEquals(
                context.header(Play.TURN, new CallId("a")),
                TraceContext.of(Play.TURN, Optional.empty()).header(Play.TURN, new CallId("a")));
        assertFalse(
                context.header(Play.TURN, new CallId("a"))
                        .equals(context.header(Play.TURN, new CallId("b"))));
        assertTrue(TraceContext.valid(context.header(Play.TURN, new CallId("a"))));
        assertArrayEquals(
                new int[] {16, 32},
                new int[] {TraceContext.span(Play.TURN).length(), context.traceId().length()});
    }
}
