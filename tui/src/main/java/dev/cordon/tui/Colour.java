package dev.cordon.tui;

import java.util.OptionalInt;

/// One colour in what terminals understand.
///
/// @param ansi16 parameters of the sequence for sixteen colours, which follow the user's own
///   palette
/// @param foreground 24 bits, red first
/// @param background 24 bits, red first
record Colour(String ansi16, OptionalInt foreground, OptionalInt background) {
    static final Colour NONE = new Colour("", OptionalInt.empty(), OptionalInt.empty());

    private static final int CUBE_START = 16;
    private static final int CUBE_SIDE = 6;
    private static final int GREY_START = 232;
    private static final int GREYS = 24;

    static Colour of(String ansi16, int foreground) {
        return new Colour(ansi16, OptionalInt.of(foreground), OptionalInt.empty());
    }

    static Colour on(String ansi16, int foreground, int background) {
        return new Colour(ansi16, OptionalInt.of(foreground), OptionalInt.of(background));
    }

    /// Parameters for the 256 colours of xterm.
    String ansi256() {
        StringBuilder out = new StringBuilder();
        foreground.ifPresent(rgb -> out.append("38;5;").append(nearest(rgb)));
        background.ifPresent(
                rgb -> out.append(out.isEmpty() ? "" : ";").append("48;5;").append(nearest(rgb)));
        return out.toString();
    }

    /// Parameters for exact colours.
    String exact() {
        StringBuilder out = new StringBuilder();
        foreground.ifPresent(rgb -> out.append("38;2;").append(parts(rgb)));
        background.ifPresent(
                rgb -> out.append(out.isEmpty() ? "" : ";").append("48;2;").append(parts(rgb)));
        return out.toString();
    }

    private static String parts(int rgb) {
        return ((rgb >> 16) & 0xff) + ";" + ((rgb >> 8) & 0xff) + ";" + (rgb & 0xff);
    }

    /// The nearest of the 6 by 6 by 6 cube (levels 0, 95, 135, 175, 215, 255) and the 24 greys (8
    /// to 238 in tens).
    static int nearest(int rgb) {
        int red = (rgb >> 16) & 0xff;
        int green = (rgb >> 8) & 0xff;
        int blue = rgb & 0xff;
        int r = level(red);
        int g = level(green);
        int b = level(blue);
        int cube = distance(red, green, blue, value(r), value(g), value(b));
        int grey = Math.clamp(((red + green + blue) / 3 - 3) / 10, 0, GREYS - 1);
        int shade = 8 + 10 * grey;
        return distance(red, green, blue, shade, shade, shade) < cube
                ? GREY_START + grey
                : CUBE_START + (r * CUBE_SIDE + g) * CUBE_SIDE + b;
    }

    private static int level(int value) {
        if (value < 48) {
            return 0;
        }
        return value < 115 ? 1 : (value - 35) / 40;
    }

    private static int value(int level) {
        return level == 0 ? 0 : 55 + 40 * level;
    }

    private static int distance(int r1, int g1, int b1, int r2, int g2, int b2) {
        return (r1 - r2) * (r1 - r2) + (g1 - g2) * (g1 - g2) + (b1 - b2) * (b1 - b2);
    }
}
