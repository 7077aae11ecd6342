package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextPatchTest {
    @Test
    void windowsLineEndsStay() throws PatchException {
        assertEquals("a\r\nB\r\nc\r\n", patched("a\r\nb\r\nc\r\n", "-b", "+B"));
        assertEquals("a\nB\nc\r\n", patched("a\nb\nc\r\n", "-b", "+B"), "as most lines end");
        assertEquals("a\r\nB\r\n", patched("a\r\nb", "-b", "+B"), "the last line gets an end");
        assertEquals("a\nb\n", patched("a", " a", "+b"), "the last line gets an end");
    }

    @Test
    void aByteOrderMarkStaysAndIsNoPartOfTheFirstLine() throws PatchException {
        assertEquals("\uFEFFA\nb\n", patched("\uFEFFa\nb\n", "-a", "+A"));
    }

    @Test
    void keptLinesKeepTheirOwnText() throws PatchException {
        assertEquals("say “hi” \nB\n", patched("say “hi” \nb\n", " say \"hi\"", "-b", "+B"));
    }

    @Test
    void aLineIsFoundWithTypographyTakenAsPlain() throws PatchException {
        assertEquals("x\n", patched("a — b\u00A0c\n", "-a - b c", "+x"));
    }

    @Test
    void anExactMatchFurtherDownWinsOverALooseOneBefore() throws PatchException {
        assertEquals("  f\nF\n", patched("  f\nf\n", "-f", "+F"));
    }

    @Test
    void eachContextLineNarrowsTheSearch() throws PatchException {
        String file = "class A\n def f\n  x\nclass B\n def f\n  x\n";
        assertEquals(
                "class A\n def f\n  x\nclass B\n def f\n  y\n",
                patched(file, "@@ class B", "@@  def f", "-  x", "+  y"));
    }

    @Test
    void aContextLineIsNotTheFirstLineOfTheChunkAsWell() {
        assertTrue(refusal("f\nx\n", "@@ f", " f", "-x", "+y").startsWith("Failed to find"));
    }

    @Test
    void aContextThatIsMissingIsNamed() {
        assertEquals(
                "Failed to find context 'class Z' in a", refusal("f\n", "@@ class Z", "-f", "+g"));
    }

    @Test
    void chunksAreFoundForwardOnly() {
        assertTrue(refusal("a\nb\n", "@@", "-b", "+B", "@@", "-a", "+A").startsWith("Failed"));
        assertTrue(
                refusal("a\nb\nc\n", " b", "-c", "+C", "@@", " b").startsWith("Failed"),
                "nor may they overlap");
    }

    @Test
    void endOfFileMeansTheLastLines() throws PatchException {
        assertEquals("x\na\nx\ny\n", patched("x\na\nx\n", " x", "+y", "*** End of File"));
        assertTrue(refusal("a\nb\n", "-a", "+A", "*** End of File").startsWith("Failed"));
    }

    @Test
    void aBlankLineAtTheEndOfAChunkNeedNotBeThere() throws PatchException {
        assertEquals("B\n", patched("b\n", "-b", "+B", ""));
        assertTrue(refusal("b\n", "-z", "+B", "").startsWith("Failed"));
    }

    @Test
    void everythingCanGo() throws PatchException {
        assertEquals("", patched("a\nb\n", "-a", "-b"));
    }

    @Test
    void emptyLinesAtTheEndOfAFileStay() throws PatchException {
        assertEquals("B\n\n\n", patched("b\n\n\n", "-b", "+B"));
    }

    @Test
    void aVeryUniformFileDoesNotTakeForever() {
        String file = "a\n".repeat(100_000);
        List<String> chunk = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            chunk.add(" a");
        }
        chunk.add("-b");
        assertTrue(
                refusal(file, chunk.toArray(String[]::new))
                        .startsWith("The file is too large and too uniform"));
    }

    @Test
    void theDifferenceOfTwoFilesTurnsOneIntoTheOther() throws PatchException {
        Random random = new Random(31);
        for (int i = 0; i < 20_000; i++) {
            String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
            List<String> from = lines(random);
            List<String> to = edited(from, random);
            String content = String.join(end, from) + (from.isEmpty() ? "" : end);
            String wanted = String.join(end, to) + (to.isEmpty() ? "" : end);
            if (from.isEmpty()) {
                continue;
            }
            List<String> chunk = new ArrayList<>(List.of("@@"));
            chunk.addAll(difference(from, to));
            String got = patched(content, chunk.toArray(String[]::new));
            assertEquals(wanted, got, () -> from + " to " + to + " by " + chunk);
        }
    }

    @Test
    void anyPatchOnAnyFileIsATextOrASentence() {
        Random random = new Random(32);
        String[] marks = {" ", "-", "+", "@@ ", ""};
        for (int i = 0; i < 50_000; i++) {
            String file = String.join(random.nextBoolean() ? "\n" : "\r\n", lines(random));
            List<String> chunk = new ArrayList<>();
            for (int n = 1 + random.nextInt(6); n > 0; n--) {
                chunk.add(marks[random.nextInt(marks.length)] + line(random));
            }
            try {
                patched(file, chunk.toArray(String[]::new));
            } catch (PatchException expected) {
                assertTrue(!expected.getMessage().isEmpty());
            }
        }
    }

    private static String patched(String file, String... chunk) throws PatchException {
        String text =
                "*** Begin Patch\n*** Update File: a\n"
                        + String.join("\n", chunk)
                        + "\n*** End Patch";
        Patch.Operation.Update update =
                (Patch.Operation.Update) PatchParser.parse(text).operations().getFirst();
        return TextPatch.apply("a", file, update.chunks(), TextPatch.Care.FIRST_MATCH).content();
    }

    private static String refusal(String file, String... chunk) {
        return assertThrows(PatchException.class, () -> patched(file, chunk)).getMessage();
    }

    private static List<String> lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (int n = random.nextInt(8); n > 0; n--) {
            lines.add(line(random));
        }
        return lines;
    }

    private static String line(Random random) {
        String[] words = {"", "a", "b", "  a", "a ", "é", "*** x", "@@", "+", "-"};
        return words[random.nextInt(words.length)];
    }

    private static List<String> edited(List<String> from, Random random) {
        List<String> to = new ArrayList<>(from);
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(to.size() + 1);
            if (at < to.size() && random.nextBoolean()) {
                to.remove(at);
            } else {
                to.add(at, line(random));
            }
        }
        return to;
    }

    /// A difference by the longest common subsequence, with every line of the file in it.
    private static List<String> difference(List<String> from, List<String> to) {
        int[][] common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] =
                        from.get(i).equals(to.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                lines.add(" " + from.get(i++));
                j++;
            } else if (j == to.size()
                    || (i < from.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("-" + from.get(i++));
            } else {
                lines.add("+" + to.get(j++));
            }
        }
        return lines;
    }
}
