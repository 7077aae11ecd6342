package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiffBlockTest {
    private static String shown(List<FileDiff> files, int columns) {
        StringBuilder text = new StringBuilder();
        for (Line row :
                new DiffBlock(files, DiffBlock.COLLAPSED_LINES, DiffBlock.Purpose.READ)
                        .rows(columns)) {
            text.append(row.text().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static FileDiff edit(String before, String after) {
        return FileDiff.between("src/A.java", Optional.of(before), Optional.of(after));
    }

    @Test
    void aChangeIsShownWithItsLinesAroundIt() {
        assertEquals(
                """
                Edited src/A.java (+1 -1)
                2   b
                3   c
                4   d
                5 - e
                5 + E
                6   f
                7   g
                8   h
                """,
                shown(
                        List.of(edit("a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a\nb\nc\nd\nE\nf\ng\nh\ni\n")),
                        40));
    }

    @Test
    void placesFarApartAreDivided() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        assertEquals(
                """
                Edited src/A.java (+2 -1)
                 1 - 1
                 1 + one
                 2   2
                 3   3
                 4   4
                  ⋮
                10   10
                11   11
                12   12
                13 + 13
                """,
                shown(List.of(edit(before, before.replace("1\n2\n3", "one\n2\n3") + "13\n")), 40));
    }

    @Test
    void newAndDeletedAndBinaryFilesAreNamed() {
        assertEquals(
                "Added a (+1 -0)\n1 + x\n",
                shown(List.of(FileDiff.between("a", Optional.empty(), Optional.of("x\n"))), 40));
        assertEquals(
                "Deleted a (+0 -1)\n1 - x\n",
                shown(List.of(FileDiff.between("a", Optional.of("x\n"), Optional.empty())), 40));
        assertEquals(
                "Edited a, binary\n",
                shown(List.of(FileDiff.between("a", Optional.of("x\0"), Optional.of("y\0"))), 40));
        assertEquals(
                "Added a (+1 -0), no line end at the end\n1 + x\n",
                shown(List.of(FileDiff.between("a", Optional.empty(), Optional.of("x"))), 60));
    }

    @Test
    void theChangedWordsAreMarked() {
        List<Line> rows =
                new DiffBlock(
                                List.of(edit("int total = a + b;\n", "int total = a + cost;\n")),
                                30,
                                DiffBlock.Purpose.READ)
                        .rows(60);
        assertEquals(
                List.of(
                        new Span("1 ", Role.DIM),
                        new Span("- ", Role.REMOVED),
                        new Span("int total = a + ", Role.REMOVED),
                        new Span("b", Role.REMOVED_WORD),
                        new Span(";", Role.REMOVED)),
                joined(rows.get(1)));
        assertEquals(new Span("cost", Role.ADDED_WORD), joined(rows.get(2)).get(3));
    }

    private static List<Span> joined(Line line) {
        List<Span> spans = new java.util.ArrayList<>();
        for (Span span : line.spans()) {
            boolean first = spans.isEmpty() || spans.size() < 2;
            if (!first && spans.getLast().role() == span.role() && spans.size() > 2) {
                spans.set(
                        spans.size() - 1,
                        new Span(spans.getLast().text() + span.text(), span.role()));
            } else {
                spans.add(span);
            }
        }
        if (spans.size() > 2 && spans.get(1).text().length() > 2) {
            String text = spans.get(1).text();
            spans.set(1, new Span(text.substring(0, 2), spans.get(1).role()));
            spans.add(2, new Span(text.substring(2), spans.get(1).role()));
        }
        return spans;
    }

    @Test
    void linesWithNothingInCommonAreNotMarked() {
        for (Line row :
                new DiffBlock(
                                List.of(edit("alpha beta\n", "x = 12;\n")),
                                30,
                                DiffBlock.Purpose.READ)
                        .rows(60)) {
            assertTrue(
                    row.spans().stream()
                            .noneMatch(s ->
                                    s.role() == Role.ADDED_WORD || s.role() == Role.REMOVED_WORD));
        }
    }

    @Test
    void aLongFileIsCutWithACount() {
        FileDiff file = FileDiff.between("a", Optional.empty(), Optional.of("x\n".repeat(100)));
        List<Line> rows = new DiffBlock(List.of(file), 10, DiffBlock.Purpose.READ).rows(40);
        assertEquals(12, rows.size());
        assertEquals("… 90 more lines", rows.getLast().text());
        FileDiff oneMore = FileDiff.between("a", Optional.empty(), Optional.of("x\n".repeat(11)));
        assertEquals(
                12, new DiffBlock(List.of(oneMore), 10, DiffBlock.Purpose.READ).rows(40).size());
    }

    @Test
    void forJudgingHiddenCharactersAreWrittenOut() {
        FileDiff file =
                FileDiff.between(
                        "a\u202eb", Optional.empty(), Optional.of("if (x\u200b) \u001b[2K\n"));
        String text = "";
        for (Line row : new DiffBlock(List.of(file), 10, DiffBlock.Purpose.JUDGE).rows(60)) {
            text += row.text() + "\n";
        }
        assertEquals("Added a\\u202eb (+1 -0)\n1 + if (x\\u200b) \\x1b[2K\n", text);
    }

    @Test
    void aLineWithoutEndHidesNothing() {
        FileDiff file =
                FileDiff.between(
                        "a", Optional.empty(), Optional.of("x".repeat(100_000) + "\nevil\n"));
        List<Line> rows = new DiffBlock(List.of(file), 10, DiffBlock.Purpose.JUDGE).rows(80);
        assertTrue(rows.size() < 40);
        assertEquals("2 + evil", rows.getLast().text());
    }

    @Test
    void thePatchesOfGitAreRead() {
        String patch =
                """
                diff --git a/src/A.java b/src/A.java
                index 111..222 100644
                --- a/src/A.java
                +++ b/src/A.java
                @@ -10,3 +10,3 @@ class A {
                 one
                -two
                +2
                 three
                diff --git a/old name.txt b/new name.txt
                similarity index 100%
                rename from old name.txt
                rename to new name.txt
                diff --git a/run.sh b/run.sh
                old mode 100644
                new mode 100755
                diff --git a/pic.png b/pic.png
                new file mode 100644
                Binary files /dev/null and b/pic.png differ
                diff --git a/gone b/gone
                deleted file mode 100644
                --- a/gone
                +++ /dev/null
                @@ -1 +0,0 @@
                --- not a header
                \\ No newline at end of file
                """;
        assertEquals(
                """
                Edited src/A.java (+1 -1)
                10   one
                11 - two
                11 + 2
                12   three

                Renamed old name.txt to new name.txt

                Edited run.sh, mode 100644 to 100755

                Added pic.png, binary

                Deleted gone (+0 -1), no line end at the end
                1 - -- not a header
                """,
                shown(UnifiedDiff.parse(patch), 80));
    }

    @Test
    void textThatIsNoPatchGivesNothing() {
        assertEquals(List.of(), UnifiedDiff.parse("hello\n@@ -1 +1 @@\n+++ b/x\n"));
        Random random = new Random(31);
        String[] pieces = {
            "diff --git a/x b/x\n",
            "--- a/x\n",
            "+++ b/x\n",
            "@@ -1,3 +1 @@\n",
            "@@ -",
            "+a\n",
            "-b\n",
            " c\n",
            "\n",
            "rename from \n",
            "\\ No\n",
            "@@ -999999999999,1 +1,99999999999 @@\n"
        };
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            for (Line row :
                    new DiffBlock(UnifiedDiff.parse(text.toString()), 30, DiffBlock.Purpose.READ)
                            .rows(7)) {
                assertTrue(CellWidth.of(row.text()) <= 7, row::text);
            }
        }
    }

    @Test
    void theDifferenceRestoresBothSides() {
        Random random = new Random(37);
        for (int round = 0; round < 2_000; round++) {
            String before = lines(random);
            String after = lines(random);
            FileDiff diff = edit(before, after);
            int added = diff.added() - diff.removed();
            assertEquals(
                    after.lines().count() - before.lines().count(), added, before + "|" + after);
            String[] now = after.split("\n", -1);
            for (FileDiff.Hunk hunk : diff.hunks()) {
                int line = hunk.newStart();
                for (FileDiff.Entry entry : hunk.lines()) {
                    if (entry.sign() != FileDiff.Sign.REMOVED) {
                        assertEquals(now[line - 1], entry.text());
                        line++;
                    }
                }
            }
        }
    }

    private static String lines(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(25); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        return text.toString();
    }

    @Test
    void filesWithNothingInCommonAreComparedAtOnce() {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            before.append("old ").append(i).append('\n');
            after.append("new ").append(i).append('\n');
        }
        FileDiff diff = edit(before.toString(), after.toString());
        assertEquals(20_000, diff.added());
        assertEquals(20_000, diff.removed());
    }
}
