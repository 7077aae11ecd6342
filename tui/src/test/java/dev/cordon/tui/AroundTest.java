package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AroundTest {
    @TempDir private Path folder;

    private Around around() {
        return new Around(new RecordingUi(folder, new FixedReports(folder)));
    }

    @Test
    void theBranchIsReadFromTheFileAndAgainWhenItChanged() throws IOException {
        Around around = around();
        around.look();
        assertEquals(Optional.empty(), around.seen().branch());
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/HEAD"), "ref: refs/heads/fix/it\n");
        around.look();
        assertEquals(Optional.of("fix/it"), around.seen().branch());
    }

    @Test
    void aLinkedWorktreeHasABranchOfItsOwn() throws IOException {
        Path git = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/linked\n");
        Files.writeString(folder.resolve(".git"), "gitdir: " + git + "\n");
        Around around = around();
        around.look();
        assertEquals(Optional.of("linked"), around.seen().branch());
    }

    @Test
    void whatTheBoundaryLacksIsAskedAgain() {
        Around around = around();
        StringBuilder lack = new StringBuilder();
        around.opened(
                RecordingUi.idle(
                        () -> lack.isEmpty() ? Optional.empty() : Optional.of(lack.toString())));
        assertEquals(Optional.empty(), around.seen().degraded());
        lack.append("weak sandbox: bwrap");
        around.look();
        assertEquals(Optional.of("weak sandbox: bwrap"), around.seen().degraded());
    }
}
