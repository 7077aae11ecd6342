package dev.cordon.repair;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The libraries that a Gradle build file names, as `'group:name:version'` or with `group:`,
/// `name:` and `version:` on one line. Build files are programs; what they compute is not seen.
final class GradleFile {
    private GradleFile() {}

    /// Dependencies with an empty table of managed versions; a platform (BOM) fills the table.
    static Map<List<Pom.Dependency>, Map<String, String>> dependencies(Path root) {
        List<Pom.Dependency> found = new ArrayList<>();
        Map<String, String> managed = new LinkedHashMap<>();
        for (String name : List.of("build.gradle", "build.gradle.kts")) {
            Path file = root.resolve(name);
            if (Files.isRegularFile(file)) {
                for (String line : ProjectFinder.read(file).lines().toList()) {
                    scan(line, found, managed);
                }
            }
        }
        return Map.of(found, managed);
    }

    private static void scan(
            String given, List<Pom.Dependency> found, Map<String, String> managed) {
        String line = given.strip();
        if (line.startsWith("//") || line.startsWith("id ") || line.startsWith("id(")) {
            return;
        }
        Optional<String> group = named(line, "group:");
        Optional<String> artifact = named(line, "name:");
        if (group.isPresent() && artifact.isPresent()) {
            add(group.get(), artifact.get(), named(line, "version:").orElse(""), found, managed);
            return;
        }
        for (String quoted : quoted(line)) {
            String[] parts = quoted.split(":", -1);
            if (parts.length == 3 && line.contains("platform(")) {
                if (parts[1].equals("junit-bom")) {
                    manageJUnit(parts[2], managed);
                }
            } else if (parts.length == 3 || (parts.length == 2 && parts[0].indexOf('.') > 0)) {
                add(parts[0], parts[1], parts.length == 3 ? parts[2] : "", found, managed);
            }
        }
    }

    private static void add(
            String group,
            String artifact,
            String version,
            List<Pom.Dependency> found,
            Map<String, String> managed) {
        String chosen =
                version.isEmpty() ? managed.getOrDefault(group + ":" + artifact, "") : version;
        found.add(Libraries.plain(new Coordinates(group, artifact, chosen)));
    }

    /// Up to JUnit 5 the platform counts from 1: Jupiter 5.11.0 runs on platform 1.11.0.
    private static void manageJUnit(String version, Map<String, String> managed) {
        String platform = version.startsWith("5.") ? "1." + version.substring(2) : version;
        for (String name : List.of("", "-api", "-engine", "-params")) {
            managed.put("org.junit.jupiter:junit-jupiter" + name, version);
        }
        for (String name : List.of("launcher", "engine", "commons")) {
            managed.put("org.junit.platform:junit-platform-" + name, platform);
        }
    }

    /// The text that stands in quotes after a name, as in `version: '4.12'`.
    private static Optional<String> named(String line, String name) {
        int at = line.indexOf(name);
        return at < 0 ? Optional.empty() : quoted(line.substring(at)).stream().findFirst();
    }

    private static List<String> quoted(String line) {
        List<String> found = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            char quote = line.charAt(at);
            int close = quote == '\'' || quote == '"' ? line.indexOf(quote, at + 1) : -1;
            if (close > at) {
                found.add(line.substring(at + 1, close));
                at = close;
            }
            at++;
        }
        return found;
    }
}
