package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Result;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS that the proxy opens, and documents that it fetches.
final class OpenedTlsTest {
    @TempDir Path folder;

    private static NetworkSettings settings(InjectedCredential credential) {
        return new NetworkSettings(
                List.of(
                        new NetworkSettings.HostRule(
                                HostPattern.parse("other.example"),
                                NetworkSettings.Tls.OPENED,
                                Set.of("GET", "POST"),
                                List.of("/ok"))),
                List.of(),
                List.of(credential),
                NetworkSettings.Methods.READ_WHERE_VISIBLE,
                NetworkSettings.Limits.DEFAULT);
    }

    private static String request(ProxyBench bench, String host, String request) throws Exception {
        SSLContext trust = ProxyBench.trusting(bench.proxy.authority());
        try (SocketChannel channel = bench.connect('P', "127.0.0.1", 3128)) {
            String connect = "CONNECT " + host + ":443 HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(connect.getBytes(StandardCharsets.US_ASCII)));
            Wire wire = Wire.of(channel);
            HttpHead.read(wire.in()).orElseThrow();
            TlsStream tls = HttpExchange.connectTls(trust, wire, NetworkHost.parse(host), 443);
            tls.out().write(request.getBytes(StandardCharsets.ISO_8859_1));
            HttpHead head = HttpHead.read(tls.in()).orElseThrow();
            HttpBody body = HttpBody.ofResponse(head, "GET", HttpExchange.status(head.start()));
            return head.start()
                    + "\n"
                    + new String(
                            HttpBodyStream.open(body, tls.in()).readAllBytes(),
                            StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aSecretIsPutInForItsHostAndASentinelNeverLeavesForAnother() throws Exception {
        CertificateAuthority outside = new CertificateAuthority(Instant.now());
        InjectedCredential credential =
                new InjectedCredential(
                        "cordon-stand-in-1234",
                        "real-secret",
                        "Authorization",
                        List.of(HostPattern.parse("api.example")));
        try (FakeUpstream api =
                        FakeUpstream.tls(outside, "api.example", _ -> FakeUpstream.ok("api"));
                FakeUpstream other =
                        FakeUpstream.tls(outside, "other.example", _ -> FakeUpstream.ok("other"));
                ProxyBench bench =
                        new ProxyBench(
                                folder.resolve("n"),
                                settings(credential),
                                ProxyBench.trusting(outside),
                                "*.example")) {
            bench.allowed.add(HostPattern.parse("api.example"));
            bench.allowed.add(HostPattern.parse("other.example"));
            bench.host("api.example", "93.184.216.34", 443, api);
            bench.host("other.example", "93.184.216.35", 443, other);
            String sentinel = "Authorization: Bearer cordon-stand-in-1234\r\n\r\n";

            String first =
                    request(
                            bench,
                            "api.example",
                            "GET /v1 HTTP/1.1\r\nHost: api.example\r\n" + sentinel);
            String foreign =
                    request(
                            bench,
                            "api.example",
                            "GET /v2 HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer thief\r\n\r\n");
            String second =
                    request(
                            bench,
                            "other.example",
                            "GET /ok HTTP/1.1\r\nHost: other.example\r\n" + sentinel);
            String path =
                    request(
                            bench,
                            "other.example",
                            "GET /ok/../x HTTP/1.1\r\nHost: other.example\r\n\r\n");
            String fronted =
                    request(
                            bench,
                            "other.example",
                            "GET /ok HTTP/1.1\r\nHost: api.example\r\n\r\n");

            assertEquals("HTTP/1.1 200 OK\napi", first);
            assertEquals("HTTP/1.1 200 OK\napi", foreign);
            assertEquals("HTTP/1.1 200 OK\nother", second);
            assertTrue(path.startsWith("HTTP/1.1 403 "), path);
            assertTrue(fronted.startsWith("HTTP/1.1 400 "), fronted);
            assertTrue(api.requests().get(0).contains("Authorization: Bearer real-secret\r\n"));
            assertFalse(api.requests().get(1).contains("thief"));
            assertEquals(1, other.requests().size());
            assertFalse(other.requests().getFirst().contains("stand-in"));
        }
    }

    @Test
    void aDocumentIsFetchedByTheSameStepsAndEachRedirectIsDecided() throws Exception {
        try (FakeUpstream server =
                        FakeUpstream.plain(line ->
                                line.contains("/away")
                                        ? "HTTP/1.1 302 Found\r\nLocation:"
                                                + " http://169.254.169.254/\r\nContent-Length:"
                                                + " 0\r\n\r\n"
                                        : "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                                                + "<head><title>x</title></head><p>A &amp; B"
                                                + "<script>evil()</script><p>C");
                ProxyBench bench =
                        new ProxyBench(
                                folder.resolve("f"),
                                NetworkSettings.DEFAULT,
                                SSLContext.getDefault(),
                                "good.example")) {
            bench.host("good.example", "93.184.216.34", 80, server);
            Fetcher fetcher = new Fetcher(bench.proxy.judge(), SSLContext.getDefault());

            assertEquals(
                    "A & B\nC", ((Result.Document) fetch(fetcher, "http://good.example/")).text());
            assertTrue(fetch(fetcher, "http://good.example/away") instanceof Result.Refused);
            assertTrue(fetch(fetcher, "http://evil.example/") instanceof Result.Refused);
            assertTrue(fetch(fetcher, "file:///etc/passwd") instanceof Result.Refused);
            assertEquals(List.of("good.example", "good.example"), bench.resolved);
        }
    }

    private static Result fetch(Fetcher fetcher, String url) throws InterruptedException {
        return fetcher.perform(
                new Action.FetchUrl(
                        new CallId("f"), Action.Requester.MODEL, URI.create(url), 100_000));
    }
}
