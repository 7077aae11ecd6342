import java.util.ArrayList;
import java.util.List;

final class TextTable {
    enum Align {
        LEFT,
        RIGHT,
        CENTRE
    }

    private final List<String> headings = new ArrayList<>();
    private final List<Align> alignments = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    TextTable column(String heading, Align align) {
        headings.add(heading);
        alignments.add(align);
        return this;
    }

    TextTable row(String... cells) {
        if (cells.length > headings.size()) {
            throw new IllegalArgumentException("more cells than columns");
        }
        List<String> row = new ArrayList<>(List.of(cells));
        while (row.size() < headings.size()) {
            row.add("");
        }
        rows.add(row);
        return this;
    }

    String render() {
        int[] widths = widths();
        StringBuilder made = new StringBuilder();
        made.append(line(headings, widths)).append('\n');
        for (int i = 0; i < widths.length; i++) {
            made.append(i == 0 ? "" : "-+-").append("-".repeat(widths[i]));
        }
        made.append('\n');
        for (List<String> row : rows) {
            made.append(line(row, widths)).append('\n');
        }
        return made.toString();
    }

    private int[] widths() {
        int[] widths = new int[headings.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = headings.get(i).length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                made.append(" | ");
            }
            made.append(padded(cells.get(i), widths[i], alignments.get(i)));
        }
        return made.toString().stripTrailing();
    }

    static String padded(String text, int width, Align align) {
        int missing = Math.max(0, width - text.length());
        return switch (align) {
            case LEFT -> text + " ".repeat(missing);
            case RIGHT -> " ".repeat(missing) + text;
            case CENTRE -> " ".repeat(missing / 2) + text + " ".repeat(missing - missing / 2);
        };
    }

    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        if (most <= 3) {
            return text.substring(0, most);
        }
        return text.substring(0, most - 3) + "...";
    }
}
