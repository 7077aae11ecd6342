package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchParserTest {
    private static final Patch ADD =
            new Patch(List.of(new Patch.Operation.Add("a.txt", "one\n two\n")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*** Begin Patch\n*** Add File: a.txt\n+one\n+ two\n*** End Patch",
                "*** Begin Patch\n*** Add File: a.txt\n+one\n+ two\n*** End Patch\n\n",
                "  *** Begin Patch  \n  *** Add File: a.txt  \n+one\n+ two\n *** End Patch ",
                "*** Begin Patch\r\n*** Add File: a.txt\r\n+one\r\n+ two\r\n*** End Patch\r\n",
                "<<'EOF'\n*** Begin Patch\n*** Add File: a.txt\n+one\n+ two\n*** End Patch\nEOF",
                "<<EOF\n*** Begin Patch\n*** Add File: a.txt\n+one\n+ two\n*** End Patch\nEOF\n",
                "<<\"P\"\n*** Begin Patch\n*** Add File: a.txt\n+one\n+ two\n*** End Patch\nP\n",
                "*** Begin Patch\n*** Environment ID: local\n*** Add File: a.txt\n+one\n+ two\n"
                        + "*** End Patch",
            })
    void spacesHereDocumentsAndLineEndsDoNotMatter(String text) throws PatchException {
        assertEquals(ADD, PatchParser.parse(text));
    }

    @Test
    void readsEveryKindOfOperation() throws PatchException {
        Patch patch =
                PatchParser.parse(
                        """
                        *** Begin Patch
                        *** Add File: empty
                        *** Delete File: old name
                        *** Update File: a
                        *** Move to: b/c
                        @@ class A
                        @@   int f() {
                         keep

                        -go
                        +come
                        *** End of File
                        @@
                        +tail
                        *** Update File: x
                        *** Move to: y
                        *** End Patch
                        """);
        List<Patch.Line> lines =
                List.of(
                        new Patch.Line(Patch.Kind.KEPT, "keep"),
                        new Patch.Line(Patch.Kind.KEPT, ""),
                        new Patch.Line(Patch.Kind.REMOVED, "go"),
                        new Patch.Line(Patch.Kind.ADDED, "come"));
        assertEquals(
                new Patch(
                        List.of(
                                new Patch.Operation.Add("empty", ""),
                                new Patch.Operation.Delete("old name"),
                                new Patch.Operation.Update(
                                        "a",
                                        Optional.of("b/c"),
                                        List.of(
                                                new Patch.Chunk(
                                                        List.of("class A", "  int f() {"),
                                                        lines,
                                                        true),
                                                new Patch.Chunk(
                                                        List.of(),
                                                        List.of(
                                                                new Patch.Line(
                                                                        Patch.Kind.ADDED, "tail")),
                                                        false))),
                                new Patch.Operation.Update("x", Optional.of("y"), List.of()))),
                patch);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Invalid patch: The first line of the patch must be '*** Begin Patch'",
                "hello | Invalid patch: The first line of the patch must be '*** Begin Patch'",
                "Sure!;*** Begin Patch;*** End Patch | Invalid patch: The first line of the patch"
                        + " must be '*** Begin Patch'",
                "*** Begin Patch;*** Add File: a;+x | Invalid patch: The last line of the patch"
                        + " must be '*** End Patch'",
                "*** Begin Patch;*** End Patch;bye | Invalid patch: The last line of the patch must"
                        + " be '*** End Patch'",
                "*** Begin Patch | Invalid patch: The last line of the patch must be '*** End"
                        + " Patch'",
                "*** Begin Patch;*** Frobnicate File: a;*** End Patch | Invalid patch hunk on line"
                        + " 2: '*** Frobnicate File: a' is not a valid hunk header. Valid hunk"
                        + " headers: '*** Add File: {path}', '*** Delete File: {path}', '***"
                        + " Update File: {path}'",
                "*** Begin Patch;*** Add File: a;x;*** End Patch | Invalid patch hunk on line 3:"
                        + " 'x' is not a valid hunk header. Valid hunk headers: '*** Add File:"
                        + " {path}', '*** Delete File: {path}', '*** Update File: {path}'",
                "*** Begin Patch;*** Update File: a;*** End Patch | Invalid patch hunk on line 2:"
                        + " Update file hunk for path 'a' is empty",
                "*** Begin Patch;*** Update File: a;@@;*** End Patch | Invalid patch hunk on line"
                        + " 4: Update hunk does not contain any lines",
                "*** Begin Patch;*** Update File: a;@@;!x;*** End Patch | Invalid patch hunk on"
                        + " line 4: Unexpected line found in update hunk: '!x'. Every line should"
                        + " start with ' ' (context line), '+' (added line), or '-' (removed line)",
                "*** Begin Patch;*** Update File: a;@@def f;-x;*** End Patch | Invalid patch hunk"
                        + " on line 3: Unexpected line found in update hunk: '@@def f'. Every line"
                        + " should start with ' ' (context line), '+' (added line), or '-'"
                        + " (removed line)",
                "*** Begin Patch;*** Update File: a;@@;-x;oops;*** End Patch | Invalid patch hunk"
                        + " on line 5: Expected update hunk to start with a @@ context marker, got:"
                        + " 'oops'",
                "*** Begin Patch;*** Delete File:;*** End Patch | Invalid patch hunk on line 2:"
                        + " '*** Delete File:' is not a valid hunk header. Valid hunk headers:"
                        + " '*** Add File: {path}', '*** Delete File: {path}', '*** Update File:"
                        + " {path}'",
            })
    void saysWhatIsWrongAndOnWhichLine(String text, String message) {
        String patch = text.replace(';', '\n');
        PatchException refused = assertThrows(PatchException.class, () -> PatchParser.parse(patch));
        assertEquals(message, refused.getMessage());
    }

    @Test
    void aPatchHasABound() {
        String huge = "*** Begin Patch\n" + "+".repeat(PatchParser.MAX_PATCH_CHARS);
        PatchException refused = assertThrows(PatchException.class, () -> PatchParser.parse(huge));
        assertEquals(
                "Invalid patch: it has 8388624 characters; at most 8388608 are read. Split it.",
                refused.getMessage());
    }

    @Test
    void anyTextIsAPatchOrASentence() {
        String[] pieces = {
            "*** Begin Patch",
            "*** End Patch",
            "*** Add File: a",
            "*** Delete File: b",
            "*** Update File: c",
            "*** Move to: d",
            "*** End of File",
            "@@",
            "@@ x",
            "@@x",
            "+a",
            "-b",
            " c",
            "",
            "   ",
            "***",
            "<<EOF",
            "EOF",
            "\u0000",
            "*** Environment ID: x",
            "\r"
        };
        Random random = new Random(21);
        int patches = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : pieces[0] + "\n");
            for (int lines = random.nextInt(10); lines > 0; lines--) {
                text.append(pieces[random.nextInt(pieces.length)]).append('\n');
            }
            text.append(random.nextInt(4) == 0 ? "" : pieces[1]);
            try {
                PatchParser.parse(text.toString());
                patches++;
            } catch (PatchException expected) {
                assertEquals(-1, expected.getMessage().indexOf("null"));
            }
        }
        assertEquals(true, patches > 1_000);
    }
}
