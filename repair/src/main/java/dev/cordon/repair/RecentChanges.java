package dev.cordon.repair;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Lines that git knows as changed lately: not yet committed, or in the last commit.
final class RecentChanges {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final long TIMEOUT_SECONDS = 5;

    private RecentChanges() {}

    /// Changed lines by file, relative to `root`; empty without git.
    static Map<Path, Set<Integer>> of(Path root) {
        if (!Files.exists(root.resolve(".git"))) {
            return Map.of();
        }
        Map<Path, Set<Integer>> changes = parse(diff(root, "HEAD"));
        return changes.isEmpty() ? parse(diff(root, "HEAD~1")) : changes;
    }

    private static String diff(Path root, String against) {
        try {
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            "git",
                                            "--no-optional-locks",
                                            "-C",
                                            root.toString(),
                                            "diff",
                                            "--no-ext-diff",
                                            "--no-textconv",
                                            "--no-color",
                                            "-U0",
                                            "--relative",
                                            against,
                                            "--"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            byte[] bytes = process.getInputStream().readNBytes(MAX_BYTES);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /// Reads a unified diff without context.
    static Map<Path, Set<Integer>> parse(String diff) {
        Map<Path, Set<Integer>> changes = new HashMap<>();
        Set<Integer> current = new HashSet<>();
        for (String line : diff.lines().toList()) {
            if (line.startsWith("+++ b/")) {
                current = new HashSet<>();
                changes.put(Path.of(line.substring(6).strip()), current);
            } else if (line.startsWith("@@ ")) {
                addRange(line, current);
            }
        }
        return changes;
    }

    private static void addRange(String header, Set<Integer> lines) {
        int plus = header.indexOf('+');
        int end = header.indexOf(' ', plus);
        if (plus < 0 || end < 0) {
            return;
        }
        String[] range = header.substring(plus + 1, end).split(",", -1);
        try {
            int first = Integer.parseInt(range[0]);
            int count = range.length > 1 ? Integer.parseInt(range[1]) : 1;
            for (int i = 0; i <= Math.min(count, 10_000); i++) {
                lines.add(first + i);
            }
        } catch (NumberFormatException _) {
            // Not a header after all.
        }
    }
}
