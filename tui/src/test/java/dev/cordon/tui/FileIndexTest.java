package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileIndexTest {
    private static final FileIndex SMALL =
            FileIndex.of(
                    List.of(
                            "src/main/java/dev/cordon/tui/Main.java",
                            "src/main/java/dev/cordon/tui/Composer.java",
                            "docs/maintenance.md",
                            "README.md",
                            "src/test/java/dev/cordon/tui/MainTest.java",
                            "Makefile",
                            "größe/Übersicht.txt"));

    @Test
    void lettersInTheirOrderFindAFileTheNameBeforeThePath() {
        assertEquals("src/main/java/dev/cordon/tui/Main.java", SMALL.search("main", 5).getFirst());
        assertEquals("Makefile", SMALL.search("mkf", 5).getFirst());
        assertEquals(
                "src/main/java/dev/cordon/tui/Composer.java", SMALL.search("comp", 5).getFirst());
        assertEquals(
                "src/test/java/dev/cordon/tui/MainTest.java",
                SMALL.search("test/maintest", 5).getFirst());
        assertEquals(
                "src/test/java/dev/cordon/tui/MainTest.java", SMALL.search("MT", 5).getFirst());
    }

    @Test
    void whatHasNotAllLettersIsNotFound() {
        assertEquals(List.of(), SMALL.search("xyzzy", 5));
        assertEquals(List.of(), SMALL.search("niam!", 5));
        assertEquals(List.of("größe/Übersicht.txt"), SMALL.search("größe", 5));
    }

    @Test
    void withoutAQueryTheShortestNamesComeFirst() {
        assertEquals(List.of("Makefile", "README.md"), SMALL.search("", 2));
        assertEquals(List.of(), FileIndex.EMPTY.search("a", 3));
    }

    @Test
    void theWalkLeavesOutWhatGitIgnores(@TempDir Path folder) throws IOException {
        for (String file :
                List.of(
                        ".git/config",
                        "target/A.class",
                        "a/b.txt",
                        "a/skip.tmp",
                        "a/.keep/x",
                        "node_modules/m/i.js")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "");
        }
        Files.writeString(folder.resolve(".gitignore"), "target/\nnode_modules\n");
        Files.writeString(folder.resolve("a/.gitignore"), "*.tmp\n");
        assertEquals(
                List.of("a/b.txt", "a/.keep/x", ".gitignore", "a/.gitignore"),
                FileIndex.of(folder).search("", 10));
    }

    /// How fast that is, `bench/RESULTS.md` says: a test that measures time fails where others
    /// work.
    @Test
    void aQueryOn200000FilesFindsTheOneThatWasMeant() {
        Random random = new Random(47);
        String[] words = {
            "core", "main", "service", "user", "util", "test", "impl", "model", "view", "config",
            "api", "data"
        };
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 200_000; i++) {
            StringBuilder path = new StringBuilder("src");
            for (int depth = 0; depth < 5; depth++) {
                path.append('/')
                        .append(words[random.nextInt(words.length)])
                        .append(random.nextInt(40));
            }
            paths.add(path.append(i).append(".java").toString());
        }
        paths.set(123_456, "docs/ZebraCrossing.md");
        FileIndex index = FileIndex.of(paths);
        assertEquals(200_000, index.size());
        assertEquals(List.of("docs/ZebraCrossing.md"), index.search("zebracross", 20));
        assertEquals(20, index.search("main", 20).size());
        assertEquals(List.of(), index.search("zzzzqqqq", 20));
    }
}
