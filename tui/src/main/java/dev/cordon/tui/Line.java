package dev.cordon.tui;

import java.util.List;

/// One row of the screen, or one that is still to be wrapped to the width of the screen.
record Line(List<Span> spans) {
    static final Line EMPTY = new Line(List.of());

    Line {
        spans = List.copyOf(spans);
    }

    static Line of(String text, Role role) {
        return new Line(List.of(new Span(text, role)));
    }

    static Line of(Span... spans) {
        return new Line(List.of(spans));
    }

    /// The characters alone: what a screen reader, a copy and a test see.
    String text() {
        StringBuilder text = new StringBuilder();
        for (Span span : spans) {
            text.append(span.text());
        }
        return text.toString();
    }
}
