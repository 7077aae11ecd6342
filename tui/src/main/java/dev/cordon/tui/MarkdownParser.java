package dev.cordon.tui;

import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/// CommonMark with tables, with bounds on how deep a document may nest.
final class MarkdownParser {
    private static final int MAX_OPEN_BLOCKS = 24;
    private static final int MAX_INLINE_NESTING = 24;

    // Loaded with the first message and not before.
    private static final Parser PARSER =
            Parser.builder()
                    .extensions(List.of(TablesExtension.create()))
                    .maxOpenBlockParsers(MAX_OPEN_BLOCKS)
                    .maxInlineNesting(MAX_INLINE_NESTING)
                    .build();

    private MarkdownParser() {}

    static Node parse(String markdown) {
        return PARSER.parse(markdown);
    }
}
