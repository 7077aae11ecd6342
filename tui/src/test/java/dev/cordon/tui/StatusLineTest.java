package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Event;
import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private static final Around.Seen MAIN =
            new Around.Seen(Optional.of("fix/the-basket-total"), Optional.empty());
    private static final Around.Seen WEAK =
            new Around.Seen(Optional.of("main"), Optional.of("weak sandbox: landlock"));

    private static SessionState session(String mode) {
        SessionState state = new SessionState();
        state.apply(
                new Event.SessionStarted(
                        new SessionId("019cf000-0000-7000-8000-000000000001"),
                        "1",
                        "/p",
                        "openai",
                        "gpt-5.5",
                        mode,
                        "on-request",
                        "proxied",
                        Optional.empty()));
        state.opened(RecordingUi.opened(Optional.empty(), 1000, List.of()));
        Usage usage =
                new Usage(
                        OptionalLong.of(380),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.of(0),
                        OptionalLong.empty());
        state.apply(new Event.UsageReported("m", usage, usage, usage, OptionalLong.of(420_000)));
        return state;
    }

    private static String row(SessionState state, Around.Seen around, String hint, int columns) {
        Line row = StatusLine.row(state, new StatusLine.Surroundings(around, false), hint, columns);
        assertTrue(Rows.width(row) <= columns, row.text());
        return row.text();
    }

    @Test
    void itSaysModelContextMoneyBranchSandboxApprovalsAndNetwork() {
        assertEquals(
                "gpt-5.5 · 62 % left · $0.42 · fix/the-basket-total · workspace-write"
                        + " · ask on-request · network proxied",
                row(session("workspace-write"), MAIN, "", 120));
    }

    @Test
    void aNarrowRowSaysItShorterAndThenLeavesOutWhatMattersLeast() {
        SessionState state = session("workspace-write");
        assertEquals(
                "gpt-5.5 · 62 % · $0.42 · fix/the-baske… · workspace · on-request · net proxied",
                row(state, MAIN, "", 79));
        assertEquals("gpt-5.5 · workspace · net proxied", row(state, MAIN, "", 40));
        assertEquals("gpt-5.5 · workspace", row(state, MAIN, "", 19));
        assertEquals("workspace", row(state, MAIN, "", 12));
        for (int columns = 1; columns < 130; columns++) {
            row(state, WEAK, "Ctrl-C again quits", columns);
        }
    }

    @Test
    void aBoundaryThatIsNotWholeIsRedAndStaysLongest() {
        SessionState state = session("workspace-write");
        Line row = StatusLine.row(state, new StatusLine.Surroundings(WEAK, false), "", 120);
        assertTrue(row.spans().contains(new Span("▲ weak sandbox: landlock", Role.ERROR)));
        assertEquals("▲ weak", row(state, WEAK, "", 8));
    }

    @Test
    void noSandboxIsRedToo() {
        SessionState state = session("danger-full-access");
        Line row = StatusLine.row(state, new StatusLine.Surroundings(MAIN, false), "", 120);
        assertTrue(row.spans().contains(new Span("danger-full-access", Role.ERROR)));
        assertTrue(!row.text().contains("network"), row.text());
    }

    @Test
    void aHintStandsAtTheRightEnd() {
        assertTrue(
                row(session("workspace-write"), MAIN, "Ctrl-C again quits", 79)
                        .endsWith("  Ctrl-C again quits"));
    }

    @Test
    void aBranchThatIsNamedToDeceiveIsTextAndNothingElse() {
        Around.Seen around = new Around.Seen(Optional.of("a\u001b[2J\u202eb\nc"), Optional.empty());
        String row = row(session("workspace-write"), around, "", 120);
        assertTrue(row.indexOf('\u001b') < 0 && row.indexOf('\n') < 0 && row.indexOf('\u202e') < 0);
    }
}
