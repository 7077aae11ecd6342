package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Finds the repository that the installed Maven asks when a project names none: it stands in
/// Maven's own super POM, so no address is written down here.
final class MavenRepositories {
    private static final String SUPER_POM = "org/apache/maven/model/pom-4.0.0.xml";
    private static final int MAX_POM_BYTES = 64 * 1024;

    private MavenRepositories() {}

    /// The repository `central` of the first Maven on the search path; empty if there is none.
    static List<MavenRepository> known(Map<String, String> environment) {
        for (String entry : environment.getOrDefault("PATH", "").split(":", -1)) {
            if (!entry.startsWith("/")) {
                continue;
            }
            try {
                Path program = Path.of(entry, "mvn");
                if (!Files.isExecutable(program)) {
                    continue;
                }
                Path home = program.toRealPath().getParent();
                Path above = home == null ? null : home.getParent();
                if (above != null) {
                    return superPom(above.resolve("lib"))
                            .flatMap(MavenRepositories::central)
                            .stream()
                            .toList();
                }
            } catch (IOException | IllegalArgumentException _) {
                // Not a Maven that can be understood; the next one may be.
            }
        }
        return List.of();
    }

    private static Optional<String> superPom(Path libraries) throws IOException {
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(libraries, "maven-model-builder-*.jar")) {
            for (Path jar : jars) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    ZipEntry entry = zip.getEntry(SUPER_POM);
                    if (entry != null) {
                        try (InputStream in = zip.getInputStream(entry)) {
                            return Optional.of(
                                    new String(
                                            in.readNBytes(MAX_POM_BYTES), StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<MavenRepository> central(String pom) {
        int at = pom.indexOf("<id>central</id>");
        int begin = pom.indexOf("<url>", at);
        int end = pom.indexOf("</url>", begin);
        if (at < 0 || begin < 0 || end < 0) {
            return Optional.empty();
        }
        String url = pom.substring(begin + "<url>".length(), end).strip();
        return Optional.of(new MavenRepository("central", URI.create(url)));
    }
}
