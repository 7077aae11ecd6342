package dev.cordon.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The checkout that is being checked.
final class House {
    /// The modules with code of ours.
    static final List<String> MODULES =
            List.of(
                    "protocol",
                    "policy",
                    "sandbox",
                    "model",
                    "journal",
                    "telemetry",
                    "engine",
                    "repair",
                    "tui",
                    "cli");

    private House() {}

    /// The root folder; Maven says where it is.
    static Path root() {
        String given = System.getProperty("cordon.root", "");
        return given.isEmpty() ? Path.of("").toAbsolutePath().getParent() : Path.of(given);
    }

    /// All files below a folder that have this ending; none if there is no such folder.
    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
