package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cordon.tui.IgnoreRules.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgnoreRulesTest {
    private static Verdict judge(String rules, String path) {
        return IgnoreRules.parse(rules).judge(path, path.endsWith("/"));
    }

    @Test
    void aNameIsIgnoredInEveryFolderAndAPathInOne() {
        assertEquals(Verdict.IGNORED, judge("*.log", "a/b/x.log"));
        assertEquals(Verdict.UNNAMED, judge("/x.log", "a/x.log"));
        assertEquals(Verdict.IGNORED, judge("/x.log", "x.log"));
        assertEquals(Verdict.IGNORED, judge("a/*.log", "a/x.log"));
        assertEquals(Verdict.UNNAMED, judge("a/*.log", "a/b/x.log"));
    }

    @Test
    void twoStarsStandForAnyFolders() {
        assertEquals(Verdict.IGNORED, judge("**/x", "a/b/x"));
        assertEquals(Verdict.IGNORED, judge("a/**/x", "a/x"));
        assertEquals(Verdict.IGNORED, judge("a/**/x", "a/b/c/x"));
        assertEquals(Verdict.IGNORED, judge("a/**", "a/b"));
        assertEquals(Verdict.UNNAMED, judge("a/**", "b/a"));
    }

    @Test
    void theLastRuleThatFitsDecides() {
        assertEquals(Verdict.KEPT, judge("*.log\n!keep.log", "keep.log"));
        assertEquals(Verdict.IGNORED, judge("!keep.log\n*.log", "keep.log"));
    }

    @Test
    void commentsSpacesAndBackslashesAreReadAsGitDoes() {
        assertEquals(Verdict.UNNAMED, judge("# a", "# a"));
        assertEquals(Verdict.IGNORED, judge("\\#a", "#a"));
        assertEquals(Verdict.IGNORED, judge("a   ", "a"));
        assertEquals(Verdict.IGNORED, judge("\\!a", "!a"));
        assertEquals(Verdict.IGNORED, judge("[a-c]?", "bz"));
        assertEquals(Verdict.UNNAMED, judge("[!a-c]?", "bz"));
    }

    @Test
    void aPatternMadeToTakeLongTakesNoLonger() {
        String name = "a".repeat(3000);
        assertEquals(Verdict.UNNAMED, judge("*a".repeat(200) + "b", name));
        assertEquals(Verdict.UNNAMED, judge("**/*a".repeat(100) + "b", "a/".repeat(1000) + "a"));
    }

    @Test
    void theVerdictIsThatOfGit(@TempDir Path folder) throws Exception {
        Random random = new Random(43);
        String[] parts = {
            "a", "b", "*", "?", "**", "/", "/", "[ab]", "!", "ab", ".x", "**/", "/**"
        };
        String[] names = {"a", "b", "ab", "x.x", "ba"};
        run(folder, "git", "init", "-q");
        List<String> paths = new ArrayList<>();
        for (String one : names) {
            for (String two : names) {
                Path file = folder.resolve("d" + one).resolve(two).resolve("f" + one);
                Files.createDirectories(file.getParent());
                Files.writeString(file, "");
                paths.add(folder.relativize(file).toString());
            }
            Files.writeString(folder.resolve(one), "");
            paths.add(one);
        }
        for (int round = 0; round < 40; round++) {
            StringBuilder rules = new StringBuilder();
            for (int line = 0; line < 4; line++) {
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    rules.append(parts[random.nextInt(parts.length)]);
                }
                rules.append('\n');
            }
            Files.writeString(folder.resolve(".gitignore"), rules);
            TreeSet<String> git =
                    new TreeSet<>(run(folder, "git", "ls-files", "-o", "--exclude-standard"));
            git.remove(".gitignore");
            TreeSet<String> ours = new TreeSet<>(FileIndex.of(folder).search("", 1000));
            ours.remove(".gitignore");
            assertEquals(git, ours, rules.toString());
        }
    }

    private static List<String> run(Path folder, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return output.lines().toList();
    }
}
