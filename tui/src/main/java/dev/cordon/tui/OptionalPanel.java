package dev.cordon.tui;

import java.util.List;

/// A list that may be left without an answer; then something else goes on.
final class OptionalPanel implements Panel {
    private final Picker picker;
    private final Runnable left;

    /// @param left called if the user went back
    OptionalPanel(Picker picker, Runnable left) {
        this.picker = picker;
        this.left = left;
    }

    @Override
    public List<Line> rows(int columns, int maxRows) {
        return picker.rows(columns, maxRows);
    }

    @Override
    public Outcome take(Input input) {
        Outcome outcome = picker.take(input);
        boolean escape = input instanceof Input.Press press && press.is(Input.Name.ESCAPE);
        if (outcome == Outcome.CLOSES && escape) {
            left.run();
        }
        return outcome;
    }

    @Override
    public void say(Speech speech) {
        picker.say(speech, left);
    }

    @Override
    public void cancelled() {
        left.run();
    }
}
