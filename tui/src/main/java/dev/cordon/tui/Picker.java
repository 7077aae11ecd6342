package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// A list to choose from, narrowed by typing.
final class Picker implements Panel {
    private static final int MAX_SHOWN = 12;

    private final String title;
    private final List<Choice> choices;
    private final Consumer<Choice> chosen;
    private final StringBuilder filter = new StringBuilder();
    private List<Choice> matching;
    private int selected;

    /// One line of the list.
    ///
    /// @param value what it stands for
    /// @param label what is shown, of any origin
    /// @param detail shown behind it, dimmed
    record Choice(String value, String label, String detail) {}

    Picker(String title, List<Choice> choices, Consumer<Choice> chosen) {
        this.title = title;
        this.choices = List.copyOf(choices);
        this.matching = this.choices;
        this.chosen = chosen;
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        List<Line> rows = new ArrayList<>();
        rows.add(Wrap.cut(Line.of(Rows.span(title, Role.HEADING)), columns));
        rows.add(
                Wrap.cut(
                        Line.of(
                                new Span("> ", Role.ACCENT),
                                Rows.span(filter.toString(), Role.TEXT),
                                Rows.span(filter.isEmpty() ? "type to search" : "", Role.DIM)),
                        columns));
        int room = Math.clamp(maxRows - 3, 1, MAX_SHOWN);
        int first = Math.clamp(selected - room / 2, 0, Math.max(0, matching.size() - room));
        int last = Math.min(matching.size(), first + room);
        for (int i = first; i < last; i++) {
            Choice choice = matching.get(i);
            boolean here = i == selected;
            rows.add(
                    Wrap.cut(
                            Line.of(
                                    new Span(here ? "❯ " : "  ", Role.ACCENT),
                                    Rows.span(choice.label(), here ? Role.SELECTED : Role.TEXT),
                                    new Span("  ", Role.DIM),
                                    Rows.span(choice.detail(), Role.DIM)),
                            columns));
        }
        String count =
                matching.isEmpty()
                        ? "  nothing matches"
                        : "  " + (selected + 1) + " of " + matching.size();
        rows.add(Wrap.cut(Line.of(count + " · Enter, Esc", Role.DIM), columns));
        return rows.size() > maxRows ? rows.subList(0, Math.max(0, maxRows)) : rows;
    }

    @Override
    public Outcome take(Input input) {
        if (input instanceof Input.Paste(String text, _)) {
            filter.append(Rows.span(text, Role.TEXT).text());
            narrow();
            return Outcome.STAYS;
        }
        if (!(input instanceof Input.Press press)) {
            return Outcome.STAYS;
        }
        return switch (press.name()) {
            case ESCAPE -> Outcome.CLOSES;
            case ENTER -> {
                if (matching.isEmpty()) {
                    yield Outcome.STAYS;
                }
                chosen.accept(matching.get(selected));
                yield Outcome.CLOSES;
            }
            case UP -> move(-1);
            case DOWN, TAB -> move(1);
            case PAGE_UP -> move(-MAX_SHOWN);
            case PAGE_DOWN -> move(MAX_SHOWN);
            case BACKSPACE -> {
                if (!filter.isEmpty()) {
                    filter.setLength(filter.offsetByCodePoints(filter.length(), -1));
                    narrow();
                }
                yield Outcome.STAYS;
            }
            case CHAR -> {
                if (press.isControl('p')) {
                    yield move(-1);
                }
                if (press.isControl('n')) {
                    yield move(1);
                }
                if (!press.ctrl() && !press.alt()) {
                    filter.appendCodePoint(press.codePoint());
                    narrow();
                }
                yield Outcome.STAYS;
            }
            case DELETE, LEFT, RIGHT, HOME, END, INSERT, FUNCTION -> Outcome.STAYS;
        };
    }

    @Override
    public void say(Speech speech) {
        say(
                speech,
                () -> {
                    // Going back changes nothing.
                });
    }

    /// @param left called if the user went back
    void say(Speech speech, Runnable left) {
        speech.choose(title, choices, chosen, left);
    }

    private Outcome move(int by) {
        selected = Math.clamp(selected + by, 0, Math.max(0, matching.size() - 1));
        return Outcome.STAYS;
    }

    private void narrow() {
        String wanted = filter.toString().toLowerCase(Locale.ROOT);
        List<Choice> starts = new ArrayList<>();
        List<Choice> holds = new ArrayList<>();
        for (Choice choice : choices) {
            String label = choice.label().toLowerCase(Locale.ROOT);
            if (label.startsWith(wanted)) {
                starts.add(choice);
            } else if (inOrder(label + " " + choice.detail().toLowerCase(Locale.ROOT), wanted)) {
                holds.add(choice);
            }
        }
        starts.addAll(holds);
        matching = starts;
        selected = 0;
    }

    /// Whether the characters of `wanted` stand in `text` in that order.
    static boolean inOrder(String text, String wanted) {
        int at = 0;
        for (int i = 0; i < wanted.length(); i++) {
            at = text.indexOf(wanted.charAt(i), at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }
}
