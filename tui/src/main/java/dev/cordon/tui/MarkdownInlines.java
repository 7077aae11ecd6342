package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/// What stands within a paragraph, a heading or a cell. A link shows where it leads, so that its
/// words cannot promise another place.
final class MarkdownInlines {
    private final List<Line> lines = new ArrayList<>();
    private List<Span> spans = new ArrayList<>();

    private MarkdownInlines() {}

    /// One line; breaks are spaces.
    static List<Span> spans(Node parent, Role role) {
        List<Span> all = new ArrayList<>();
        for (Line line : lines(parent, role)) {
            if (!all.isEmpty()) {
                all.add(new Span(" ", role));
            }
            all.addAll(line.spans());
        }
        return all;
    }

    /// A line for each line that was written.
    static List<Line> lines(Node parent, Role role) {
        MarkdownInlines inlines = new MarkdownInlines();
        inlines.children(parent, role);
        inlines.lines.add(new Line(inlines.spans));
        return inlines.lines;
    }

    private void children(Node parent, Role role) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            inline(node, role);
        }
    }

    private void inline(Node node, Role role) {
        switch (node) {
            case Text text -> add(text.getLiteral(), role);
            case Code code -> add(code.getLiteral(), Role.CODE);
            case HtmlInline html -> add(html.getLiteral(), Role.DIM);
            case Emphasis emphasis -> children(emphasis, role == Role.TEXT ? Role.EMPHASIS : role);
            case StrongEmphasis strong ->
                    children(strong, role == Role.HEADING ? role : Role.STRONG);
            // Models end a line where they want it to end.
            case SoftLineBreak _, HardLineBreak _ -> {
                lines.add(new Line(spans));
                spans = new ArrayList<>();
            }
            case Link link -> link(link, link.getDestination(), "");
            case Image image -> link(image, image.getDestination(), "image: ");
            default -> children(node, role);
        }
    }

    private void link(Node node, String destination, String before) {
        int from = spans.size();
        add(before, Role.DIM);
        children(node, Role.LINK);
        StringBuilder shown = new StringBuilder();
        for (int i = Math.min(from, spans.size()); i < spans.size(); i++) {
            shown.append(spans.get(i).text());
        }
        boolean same =
                destination.equals(shown.toString()) || destination.equals("mailto:" + shown);
        if (!same && !destination.isEmpty()) {
            add(" (" + destination + ")", Role.DIM);
        }
    }

    /// Entities such as `&#27;` become characters only here, after the text was made visible.
    private void add(String text, Role role) {
        String safe = isPlain(text) ? text : inner(text);
        if (!safe.isEmpty()) {
            spans.add(new Span(safe, role));
        }
    }

    private static String inner(String text) {
        int[] characters = text.codePoints().map(c -> c == '\n' || c == '\r' ? ' ' : c).toArray();
        return Visible.clean(characters, characters.length);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }
}
