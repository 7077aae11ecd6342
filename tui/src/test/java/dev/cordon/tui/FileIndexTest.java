package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

    @Test
    void aQueryOn200000FilesTakesLessThan20Milliseconds() {
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
        FileIndex index = FileIndex.of(paths);
        assertEquals(200_000, index.size());
        String[] queries = {
            "m", "ma", "main", "userservice", "cfgapi12", "zzz", "test/model7", "src/main/java"
        };
        for (int warm = 0; warm < 5; warm++) {
            for (String query : queries) {
                index.search(query, 20);
            }
        }
        // Processor time: on a machine with other work the clock on the wall says little.
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long slowest = 0;
        for (String query : queries) {
            long best = Long.MAX_VALUE;
            for (int round = 0; round < 7; round++) {
                long start = threads.getCurrentThreadCpuTime();
                index.search(query, 20);
                best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
            }
            slowest = Math.max(slowest, best);
        }
        double millis = slowest / 1e6;
        assertTrue(millis < 20, () -> "the slowest query took " + millis + " ms");
    }
}
