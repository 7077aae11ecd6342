package dev.cordon.repair;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The JUnit jars that come with Cordon, for machines on which no build has fetched any. They are
/// run beside the tests of a project and never linked into Cordon.
///
/// @param folder holds the jars; a build that was not packaged has none
record ShippedRunners(Path folder) {
    /// Beside the jars of this program.
    static ShippedRunners beside(Path ownJar) {
        return new ShippedRunners(ownJar.resolveSibling("test-runners"));
    }

    /// The jars for one framework; empty if there are none.
    ///
    /// @param framework `platform` or `junit4`
    List<Path> jars(String framework) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> belongs(file, framework)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped test runners cannot be listed", e);
        }
    }

    private static boolean belongs(Path file, String framework) {
        String name = file.getFileName().toString();
        boolean old = name.startsWith("junit-4") || name.startsWith("hamcrest");
        return name.endsWith(".jar") && old == framework.equals("junit4");
    }

    /// What is shipped, for people, for example `junit-jupiter-api-6.1.3`.
    static String words(List<Path> jars) {
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            if (name.startsWith("junit-jupiter-api-") || name.startsWith("junit-4")) {
                return name.substring(0, name.length() - ".jar".length());
            }
        }
        return "JUnit";
    }

    /// Whether a jar belongs to a runner: of two runners on one class path the wrong one could win.
    static boolean isRunner(Path jar) {
        String name = jar.getFileName().toString();
        return name.startsWith("junit-")
                || name.startsWith("opentest4j")
                || name.startsWith("apiguardian");
    }
}
