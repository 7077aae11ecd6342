package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlaceholdersTest {
    @TempDir Path folder;

    private Placeholders make(Path root) {
        return Placeholders.make(
                folder.resolve("state"),
                List.of(root),
                NamePatterns.of(Confinements.writing(root)));
    }

    @Test
    void theyGoWithTheLastSandboxOfTheWorkspace() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Placeholders first = make(root);
        Placeholders second = make(root);

        first.close();
        assertTrue(Files.isDirectory(root.resolve(".github/workflows")));
        second.close();
        try (var left = Files.list(root)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatTheUserMadeStays() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectory(root.resolve(".git"));

        Placeholders made = make(root);
        Files.writeString(root.resolve(".mvn/jvm.config"), "-Xmx1g");
        made.close();

        assertTrue(Files.isDirectory(root.resolve(".git")));
        assertTrue(Files.exists(root.resolve(".mvn/jvm.config")));
        assertFalse(Files.exists(root.resolve(".cordon")));
    }

    @Test
    void whatAKilledOneLeftIsSweptByTheNext() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path left = Files.createDirectory(root.resolve(".cordon"));
        Path leases = Files.createDirectories(folder.resolve("state/placeholders"));
        Files.writeString(leases.resolve("dead.lease"), left + "\0");

        make(Files.createDirectory(folder.resolve("other"))).close();

        assertFalse(Files.exists(left));
    }
}
