package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
    @TempDir private Path root;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(root.resolve("a/b"));
        Files.writeString(root.resolve("a/b/c.txt"), "c");
        Files.writeString(root.resolve("d.txt"), "d");
        Files.createSymbolicLink(root.resolve("link"), Path.of("d.txt"));
        Files.createDirectories(root.resolve(".git/objects"));
    }

    private static Map<String, String> tree(Path top) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                String name = top.relativize(path).toString();
                found.put(
                        name,
                        Files.isSymbolicLink(path)
                                ? "-> " + Files.readSymbolicLink(path)
                                : Files.isDirectory(path) ? "folder" : Files.readString(path));
            }
        }
        return found;
    }

    @Test
    void hasAllOfTheProjectButItsHistory() throws IOException {
        try (Scratch scratch = Scratch.of(root)) {
            assertEquals(
                    Map.of(
                            "", "folder",
                            "a", "folder",
                            "a/b", "folder",
                            "a/b/c.txt", "c",
                            "d.txt", "d",
                            "link", "-> d.txt"),
                    tree(scratch.folder()));
            assertEquals(scratch.folder().resolve("a"), scratch.inside(root.resolve("a")));
            assertEquals(Path.of("/lib/x.jar"), scratch.inside(Path.of("/lib/x.jar")));
        }
    }

    @Test
    void whateverIsDoneInItIsPutBack() throws IOException {
        try (Scratch scratch = Scratch.of(root)) {
            Path copy = scratch.folder();
            Map<String, String> before = tree(copy);

            Files.delete(copy.resolve("a/b/c.txt"));
            Files.delete(copy.resolve("a/b"));
            Files.writeString(copy.resolve("a/b"), "a file where a folder was");
            FileTime time = Files.getLastModifiedTime(copy.resolve("d.txt"));
            Files.delete(copy.resolve("d.txt"));
            Files.writeString(copy.resolve("d.txt"), "e");
            Files.setLastModifiedTime(copy.resolve("d.txt"), time);
            Files.delete(copy.resolve("link"));
            Files.createDirectories(copy.resolve("new/deep"));
            Files.writeString(copy.resolve("new/deep/f.txt"), "f");
            scratch.restore();

            assertEquals(before, tree(copy));
            scratch.restore();
            assertEquals(before, tree(copy));
        }
    }

    @Test
    void foldersThatWereClosedAreOpened() throws IOException {
        try (Scratch scratch = Scratch.of(root)) {
            Path copy = scratch.folder();
            Map<String, String> before = tree(copy);

            Path strange = Files.createDirectories(copy.resolve("strange/inner"));
            for (Path closed : new Path[] {copy.resolve("a/b"), strange, strange.getParent()}) {
                Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
            }
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r-x------"));
            scratch.restore();

            assertEquals(before, tree(copy));
            assertEquals(
                    Files.getPosixFilePermissions(root.resolve("a/b")),
                    Files.getPosixFilePermissions(copy.resolve("a/b")));
            Files.writeString(copy.resolve("a/b/new.txt"), "may be written");
        }
    }

    @Test
    void aWholeCopyThatWasDeletedComesBack() throws IOException {
        try (Scratch scratch = Scratch.of(root)) {
            Map<String, String> before = tree(scratch.folder());
            Files.delete(scratch.folder().resolve("d.txt"));
            Files.delete(scratch.folder().resolve("link"));
            Files.delete(scratch.folder().resolve("a/b/c.txt"));
            Files.delete(scratch.folder().resolve("a/b"));
            Files.delete(scratch.folder().resolve("a"));
            Files.delete(scratch.folder());
            scratch.restore();

            assertEquals(before, tree(scratch.folder()));
        }
    }

    @Test
    void isGoneWhenTheSearchIsOver() throws IOException {
        Scratch scratch = Scratch.of(root);
        scratch.close();

        assertFalse(Files.exists(scratch.folder()));
    }
}
