package dev.cordon.tui;

import dev.cordon.engine.SessionReader;
import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import dev.cordon.protocol.Item;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The whole session as it is stored, with outputs as they were, read from its file and bounded
/// from the end.
final class Transcript implements Block {
    /// Items from the end of the session.
    static final int MAX_ITEMS = 2000;

    private static final String USER_SHELL = "user_shell";
    private static final int MAX_ROWS = 100_000;

    private final List<Item> items;
    private final long left;

    private Transcript(List<Item> items, long left) {
        this.items = items;
        this.left = left;
    }

    /// @throws dev.cordon.engine.SessionLogException if the file cannot be read
    static Transcript read(Path file) {
        Deque<Item> items = new ArrayDeque<>();
        long[] left = {0};
        SessionReader.events(
                file,
                line -> {
                    if (line instanceof EnvelopeCodec.Line.Known(var envelope)
                            && envelope.event() instanceof Event.ItemAdded(Item item)
                            && (!(item instanceof Item.Context context)
                                    || context.kind().equals(USER_SHELL))) {
                        items.add(item);
                        if (items.size() > MAX_ITEMS) {
                            items.removeFirst();
                            left[0]++;
                        }
                    }
                });
        return new Transcript(List.copyOf(items), left[0]);
    }

    @Override
    public List<Line> rows(int columns) {
        List<Line> rows = new ArrayList<>();
        if (left > 0) {
            rows.add(Line.of("… " + left + " older items in the session file", Role.DIM));
        }
        for (Item item : items) {
            if (rows.size() > MAX_ROWS) {
                rows.add(Line.of("… more in the session file", Role.DIM));
                break;
            }
            rows.addAll(item(item, columns));
        }
        return rows;
    }

    private static List<Line> item(Item item, int columns) {
        return switch (item) {
            case Item.UserMessage message ->
                    new HungBlock("❯ ", Attachments.words(message.content()), Role.USER)
                            .rows(columns);
            case Item.AssistantMessage message -> {
                List<Line> rows = new ArrayList<>();
                rows.add(Line.EMPTY);
                int width = Math.max(1, columns - 2);
                rows.addAll(
                        Rows.hung(
                                new MarkdownBlock(message.text(), MarkdownBlock.Look.DRAWN)
                                        .rows(width),
                                new Span("• ", Role.ACCENT),
                                new Span("  ", Role.TEXT)));
                yield rows;
            }
            case Item.Reasoning thought ->
                    thought.summary().isEmpty()
                            ? List.of()
                            : new HungBlock("∴ ", String.join("\n", thought.summary()), Role.DIM)
                                    .rows(columns);
            case Item.ToolCall call ->
                    new HungBlock("→ ", call.name() + " " + call.input().text(), Role.CODE)
                            .rows(columns);
            case Item.ToolOutput output ->
                    new HungBlock(
                                    "← ",
                                    output.text(),
                                    output.status() == Item.ToolStatus.OK
                                            ? Role.TEXT
                                            : Role.WARNING)
                            .rows(columns);
            case Item.Opaque opaque ->
                    new HungBlock("• ", opaque.summary(), Role.DIM).rows(columns);
            case Item.Context context ->
                    new HungBlock("! ", shell(String.join("\n", context.parts())), Role.TEXT)
                            .rows(columns);
        };
    }

    /// What the user ran, without the element that a model is told it in.
    private static String shell(String text) {
        int start = text.indexOf('\n') + 1;
        int end = text.lastIndexOf('\n');
        return text.startsWith("<") && end > start ? text.substring(start, end) : text;
    }
}
