package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Cordon's own file actions in a layer: they see what commands see and change the same.
final class OverlayFileActionsTest extends OverlayStage {
    @Test
    void cordonsOwnFileActionsSeeAndChangeTheSameLayer() throws Exception {
        run("echo two > changed.txt; mkdir new; echo found > new/n.txt; rm gone.txt");

        assertEquals("two\n", read("changed.txt"));
        assertEquals(
                List.of("new/n.txt:1:found"),
                ((Result.Listing)
                                perform(
                                        new Action.SearchFiles(
                                                call(), model(), workspace, "found", "", 10)))
                        .lines());
        assertFalse(
                ((Result.Listing) perform(new Action.ListFiles(call(), model(), workspace, "", 50)))
                        .lines()
                        .contains("gone.txt"));
        Result result =
                perform(
                        new Action.ApplyPatch(
                                call(),
                                model(),
                                List.of(
                                        change(
                                                "changed.txt",
                                                Action.ChangeKind.UPDATE,
                                                "two\n",
                                                "three\n"),
                                        change("x/y/z.txt", Action.ChangeKind.ADD, null, "z\n"),
                                        change(
                                                "kept.txt",
                                                Action.ChangeKind.DELETE,
                                                "kept\n",
                                                null))));

        assertTrue(result instanceof Result.FilesChanged, result.toString());
        assertEquals("three\nz\n", run("cat changed.txt x/y/z.txt; ls kept.txt 2>/dev/null; true"));
        assertEquals("one\n", text("changed.txt"));
        assertEquals("kept\n", text("kept.txt"));
        assertEquals(
                List.of(
                        "M changed.txt",
                        "D gone.txt",
                        "D kept.txt",
                        "A new/",
                        "A new/n.txt",
                        "A x/",
                        "A x/y/",
                        "A x/y/z.txt"),
                lines());
    }

    @Test
    void aPatchThatCannotBeMadeAsAWholeLeavesTheLayerAsItWas() throws Exception {
        run("echo two > changed.txt; mkdir ro; echo x > ro/f; chmod 555 ro; mkdir blocked");
        List<String> before = lines();

        Result result =
                perform(
                        new Action.ApplyPatch(
                                call(),
                                model(),
                                List.of(
                                        change(
                                                "changed.txt",
                                                Action.ChangeKind.UPDATE,
                                                "two\n",
                                                "three\n"),
                                        change("a/b.txt", Action.ChangeKind.ADD, null, "z\n"),
                                        change("blocked", Action.ChangeKind.ADD, null, "z\n"))));

        assertTrue(result instanceof Result.Failed, result.toString());
        assertEquals(before, lines());
    }

    @Test
    void aPatchOfAProtectedNameIsRefusedAsWithoutTheOverlay() throws Exception {
        Result result =
                perform(
                        new Action.ApplyPatch(
                                call(),
                                model(),
                                List.of(
                                        change(
                                                ".mvn/jvm.config",
                                                Action.ChangeKind.ADD,
                                                null,
                                                "x"))));

        assertEquals("sandbox.protected_names", ((Result.Refused) result).rule());
    }

    @Test
    void cordonsOwnGitIsRefusedBecauseItWorksOnTheFilesThemselves() throws Exception {
        Result result = perform(new Action.Git(call(), model(), workspace, List.of("add", "-A")));

        assertEquals("sandbox.overlay", ((Result.Refused) result).rule());
    }
}
