package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueuePanelTest {
    private final SessionState state = new SessionState();
    private final List<Op> ops = new ArrayList<>();
    private final List<List<Content>> edited = new ArrayList<>();
    private final QueuePanel panel = new QueuePanel(state, this::asked, edited::add);

    /// Does what a session would.
    private void asked(Op op) {
        ops.add(op);
        List<List<Content>> queue = state.queue();
        switch (op) {
            case Op.Unqueue(int position) -> state.apply(new Event.Unqueued(position));
            case Op.MoveQueued(int from, int to) -> {
                state.apply(new Event.Unqueued(from));
                state.apply(new Event.Queued(to, queue.get(from)));
            }
            default -> {
                // Only written down.
            }
        }
    }

    private void waits(String... texts) {
        for (String text : texts) {
            state.apply(new Event.Queued(99, words(text)));
        }
    }

    private static List<Content> words(String text) {
        return List.of(new Content.Text(text));
    }

    private void press(Input.Press... presses) {
        for (Input.Press press : presses) {
            panel.take(press);
        }
    }

    private List<String> rows() {
        return panel.rows(60, 20).stream().map(Line::text).toList();
    }

    private static final Input.Press DOWN = Input.Press.of(Input.Name.DOWN);

    @Test
    void whatWaitsIsListedAndMoved() {
        waits("one", "two", "three");
        press(DOWN, new Input.Press(Input.Name.DOWN, 0, false, false, true));
        assertEquals(
                List.of("Waiting for the turn", "  1 one", "  2 three", "❯ 3 two"),
                rows().subList(0, 4));
        press(Input.Press.character('k'), Input.Press.character('k'));
        assertEquals(List.of("❯ 1 two", "  2 one", "  3 three"), rows().subList(1, 4));
        press(Input.Press.character('k'));
        assertEquals(3, ops.size());
    }

    @Test
    void oneIsThrownAwayOrTakenBackIntoTheComposer() {
        waits("one", "two", "three");
        press(DOWN, Input.Press.character('x'));
        assertEquals(List.of("  1 one", "❯ 2 three"), rows().subList(1, 3));
        assertEquals(Panel.Outcome.CLOSES, panel.take(Input.Press.of(Input.Name.ENTER)));
        assertEquals(List.of(words("three")), edited);
        assertEquals(List.of(new Op.Unqueue(1), new Op.Unqueue(1)), ops);
    }

    @Test
    void aQueueThatEmptiesItselfMeanwhileDoesNotHurt() {
        waits("one", "two");
        press(DOWN);
        state.apply(new Event.Unqueued(0));
        state.apply(new Event.Unqueued(0));
        assertTrue(rows().contains("  nothing waits"));
        press(
                Input.Press.character('x'),
                Input.Press.of(Input.Name.ENTER),
                Input.Press.of(Input.Name.DELETE),
                Input.Press.character('j'));
        assertEquals(List.of(), ops);
    }

    @Test
    void whatAnEarlierRunLeftIsSentOnlyWhenTheUserSaysSo() {
        state.opened(
                RecordingUi.opened(
                        Optional.empty(), 0, List.of(new Event.Queued(0, words("left")))));
        assertTrue(state.held());
        assertEquals("Waiting since before, not sent", rows().getFirst());
        assertEquals(Panel.Outcome.CLOSES, panel.take(Input.Press.character('r')));
        assertEquals(List.of(new Op.RunQueue()), ops);
    }

    @Test
    void itFitsEveryScreen() {
        waits("a long message that does not fit into a narrow screen", "b", "c", "d");
        for (int columns = 1; columns < 40; columns++) {
            for (int rows = 1; rows < 8; rows++) {
                List<Line> shown = panel.rows(columns, rows);
                assertTrue(shown.size() <= rows);
                int most = columns;
                shown.forEach(row -> assertTrue(Rows.width(row) <= most, row.text()));
            }
        }
    }
}
