package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftsTest {
    @TempDir private Path home;

    private Drafts of(long process, Long... alive) {
        return new Drafts(
                home,
                Path.of("/project"),
                process,
                List.of(alive)::contains,
                () -> text -> text.replace("hunter2", "***"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("drafts"))) {
            return files.toList();
        }
    }

    @Test
    void aDraftOfAProcessThatDiedIsTakenUpOnce() throws IOException {
        Drafts died = of(1);
        died.changed("half a thought");
        died.write();
        assertEquals(Optional.of("half a thought"), of(2).recover());
        assertEquals(Optional.empty(), of(2).recover());
        assertEquals(List.of(), files());
    }

    @Test
    void aDraftIsKeptWithoutSecrets() throws IOException {
        Drafts died = of(1);
        died.changed("log in with hunter2");
        died.write();
        assertEquals("log in with ***", Files.readString(files().getFirst()));
    }

    @Test
    void aDraftOfAProcessThatRunsIsLeftAlone() {
        Drafts other = of(1, 1L);
        other.changed("mine");
        other.write();
        assertEquals(Optional.empty(), of(2, 1L).recover());
    }

    @Test
    void aDraftOfAnotherProjectIsLeftAlone() {
        Drafts other = new Drafts(home, Path.of("/other"), 1, _ -> false, () -> text -> text);
        other.changed("other");
        other.write();
        assertEquals(Optional.empty(), of(2).recover());
    }

    @Test
    void nothingIsLeftOfAProcessThatEndedInOrder() throws IOException {
        Drafts drafts = of(1);
        drafts.changed("text");
        drafts.write();
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())));
        drafts.close();
        drafts.changed("more");
        drafts.write();
        assertEquals(List.of(), files());
    }

    @Test
    void anEmptyComposerLeavesNoDraft() throws IOException {
        Drafts drafts = of(1);
        drafts.changed("text");
        drafts.write();
        drafts.changed("");
        drafts.write();
        assertEquals(List.of(), files());
    }

    @Test
    void aFolderThatCannotBeWrittenStopsNothing() throws IOException {
        Files.writeString(home.resolve("drafts"), "a file");
        Drafts drafts = of(1);
        drafts.changed("text");
        drafts.write();
        drafts.close();
        assertEquals(Optional.empty(), of(2).recover());
        assertFalse(Files.isDirectory(home.resolve("drafts")));
    }
}
