package dev.cordon.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a server whose certificate is made for this run and valid for 127.0.0.1 only.
class TlsTest {
    private static final String PASSWORD = "changeit";
    @TempDir private static Path folder;
    private static Path certificate;
    private static ServerSocketFactory sockets;

    @BeforeAll
    static void makeACertificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=127.0.0.1",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-keystore",
                                store.toString(),
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertEquals(0, keytool.waitFor(), said);
        KeyStore keys = load(store);
        certificate = folder.resolve("ca.pem");
        String encoded =
                Base64.getMimeEncoder().encodeToString(keys.getCertificate("server").getEncoded());
        Files.writeString(
                certificate,
                "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        sockets = context.getServerSocketFactory();
    }

    @Test
    void aCertificateOfTheUsersFileIsTrusted() {
        Network network = new Network(Proxies.NONE, Optional.of(certificate));
        ScriptedServer.Reply answer =
                ScriptedServer.sse(Asking.CREATED, Asking.DONE, Asking.COMPLETED);
        try (ScriptedServer server = ScriptedServer.start(sockets, "https", answer, answer);
                ModelClient client = client(server.uri(), network)) {
            network.warmUp(server.uri());
            Asking.completed(ask(client));
            Asking.completed(ask(client));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aServerThatWantsAnotherKeyExchangeIsAskedAgainAndThenAlwaysThatWay() {
        Network network = new Network(Proxies.NONE, Optional.of(certificate));
        ScriptedServer.Reply answer =
                ScriptedServer.sse(Asking.CREATED, Asking.DONE, Asking.COMPLETED);
        ServerSocketFactory onlyP256 = new GroupsOnly(sockets, "secp256r1");
        try (ScriptedServer server = ScriptedServer.start(onlyP256, "https", answer, answer)) {
            try (ModelClient client = client(server.uri(), network)) {
                Asking.completed(ask(client));
            }
            assertEquals(2, server.connections());
            try (ModelClient client = client(server.uri(), network)) {
                Asking.completed(ask(client));
            }
            assertEquals(3, server.connections());
        }
    }

    @Test
    void anUnknownCertificateStopsAtOnceAndSaysWhatToDo() {
        try (ScriptedServer server = ScriptedServer.start(sockets, "https");
                ModelClient client =
                        client(server.uri(), new Network(Proxies.NONE, Optional.empty()))) {
            ModelEvent.Failed failed = Asking.failed(ask(client));

            assertEquals(FailureKind.TLS, failed.kind());
            assertTrue(failed.message().contains("CORDON_CA_CERTIFICATE"), failed.message());
            assertEquals(List.of(), server.requests());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        Network network = new Network(Proxies.NONE, Optional.of(certificate));
        try (ScriptedServer server = ScriptedServer.start(sockets, "https")) {
            URI other = URI.create("https://localhost:" + server.uri().getPort() + "/v1");
            try (ModelClient client = client(other, network)) {
                assertEquals(FailureKind.TLS, Asking.failed(ask(client)).kind());
            }
            assertEquals(List.of(), server.requests());
        }
    }

    @Test
    void aCertificateFileWithoutCertificatesIsNamed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "hello\n");
        Network network = new Network(Proxies.NONE, Optional.of(empty));
        try (ScriptedServer server = ScriptedServer.start(sockets, "https");
                ModelClient client = client(server.uri(), network)) {
            ModelEvent.Failed failed = Asking.failed(ask(client));

            assertEquals(FailureKind.TLS, failed.kind());
            assertTrue(failed.message().contains(empty.toString()), failed.message());
        }
    }

    @Test
    void aSilentServerDoesNotHoldAnInterruptBack() throws Exception {
        Network network = new Network(Proxies.NONE, Optional.of(certificate));
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            URI secure = URI.create("https://127.0.0.1:" + silent.getLocalPort() + "/v1");
            try (ModelClient client = client(secure, network)) {
                boolean[] interrupted = {false};
                Thread thread =
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        client.stream(request(), _ -> {});
                                    } catch (InterruptedException _) {
                                        interrupted[0] = true;
                                    }
                                });
                try (Socket _ = silent.accept()) {
                    thread.interrupt();
                    thread.join();
                }
                assertTrue(interrupted[0]);
            }
        }
    }

    private static KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static ModelClient client(URI base, Network network) {
        return Asking.client(
                Asking.provider(base, Provider.WireApi.RESPONSES),
                Asking.profile("gpt-5.2"),
                Asking.options(network),
                new Asking.NoWaiting());
    }

    private static ModelRequest request() {
        return Asking.request("gpt-5.2", List.of(Asking.user("x")));
    }

    private static List<ModelEvent> ask(ModelClient client) {
        return Asking.ask(client, request());
    }

    /// Server sockets that take part in these key exchanges only.
    private static final class GroupsOnly extends ServerSocketFactory {
        private final ServerSocketFactory sockets;
        private final String[] groups;

        GroupsOnly(ServerSocketFactory sockets, String... groups) {
            this.sockets = sockets;
            this.groups = groups;
        }

        private ServerSocket limited(ServerSocket socket) {
            SSLServerSocket secure = (SSLServerSocket) socket;
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setNamedGroups(groups);
            secure.setSSLParameters(parameters);
            return secure;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return limited(sockets.createServerSocket(port));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return limited(sockets.createServerSocket(port, backlog));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
                throws IOException {
            return limited(sockets.createServerSocket(port, backlog, address));
        }
    }
}
