package dev.cordon.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks on the proxy. Each is judged by what the server behind it got.
final class NetworkAttackTest {
    @TempDir Path folder;
    private FakeUpstream server;
    private ProxyBench bench;

    @BeforeEach
    void open() throws Exception {
        server = FakeUpstream.plain(_ -> FakeUpstream.ok("hello"));
        bench =
                new ProxyBench(
                                folder.resolve("net"),
                                NetworkSettings.DEFAULT,
                                SSLContext.getDefault(),
                                "good.example",
                                "*.wide.example:80",
                                "inside.example",
                                "169.254.169.254",
                                "mixed.example",
                                "self.example",
                                "[::1]",
                                "localhost")
                        .host("good.example", "93.184.216.34", 80, server)
                        .host("evil.example", "93.184.216.35", 80, server);
        bench.ports.put("93.184.216.34:443", server.port());
        bench.addresses.put("inside.example", List.of("10.1.2.3"));
        bench.addresses.put("mixed.example", List.of("93.184.216.34", "192.168.0.1"));
        bench.addresses.put("self.example", List.of("9.9.9.9"));
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        server.close();
    }

    private static String get(String target, String host) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    private static String statusLine(String answer) {
        int end = answer.indexOf("\r\n");
        return end < 0 ? answer : answer.substring(0, end);
    }

    @Test
    void anAllowedRequestArrivesWithoutHopByHopFields() throws IOException {
        String answer =
                bench.send(
                        "GET http://GOOD.example./a?b HTTP/1.1\r\nHost: good.example\r\n"
                                + "Proxy-Authorization: Basic eDp5\r\nConnection: X-Drop\r\n"
                                + "X-Drop: 1\r\nX-Keep: 2\r\n\r\n");

        assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
        assertEquals(
                List.of(
                        "GET /a?b HTTP/1.1\r\nHost: good.example\r\nX-Keep: 2\r\n"
                                + "Connection: close\r\n\r\n"),
                server.requests());
        assertEquals(List.of("good.example:80 GET"), bench.asked);
    }

    @Test
    void aRefusalTellsWhyInTheStatusLineAndNothingIsResolved() throws IOException {
        String answer = bench.send(get("http://evil.example/", "evil.example"));

        assertEquals(
                "HTTP/1.1 403 cordon: evil.example:80 is not on the allow list. (rule network.default, built-in)",
                statusLine(answer));
        assertTrue(answer.contains("\r\nX-Proxy-Error: blocked-by-allowlist\r\n"), answer);
        assertEquals(List.of(), bench.resolved);
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "good.example.evil.example",
                "evilgood.example",
                "xgood.example",
                "wide.example",
                "evilwide.example",
                "a.wide.example.evil.example",
                "g\u006fod.example.com",
                "xn--god-1na.example"
            })
    void aNameThatOnlyLooksAllowedIsAnotherName(String host) throws IOException {
        bench.host(host, "93.184.216.36", 80, server);

        String answer = bench.send(get("http://" + host + "/", host));

        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertEquals(List.of(), bench.resolved);
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://good.example@evil.example/",
                "http://evil.example\\@good.example/",
                "http://evil.example%2egood.example/",
                "http://good.example:80:80/",
                "http://good.example:080/",
                "http://good.example:/",
                "http://good.example:99999/",
                "http://good..example/",
                "http://.good.example/",
                "http://-good.example/",
                "http://good_x.example/",
                "http://good.example\t/",
                "http://[good.example]/",
                "http:///good.example",
                "https://good.example/",
                "ftp://good.example/",
                "/relative",
                "good.example/",
                "http://0x7f000001/",
                "http://2130706433/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://127.0.0.1.:80.0/",
                "http://[::1%25lo]/",
                "http://[fe80::1%1]/"
            })
    void aTargetThatCanBeReadInTwoWaysIsMalformed(String target) throws IOException {
        String answer = bench.send(get(target, "good.example"));

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertEquals(List.of(), bench.asked);
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: good.example\r\nHost: evil.example\r\n\r\n",
                "Host: evil.example\r\n\r\n",
                "\r\n",
                "Host: good.example\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Host: good.example\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Host: good.example\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Host: good.example\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n",
                "Host: good.example\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Host: good.example\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Host: good.example\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
                "Host: good.example\r\nContent-Length: +4\r\n\r\nabcd",
                "Host: good.example\r\nContent-Length: 0x4\r\n\r\nabcd",
                "Host: good.example\r\nContent-Length: 4, 4\r\n\r\nabcd",
                "Host: good.example\r\nX: a\nHost: evil.example\r\n\r\n",
                "Host: good.example\r\nX: a\rHost: evil.example\r\n\r\n",
                "Host: good.example\r\nX: a\0b\r\n\r\n",
                "Host: good.example\r\n: x\r\n\r\n",
                "Host: good.example\r\nX Y: x\r\n\r\n"
            })
    void aRequestThatTwoParsersCouldSplitDifferentlyIsMalformed(String rest) throws IOException {
        String answer = bench.send("GET http://good.example/ HTTP/1.1\r\n" + rest);

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertEquals(List.of(), server.requests());
    }

    @Test
    void chunksAreWrittenAnewAndTheNextRequestIsJudgedByItself() throws IOException {
        String smuggled = get("http://evil.example/stolen", "evil.example");
        NetworkSettings open = allowing("POST");
        try (ProxyBench posts = bench("posts", open, "good.example")) {
            posts.host("good.example", "93.184.216.34", 80, server);
            String answer =
                    posts.send(
                            "POST http://good.example/ HTTP/1.1\r\nHost: good.example\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                    + "3;x=y\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n"
                                    + smuggled);

            assertTrue(answer.contains("hello"), answer);
            assertTrue(answer.contains("HTTP/1.1 403 "), answer);
            assertEquals(List.of("good.example:80 POST", "evil.example:80 GET"), posts.asked);
            assertEquals(1, server.requests().size());
            assertTrue(server.requests().getFirst().endsWith("3\r\nabc\r\n0\r\n\r\n"));
        }
    }

    private static NetworkSettings allowing(String... methods) {
        NetworkSettings.HostRule rule =
                new NetworkSettings.HostRule(
                        HostPattern.parse("good.example"),
                        NetworkSettings.Tls.PASSED,
                        java.util.Set.of(methods),
                        List.of());
        NetworkSettings plain = NetworkSettings.DEFAULT;
        return new NetworkSettings(
                List.of(rule), List.of(), List.of(), plain.methods(), plain.limits());
    }

    private ProxyBench bench(String name, NetworkSettings settings, String... allowed) {
        try {
            return new ProxyBench(folder.resolve(name), settings, SSLContext.getDefault(), allowed);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aMethodThatWritesIsRefusedBeforeAnybodyIsAsked() throws IOException {
        String answer =
                bench.send(
                        "POST http://good.example/gists HTTP/1.1\r\nHost: good.example\r\n"
                                + "Content-Length: 6\r\n\r\nsecret");

        assertEquals(
                "HTTP/1.1 403 cordon: POST to good.example is not allowed (rule: methods GET, HEAD,"
                        + " OPTIONS). Allow the method for this host in the network rules.",
                statusLine(answer));
        assertTrue(answer.contains("X-Proxy-Error: blocked-by-method-policy"), answer);
        assertEquals(List.of(), bench.asked);
        assertEquals(List.of("good.example:80 network.blocked-by-method-policy"), bench.refused);
        assertEquals(List.of(), server.requests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inside.example", "169.254.169.254", "mixed.example", "self.example"})
    void anAllowedNameWithAPrivateAddressIsNotDialled(String host) throws IOException {
        String answer = bench.send(get("http://" + host + "/", host));

        assertTrue(answer.startsWith("HTTP/1.1 403 cordon: " + host + " is at "), answer);
        assertEquals(List.of(), bench.dialled);
        assertEquals(List.of(host + ":80 network.blocked-by-policy"), bench.refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "[::1]", "[::ffff:127.0.0.1]", "127.0.0.1"})
    void theHostsOwnLoopbackIsNotReachedByWayOfTheProxy(String host) throws IOException {
        bench.allowed.add(HostPattern.parse("127.0.0.1"));

        String answer = bench.send(get("http://" + host + "/", host));

        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertEquals(List.of(), bench.dialled);
    }

    @Test
    void aTunnelWithAnotherServerNameInsideIsCut() throws IOException {
        String answer = tunnel("good.example:443", hello("evil.example", 0));

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.endsWith("\u0015\u0003\u0003\0\u0002\u00021"), "a TLS alert comes");
        assertEquals(List.of("good.example:443 network.blocked-by-policy"), bench.refused);
        assertEquals(List.of(), received());
    }

    @Test
    void aTunnelWithoutOrWithAnEncryptedServerNameIsCut() throws IOException {
        tunnel("good.example:443", hello("", 0));
        tunnel("good.example:443", hello("good.example", 0xfe0d));

        assertEquals(2, bench.refused.size());
        assertEquals(List.of(), received());
    }

    @Test
    void aTunnelThatCarriesNoTlsIsCut() throws IOException {
        tunnel("good.example:443", "\0\1\2secret".getBytes(StandardCharsets.ISO_8859_1));
        tunnel("good.example:443", "ssh-2.0 secret\r\n".getBytes(StandardCharsets.ISO_8859_1));

        assertEquals(2, bench.refused.size());
        assertEquals(List.of(), received());
    }

    @Test
    void plainHttpInsideATunnelIsJudgedRequestByRequest() throws IOException {
        byte[] post =
                "POST / HTTP/1.1\r\nHost: good.example\r\nContent-Length: 1\r\n\r\nx"
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] other = get("/", "evil.example").getBytes(StandardCharsets.ISO_8859_1);

        assertTrue(tunnel("good.example:443", post).contains("HTTP/1.1 403 "));
        assertTrue(tunnel("good.example:443", other).contains("HTTP/1.1 400 "));
        assertEquals(List.of(), received());
    }

    /// What the server got, without the mere connection that a tunnel opens before its first byte.
    private List<String> received() {
        return server.requests().stream()
                .filter(r -> !r.equals("connected") && !r.startsWith("broken: the connection"))
                .toList();
    }

    private String tunnel(String authority, byte[] inside) throws IOException {
        try (SocketChannel channel = bench.connect('P', "127.0.0.1", 3128)) {
            String connect =
                    "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(connect.getBytes(StandardCharsets.US_ASCII)));
            channel.write(ByteBuffer.wrap(inside));
            channel.shutdownOutput();
            return ProxyBench.readAll(channel);
        }
    }

    /// A TLS client hello with one name and one empty extension.
    static byte[] hello(String name, int extension) throws IOException {
        ByteArrayOutputStream extensions = new ByteArrayOutputStream();
        if (!name.isEmpty()) {
            int length = name.length();
            extensions.write(new byte[] {0, 0, 0, (byte) (length + 5), 0, (byte) (length + 3), 0});
            extensions.write(new byte[] {0, (byte) length});
            extensions.write(name.getBytes(StandardCharsets.US_ASCII));
        }
        extensions.write(new byte[] {(byte) (extension >> 8 | 0x0a), (byte) extension, 0, 0});
        if (extension != 0) {
            extensions.write(new byte[] {(byte) (extension >> 8), (byte) extension, 0, 0});
        }
        ByteBuffer body = ByteBuffer.allocate(2 + 32 + 1 + 4 + 2 + 2 + extensions.size());
        body.putShort((short) 0x303).put(new byte[32]).put((byte) 0);
        body.putShort((short) 2).putShort((short) 0x1301).put((byte) 1).put((byte) 0);
        body.putShort((short) extensions.size()).put(extensions.toByteArray());
        ByteBuffer record = ByteBuffer.allocate(9 + body.position());
        record.put((byte) 22).putShort((short) 0x301).putShort((short) (body.position() + 4));
        record.putInt(1 << 24 | body.position()).put(body.array(), 0, body.position());
        return record.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void ofSocksOnlyConnectIsServed(int command) throws IOException {
        String answer = socks(command, "good.example", 443);

        assertEquals("\5\0\5\7\0\1\0\0\0\0\0\0", answer);
        assertEquals(List.of(), bench.asked);
    }

    @Test
    void socksToAHostThatIsNotAllowedGetsReplyTwo() throws IOException {
        assertEquals("\5\0\5\2\0\1\0\0\0\0\0\0", socks(1, "evil.example", 443));
        assertEquals("\5\0\5\2\0\1\0\0\0\0\0\0", socks(1, "good.example\0.evil", 443));
        assertEquals(List.of("evil.example:443 "), bench.asked);
        assertEquals(List.of(), bench.resolved);
    }

    private String socks(int command, String host, int port) throws IOException {
        return bench.send(
                "\5\1\0\5"
                        + (char) command
                        + "\0\3"
                        + (char) host.length()
                        + host
                        + (char) (port >> 8)
                        + (char) (port & 0xff));
    }

    @Test
    void aCapturedConnectionIsJudgedByTheNameThatWasAskedFor() throws IOException {
        byte[] query = FakeDnsTest.query("good.example", 1);
        byte[] answer = bench.proxy.names().answer(query).orElseThrow();
        String address =
                "127.1."
                        + (answer[answer.length - 2] & 0xff)
                        + "."
                        + (answer[answer.length - 1] & 0xff);

        String allowed = bench.send('H', address, 80, get("/", "good.example"));
        String fronted = bench.send('H', address, 80, get("/", "evil.example"));
        String unknown = bench.send('H', "127.1.200.1", 80, get("/", "127.1.200.1"));

        assertTrue(allowed.endsWith("hello"), allowed);
        assertTrue(fronted.startsWith("HTTP/1.1 400 "), fronted);
        assertTrue(unknown.startsWith("HTTP/1.1 403 "), unknown);
        assertEquals(1, server.requests().size());
    }

    @Test
    void secretsInNamesLeaveNothing() {
        byte[] query = FakeDnsTest.query("c2VjcmV0.evil.example", 1);

        bench.proxy.names().answer(query);

        assertEquals(List.of(), bench.resolved);
    }

    @Test
    void anEmptyAllowListAllowsNothing() throws IOException {
        try (ProxyBench nothing = bench("nothing", NetworkSettings.DEFAULT)) {
            nothing.host("good.example", "93.184.216.34", 80, server);
            String answer = nothing.send(get("http://good.example/", "good.example"));

            assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void whereOnlyReadingIsAllowedATunnelIsRefused() throws IOException {
        NetworkSettings strict =
                new NetworkSettings(
                        List.of(),
                        List.of(),
                        List.of(),
                        NetworkSettings.Methods.READ_ONLY,
                        NetworkSettings.Limits.DEFAULT);
        try (ProxyBench reading = bench("reading", strict, "good.example")) {
            String answer =
                    reading.send("CONNECT good.example:443 HTTP/1.1\r\nHost: good.example\r\n\r\n");

            assertTrue(answer.contains("X-Proxy-Error: blocked-by-method-policy"), answer);
            assertEquals(List.of(), reading.dialled);
        }
    }

    @Test
    void aHeadThatNeverEndsIsCutOff() throws IOException {
        String answer =
                bench.send(
                        "GET http://good.example/ HTTP/1.1\r\nX: "
                                + "a".repeat(70_000)
                                + "\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }

    @Test
    void aClientThatSaysNothingIsClosedInTime() throws IOException {
        NetworkSettings hasty =
                new NetworkSettings(
                        List.of(),
                        List.of(),
                        List.of(),
                        NetworkSettings.DEFAULT.methods(),
                        new NetworkSettings.Limits(1, 50, 50, 50));
        try (ProxyBench hurried = bench("hurried", hasty);
                SocketChannel silent = hurried.connect('P', "127.0.0.1", 3128)) {
            assertEquals("", ProxyBench.readAll(silent));
        }
    }

    @Test
    void onlyItsOwnerReachesTheSocket() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.proxy.socket())));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(bench.proxy.socket().getParent())));
        assertFalse(bench.proxy.environment().containsKey("SSL_CERT_FILE"));
    }
}
