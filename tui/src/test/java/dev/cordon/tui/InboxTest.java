package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.TurnId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox();

    private void event(Event event) {
        inbox.event(new Envelope(0, Instant.EPOCH, event));
    }

    private List<Event> events() throws InterruptedException {
        return inbox.take(0).events().stream().map(Envelope::event).toList();
    }

    @Test
    void deltasThatFollowEachOtherBecomeOne() throws Exception {
        CallId call = new CallId("c");
        event(new Event.TextDelta(0, "a"));
        event(new Event.TextDelta(0, "b"));
        event(new Event.TextDelta(1, "c"));
        event(new Event.OutputDelta(call, "d"));
        event(new Event.OutputDelta(call, "e"));
        assertEquals(
                List.of(
                        new Event.TextDelta(0, "ab"),
                        new Event.TextDelta(1, "c"),
                        new Event.OutputDelta(call, "de")),
                events());
    }

    @Test
    void nobodyWaitsForAUiThatStandsStillAndWhatIsLostIsCounted() throws Exception {
        for (int i = 0; i < Inbox.MAX_EVENTS + 500; i++) {
            event(new Event.Warning("w" + i));
        }
        event(new Event.TurnStarted(TurnId.fresh()));
        Inbox.Batch batch = inbox.take(0);
        assertEquals(500, batch.dropped());
        assertEquals(Inbox.MAX_EVENTS + 1, batch.events().size());
        assertTrue(batch.events().getLast().event() instanceof Event.TurnStarted);
    }

    @Test
    void whatWasTakenIsGone() throws Exception {
        inbox.input(new byte[] {1});
        inbox.run(() -> {});
        event(new Event.Warning("w"));
        assertEquals(1, inbox.take(0).input().size());
        assertTrue(inbox.take(0).isEmpty());
    }

    @Test
    void theEndOfTheTerminalIsTold() throws Exception {
        inbox.inputEnded();
        assertTrue(inbox.take(1_000_000_000L).inputEnded());
    }
}
