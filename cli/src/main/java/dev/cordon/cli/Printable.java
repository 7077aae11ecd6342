package dev.cordon.cli;

import java.util.ArrayList;
import java.util.List;

/// Text of models and files on its way to a terminal, which none of it may drive.
final class Printable {
    private Printable() {}

    /// The text with every control and format character but the line end replaced.
    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    int type = Character.getType(c);
                    boolean hidden =
                            (type == Character.CONTROL && c != '\n' && c != '\t')
                                    || type == Character.FORMAT;
                    out.appendCodePoint(hidden ? '\uFFFD' : c);
                });
        return out.toString();
    }

    /// The first line, cut to a width.
    static String line(String text, int maxChars) {
        String line = text.strip();
        int end = line.indexOf('\n');
        line = text(end < 0 ? line : line.substring(0, end) + " …").replace('\t', ' ');
        return line.length() <= maxChars ? line : line.substring(0, maxChars - 1) + "…";
    }

    /// A table whose columns are as wide as what stands in them.
    static List<String> table(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = row.get(i).length();
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                line.append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
