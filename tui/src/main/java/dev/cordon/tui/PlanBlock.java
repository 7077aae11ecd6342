package dev.cordon.tui;

import dev.cordon.protocol.PlanStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The plan of the model.
record PlanBlock(List<PlanStep> steps, Optional<String> explanation) implements Block {
    PlanBlock {
        steps = List.copyOf(steps);
    }

    @Override
    public List<Line> rows(int columns) {
        List<Line> rows = new ArrayList<>();
        rows.add(Line.EMPTY);
        rows.add(Wrap.cut(Line.of("• Plan", Role.STRONG), columns));
        explanation.ifPresent(text ->
                rows.addAll(
                        Rows.hung(
                                Rows.text(text, Role.DIM, Math.max(1, columns - 4)),
                                new Span("    ", Role.DIM),
                                new Span("    ", Role.DIM))));
        for (PlanStep step : steps) {
            Role role = role(step.state());
            rows.addAll(
                    Rows.hung(
                            Rows.text(step.text(), role, Math.max(1, columns - 4)),
                            new Span("  " + mark(step.state()), role),
                            new Span("    ", role)));
        }
        return rows;
    }

    static String mark(PlanStep.State state) {
        return switch (state) {
            case PENDING -> "☐ ";
            case IN_PROGRESS -> "▸ ";
            case COMPLETED -> "✔ ";
        };
    }

    static Role role(PlanStep.State state) {
        return switch (state) {
            case PENDING -> Role.TEXT;
            case IN_PROGRESS -> Role.ACCENT;
            case COMPLETED -> Role.DIM;
        };
    }
}
