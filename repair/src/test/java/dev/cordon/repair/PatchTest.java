package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PatchTest {
    private static final Path FILE = Path.of("A.java");

    @Test
    void writesOneChunkWithThreeLinesOfContext() {
        String before = "a\nb\nc\nd\ne\nf\ng\nh\n";
        String after = before.replace("e\n", "E\n");

        assertEquals(
                """
                *** Begin Patch
                *** Update File: A.java
                @@
                 b
                 c
                 d
                -e
                +E
                 f
                 g
                 h
                *** End Patch
                """,
                Patch.forTool(Patch.unified(Map.of(FILE, new Patch.Change(before, after)))));
    }

    @Test
    void takesMoreContextWhereTheSameLinesStandEarlier() {
        String block = "x\ny\nz\nm\nx\ny\nz\n";
        String before = block + "only\n" + block;
        String after = block + "only\n" + block.replace("m", "M");

        String patch = Patch.forTool(Patch.unified(Map.of(FILE, new Patch.Change(before, after))));

        assertTrue(patch.contains(" only\n"), patch);
    }

    @Test
    void splitsChangesThatAreFarApart() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        String after = before.replace("1\n2\n", "1\ntwo\n").replace("\n11\n", "\neleven\n");

        String diff = Patch.unified(Map.of(FILE, new Patch.Change(before, after)));

        assertEquals(2, diff.split("@@ -", -1).length - 1, diff);
    }

    @Test
    void aDiffReversedIsTheDiffOfTheWayBack() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n-- a\n";
        String after = "0\n1\ntwo\n3\n4\n5\n6\n7\n8\n9\n10\neleven\n12\n";

        assertEquals(
                Patch.unified(Map.of(FILE, new Patch.Change(after, before))),
                Patch.reversed(Patch.unified(Map.of(FILE, new Patch.Change(before, after)))));
    }

    @Test
    void aRemovedLineThatLooksLikeAHeadStaysALine() {
        String diff = Patch.unified(Map.of(FILE, new Patch.Change("-- a/x\n++ b/y\nz\n", "z\n")));

        assertEquals(
                "*** Begin Patch\n*** Update File: A.java\n@@\n--- a/x\n-++ b/y\n z\n*** End"
                        + " Patch\n",
                Patch.forTool(diff));
    }

    @Test
    void mendsTheLiteralThatHoldsTheDifference() {
        Hints.Texts pair = new Hints.Texts("Hello, Bob!", "Hello Bob!");

        assertEquals(Optional.of("Hello, "), TextDifference.mend("Hello ", pair));
        assertEquals(Optional.empty(), TextDifference.mend("zzz", pair));
        assertEquals(Optional.of("Hello, Bob!"), TextDifference.mend("Hello Bob!", pair));
    }

    @Test
    void appliesEditsFromTheEndSoThatOffsetsHold() {
        assertEquals(
                "<<b>>",
                Edit.apply("abc", java.util.List.of(new Edit(0, 1, "<<"), new Edit(2, 3, ">>"))));
    }
}
