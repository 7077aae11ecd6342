package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.ToolCaches;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Gradle inside the boundary, with a home folder of its own; and the script that it starts with.
final class GradleBuildTest {
    private static final List<MavenRepository> REPOSITORIES =
            List.of(new MavenRepository("central", URI.create("http://repo.example/maven2/")));

    /// What Gradle runs on, whatever Java is the machine's default: the oldest there is, since each
    /// Gradle knows the versions before its own time.
    private static final Path JDK = oldestJdk();

    @TempDir Path folder;
    private Path home;
    private Path workspace;

    @BeforeEach
    void project() throws Exception {
        folder = folder.toRealPath();
        home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve(".gradle/caches"));
        workspace = Files.createDirectories(folder.resolve("app"));
        Files.createDirectories(workspace.resolve("src/main/java"));
        Files.writeString(workspace.resolve("src/main/java/A.java"), "class A {}");
        Files.writeString(
                workspace.resolve("build.gradle"),
                """
                apply plugin: 'java'
                repositories { maven { url 'http://repo.example/maven2' } }
                dependencies { implementation 'org.example.cordon:missing:1.2' }
                """);
    }

    private static Path oldestJdk() {
        Path here = Path.of(System.getProperty("java.home"));
        Map<Integer, Path> found = new TreeMap<>(Map.of(Runtime.version().feature(), here));
        try (var jdks = Files.newDirectoryStream(Path.of("/usr/lib/jvm"))) {
            for (Path jdk : jdks) {
                Path release = jdk.resolve("release");
                if (Files.isExecutable(jdk.resolve("bin/javac")) && Files.isReadable(release)) {
                    found.putIfAbsent(feature(Files.readString(release)), jdk);
                }
            }
        } catch (IOException _) {
            // no such folder on this machine
        }
        return found.values().iterator().next();
    }

    // The file has a line such as JAVA_VERSION="17.0.15"; before 9 it said "1.8.0_402".
    private static int feature(String release) {
        int at = release.indexOf("JAVA_VERSION=\"") + "JAVA_VERSION=\"".length();
        String version = release.substring(at, release.indexOf('"', at));
        return Runtime.Version.parse(version.replace("1.8.0", "8").replace('_', '.')).feature();
    }

    private Confinement confinement(Confinement.Network network, Path... writable) {
        List<Path> roots = new java.util.ArrayList<>(List.of(workspace));
        roots.addAll(List.of(writable));
        return new Confinement(
                Confinement.Mode.WORKSPACE_WRITE,
                workspace,
                roots,
                ToolCaches.READABLE.stream().map(home::resolve).toList(),
                List.of(),
                List.of(),
                List.of(".git"),
                network,
                Confinement.View.DIRECT,
                Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "HOME",
                        home.toString(),
                        "JAVA_HOME",
                        JDK.toString()),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    private Path place() {
        return home.resolve(".gradle/init.d/cordon.gradle");
    }

    @Test
    void withoutANetworkTheScriptSaysOffline() {
        Map<Path, String> files =
                GradleInit.files(confinement(Confinement.Network.CLOSED), REPOSITORIES);

        assertEquals(Map.of(place(), GradleInit.offline()), files);
        assertTrue(GradleInit.offline().contains("startParameter.offline = true"));
    }

    @Test
    void withTheProxyEveryKindOfRepositoryLeadsToTheMirror() {
        String script =
                GradleInit.files(confinement(Confinement.Network.PROXIED), REPOSITORIES)
                        .get(place());

        assertTrue(
                script.contains("def known = ['http://repo.example/maven2': 'central']"), script);
        assertTrue(script.contains("'http://127.0.0.1:3129/'"), script);
        for (String kind :
                List.of(
                        "buildscript.repositories.all(lead)",
                        "    repositories.all(lead)",
                        "settings.pluginManagement.repositories.all(lead)",
                        "settings.dependencyResolutionManagement.repositories.all(lead)")) {
            assertTrue(script.contains(kind), kind);
        }
        assertFalse(script.contains("offline"), script);
    }

    @Test
    void anAddressIsKeptWithoutItsFinalSlash() {
        assertEquals(
                new MavenRepository("central", URI.create("http://repo.example/maven2")),
                REPOSITORIES.getFirst());
    }

    @Test
    void anAddressCannotEndTheScriptsText() {
        String script =
                GradleInit.mirrored(
                        List.of(new MavenRepository("a", URI.create("http://h.example/x'$%7By"))));

        assertTrue(script.contains("['http://h.example/x\\'$%7By': 'a']"), script);
    }

    @Test
    void thereIsNoScriptWhereTheUsersOwnWouldBeCoveredOrNothingIsBuilt() throws Exception {
        assertEquals(
                Map.of(),
                GradleInit.files(confinement(Confinement.Network.CLOSED, home), REPOSITORIES));
        Files.delete(home.resolve(".gradle/caches"));
        Files.delete(home.resolve(".gradle"));
        Files.delete(workspace.resolve("build.gradle"));
        assertEquals(
                Map.of(), GradleInit.files(confinement(Confinement.Network.CLOSED), REPOSITORIES));
    }

    private String gradle(ProxyBench bench, Confinement.Network network) throws Exception {
        Path state = folder.resolve("state");
        try (HelperBoundary boundary =
                new HelperBoundary(
                        HelperBinary.extract(state).orElseThrow(), state, () -> bench.proxy)) {
            return new BoundaryRun()
                    .run(
                            boundary,
                            confinement(network),
                            workspace,
                            "GRADLE_OPTS='-Xmx512m -Dorg.gradle.daemon=false' gradle compileJava",
                            120_000)
                    .output();
        }
    }

    @Test
    void aMissingArtefactIsNamedOfflineAskedForThroughTheMirrorAndThereWithAYes() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/gradle")),
                "this machine has no /usr/bin/gradle (apt-get install gradle)");
        try (FakeUpstream server = FakeRepository.open()) {
            try (ProxyBench bench = bench(server)) {
                String closed = gradle(bench, Confinement.Network.CLOSED);
                assumeFalse(
                        closed.contains("Could not determine java version")
                                || closed.contains("Unsupported class file major version"),
                        "the Gradle that is here does not run on " + JDK);
                assertTrue(
                        closed.contains(
                                "No cached version of org.example.cordon:missing:1.2 available for"
                                        + " offline mode."),
                        closed);

                String asked = gradle(bench, Confinement.Network.PROXIED);
                assertTrue(asked.contains("BUILD FAILED"), asked);
                assertEquals(
                        List.of("repo.example:80 GET org.example.cordon:missing:1.2"),
                        bench.subjects.stream().distinct().toList());
                assertEquals(List.of(), server.requests());
            }
            try (ProxyBench bench = bench(server, "repo.example")) {
                String output = gradle(bench, Confinement.Network.PROXIED);

                assertTrue(output.contains("BUILD SUCCESSFUL"), output);
                assertTrue(Files.exists(workspace.resolve("build/classes/java/main/A.class")));
            }
        }
        try (var left = Files.list(home.resolve(".gradle/caches"))) {
            assertEquals(List.of(), left.toList(), "the user's cache must not change");
        }
    }

    private static ProxyBench bench(FakeUpstream server, String... allowed) throws Exception {
        return new ProxyBench(
                        Files.createTempDirectory("cordon-test-net"),
                        NetworkSettings.DEFAULT.with(REPOSITORIES),
                        SSLContext.getDefault(),
                        allowed)
                .host("repo.example", "93.184.216.34", 80, server);
    }
}
