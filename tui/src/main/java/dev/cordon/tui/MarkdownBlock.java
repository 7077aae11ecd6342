package dev.cordon.tui;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Document;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;

/// Text of a model as rows: headings, lists, quotes, tables, code.
///
/// The text may hold anything: it is made visible before it is read as Markdown, and nothing of it
/// is left out but the marks.
final class MarkdownBlock implements Block {
    /// How it is drawn.
    enum Look {
        DRAWN,
        /// Without lines and signs, for a screen reader: labels stand before values.
        SPOKEN
    }

    private static final int MAX_DEPTH = 12;
    private static final int MIN_CELLS = 4;

    private final Node document;
    private final Look look;
    private final int firstNumber;

    MarkdownBlock(String markdown, Look look) {
        this(markdown, look, -1);
    }

    /// @param firstNumber of a numbered list at the beginning that goes on with an earlier one; -1
    ///   for the number that is written there
    MarkdownBlock(String markdown, Look look, int firstNumber) {
        this.document = MarkdownParser.parse(readable(markdown));
        this.look = look;
        this.firstNumber = firstNumber;
    }

    /// Without controls; a tab is four cells, as the rules of Markdown have it.
    private static String readable(String markdown) {
        return Visible.output(markdown.replace("\t", "    "));
    }

    @Override
    public List<Line> rows(int columns) {
        return new Layout().run(columns);
    }

    /// One walk over the document.
    private final class Layout {
        private final List<Line> rows = new ArrayList<>();
        private List<Span> first = new ArrayList<>();
        private List<Span> rest = new ArrayList<>();
        private boolean firstUsed;
        private int columns;

        List<Line> run(int width) {
            columns = width;
            blocks(document, 0, true);
            return rows;
        }

        /// @param spaced whether an empty row stands between blocks
        private void blocks(Node parent, int depth, boolean spaced) {
            boolean begun = false;
            for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
                if (node instanceof LinkReferenceDefinition) {
                    continue;
                }
                boolean list = node instanceof BulletList || node instanceof OrderedList;
                if (begun && (spaced || !list)) {
                    emit(Line.EMPTY);
                }
                begun = true;
                block(node, depth);
            }
        }

        private void block(Node node, int depth) {
            if (depth > MAX_DEPTH) {
                words(new Line(MarkdownInlines.spans(node, Role.TEXT)));
                return;
            }
            switch (node) {
                case Heading heading -> heading(heading);
                case Paragraph paragraph -> lines(MarkdownInlines.lines(paragraph, Role.TEXT));
                case BlockQuote quote ->
                        indented(
                                new Span(look == Look.DRAWN ? "▌ " : "> ", Role.QUOTE),
                                new Span(look == Look.DRAWN ? "▌ " : "> ", Role.QUOTE),
                                () -> blocks(quote, depth + 1, true));
                case BulletList list -> bullets(list, depth);
                case OrderedList list -> numbers(list, depth);
                case FencedCodeBlock code -> code(code.getInfo(), code.getLiteral());
                case IndentedCodeBlock code -> code("", code.getLiteral());
                case HtmlBlock html -> code("html", html.getLiteral());
                case ThematicBreak _ -> words(Line.of(rule(), Role.DIM));
                case TableBlock table -> table(table);
                case Document inner -> blocks(inner, depth + 1, true);
                default -> words(new Line(MarkdownInlines.spans(node, Role.TEXT)));
            }
        }

        private String rule() {
            return look == Look.DRAWN ? "─".repeat(Math.clamp(available(), 1, 40)) : "---";
        }

        private void heading(Heading heading) {
            List<Span> spans = new ArrayList<>();
            if (look == Look.SPOKEN || heading.getLevel() > 2) {
                spans.add(new Span("#".repeat(heading.getLevel()) + " ", Role.HEADING));
            }
            spans.addAll(MarkdownInlines.spans(heading, Role.HEADING));
            words(new Line(spans));
        }

        private void bullets(BulletList list, int depth) {
            String sign = look == Look.SPOKEN ? "- " : depth % 2 == 0 ? "• " : "◦ ";
            for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
                item(item, sign, depth);
            }
        }

        private void numbers(OrderedList list, int depth) {
            Integer start = list.getMarkerStartNumber();
            boolean goesOn = firstNumber >= 0 && list.getParent() instanceof Document;
            int number = goesOn ? firstNumber : start == null ? 1 : start;
            for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
                item(item, number + ". ", depth);
                number++;
            }
        }

        private void item(Node item, String sign, int depth) {
            indented(
                    new Span(sign, Role.ACCENT),
                    new Span(" ".repeat(CellWidth.of(sign)), Role.TEXT),
                    () -> {
                        if (item.getFirstChild() == null) {
                            emit(Line.EMPTY);
                        }
                        blocks(item, depth + 1, false);
                    });
        }

        private void indented(Span sign, Span later, Runnable inside) {
            // Where nothing is left for text, the text goes on without a deeper indent.
            boolean room = available() - CellWidth.of(sign.text()) >= MIN_CELLS || rest.isEmpty();
            List<Span> outerFirst = first;
            List<Span> outerRest = rest;
            boolean used = firstUsed;
            first = new ArrayList<>(used ? rest : first);
            rest = new ArrayList<>(rest);
            if (room) {
                first.add(sign);
                rest.add(later);
            }
            firstUsed = false;
            int before = rows.size();
            inside.run();
            first = outerFirst;
            rest = outerRest;
            firstUsed = used || rows.size() > before;
        }

        private void code(String info, String literal) {
            String language = info == null ? "" : info.strip();
            int space = language.indexOf(' ');
            Highlighter highlighter =
                    new Highlighter(space < 0 ? language : language.substring(0, space));
            String text =
                    literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
            for (String line : text.split("\n", -1)) {
                prefixed(Wrap.cells(new Line(highlighter.line(line)), codeColumns()), "  ");
            }
        }

        private int codeColumns() {
            return Math.max(1, available() - 2);
        }

        private void prefixed(List<Line> lines, String indent) {
            for (Line line : lines) {
                List<Span> spans = new ArrayList<>();
                spans.add(new Span(available() > 2 ? indent : "", Role.TEXT));
                spans.addAll(line.spans());
                emit(new Line(spans));
            }
        }

        private void table(TableBlock table) {
            MarkdownTable laid = MarkdownTable.of(table);
            for (Line line : laid.rows(available(), look)) {
                emit(line);
            }
        }

        private int available() {
            int used = 0;
            for (Span span : rest) {
                used += CellWidth.of(span.text());
            }
            return Math.max(1, columns - used);
        }

        private void lines(List<Line> lines) {
            lines.forEach(this::words);
        }

        private void words(Line line) {
            for (Line row : Wrap.words(line, available())) {
                emit(row);
            }
        }

        /// Adds a row that fits into {@link #available()}.
        private void emit(Line line) {
            List<Span> prefix = firstUsed ? rest : first;
            firstUsed = true;
            List<Span> spans = new ArrayList<>(prefix);
            spans.addAll(line.spans());
            Line row = new Line(spans);
            // On a screen of a few cells the signs themselves may not fit.
            if (CellWidth.of(row.text()) <= columns) {
                rows.add(row);
            } else {
                rows.addAll(Wrap.words(line, columns));
            }
        }
    }
}
