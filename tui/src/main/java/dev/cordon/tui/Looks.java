package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which theme, and what stands at the top.
final class Looks {
    /// The theme that asks the terminal what it stands on.
    static final String AUTO = "auto";

    /// Asks the terminal for the colour of its ground (OSC 11).
    static final String ASK_GROUND = "\u001b]11;?\u001b\\";

    /// A theme that can be chosen.
    record Named(String name, String help) {}

    static final List<Named> THEMES =
            List.of(
                    new Named(AUTO, "dark or light, as the terminal says"),
                    new Named("dark", "for a dark ground"),
                    new Named("light", "for a light ground"),
                    new Named("ansi", "the terminal's own sixteen colours"),
                    new Named("high-contrast", "nothing dimmed, strong colours"),
                    new Named("blue-orange", "for eyes that mix up red and green"));

    private Looks() {}

    /// Whether it is worth asking the terminal: colours are shown and nothing else tells.
    static boolean asksGround(Map<String, String> environment) {
        Theme.Depth depth = Theme.depth(environment);
        return depth != Theme.Depth.PLAIN
                && depth != Theme.Depth.MONOCHROME
                && Theme.ground(environment).isEmpty();
    }

    /// @param answered what the terminal said it stands on
    /// @throws IllegalArgumentException if there is no such theme, with those there are
    static Theme named(
            String name, Map<String, String> environment, Optional<Theme.Ground> answered) {
        Theme.Depth depth = Theme.depth(environment);
        Theme.Ground ground =
                answered.or(() -> Theme.ground(environment)).orElse(Theme.Ground.DARK);
        return switch (name) {
            case AUTO -> new Theme(depth, ground, Theme.Tint.STANDARD);
            case "dark" -> new Theme(depth, Theme.Ground.DARK, Theme.Tint.STANDARD);
            case "light" -> new Theme(depth, Theme.Ground.LIGHT, Theme.Tint.STANDARD);
            case "ansi" -> new Theme(sixteen(depth), ground, Theme.Tint.STANDARD);
            case "high-contrast" -> new Theme(depth, ground, Theme.Tint.HIGH_CONTRAST);
            case "blue-orange" -> new Theme(depth, ground, Theme.Tint.BLUE_ORANGE);
            default ->
                    throw new IllegalArgumentException(
                            "theme \"" + name + "\" is unknown; use " + names());
        };
    }

    private static Theme.Depth sixteen(Theme.Depth depth) {
        return switch (depth) {
            case PLAIN, MONOCHROME -> depth;
            case ANSI_16, ANSI_256, TRUE_COLOUR -> Theme.Depth.ANSI_16;
        };
    }

    private static String names() {
        List<String> names = new ArrayList<>();
        THEMES.forEach(theme -> names.add(theme.name()));
        return String.join(", ", names);
    }

    static Block banner(UiParts parts) {
        return columns ->
                List.of(
                        Wrap.cut(
                                Line.of(
                                        new Span("Cordon ", Role.STRONG),
                                        Rows.span(parts.version(), Role.DIM),
                                        new Span("  ", Role.DIM),
                                        Rows.span(parts.workspace().toString(), Role.DIM)),
                                columns));
    }
}
