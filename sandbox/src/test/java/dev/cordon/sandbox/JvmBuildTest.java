package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Maven inside the boundary with the user's real cache below a private layer.
final class JvmBuildTest {
    private static final Path HOME = Path.of(System.getProperty("user.home"));
    private static final Path CACHE = HOME.resolve(".m2/repository");
    private static final String POM =
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>org.example</groupId><artifactId>app</artifactId><version>1</version>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencies>
                <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
                  <version>6.1.3</version><scope>test</scope></dependency>
                DEPENDENCY
              </dependencies>
              <build><plugins>
                <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
                <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
                <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version>
                  <configuration><forkCount>2</forkCount><reuseForks>false</reuseForks></configuration></plugin>
              </plugins></build>
            </project>
            """;
    private static final String STUB_TEST =
            """
            import static org.junit.jupiter.api.Assertions.assertEquals;
            import com.sun.net.httpserver.HttpServer;
            import java.net.*;
            import java.net.http.*;
            import org.junit.jupiter.api.Test;
            class StubTest {
                @Test void aStubbedServiceAnswersAClient() throws Exception {
                    HttpServer stub = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
                    stub.createContext("/things", exchange -> {
                        exchange.sendResponseHeaders(200, 2);
                        exchange.getResponseBody().write("42".getBytes());
                        exchange.close();
                    });
                    stub.start();
                    try {
                        URI at = URI.create("http://localhost:" + stub.getAddress().getPort() + "/things");
                        assertEquals("42", HttpClient.newHttpClient().send(HttpRequest.newBuilder(at).build(),
                                HttpResponse.BodyHandlers.ofString()).body());
                    } finally {
                        stub.stop(0);
                    }
                }
            }
            """;
    private static final String SERVER_TEST =
            """
            import static org.junit.jupiter.api.Assertions.assertEquals;
            import java.net.*;
            import java.nio.file.*;
            import org.junit.jupiter.api.Test;
            class ServerTest {
                @Test void aServerOnLoopbackAnswers() throws Exception {
                    try (ServerSocket server = new ServerSocket(0)) {
                        Thread answers = new Thread(() -> {
                            try (Socket s = server.accept()) { s.getOutputStream().write(42); }
                            catch (java.io.IOException e) { throw new RuntimeException(e); }
                        });
                        answers.start();
                        try (Socket client = new Socket("localhost", server.getLocalPort())) {
                            assertEquals(42, client.getInputStream().read());
                        }
                    }
                }
                @Test void homeAndTemporaryFolderAreWhereTheyShouldBe() throws Exception {
                    assertEquals(System.getenv("HOME"), System.getProperty("user.home"));
                    Files.delete(Files.createTempFile("t", ""));
                    Files.writeString(Path.of(System.getProperty("user.home"), "made"), "x");
                }
            }
            """;

    @TempDir Path folder;
    private Path workspace;
    private FakeUpstream server;

    @BeforeEach
    void project() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mvn")), "this machine has no /usr/bin/mvn");
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("app"));
        Path tests = Files.createDirectories(workspace.resolve("src/test/java"));
        Files.writeString(tests.resolve("ServerTest.java"), SERVER_TEST);
        Files.writeString(tests.resolve("StubTest.java"), STUB_TEST);
        server = FakeRepository.open();
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private void pom(String dependency) throws IOException {
        Files.writeString(workspace.resolve("pom.xml"), POM.replace("DEPENDENCY", dependency));
    }

    private static String missing() {
        return "<dependency><groupId>org.example.cordon</groupId><artifactId>missing</artifactId>"
                + "<version>1.2</version></dependency>";
    }

    private Confinement confinement(Confinement.Network network) {
        return new Confinement(
                Confinement.Mode.WORKSPACE_WRITE,
                workspace,
                List.of(workspace),
                ToolCaches.READABLE.stream().map(HOME::resolve).toList(),
                List.of(HOME.resolve(".m2/settings.xml")),
                List.of(),
                List.of(".git", ".mvn"),
                network,
                Confinement.View.DIRECT,
                Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "HOME",
                        HOME.toString(),
                        "JAVA_HOME",
                        System.getProperty("java.home")),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    private String maven(ProxyBench bench, Confinement.Network network, String arguments)
            throws Exception {
        Path state = folder.resolve("state");
        try (HelperBoundary boundary =
                new HelperBoundary(
                        HelperBinary.extract(state).orElseThrow(), state, () -> bench.proxy)) {
            return new BoundaryRun()
                    .run(
                            boundary,
                            confinement(network),
                            workspace,
                            "mvn -B -ntp " + arguments + " test",
                            120_000)
                    .output();
        }
    }

    private ProxyBench bench(String... allowed) throws Exception {
        return new ProxyBench(
                        Files.createTempDirectory("cordon-test-net"),
                        NetworkSettings.DEFAULT.with(
                                List.of(
                                        new MavenRepository(
                                                "central",
                                                URI.create("http://repo.example/maven2")))),
                        SSLContext.getDefault(),
                        allowed)
                .host("repo.example", "93.184.216.34", 80, server);
    }

    private static boolean cached() {
        return Files.exists(CACHE.resolve("org/example/cordon"));
    }

    @Test
    void aProjectWithAServerIsTestedWithoutAnyNetwork() throws Exception {
        pom("");
        try (ProxyBench bench = bench()) {
            String output = maven(bench, Confinement.Network.CLOSED, "-o");

            assertTrue(output.contains("Tests run: 3, Failures: 0, Errors: 0"), output);
            assertFalse(Files.exists(HOME.resolve("made")));
        }
    }

    @Test
    void aMissingArtefactIsRefusedByNameAndWithAYesItIsThereForThisTaskOnly() throws Exception {
        pom(missing());
        try (ProxyBench bench = bench()) {
            String output = maven(bench, Confinement.Network.PROXIED, "");

            assertTrue(
                    output.contains(
                            "cordon: org.example.cordon:missing:1.2 is not in the cache and"
                                    + " central (repo.example:80) was not allowed. Allow it with"
                                    + " network.allow = [\"repo.example\"]."),
                    output);
            assertEquals(
                    List.of("repo.example:80 GET org.example.cordon:missing:1.2"), bench.subjects);
            assertEquals(List.of(), server.requests());
        }
        try (ProxyBench bench = bench("repo.example")) {
            String output = maven(bench, Confinement.Network.PROXIED, "");

            assertTrue(output.contains("Tests run: 3, Failures: 0, Errors: 0"), output);
            assertEquals(
                    List.of("repo.example:80 GET org.example.cordon:missing:1.2"), bench.subjects);
        }
        assertFalse(cached(), "the user's cache must not change");
        try (var left = Files.list(folder.resolve("state/caches"))) {
            assertEquals(0, left.count(), "the layer goes with the task");
        }
    }
}
