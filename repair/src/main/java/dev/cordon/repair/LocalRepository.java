package dev.cordon.repair;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Libraries that Maven and Gradle have fetched before. Nothing is fetched here.
///
/// @param maven usually `~/.m2/repository`
/// @param gradle usually `~/.gradle/caches/modules-2/files-2.1`
record LocalRepository(Path maven, Path gradle) {

    static LocalRepository ofHome(Path home) {
        return new LocalRepository(
                home.resolve(".m2/repository"), home.resolve(".gradle/caches/modules-2/files-2.1"));
    }

    Optional<Path> jar(Coordinates library) {
        return find(library, ".jar");
    }

    Optional<Path> pom(Coordinates library) {
        return find(library, ".pom");
    }

    private Optional<Path> find(Coordinates library, String ending) {
        String file = library.artifact() + "-" + library.version() + ending;
        Path path =
                maven.resolve(library.group().replace('.', '/'))
                        .resolve(library.artifact())
                        .resolve(library.version())
                        .resolve(file);
        if (Files.isRegularFile(path)) {
            return Optional.of(path);
        }
        Path folder =
                gradle.resolve(library.group())
                        .resolve(library.artifact())
                        .resolve(library.version());
        for (Path hash : list(folder)) {
            if (Files.isRegularFile(hash.resolve(file))) {
                return Optional.of(hash.resolve(file));
            }
        }
        return Optional.empty();
    }

    /// Versions that are there, newest last as far as their numbers tell.
    List<String> versions(String group, String artifact) {
        List<String> versions = new ArrayList<>();
        Path folder = maven.resolve(group.replace('.', '/')).resolve(artifact);
        for (Path version : list(folder)) {
            String name = version.getFileName().toString();
            if (jar(new Coordinates(group, artifact, name)).isPresent()) {
                versions.add(name);
            }
        }
        versions.sort(LocalRepository::compare);
        return versions;
    }

    static int compare(String one, String other) {
        String[] left = one.split("[.-]", -1);
        String[] right = other.split("[.-]", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = Integer.compare(number(left[i]), number(right[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private static List<Path> list(Path folder) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                entries.forEach(found::add);
            } catch (IOException _) {
                return List.of();
            }
        }
        return found;
    }
}
