package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MavenMirrorTest {
    private static final String JAR = "/maven2/org/example/thing/1.2/thing-1.2.jar";

    @TempDir Path folder;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private FakeUpstream server;
    private ProxyBench bench;

    @BeforeEach
    void open() throws Exception {
        server =
                FakeUpstream.plain(start -> {
                    String body = files.get(start.split(" ", -1)[1]);
                    return body == null
                            ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                            : FakeUpstream.ok(start.startsWith("HEAD") ? "" : body);
                });
        files.put(JAR, "content");
        files.put(JAR + ".sha1", sha1("content") + "  thing-1.2.jar\n");
        bench = bench("net", "repo.example");
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        server.close();
    }

    private ProxyBench bench(String name, String... allowed) throws Exception {
        return new ProxyBench(
                        folder.resolve(name),
                        NetworkSettings.DEFAULT.with(
                                List.of(
                                        new MavenRepository(
                                                "central",
                                                URI.create("http://repo.example/maven2")))),
                        SSLContext.getDefault(),
                        allowed)
                .host("repo.example", "93.184.216.34", 80, server);
    }

    private static String sha1(String text) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-1")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String get(ProxyBench bench, String path) throws IOException {
        return bench.send(
                'M',
                "127.0.0.1",
                3129,
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:3129\r\n\r\n");
    }

    private static String first(String answer) {
        int end = answer.indexOf("\r\n");
        return end < 0 ? answer : answer.substring(0, end);
    }

    @Test
    void anAllowedArtefactIsPassedOnAndTheQuestionNamesIt() throws Exception {
        String answer = get(bench, "/central/org/example/thing/1.2/thing-1.2.jar");

        assertTrue(answer.endsWith("\r\n\r\ncontent"), answer);
        assertEquals(List.of("repo.example:80 GET org.example:thing:1.2"), bench.subjects);
    }

    @Test
    void oneYesHoldsForAllFilesOfOneArtefactAndNoOther() throws Exception {
        get(bench, "/central/org/example/thing/1.2/thing-1.2.jar");
        get(bench, "/central/org/example/thing/1.2/thing-1.2.jar.sha1");
        get(bench, "/central/org/example/thing/1.2/thing-1.2.pom");
        get(bench, "/central/org/example/thing/1.3/thing-1.3.pom");
        get(bench, "/central/org/example/thing/maven-metadata.xml");

        assertEquals(
                List.of(
                        "repo.example:80 GET org.example:thing:1.2",
                        "repo.example:80 GET org.example:thing:1.3",
                        "repo.example:80 GET org.example:thing"),
                bench.subjects);
    }

    @Test
    void aRefusalNamesTheArtefactAndHowToAllowIt() throws Exception {
        try (ProxyBench closed = bench("closed")) {
            assertEquals(
                    "HTTP/1.1 403 cordon: org.example:thing:1.2 is not in the cache and central"
                            + " (repo.example:80) was not allowed. Allow it with network.allow ="
                            + " [\"repo.example\"].",
                    first(get(closed, "/central/org/example/thing/1.2/thing-1.2.jar")));
            assertEquals(List.of(), closed.resolved);
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void whatDoesNotMatchItsChecksumIsNotPassedOn() throws Exception {
        files.put(JAR, "poisoned");

        String answer = get(bench, "/central/org/example/thing/1.2/thing-1.2.jar");

        assertTrue(
                first(answer).contains("org.example:thing:1.2 from central does not match"),
                answer);
        assertTrue(!answer.contains("poisoned"), answer);
        assertEquals(0, leftovers());
    }

    @Test
    void whatHasNoChecksumIsNotPassedOn() throws Exception {
        files.remove(JAR + ".sha1");

        assertTrue(
                first(get(bench, "/central/org/example/thing/1.2/thing-1.2.jar"))
                        .contains("publishes no checksum"));
        assertEquals(0, leftovers());
    }

    private long leftovers() throws IOException {
        try (var list = Files.list(folder.resolve("net"))) {
            return list.filter(path -> path.toString().contains("artefact")).count();
        }
    }

    @Test
    void whatIsNotThereIsNotFoundAndHeadIsAnswered() throws Exception {
        assertEquals(
                "HTTP/1.1 404 Not Found",
                first(get(bench, "/central/org/example/none/1/none-1.pom")));
        assertEquals(
                "HTTP/1.1 200 OK",
                first(
                        bench.send(
                                'M',
                                "127.0.0.1",
                                3129,
                                "HEAD /central/org/example/thing/1.2/thing-1.2.jar HTTP/1.1\r\n"
                                        + "Host: 127.0.0.1:3129\r\n\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/central/../../etc/passwd",
                "/central/org/example/../../x/1/x-1.jar",
                "/central/org/%65xample/thing/1.2/thing-1.2.jar",
                "/central/org//example/thing/1.2/thing-1.2.jar",
                "/central/org/example/thing/1.2/other-1.2.jar",
                "/central/org/example/thing/1.2/thing-1.2.jar?secret=1",
                "/central/thing.jar",
                "/central/",
                "/central",
                "/elsewhere/org/example/thing/1.2/thing-1.2.jar",
                "/"
            })
    void aPathThatIsNoArtefactGoesNowhere(String path) throws Exception {
        String answer = get(bench, path);

        assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
        assertEquals(List.of(), bench.asked);
        assertEquals(List.of(), server.requests());
    }

    @Test
    void nothingCanBeUploadedAndNoOtherHostIsServed() throws Exception {
        String put =
                bench.send(
                        'M',
                        "127.0.0.1",
                        3129,
                        "PUT /central/org/example/thing/1.2/thing-1.2.jar HTTP/1.1\r\n"
                                + "Host: 127.0.0.1:3129\r\nContent-Length: 1\r\n\r\nx");
        String other =
                bench.send(
                        'M',
                        "127.0.0.1",
                        3129,
                        "GET /central/org/example/thing/1.2/thing-1.2.jar HTTP/1.1\r\n"
                                + "Host: evil.example\r\n\r\n");

        assertTrue(put.startsWith("HTTP/1.1 403 "), put);
        assertTrue(other.startsWith("HTTP/1.1 400 "), other);
        assertEquals(List.of(), server.requests());
    }

    @Test
    void anyPathIsUnderstoodOrMalformed() {
        Random random = new Random(7);
        String letters = "ab./-%~:?#\\\0\u00e9 1";
        int understood = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder path = new StringBuilder(random.nextBoolean() ? "org/a/b/1/b-1" : "");
            for (int i = random.nextInt(12); i > 0; i--) {
                path.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                MavenFile file = MavenFile.parse(path.toString());
                assertTrue(!file.path().contains("..") || !file.path().contains("/.."));
                assertTrue(file.coordinates().indexOf(':') > 0, file.coordinates());
                understood++;
            } catch (RefusedRequest refused) {
                assertEquals(RefusedRequest.Kind.MALFORMED, refused.kind());
            }
        }
        assertTrue(understood > 100, "the generator must reach plain paths: " + understood);
    }
}
