import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;

/// Draws a screen that `tmux capture-pane -p -e` printed as a PNG file.
///
/// ```
/// tmux capture-pane -p -e | java docs/screens/Picture.java COLUMNS ROWS picture.png
/// ```
///
/// The pictures beside this file are golden screens of the tests: `./mvnw -pl checks -am test
/// -Dtest='Terminal*Test' -Dpictures=true -Dsurefire.failIfNoSpecifiedTests=false` draws them.
public final class Picture {
    private static final int SIZE = 15;
    private static final int CELL = 9;
    private static final int LINE = 19;
    private static final int MARGIN = 12;
    private static final Color GROUND = new Color(0x16191f);
    private static final Color TEXT = new Color(0xd8dbe2);
    private static final int[] BASIC = {
        0x1d2026, 0xe06c75, 0x98c379, 0xe5c07b, 0x61afef, 0xc678dd, 0x56b6c2, 0xabb2bf,
        0x7a818e, 0xff8b92, 0xb5e090, 0xffd68a, 0x80c4ff, 0xe09af0, 0x74d4e0, 0xffffff
    };

    private Color front = TEXT;
    private Color back = GROUND;
    private boolean bold;
    private boolean italic;
    private boolean dim;
    private boolean reverse;

    /// @param arguments columns, rows, the file to write
    public static void main(String[] arguments) throws IOException {
        String screen = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        int columns = Integer.parseInt(arguments[0]);
        int rows = Integer.parseInt(arguments[1]);
        System.setProperty("java.awt.headless", "true");
        ImageIO.write(
                new Picture().draw(screen.lines().limit(rows).toList(), columns, rows),
                "png",
                new File(arguments[2]));
    }

    private BufferedImage draw(List<String> lines, int columns, int rows) {
        BufferedImage image =
                new BufferedImage(
                        2 * MARGIN + columns * CELL,
                        2 * MARGIN + rows * LINE,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D to = image.createGraphics();
        to.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        to.setColor(GROUND);
        to.fillRect(0, 0, image.getWidth(), image.getHeight());
        for (int row = 0; row < lines.size(); row++) {
            line(to, lines.get(row), MARGIN + row * LINE);
        }
        to.dispose();
        return image;
    }

    private void line(Graphics2D to, String line, int top) {
        int x = MARGIN;
        for (int i = 0; i < line.length(); ) {
            if (line.charAt(i) == 0x1b) {
                int end = line.indexOf('m', i);
                if (end < 0) {
                    return;
                }
                colours(line.substring(Math.min(i + 2, end), end).split(";"));
                i = end + 1;
                continue;
            }
            int c = line.codePointAt(i);
            int cells = wide(c) ? 2 : 1;
            to.setColor(reverse ? front : back);
            to.fillRect(x, top, cells * CELL, LINE);
            Color ink = reverse ? back : front;
            to.setColor(dim ? mix(ink) : ink);
            to.setFont(
                    new Font(
                            Font.MONOSPACED,
                            (bold ? Font.BOLD : 0) | (italic ? Font.ITALIC : 0),
                            SIZE));
            to.drawString(new String(Character.toChars(c)), x, top + LINE - 5);
            x += cells * CELL;
            i += Character.charCount(c);
        }
    }

    private static boolean wide(int c) {
        return (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0x1f300 && c <= 0x1faff);
    }

    private static Color mix(Color ink) {
        return new Color(
                (ink.getRed() + GROUND.getRed()) / 2,
                (ink.getGreen() + GROUND.getGreen()) / 2,
                (ink.getBlue() + GROUND.getBlue()) / 2);
    }

    private void colours(String[] codes) {
        for (int i = 0; i < codes.length; i++) {
            int code = codes[i].isEmpty() ? 0 : Integer.parseInt(codes[i]);
            switch (code) {
                case 0 -> {
                    front = TEXT;
                    back = GROUND;
                    bold = italic = dim = reverse = false;
                }
                case 1 -> bold = true;
                case 2 -> dim = true;
                case 3 -> italic = true;
                case 7 -> reverse = true;
                case 22 -> bold = dim = false;
                case 23 -> italic = false;
                case 27 -> reverse = false;
                case 39 -> front = TEXT;
                case 49 -> back = GROUND;
                case 38, 48 -> {
                    boolean palette = i + 1 < codes.length && codes[i + 1].equals("5");
                    Color colour =
                            palette
                                    ? palette(Integer.parseInt(codes[i + 2]))
                                    : new Color(
                                            Integer.parseInt(codes[i + 2]),
                                            Integer.parseInt(codes[i + 3]),
                                            Integer.parseInt(codes[i + 4]));
                    if (code == 38) {
                        front = colour;
                    } else {
                        back = colour;
                    }
                    i += palette ? 2 : 4;
                }
                default -> basic(code);
            }
        }
    }

    private void basic(int code) {
        if (code >= 30 && code <= 37) {
            front = new Color(BASIC[code - 30]);
        } else if (code >= 90 && code <= 97) {
            front = new Color(BASIC[code - 82]);
        } else if (code >= 40 && code <= 47) {
            back = new Color(BASIC[code - 40]);
        } else if (code >= 100 && code <= 107) {
            back = new Color(BASIC[code - 92]);
        }
    }

    private static Color palette(int index) {
        if (index < 16) {
            return new Color(BASIC[index]);
        }
        if (index >= 232) {
            int grey = 8 + (index - 232) * 10;
            return new Color(grey, grey, grey);
        }
        int cube = index - 16;
        return new Color(level(cube / 36), level(cube / 6 % 6), level(cube % 6));
    }

    private static int level(int step) {
        return step == 0 ? 0 : 55 + step * 40;
    }
}
