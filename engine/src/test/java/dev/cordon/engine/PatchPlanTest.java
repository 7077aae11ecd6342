package dev.cordon.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cordon.protocol.Action;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchPlanTest {
    private static final Path CWD = Path.of("/srv/shop");
    private final Map<Path, String> files = new HashMap<>();

    @Test
    void aPlanHasTheWholeContentAndTheDigestOfWhatItWasMadeFor() throws PatchException {
        files.put(CWD.resolve("a"), "one\ntwo\n");
        PatchPlan plan = plan("*** Update File: a", "-two", "+zwei");
        assertEquals(
                List.of(update("a", Optional.empty(), "one\ntwo\n", "one\nzwei\n")),
                plan.changes());
        assertEquals("Success. Updated the following files:\nM a\n", plan.summary());
    }

    @Test
    void theSummaryIsGroupedAndUsesThePathsOfThePatch() throws PatchException {
        files.put(CWD.resolve("a"), "x\n");
        files.put(CWD.resolve("d"), "x\n");
        PatchPlan plan =
                plan(
                        "*** Delete File: ./d",
                        "*** Update File: a",
                        "*** Move to: sub/b",
                        "-x",
                        "+y",
                        "*** Add File: n",
                        "+n");
        assertEquals(
                "Success. Updated the following files:\nA n\nM sub/b\nD ./d\n", plan.summary());
    }

    @Test
    void aMoveToAFreeNameIsOneChangeSoThatTheModeIsKept() throws PatchException {
        files.put(CWD.resolve("a"), "x\n");
        PatchPlan plan = plan("*** Update File: a", "*** Move to: b", "-x", "+y");
        assertEquals(List.of(update("a", Optional.of("b"), "x\n", "y\n")), plan.changes());
    }

    @Test
    void aPureRenameKeepsEveryByte() throws PatchException {
        files.put(CWD.resolve("a"), "no end\r\nmixed\nlast");
        assertEquals(
                List.of(
                        update(
                                "a",
                                Optional.of("b"),
                                "no end\r\nmixed\nlast",
                                "no end\r\nmixed\nlast")),
                plan("*** Update File: a", "*** Move to: b").changes());
    }

    @Test
    void aMoveOntoAFileChangesThatFileAndDeletesTheOther() throws PatchException {
        files.put(CWD.resolve("a"), "x\n");
        files.put(CWD.resolve("b"), "old\n");
        assertEquals(
                List.of(
                        new Action.FileChange(
                                CWD.resolve("a"),
                                Action.ChangeKind.DELETE,
                                Optional.empty(),
                                Optional.of(PatchPlan.digest("x\n")),
                                Optional.empty()),
                        update("b", Optional.empty(), "old\n", "y\n")),
                plan("*** Update File: a", "*** Move to: b", "-x", "+y").changes());
    }

    @Test
    void aMoveToTheSamePathIsAnUpdate() throws PatchException {
        files.put(CWD.resolve("a"), "x\n");
        assertEquals(
                List.of(update("a", Optional.empty(), "x\n", "y\n")),
                plan("*** Update File: a", "*** Move to: ./sub/../a", "-x", "+y").changes());
    }

    @Test
    void operationsOnOneFileBecomeOneChange() throws PatchException {
        files.put(CWD.resolve("a"), "x\n");
        assertEquals(
                List.of(update("a", Optional.empty(), "x\n", "z\n")),
                plan("*** Update File: a", "-x", "+y", "*** Update File: a", "-y", "+z").changes());
        assertEquals(
                List.of(update("a", Optional.empty(), "x\n", "new\n")),
                plan("*** Delete File: a", "*** Add File: a", "+new").changes());
        assertEquals(List.of(), plan("*** Add File: n", "+x", "*** Delete File: n").changes());
    }

    @Test
    void aChainOfMovesIsOneMove() throws PatchException {
        files.put(CWD.resolve("a"), "x\n");
        assertEquals(
                List.of(update("a", Optional.of("c"), "x\n", "x\n")),
                plan("*** Update File: a", "*** Move to: b", "*** Update File: b", "*** Move to: c")
                        .changes());
    }

    @Test
    void nothingIsPlannedIfTheSecondFileDoesNotFit() {
        files.put(CWD.resolve("a"), "x\n");
        files.put(CWD.resolve("b"), "alpha beta\ngamma\n");
        assertEquals(
                """
                Failed to find expected lines in b:
                alpha bet
                The nearest lines of the file are:
                1: alpha beta
                2: gamma\
                """,
                refusal(
                        "*** Update File: a",
                        "-x",
                        "+y",
                        "*** Update File: b",
                        "-alpha bet",
                        "+z"));
    }

    @Test
    void aMissingFileIsNamedAsThePatchNamesIt() {
        assertEquals(
                "Failed to read file to update sub/../q: there is no such file",
                refusal("*** Update File: sub/../q", "-x", "+y"));
        assertEquals(
                "Failed to delete file q: there is no such file", refusal("*** Delete File: q"));
    }

    @Test
    void aMatchThatOverlookedIndentationMustBeTheOnlyOne() {
        files.put(CWD.resolve("a"), "if x:\n    f()\nif y:\n      f()\n");
        assertEquals(
                """
                The lines of a chunk for a do not stand in the file as written; without regard to\
                 spaces they fit at line 2 and at line 4. Copy the lines exactly, or add an @@ line\
                 that tells which.
                The nearest lines of the file are:
                1: if x:
                2:     f()
                3: if y:\
                """,
                refusal("*** Update File: a", "-f()", "+g()"));
    }

    @Test
    void addedLinesGetTheIndentationThatThePatchForgot() throws PatchException {
        files.put(CWD.resolve("a"), "class A {\n    void f() {\n        g();\n    }\n}\n");
        PatchPlan plan =
                plan(
                        "*** Update File: a",
                        " void f() {",
                        "-    g();",
                        "+    h();",
                        "+",
                        "+    i();");
        assertEquals(
                Optional.of("class A {\n    void f() {\n        h();\n\n        i();\n    }\n}\n"),
                plan.changes().getFirst().content());
    }

    @Test
    void indentationThatDiffersFromLineToLineIsRefused() {
        files.put(CWD.resolve("a"), "\tf()\n    g()\n");
        assertEquals(
                """
                The lines of a chunk for a are indented differently from the file, and not all in\
                 the same way. Copy the lines exactly.
                The nearest lines of the file are:
                1: \tf()
                2:     g()\
                """,
                refusal("*** Update File: a", " f()", "-g()", "+h()"));
    }

    @Test
    void linesWithoutAPlaceAreAppendedAndThePlanSaysWhere() throws PatchException {
        files.put(CWD.resolve("a"), "one\ntwo\n");
        PatchPlan plan = plan("*** Update File: a", "@@ one", "+new");
        assertEquals(Optional.of("one\ntwo\nnew\n"), plan.changes().getFirst().content());
        assertEquals(
                List.of(
                        "1 line was appended to a after line 2, because the chunk has no line of"
                                + " the file to stand at."),
                plan.notes());
    }

    @Test
    void aPatchWithoutOperationsSaysSo() {
        assertEquals("No files were modified.", refusal());
    }

    private PatchPlan plan(String... lines) throws PatchException {
        String text = "*** Begin Patch\n" + String.join("\n", lines) + "\n*** End Patch\n";
        return PatchPlan.of(
                PatchParser.parse(text), CWD, path -> Optional.ofNullable(files.get(path)));
    }

    private String refusal(String... lines) {
        return assertThrows(PatchException.class, () -> plan(lines)).getMessage();
    }

    private static Action.FileChange update(
            String path, Optional<String> target, String before, String after) {
        return new Action.FileChange(
                CWD.resolve(path),
                Action.ChangeKind.UPDATE,
                target.map(CWD::resolve),
                Optional.of(PatchPlan.digest(before)),
                Optional.of(after));
    }
}
