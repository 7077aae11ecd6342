package dev.cordon.tui;

import java.util.Map;
import java.util.Optional;

/// How the UI looks: the theme that is wanted, and what the terminal says of its ground.
final class Appearance {
    /// An answer that comes later than this answers nothing.
    private static final long ANSWER_NANOS = 2_000_000_000;

    private final Screen screen;
    private final Map<String, String> environment;
    private String theme = Looks.AUTO;
    private Optional<Theme.Ground> ground = Optional.empty();
    private long askedNanos = Long.MIN_VALUE;

    Appearance(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = environment;
    }

    /// Asks the terminal what it stands on, where nothing else tells; waits for no answer.
    void ask(long nowNanos) {
        if (Looks.asksGround(environment)) {
            askedNanos = nowNanos;
            screen.write(Looks.ASK_GROUND);
        }
    }

    /// The terminal answered something.
    void answered(Input.Report report, long nowNanos) {
        boolean awaited = askedNanos != Long.MIN_VALUE && nowNanos - askedNanos < ANSWER_NANOS;
        if (report.kind() != KeyDecoder.COMMAND || !awaited) {
            return;
        }
        ground = Theme.ground(report.text());
        screen.theme(Looks.named(theme, environment, ground));
    }

    /// @throws IllegalArgumentException if there is no such theme, with those there are
    void theme(String name) {
        screen.theme(Looks.named(name, environment, ground));
        theme = name;
    }
}
