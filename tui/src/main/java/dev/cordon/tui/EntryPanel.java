package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Asks for one line. A hidden one is never shown, not even its length.
final class EntryPanel implements Panel {
    private static final int MAX_CHARS = 16 * 1024;

    private final String title;
    private final Shown shown;
    private final Consumer<String> entered;
    private final Runnable left;
    private final StringBuilder text;

    /// Whether what is typed can be read.
    enum Shown {
        PLAIN,
        HIDDEN
    }

    /// @param suggestion stands there at the beginning
    /// @param left called if the user went back
    EntryPanel(
            String title, Shown shown, String suggestion, Consumer<String> entered, Runnable left) {
        this.title = title;
        this.shown = shown;
        this.text = new StringBuilder(suggestion);
        this.entered = entered;
        this.left = left;
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        String value =
                switch (shown) {
                    case PLAIN -> Visible.line(text) + "▏";
                    case HIDDEN -> text.isEmpty() ? "paste or type it" : "•••";
                };
        List<Line> rows = new ArrayList<>();
        rows.addAll(Wrap.words(Line.of(Visible.line(title), Role.HEADING), columns));
        rows.add(
                Wrap.cut(
                        Line.of(new Span("> ", Role.ACCENT), new Span(value, Role.TEXT)), columns));
        rows.add(Wrap.cut(Line.of("  Enter, Esc", Role.DIM), columns));
        return rows.size() > maxRows ? rows.subList(0, Math.max(0, maxRows)) : rows;
    }

    @Override
    public Outcome take(Input input) {
        if (input instanceof Input.Paste(String pasted, _)) {
            add(pasted.strip());
            return Outcome.STAYS;
        }
        if (!(input instanceof Input.Press press)) {
            return Outcome.STAYS;
        }
        if (press.is(Input.Name.ESCAPE)) {
            left.run();
            return Outcome.CLOSES;
        }
        if (press.is(Input.Name.ENTER)) {
            String value = text.toString().strip();
            if (value.isEmpty()) {
                return Outcome.STAYS;
            }
            entered.accept(value);
            return Outcome.CLOSES;
        }
        if (press.name() == Input.Name.BACKSPACE && !text.isEmpty()) {
            text.setLength(text.offsetByCodePoints(text.length(), -1));
        } else if (press.isControl('u')) {
            text.setLength(0);
        } else if (press.name() == Input.Name.CHAR && !press.ctrl() && !press.alt()) {
            add(Character.toString(press.codePoint()));
        }
        return Outcome.STAYS;
    }

    private void add(String more) {
        if (text.length() + more.length() <= MAX_CHARS && more.indexOf('\n') < 0) {
            text.append(more);
        }
    }

    @Override
    public void say(Speech speech) {
        speech.ask(title, shown, text.toString(), entered, left);
    }

    @Override
    public void cancelled() {
        left.run();
    }
}
