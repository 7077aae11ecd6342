package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `.gitignore` files say, those of the folders above included (gitignore(5)).
///
/// Read as data: Git itself does not run.
final class IgnoreRules {
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_RULES = 10_000;

    private final @Nullable IgnoreRules above;
    private final Path folder;
    private final List<Rule> rules;

    private record Rule(String pattern, boolean anchored, boolean foldersOnly, boolean negated) {}

    private IgnoreRules(@Nullable IgnoreRules above, Path folder, List<Rule> rules) {
        this.above = above;
        this.folder = folder;
        this.rules = rules;
    }

    /// The rules that hold inside a folder whose parents' rules are known.
    static IgnoreRules inside(@Nullable IgnoreRules above, Path folder, FileTree tree) {
        return new IgnoreRules(above, folder, read(folder.resolve(".gitignore"), tree));
    }

    /// The rules of a folder with those of the folders up to the nearest repository.
    static IgnoreRules from(Path folder, FileTree tree) {
        List<Path> chain = new ArrayList<>();
        for (Path at = folder; at != null; at = at.getParent()) {
            chain.add(at);
            if (Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                break;
            }
        }
        IgnoreRules rules = null;
        if (Files.exists(chain.getLast().resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
            for (Path at : chain.subList(1, chain.size()).reversed()) {
                rules = inside(rules, at, tree);
            }
        }
        return inside(rules, folder, tree);
    }

    /// Whether Git would leave this out, judged by itself: folders above it are asked before.
    boolean ignores(Path path, boolean isFolder) {
        for (IgnoreRules at = this; at != null; at = at.above) {
            String relative = at.folder.relativize(path).toString();
            Path last = path.getFileName();
            String name = last == null ? relative : last.toString();
            for (Rule rule : at.rules.reversed()) {
                if ((isFolder || !rule.foldersOnly)
                        && Glob.matches(rule.pattern, rule.anchored ? relative : name)) {
                    return !rule.negated;
                }
            }
        }
        return false;
    }

    private static List<Rule> read(Path shown, FileTree tree) {
        try {
            Path file = tree.place(shown).orElse(shown);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) > MAX_FILE_BYTES) {
                return List.of();
            }
            List<Rule> rules = new ArrayList<>();
            for (String line :
                    new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()) {
                if (rules.size() < MAX_RULES) {
                    add(rules, line);
                }
            }
            return rules;
        } catch (IOException _) {
            return List.of();
        }
    }

    private static void add(List<Rule> rules, String line) {
        String pattern = line.endsWith("\\ ") ? line : line.stripTrailing();
        if (pattern.isEmpty() || pattern.startsWith("#")) {
            return;
        }
        boolean negated = pattern.startsWith("!");
        if (negated) {
            pattern = pattern.substring(1);
        }
        boolean foldersOnly = pattern.endsWith("/");
        if (foldersOnly) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        boolean anchored = pattern.indexOf('/') >= 0;
        if (pattern.startsWith("/")) {
            pattern = pattern.substring(1);
        }
        if (!pattern.isEmpty()) {
            rules.add(new Rule(pattern, anchored, foldersOnly, negated));
        }
    }
}
