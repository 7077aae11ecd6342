package dev.cordon.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Runs what users run most, so that the AOT cache holds the classes they need: a turn with a
/// command against a model on loopback, as text and as JSON lines, in the clear and over TLS. The
/// build starts it; users never do.
final class Training {
    private static final String CALL =
            """
            {"type":"response.created","response":{"id":"r","model":"training"}}
            {"type":"response.output_item.added","output_index":0,"item":{"type":"function_call"}}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","id":"f","call_id":"cNUMBER","name":"exec_command","arguments":"{\\"cmd\\":\\"echo NUMBER\\"}"}}
            {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":9,"output_tokens":1}}}
            """;
    private static final String TEXT =
            """
            {"type":"response.created","response":{"id":"r","model":"training"}}
            {"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Done."}
            {"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"Done."}]}}
            {"type":"response.completed","response":{"id":"r","usage":{"input_tokens":9,"output_tokens":1}}}
            """;

    private Training() {}

    /// @param arguments a folder that may be written to and is thrown away afterwards; a folder
    ///   with `keys.p12`, the key of a server on 127.0.0.1, and `ca.pem`, who signed it
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        Path keys = Path.of(arguments[1]).toAbsolutePath();
        ProtocolOutput out = ProtocolOutput.takeOver();
        // The terminal UI runs on a terminal that is none.
        System.setProperty("cordon.rehearsal", "true");
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket secure =
                        tls(keys)
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(server));
            Thread.ofPlatform().daemon().start(() -> serve(secure));
            Files.createDirectories(home.resolve(".cordon"));
            Files.writeString(
                    home.resolve(".cordon/config.toml"),
                    """
                    model = "training"
                    model_provider = "training"

                    [model_providers.training]
                    base_url = "http://127.0.0.1:%d/v1"
                    wire_api = "responses"
                    env_key = "TRAINING_KEY"

                    [model_providers.secure]
                    base_url = "https://127.0.0.1:%d/v1"
                    wire_api = "responses"
                    env_key = "TRAINING_KEY"
                    """
                            .formatted(server.getLocalPort(), secure.getLocalPort()));
            Path workspace = Files.createDirectories(home.resolve("workspace/.git")).getParent();
            for (List<String> line :
                    List.of(
                            List.of("--version"),
                            List.of("exec", "-C", workspace + "", "train"),
                            List.of("exec", "--json", "-C", workspace + "", "train"),
                            List.of("exec", "--skip-git-repo-check", "-C", workspace + "", "train"),
                            List.of("exec", "-C", workspace + "", "resume", "--last", "train"),
                            List.of(
                                    "exec",
                                    "-c",
                                    "model_provider=secure",
                                    "-C",
                                    workspace + "",
                                    "train"),
                            List.of(
                                    "sandbox",
                                    "-c",
                                    "sandbox_mode=read-only",
                                    "-C",
                                    workspace + "",
                                    "--",
                                    "true"),
                            List.of("-C", workspace + ""),
                            List.of("--help"))) {
                train(host(out, home, keys), line);
            }
            // Without configuration nothing of it is loaded.
            Path plain = Files.createDirectories(home.resolve("plain"));
            train(host(out, plain, keys), List.of("sandbox", "-C", workspace + "", "--", "true"));
        }
        System.exit(0);
    }

    private static void train(Host host, List<String> line) {
        int code = Main.run(host, line);
        if (code != ExitCode.DONE.code()) {
            System.err.println("training failed with " + code + " at " + line);
            System.exit(1);
        }
    }

    private static SSLContext tls(Path keys) throws IOException, GeneralSecurityException {
        char[] password = "training".toCharArray();
        KeyStore store = KeyStore.getInstance(keys.resolve("keys.p12").toFile(), password);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private static Host host(ProtocolOutput out, Path home, Path keys) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HOME", home.toString());
        environment.put("CORDON_TERMINAL", "1");
        environment.put("TERM", "xterm-256color");
        environment.put("TRAINING_KEY", "not-a-key");
        environment.put("CORDON_CA_CERTIFICATE", keys.resolve("ca.pem").toString());
        return new Host(
                environment, home, home, new ByteArrayInputStream(new byte[0]), out, System.err);
    }

    private static void serve(ServerSocket server) {
        int calls = 0;
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                while (request(socket.getInputStream())) {
                    boolean call = calls++ % 4 != 3;
                    answer(
                            socket.getOutputStream(),
                            call ? CALL.replace("NUMBER", Integer.toString(calls)) : TEXT);
                }
            } catch (IOException _) {
                // The client closed the connection, or the training is over.
            }
        }
    }

    /// Reads one request to its end.
    private static boolean request(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            head.append((char) c);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        if (at >= 0) {
            int end = lower.indexOf('\r', at);
            in.skipNBytes(Long.parseLong(lower.substring(at + 15, end).strip()));
        }
        return true;
    }

    private static void answer(OutputStream out, String events) {
        StringBuilder body = new StringBuilder();
        events.lines().forEach(line -> body.append("data: ").append(line).append("\n\n"));
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                        + bytes.length
                        + "\r\n\r\n";
        try {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
