package dev.cordon.tui;

import dev.cordon.protocol.Content;
import dev.cordon.protocol.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The messages that wait for the end of the turn: to be read, moved, taken back and thrown away.
/// Shows what waits now, not what waited when it was opened.
final class QueuePanel implements Panel {
    private static final int MAX_SHOWN = 10;

    private final SessionState state;
    private final Consumer<Op> asks;
    private final Consumer<List<Content>> edit;
    private int selected;

    /// @param edit gets a message that was taken back, to be written anew
    QueuePanel(SessionState state, Consumer<Op> asks, Consumer<List<Content>> edit) {
        this.state = state;
        this.asks = asks;
        this.edit = edit;
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        List<List<Content>> queue = state.queue();
        selected = Math.clamp(selected, 0, Math.max(0, queue.size() - 1));
        List<Line> rows = new ArrayList<>();
        String title = state.held() ? "Waiting since before, not sent" : "Waiting for the turn";
        rows.add(Wrap.cut(Line.of(title, Role.HEADING), columns));
        int room = Math.clamp(maxRows - 2, 1, MAX_SHOWN);
        int first = Math.clamp(selected - room / 2, 0, Math.max(0, queue.size() - room));
        for (int i = first; i < Math.min(queue.size(), first + room); i++) {
            boolean here = i == selected;
            String text = Attachments.words(queue.get(i));
            rows.add(
                    Wrap.cut(
                            Line.of(
                                    new Span(here ? "❯ " : "  ", Role.ACCENT),
                                    new Span((i + 1) + " ", Role.DIM),
                                    Rows.span(text, here ? Role.SELECTED : Role.TEXT)),
                            columns));
        }
        if (queue.isEmpty()) {
            rows.add(Line.of("  nothing waits", Role.DIM));
        }
        rows.addAll(
                Wrap.words(
                        Line.of(
                                "  Enter edits · Shift+↑↓ or k j moves · x removes"
                                        + (state.held() ? " · r sends all" : "")
                                        + " · Esc",
                                Role.DIM),
                        columns));
        return rows.size() > maxRows ? rows.subList(0, Math.max(0, maxRows)) : rows;
    }

    @Override
    public Outcome take(Input input) {
        int count = state.queue().size();
        if (!(input instanceof Input.Press press)) {
            return Outcome.STAYS;
        }
        if (press.is(Input.Name.ESCAPE) || press.types('q')) {
            return Outcome.CLOSES;
        }
        if (count == 0) {
            return Outcome.STAYS;
        }
        selected = Math.clamp(selected, 0, count - 1);
        boolean held = press.shift() || press.alt();
        switch (press.name()) {
            case UP -> go(-1, held, count);
            case DOWN -> go(1, held, count);
            case DELETE, BACKSPACE -> asks.accept(new Op.Unqueue(selected));
            case ENTER -> {
                return edit();
            }
            case CHAR -> {
                return letter(press, count);
            }
            default -> {
                // Nothing else means anything here.
            }
        }
        return Outcome.STAYS;
    }

    private Outcome letter(Input.Press press, int count) {
        if (press.types('x')) {
            asks.accept(new Op.Unqueue(selected));
        } else if (press.types('k')) {
            go(-1, true, count);
        } else if (press.types('j')) {
            go(1, true, count);
        } else if (press.types('e')) {
            return edit();
        } else if (press.types('r') && state.held()) {
            asks.accept(new Op.RunQueue());
            return Outcome.CLOSES;
        }
        return Outcome.STAYS;
    }

    private Outcome edit() {
        List<Content> content = state.queue().get(selected);
        asks.accept(new Op.Unqueue(selected));
        edit.accept(content);
        return Outcome.CLOSES;
    }

    private void go(int by, boolean moves, int count) {
        int to = Math.clamp(selected + by, 0, count - 1);
        if (moves && to != selected) {
            asks.accept(new Op.MoveQueued(selected, to));
        }
        selected = to;
    }

    @Override
    public void say(Speech speech) {
        List<Picker.Choice> choices = new ArrayList<>();
        List<List<Content>> queue = state.queue();
        for (int i = 0; i < queue.size(); i++) {
            String text = Attachments.words(queue.get(i));
            choices.add(new Picker.Choice(Integer.toString(i), text, "takes it back"));
        }
        if (state.held()) {
            choices.add(new Picker.Choice("run", "All of them", "sends what waits"));
        }
        speech.choose(
                "Which waiting message?",
                choices,
                choice -> {
                    if (choice.value().equals("run")) {
                        asks.accept(new Op.RunQueue());
                    } else {
                        selected = Integer.parseInt(choice.value());
                        edit();
                    }
                },
                () -> {
                    // They go on waiting.
                });
    }
}
