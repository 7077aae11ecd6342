package dev.cordon.repair;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The libraries that a Gradle build file names in the short form `'group:name:version'`. Build
/// files are programs; what they compute is not seen here.
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

    private static void scan(String line, List<Pom.Dependency> found, Map<String, String> managed) {
        for (char quote : new char[] {'\'', '"'}) {
            int open = line.indexOf(quote);
            int close = line.indexOf(quote, open + 1);
            if (open < 0 || close < 0) {
                continue;
            }
            String[] parts = line.substring(open + 1, close).split(":", -1);
            if (parts.length == 3 && line.contains("platform(")) {
                if (parts[1].equals("junit-bom")) {
                    managed.put("org.junit.jupiter:junit-jupiter", parts[2]);
                    managed.put("org.junit.jupiter:junit-jupiter-api", parts[2]);
                }
            } else if (parts.length == 3 && !line.contains("id(") && !line.contains("id '")) {
                found.add(Libraries.plain(new Coordinates(parts[0], parts[1], parts[2])));
            } else if (parts.length == 2 && parts[0].indexOf('.') > 0) {
                String version = managed.getOrDefault(parts[0] + ":" + parts[1], "");
                found.add(Libraries.plain(new Coordinates(parts[0], parts[1], version)));
            }
        }
    }
}
