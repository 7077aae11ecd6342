package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cordon.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ResultTextTest {
    private static final Json.Obj RESULT =
            Json.object()
                    .put("verdict", "repaired")
                    .put("tests", 5)
                    .put("failing", List.of("a: b", "- c\n> d"))
                    .put("diff", "--- a/x\n+++ b/x\n\n")
                    .build();

    @Test
    void isReadBackAsItWasWritten() {
        assertEquals(
                """
                --- result
                verdict: repaired
                tests = 5
                failing:
                - a: b
                - - c
                > > d
                diff:
                | --- a/x
                | +++ b/x
                |\s
                """,
                ResultText.write(RESULT));
        assertEquals(Optional.of(RESULT), ResultText.read(ResultText.write(RESULT)));
    }

    @Test
    void standsAfterWhateverWasPrintedBefore() {
        String output =
                "--- result\nverdict: old\nrepair: 3 of 9 tried\n" + ResultText.write(RESULT);

        assertEquals(Optional.of(RESULT), ResultText.read(output));
    }

    @Test
    void survivesThatBlanksAtLineEndsAreCutOff() {
        String cut = ResultText.write(RESULT).replace("| \n", "|\n");

        assertEquals(Optional.of(RESULT), ResultText.read(cut));
    }

    @Test
    void isAbsentWhereItsLinesAreNotWhole() {
        assertEquals(Optional.empty(), ResultText.read("repair: nothing yet\n"));
        assertEquals(Optional.empty(), ResultText.read("--- result\nverdict\n"));
        assertEquals(Optional.empty(), ResultText.read("--- result\ntests = many\n"));
    }

    @Test
    void hasNoOtherKindsOfMembers() {
        Json.Obj flag = Json.object().put("flag", true).build();

        assertThrows(IllegalArgumentException.class, () -> ResultText.write(flag));
    }

    @Test
    void holdsForAnyTextOfOneOrMoreLines() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            Json.ObjBuilder result = Json.object();
            List<String> list = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                list.add(
                        ("x" + line(random) + (random.nextBoolean() ? "\n" + line(random) : ""))
                                .strip());
            }
            result.put("one", "x" + line(random))
                    .put("more", line(random) + "\n" + line(random) + "\n");
            result.put("list", list).put("number", random.nextLong());
            Json.Obj built = result.build();
            assertEquals(Optional.of(built), ResultText.read(ResultText.write(built)));
        }
    }

    private static String line(Random random) {
        String letters = "|->=: ab_\"\\";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
