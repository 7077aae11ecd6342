package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.tui.MarkdownBlock.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownStreamTest {
    private static final String MESSAGE =
            """
            # Plan

            The first *paragraph* of the
            message.

            - one
            - two
              - inner

            - three

            1. first
            2. second

            > a quote
            > goes on

            | A | B |
            |---|---|
            | 1 | 2 |

            ```java
            int x = 1; /* a

            comment */ int y;
            ```

            ## End
            Last words.
            """;

    private static String text(List<Line> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row.text().stripTrailing()).append('\n'));
        return text.toString();
    }

    private static List<Line> streamed(String message, int piece) {
        MarkdownStream stream = new MarkdownStream(Look.DRAWN);
        List<Line> rows = new ArrayList<>();
        for (int at = 0; at < message.length(); at += piece) {
            stream.append(message.substring(at, Math.min(message.length(), at + piece)));
            rows.addAll(stream.drain(40));
            stream.tail(40);
        }
        rows.addAll(stream.finish(40));
        return rows;
    }

    @Test
    void aMessageInPiecesLooksLikeTheMessageAsAWhole() {
        String whole = text(new MarkdownBlock(MESSAGE, Look.DRAWN).rows(40));
        for (int piece : new int[] {1, 2, 3, 7, 50, 10_000}) {
            assertEquals(whole, text(streamed(MESSAGE, piece)), "pieces of " + piece);
        }
    }

    @Test
    void theRolesAreThoseOfTheWholeToo() {
        assertEquals(
                List.of(Role.KEYWORD, Role.COMMENT, Role.COMMENT, Role.KEYWORD),
                streamed(MESSAGE, 5).stream()
                        .flatMap(row -> row.spans().stream())
                        .map(Span::role)
                        .filter(role -> role == Role.KEYWORD || role == Role.COMMENT)
                        .toList());
    }

    @Test
    void whatIsFinishedIsGivenOutOnceAndTheRestIsSmall() {
        MarkdownStream stream = new MarkdownStream(Look.DRAWN);
        stream.append("One.\n\nTwo **op");
        assertEquals("One.\n", text(stream.drain(40)));
        assertEquals("\nTwo **op\n", text(stream.tail(40)));
        stream.append("en**");
        assertEquals("", text(stream.drain(40)));
        assertEquals("\nTwo open\n", text(stream.tail(40)));
        assertEquals("\nTwo open\n", text(stream.finish(40)));
        assertEquals("", text(stream.finish(40)));
    }

    @Test
    void linesOfCodeAreFinishedOneByOne() {
        MarkdownStream stream = new MarkdownStream(Look.DRAWN);
        stream.append("```sh\necho a\necho");
        assertEquals("  echo a\n", text(stream.drain(40)));
        assertEquals("  echo\n", text(stream.tail(40)));
        stream.append(" b\n```\nx");
        assertEquals("  echo b\n", text(stream.drain(40)));
        assertEquals("\nx\n", text(stream.tail(40)));
    }

    @Test
    void itemsAreFinishedOneByOneAndCountedOn() {
        MarkdownStream stream = new MarkdownStream(Look.DRAWN);
        stream.append("1. a\n1. b\n1. c");
        assertEquals("1. a\n", text(stream.drain(40)));
        assertEquals("2. b\n3. c\n", text(stream.tail(40)));
    }

    @Test
    void aListWithinCodeIsNoList() {
        String message = "- run\n  ```sh\n- not an item\n  ```\n- next\n";
        assertEquals("• run\n\n", text(streamed("- run\n", 3)) + "\n");
        assertTrue(text(streamed(message, 4)).contains("• next"));
    }

    @Test
    void noRowIsWiderThanTheScreenWhateverThePiecesAre() {
        Random random = new Random(29);
        for (int round = 0; round < 1_500; round++) {
            fed(random, MarkdownBlockTest.PIECES);
        }
    }

    @Test
    void noTextIsLostWhateverThePiecesAre() {
        Random random = new Random(41);
        String[] pieces = {
            "ж", "ж ", "\n", "\n\n", "- ", "1. ", "> ", "**", "_", " ", "    ", "# "
        };
        for (int round = 0; round < 3_000; round++) {
            Fed fed = fed(random, pieces);
            assertEquals(
                    letters(fed.text()), letters(fed.shown()), () -> Visible.exact(fed.text()));
        }
    }

    private record Fed(String text, String shown) {}

    private static Fed fed(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        MarkdownStream stream = new MarkdownStream(Look.DRAWN);
        StringBuilder shown = new StringBuilder();
        int columns = 1 + random.nextInt(40);
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(9));
            stream.append(text.substring(at, end));
            at = end;
            add(stream.drain(columns), columns, shown);
            add(stream.tail(columns), columns, new StringBuilder());
        }
        add(stream.finish(columns), columns, shown);
        return new Fed(text.toString(), shown.toString());
    }

    private static void add(List<Line> rows, int columns, StringBuilder text) {
        for (Line row : rows) {
            assertTrue(CellWidth.of(row.text()) <= columns, row::text);
            text.append(row.text());
        }
    }

    private static long letters(String text) {
        return text.chars().filter(c -> c == 'ж').count();
    }

    @Test
    void aLongMessageCostsNoMoreThanItsLength() {
        for (String part :
                List.of(
                        "word ",
                        "word\n",
                        "- item\n",
                        "> quote\n",
                        "| a | b |\n",
                        "```\n",
                        "x",
                        "1. a\n\n",
                        "  y\n")) {
            MarkdownStream stream = new MarkdownStream(Look.DRAWN);
            int most = 0;
            for (int i = 0; i < 400; i++) {
                stream.append(part.repeat(100));
                stream.drain(80);
                most = Math.max(most, stream.tail(80).size());
            }
            assertTrue(most < 9_000, part);
        }
        MarkdownStream stream = new MarkdownStream(Look.DRAWN);
        stream.append("a line of text\n\n".repeat(100_000));
        assertEquals(199_999, stream.finish(80).size());
    }
}
