package dev.cordon.tui;

import java.util.List;
import java.util.Map;

/// Which theme, and what stands at the top.
final class Looks {
    private Looks() {}

    static Theme of(Map<String, String> environment) {
        return new Theme(
                Theme.depth(environment),
                Theme.ground(environment).orElse(Theme.Ground.DARK),
                Theme.Tint.STANDARD);
    }

    /// @throws IllegalArgumentException if there is no such theme
    static Theme named(String name, Map<String, String> environment) {
        Theme.Ground ground =
                switch (name) {
                    case "dark" -> Theme.Ground.DARK;
                    case "light" -> Theme.Ground.LIGHT;
                    default ->
                            throw new IllegalArgumentException(
                                    "theme \"" + name + "\" is unknown; use dark or light");
                };
        return new Theme(Theme.depth(environment), ground, Theme.Tint.STANDARD);
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
