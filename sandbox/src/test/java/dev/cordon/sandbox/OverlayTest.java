package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The overlay view with a real kernel: what commands change, what is merged and what never is.
final class OverlayTest extends OverlayStage {
    @Test
    void everyKindOfChangeIsListedAndTheFilesStayAsTheyAre() throws Exception {
        List<String> before = state();

        run(
                "echo two > changed.txt; rm gone.txt; mkdir new; echo n > new/n.txt;"
                        + " mv src/old.txt src/new.txt; chmod 755 run.sh; rm -r tree;"
                        + " mkdir tree; echo c > tree/c.txt; ln -sf changed.txt link;"
                        + " touch kept.txt");

        assertEquals(before, state());
        assertEquals(
                List.of(
                        "M changed.txt",
                        "D gone.txt",
                        "M link (link to changed.txt)",
                        "A new/",
                        "A new/n.txt",
                        "T run.sh (644 -> 755)",
                        "R src/old.txt -> src/new.txt",
                        "D tree/a.txt",
                        "A tree/c.txt",
                        "D tree/deep/",
                        "D tree/deep/b.txt"),
                lines());
    }

    @Test
    void aMergeBringsTheFilesToWhatCommandsSawAndThenNothingIsLeft() throws Exception {
        run(
                "echo two > changed.txt; rm gone.txt; mkdir -p new/deep; echo n > new/deep/n.txt;"
                        + " mv src/old.txt src/new.txt; chmod 755 run.sh; rm -r tree;"
                        + " mkdir tree; echo c > tree/c.txt; ln -sf changed.txt link;"
                        + " rm kept.txt; mkdir kept.txt; echo x > kept.txt/x");
        String seen = run("find . -printf '%p %y %m %l\\n' | sort; cat $(find . -type f | sort)");

        Overlay.Merged merged = merge();

        sandbox = sandbox();
        assertEquals(List.of(), merged.refused());
        assertEquals(List.of(), lines());
        Result.CommandOutput direct =
                (Result.CommandOutput)
                        sandbox.perform(
                                Confinements.shell(
                                        workspace,
                                        "find . -printf '%p %y %m %l\\n' | sort;"
                                                + " cat $(find . -type f | sort)",
                                        30_000),
                                Confinements.of(Confinement.Mode.READ_ONLY, workspace),
                                Sandbox.OutputListener.NONE);
        assertEquals(seen, direct.output());
    }

    @Test
    void protectedNamesAreWrittenInTheLayerAndNeverMerged() throws Exception {
        write(".git/config", "[core]\n");
        run(
                "echo '[alias]' >> .git/config; mkdir -p sub/.git/hooks .mvn .github/workflows;"
                        + " echo evil > sub/.git/hooks/pre-commit; echo x > .mvn/jvm.config;"
                        + " echo x > .github/workflows/ci.yml; echo fine > fine.txt;"
                        + " mkdir sub2; echo x > sub2/.GIT");

        Overlay.Merged merged = merge();

        assertEquals("[core]\n", text(".git/config"));
        assertFalse(Files.exists(workspace.resolve("sub/.git")));
        assertFalse(Files.exists(workspace.resolve(".mvn")));
        assertFalse(Files.exists(workspace.resolve(".github/workflows")));
        assertFalse(Files.exists(workspace.resolve("sub2/.GIT")));
        assertEquals("fine\n", text("fine.txt"));
        assertTrue(
                merged.refused().stream()
                        .allMatch(c -> c.obstacle().orElse("").startsWith("protected, because")),
                merged.refused().toString());
        assertEquals(9, merged.refused().size());
    }

    @Test
    void anApprovalThatOpensAProtectedNameDoesNotOpenTheMerge() throws Exception {
        Confinement open =
                new Confinement(
                        Confinement.Mode.WORKSPACE_WRITE,
                        workspace,
                        List.of(workspace, workspace.resolve(".mvn/jvm.config")),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Confinement.Network.CLOSED,
                        Confinement.View.OVERLAY,
                        Map.of("PATH", "/usr/bin:/bin"),
                        Confinement.Limits.DEFAULT,
                        java.util.Set.of());
        Result approved =
                sandbox.perform(
                        new Action.ApplyPatch(
                                call(),
                                model(),
                                List.of(
                                        change(
                                                ".mvn/jvm.config",
                                                Action.ChangeKind.ADD,
                                                null,
                                                "x"))),
                        open,
                        Sandbox.OutputListener.NONE);
        assertTrue(approved instanceof Result.FilesChanged, approved.toString());
        run("echo -javaagent:evil.jar >> .mvn/jvm.config");

        merge();

        assertFalse(Files.exists(workspace.resolve(".mvn")));
    }

    @Test
    void removingAFolderDoesNotRemoveTheRepositoryInIt() throws Exception {
        write("vendor/lib/.git/config", "[core]\n");
        write("vendor/lib/file.txt", "x\n");
        run("rm -rf vendor");

        merge();

        assertEquals("[core]\n", text("vendor/lib/.git/config"));
        assertFalse(Files.exists(workspace.resolve("vendor/lib/file.txt")));
    }

    @Test
    void aFileThatChangedOnTheHostMeanwhileIsNotOverwritten() throws Exception {
        run(
                "echo mine >> changed.txt; rm gone.txt; echo new > fresh.txt; echo mine >> src/old.txt");
        write("changed.txt", "theirs\n");
        FileTime old = FileTime.from(Instant.ofEpochSecond(1));
        Files.setLastModifiedTime(workspace.resolve("changed.txt"), old);
        write("gone.txt", "theirs\n");
        write("fresh.txt", "theirs\n");
        Files.delete(workspace.resolve("src/old.txt"));

        Overlay.Merged merged = merge();

        assertEquals(List.of(), merged.merged());
        assertEquals("theirs\n", text("changed.txt"));
        assertEquals("theirs\n", text("gone.txt"));
        assertEquals("theirs\n", text("fresh.txt"));
        assertFalse(Files.exists(workspace.resolve("src/old.txt")));
        assertEquals(4, merged.refused().size());
    }

    @Test
    void oneConflictStopsNoneOfTheOthers() throws Exception {
        run("echo mine > changed.txt; echo mine > kept.txt");
        write("changed.txt", "theirs\n");

        Overlay.Merged merged = merge();

        assertEquals("theirs\n", text("changed.txt"));
        assertEquals("mine\n", text("kept.txt"));
        assertEquals(
                List.of("M changed.txt  [not merged: the file changed on the host meanwhile]"),
                merged.refused().stream().map(OverlayChange::line).toList());
    }

    @Test
    void linksThatLeadOutAndSpecialFilesAndSetuidAreNotMerged() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "outside\n");
        run(
                "ln -s /etc/passwd abs; ln -s ../outside up; ln -s src/old.txt fine; mkfifo pipe;"
                        + " echo x > suid; chmod 4755 suid; mkdir d; ln -s ../../outside d/up2");

        Overlay.Merged merged = merge();

        assertEquals("outside\n", Files.readString(outside));
        assertEquals(
                List.of("d", "fine"),
                merged.merged().stream().map(c -> c.path().getFileName().toString()).toList());
        assertEquals(5, merged.refused().size());
    }

    @Test
    void aFolderOfTheHostThatBecameALinkIsNotFollowed() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("old.txt"), "the same content\n");
        run("echo evil > src/old.txt; echo evil > src/new.txt");
        Files.delete(workspace.resolve("src/old.txt"));
        Files.delete(workspace.resolve("src"));
        Files.createSymbolicLink(workspace.resolve("src"), outside);

        merge();

        assertEquals("the same content\n", Files.readString(outside.resolve("old.txt")));
        assertFalse(Files.exists(outside.resolve("new.txt")));
    }

    @Test
    void aRepositoryWithoutADotGitIsNotMerged() throws Exception {
        run("mkdir -p b/objects b/refs b/hooks; echo 'ref: x' > b/HEAD; echo e > b/hooks/h");

        merge();

        assertFalse(Files.exists(workspace.resolve("b")));
    }

    @Test
    void severalCandidatesStandSideBySideAndOneIsMerged() throws Exception {
        List<Overlay> candidates = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            Path place = folder.resolve("candidate-" + name);
            try (Sandbox candidate =
                    Sandboxes.open(
                            new SandboxOptions(
                                            folder.resolve("state"),
                                            folder.resolve("spill-" + name),
                                            _ -> Optional.empty(),
                                            SandboxOptions.Choice.HELPER,
                                            Map.of())
                                    .withLayer(place))) {
                candidate.perform(
                        Confinements.shell(workspace, "echo " + name + " > changed.txt", 30_000),
                        confinement(),
                        Sandbox.OutputListener.NONE);
                candidates.add(Overlay.open(place).orElseThrow());
            }
        }
        assertEquals("one\n", text("changed.txt"));

        candidates.get(0).drop();
        assertEquals(1, candidates.get(1).merge(_ -> {}).merged().size());
        assertEquals(1, candidates.get(2).merge(_ -> {}).refused().size());

        assertEquals("b\n", text("changed.txt"));
        assertFalse(Files.exists(folder.resolve("candidate-a")));
    }

    @Test
    void aLayerInUseIsNeitherMergedNorDropped() throws Exception {
        run("echo two > changed.txt");

        IOException merge =
                org.junit.jupiter.api.Assertions.assertThrows(
                        IOException.class, () -> overlay().merge(_ -> {}));
        IOException drop =
                org.junit.jupiter.api.Assertions.assertThrows(IOException.class, overlay()::drop);

        assertTrue(merge.getMessage().contains("a command still works in "), merge.getMessage());
        assertTrue(drop.getMessage().contains("a command still works in "), drop.getMessage());
        assertEquals("one\n", text("changed.txt"));
    }

    @Test
    void droppingRemovesEvenWhatNobodyMayEnter() throws Exception {
        run("mkdir -p x/y; echo 1 > x/y/z; chmod 000 x/y x; rm -r tree");
        sandbox.close();

        overlay().drop();

        assertFalse(Files.exists(layer, LinkOption.NOFOLLOW_LINKS));
        assertEquals("a\n", text("tree/a.txt"));
    }

    @Test
    void aHiddenFileStaysHiddenInTheOverlay() throws Exception {
        write(".env", "SECRET=1\n");

        assertEquals("no\n", run("cat .env 2>/dev/null || echo no"));
        assertEquals("sandbox.hidden_names", ((Result.Refused) perform(read(".env", 0))).rule());
    }

    @Test
    void outsideTheSandboxNothingCanBeKeptApartSoItIsRefused() throws Exception {
        Result result =
                sandbox.perform(
                        Confinements.shell(workspace, "echo x > changed.txt", 30_000),
                        Confinements.of(Confinement.Mode.DANGER_FULL_ACCESS, workspace)
                                .withView(Confinement.View.OVERLAY),
                        Sandbox.OutputListener.NONE);

        assertEquals("sandbox.overlay", ((Result.Refused) result).rule());
        assertEquals("one\n", text("changed.txt"));
    }

    @Test
    void whatCannotBeRecordedFirstIsNotMerged() throws Exception {
        run("echo x > new");
        sandbox.close();
        List<OverlayChange> told = new ArrayList<>();

        assertThrows(
                IllegalStateException.class,
                () ->
                        overlay()
                                .merge(changes -> {
                                    told.addAll(changes);
                                    throw new IllegalStateException("the journal is full");
                                }));

        assertEquals(List.of("A new"), told.stream().map(OverlayChange::line).toList());
        assertFalse(Files.exists(workspace.resolve("new")));
    }

    @Test
    void theModeOfAMergedFileIsThatOfTheLayer() throws Exception {
        Files.setPosixFilePermissions(
                workspace.resolve("run.sh"), PosixFilePermissions.fromString("rw-------"));
        run("echo x > run.sh; printf x > tool; chmod 755 tool");

        merge();

        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(workspace.resolve("run.sh"))));
        assertEquals(
                "rwxr-xr-x",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(workspace.resolve("tool"))));
    }
}
