package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;

/// The list below the composer: what the text before the cursor may become.
final class Popup {
    private static final int MAX_SHOWN = 8;

    private final List<Completion> completions;
    private final Composer composer;
    private final Runnable changed;
    private Completion.Found found = Completion.Found.NOTHING;
    private int selected;
    private long asked;
    private boolean dismissed;

    /// @param changed called when there is something new to draw
    Popup(List<Completion> completions, Composer composer, Runnable changed) {
        this.completions = List.copyOf(completions);
        this.composer = composer;
        this.changed = changed;
    }

    boolean open() {
        return !dismissed && !found.choices().isEmpty();
    }

    /// The text changed.
    void look() {
        dismissed = false;
        selected = 0;
        long number = ++asked;
        String text = composer.text();
        boolean answers = false;
        for (Completion completion : completions) {
            answers |=
                    completion.look(
                            text,
                            composer.cursor(),
                            answer -> {
                                // An answer to an older text says nothing about this one.
                                if (number == asked) {
                                    found = answer;
                                    changed.run();
                                }
                            });
        }
        // A list that is about to be another one stays until then: nothing flickers.
        if (!answers) {
            found = Completion.Found.NOTHING;
        }
    }

    /// Away until the text changes.
    void dismiss() {
        dismissed = true;
    }

    void move(int by) {
        selected = Math.floorMod(selected + by, Math.max(1, found.choices().size()));
    }

    /// Puts the selected choice into the composer.
    void accept() {
        Completion.Choice choice = found.choices().get(selected);
        String text = composer.text();
        found = new Completion.Found(Math.min(found.from(), composer.cursor()), found.choices());
        boolean atEnd = composer.cursor() == text.length();
        composer.replace(found.from(), composer.cursor(), choice.text() + (atEnd ? " " : ""));
        look();
    }

    /// Whether the text is what the selected choice would make it.
    boolean complete() {
        Completion.Choice choice = found.choices().get(selected);
        int from = Math.min(found.from(), composer.cursor());
        return composer.text().substring(from, composer.cursor()).equals(choice.text());
    }

    List<Line> rows(int columns, int maxRows) {
        List<Line> rows = new ArrayList<>();
        if (!open()) {
            return rows;
        }
        int room = Math.min(maxRows, MAX_SHOWN);
        int first = Math.clamp(selected - room / 2, 0, Math.max(0, found.choices().size() - room));
        int last = Math.min(found.choices().size(), first + room);
        for (int i = first; i < last; i++) {
            Completion.Choice choice = found.choices().get(i);
            boolean here = i == selected;
            rows.add(
                    Wrap.cut(
                            Line.of(
                                    new Span(here ? "  ❯ " : "    ", Role.ACCENT),
                                    Rows.span(choice.text(), here ? Role.SELECTED : Role.TEXT),
                                    new Span("  ", Role.DIM),
                                    Rows.span(choice.detail(), Role.DIM)),
                            columns));
        }
        return rows;
    }
}
