package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The start-up script that Gradle finds in the home folder of a command. The user's own is not
/// there. Without a network it says `offline`, so that what is missing is named at once; with the
/// proxy it sends every repository to the mirror, which names what is wanted and asks.
final class GradleInit {
    private static final Path PLACE = Path.of(".gradle/init.d/cordon.gradle");
    private static final List<String> BUILDS =
            List.of(
                    "build.gradle",
                    "build.gradle.kts",
                    "settings.gradle",
                    "settings.gradle.kts",
                    "gradlew");

    private GradleInit() {}

    /// The script at its place; nothing where there is no home folder for it, where that is the
    /// user's own to write, or where nothing is built with Gradle.
    static Map<Path, String> files(Confinement confinement, List<MavenRepository> repositories) {
        Optional<Path> home = Homes.of(confinement).filter(Files::isDirectory);
        if (home.isEmpty() || !builds(confinement, home.get())) {
            return Map.of();
        }
        Path script = home.get().resolve(PLACE);
        if (confinement.writable().stream().anyMatch(script::startsWith)) {
            return Map.of();
        }
        return Map.of(
                script,
                confinement.network() == Confinement.Network.PROXIED && !repositories.isEmpty()
                        ? mirrored(repositories)
                        : offline());
    }

    private static boolean builds(Confinement confinement, Path home) {
        return Files.isDirectory(home.resolve(".gradle"))
                || BUILDS.stream()
                        .anyMatch(name -> Files.exists(confinement.workspace().resolve(name)));
    }

    static String offline() {
        return "// Cordon: this sandbox has no network.\ngradle.startParameter.offline = true\n";
    }

    /// Works with Gradle 4 and newer; newer ones want to be told that the mirror has no TLS.
    static String mirrored(List<MavenRepository> repositories) {
        StringBuilder known = new StringBuilder();
        for (MavenRepository repository : repositories) {
            known.append(known.isEmpty() ? "" : ", ")
                    .append(quoted(repository.url().toString()))
                    .append(": ")
                    .append(quoted(repository.id()));
        }
        return """
        // Cordon: repositories are reached through its mirror, which asks and checks.
        def known = [KNOWN]
        def lead = { repository ->
            if (repository.hasProperty('url') && repository.url != null
                    && String.valueOf(repository.url.scheme).startsWith('http')) {
                def address = repository.url.toString()
                while (address.endsWith('/')) { address = address[0..-2] }
                def id = known[address]
                repository.url = 'http://127.0.0.1:PORT/' + (id == null ? 'unlisted' : id)
                if (repository.hasProperty('allowInsecureProtocol')) {
                    repository.allowInsecureProtocol = true
                }
            }
        }
        settingsEvaluated { settings ->
            if (settings.hasProperty('pluginManagement')) {
                settings.pluginManagement.repositories.all(lead)
            }
            if (settings.hasProperty('dependencyResolutionManagement')) {
                settings.dependencyResolutionManagement.repositories.all(lead)
            }
        }
        allprojects {
            buildscript.repositories.all(lead)
            repositories.all(lead)
        }
        """
                .replace("KNOWN", known.isEmpty() ? ":" : known)
                .replace("PORT", String.valueOf(MavenMirror.PORT));
    }

    // In single quotes Groovy knows only these two.
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
