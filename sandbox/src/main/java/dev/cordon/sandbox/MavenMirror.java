package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// The repository that build tools see inside the sandbox, at 127.0.0.1:3129. It fetches what the
/// caches lack from the real ones, after somebody allowed the artefact by name, and passes on only
/// what matches its published checksum.
///
/// GET and HEAD alone. No credential goes in or out. Promises kept by `MavenMirrorTest`.
///
/// @see <a href="https://maven.apache.org/repositories/layout.html">the layout of a repository</a>
final class MavenMirror implements DependencyMirror {
    /// The port inside the sandbox.
    static final int PORT = 3129;

    /// The longest artefact.
    static final long MAX_ARTEFACT_BYTES = 1L << 30;

    private static final int MAX_CHECKSUM_BYTES = 1024;
    private static final int MAX_ALLOWED = 100_000;

    private final ConnectionJudge judge;
    private final SSLContext trust;
    private final HttpExchange.Wires wires;
    private final List<MavenRepository> repositories;
    private final Path folder;
    private final Set<String> allowed = ConcurrentHashMap.newKeySet();

    /// @param folder private, for files on their way
    MavenMirror(ConnectionJudge judge, SSLContext trust, HttpExchange.Wires wires, Path folder) {
        this.judge = judge;
        this.trust = trust;
        this.wires = wires;
        this.repositories = judge.settings().repositories();
        this.folder = folder;
    }

    /// Settings for Maven that send it here. Each repository keeps its id: what the cache got from
    /// one of another id would not count as present.
    static String settings(List<MavenRepository> repositories) {
        StringBuilder xml = new StringBuilder("<settings>\n  <mirrors>\n");
        for (MavenRepository repository : repositories) {
            xml.append("    <mirror><id>").append(repository.id()).append("</id><mirrorOf>");
            xml.append(repository.id()).append("</mirrorOf><url>http://127.0.0.1:").append(PORT);
            xml.append('/').append(repository.id()).append("</url></mirror>\n");
        }
        return xml.append("  </mirrors>\n</settings>\n").toString();
    }

    /// What is sent back: a status, and a file for 200.
    private record Answer(int status, long bytes, Optional<Path> file) {}

    @Override
    public void serve(Wire wire, Optional<Integer> process)
            throws IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(wire.out(), 64 * 1024);
        try {
            for (Optional<HttpHead> head = HttpHead.read(wire.in());
                    head.isPresent();
                    head = HttpHead.read(wire.in())) {
                HttpRequest request =
                        HttpRequest.toServer(
                                head.get(),
                                new HttpRequest.Authority(NetworkHost.parse("127.0.0.1"), PORT));
                wire.neverExpire();
                answer(request, process, out);
                out.flush();
                wire.expireIn(judge.settings().limits().headMillis());
            }
        } catch (RefusedRequest refused) {
            refuse(out, refused);
        }
    }

    private void answer(HttpRequest request, Optional<Integer> process, OutputStream out)
            throws IOException, RefusedRequest, InterruptedException {
        boolean read = request.method().equals("GET");
        if (!read && !request.method().equals("HEAD")) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.METHOD,
                    "cordon: artefacts can be downloaded here and nothing else.");
        }
        String target = request.target();
        int slash = target.indexOf('/', 1);
        MavenRepository repository = repository(slash < 0 ? "" : target.substring(1, slash));
        MavenFile file = MavenFile.parse(target.substring(slash + 1));
        Answer answer = fetch(repository, file, request.method(), process);
        try {
            String start = "HTTP/1.1 " + (answer.status() == 200 ? "200 OK" : "404 Not Found");
            List<HttpHead.Field> fields =
                    List.of(
                            new HttpHead.Field("Content-Length", Long.toString(answer.bytes())),
                            new HttpHead.Field("Connection", "keep-alive"));
            out.write(HttpHead.bytes(start, fields));
            if (read && answer.file().isPresent()) {
                Files.copy(answer.file().get(), out);
            }
        } finally {
            if (answer.file().isPresent()) {
                Files.deleteIfExists(answer.file().get());
            }
        }
    }

    private MavenRepository repository(String id) throws RefusedRequest {
        for (MavenRepository repository : repositories) {
            if (repository.id().equals(id)) {
                return repository;
            }
        }
        throw new RefusedRequest(
                RefusedRequest.Kind.NOT_LISTED,
                "cordon: no repository is known as \"" + id + "\".");
    }

    private Answer fetch(
            MavenRepository repository, MavenFile file, String method, Optional<Integer> process)
            throws IOException, RefusedRequest, InterruptedException {
        NetworkHost host = NetworkHost.parse(repository.url().getHost());
        Action.Connect connection =
                judge.describe(process, host, repository.port(), method, file.coordinates());
        decide(repository, file, connection, host);
        Answer answer = get(repository, file.path(), connection, host);
        if (answer.status() != 200 || answer.file().isEmpty() || !file.isVouchedFor()) {
            return answer;
        }
        Path content = answer.file().get();
        boolean good = false;
        try {
            String published = checksum(repository, file, connection, host);
            good = published.equals(sha1(content));
            if (!good) {
                throw new RefusedRequest(
                        RefusedRequest.Kind.POLICY,
                        "cordon: "
                                + file.coordinates()
                                + " from "
                                + repository.id()
                                + " does not match its published checksum and was thrown away.");
            }
            return answer;
        } finally {
            if (!good) {
                Files.deleteIfExists(content);
            }
        }
    }

    /// Asks once for an artefact: a yes to `group:artefact:version` holds for all its files.
    private void decide(
            MavenRepository repository, MavenFile file, Action.Connect connection, NetworkHost host)
            throws RefusedRequest, InterruptedException {
        String key = repository.id() + " " + file.coordinates();
        String path = repository.url().getRawPath() + "/" + file.path();
        if (allowed.contains(key)) {
            judge.checkRules(connection, host, path);
            return;
        }
        try {
            judge.decide(connection, host, path);
        } catch (RefusedRequest refused) {
            throw new RefusedRequest(
                    refused.kind(),
                    "cordon: "
                            + file.coordinates()
                            + " is not in the cache and "
                            + repository.id()
                            + " ("
                            + connection.host()
                            + ":"
                            + connection.port()
                            + ") was not allowed. Allow it with network.allow = [\""
                            + connection.host()
                            + "\"].");
        }
        if (allowed.size() < MAX_ALLOWED) {
            allowed.add(key);
        }
    }

    private String checksum(
            MavenRepository repository, MavenFile file, Action.Connect connection, NetworkHost host)
            throws IOException, RefusedRequest, InterruptedException {
        Answer answer = get(repository, file.path() + ".sha1", connection, host);
        if (answer.file().isEmpty()) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.POLICY,
                    "cordon: "
                            + repository.id()
                            + " publishes no checksum of "
                            + file.path()
                            + ".");
        }
        try (InputStream in = Files.newInputStream(answer.file().get())) {
            String text =
                    new String(in.readNBytes(MAX_CHECKSUM_BYTES), StandardCharsets.US_ASCII)
                            .strip();
            int end = text.indexOf(' ');
            return (end < 0 ? text : text.substring(0, end)).toLowerCase(Locale.ROOT);
        } finally {
            Files.deleteIfExists(answer.file().get());
        }
    }

    private Answer get(
            MavenRepository repository, String path, Action.Connect connection, NetworkHost host)
            throws IOException, RefusedRequest, InterruptedException {
        long start = System.nanoTime();
        Wire server = Wire.of(judge.open(connection, host));
        wires.opened(server);
        try {
            server.expireIn(judge.settings().limits().idleMillis());
            InputStream in = server.in();
            OutputStream out = server.out();
            if (repository.tls()) {
                TlsStream tls = HttpExchange.connectTls(trust, server, host, repository.port());
                in = new java.io.BufferedInputStream(tls.in(), 16 * 1024);
                out = tls.out();
            }
            String target = repository.url().getRawPath() + "/" + path;
            boolean usual = repository.port() == (repository.tls() ? 443 : 80);
            List<HttpHead.Field> fields =
                    List.of(
                            new HttpHead.Field(
                                    "Host",
                                    connection.host() + (usual ? "" : ":" + repository.port())),
                            new HttpHead.Field("User-Agent", "cordon"),
                            new HttpHead.Field("Accept-Encoding", "identity"),
                            new HttpHead.Field("Connection", "close"));
            out.write(HttpHead.bytes(connection.method() + " " + target + " HTTP/1.1", fields));
            out.flush();
            Answer answer = receive(in, connection.method(), repository.id());
            judge.finished(connection, target.length(), answer.bytes(), start);
            return answer;
        } finally {
            server.close();
            wires.closed(server);
        }
    }

    private Answer receive(InputStream in, String method, String repository)
            throws IOException, RefusedRequest {
        HttpHead head = HttpHead.read(in).orElseThrow(() -> new IOException("no answer came"));
        int status = HttpExchange.status(head.start());
        if (status == 404 || status == 410) {
            return new Answer(404, 0, Optional.empty());
        }
        if (status != 200) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.UNREACHABLE,
                    "cordon: " + repository + " answered with status " + status + ".");
        }
        if (method.equals("HEAD")) {
            return new Answer(200, 0, Optional.empty());
        }
        Path file = Files.createTempFile(folder, "artefact", "");
        boolean whole = false;
        try (OutputStream out = Files.newOutputStream(file)) {
            InputStream body = HttpBodyStream.open(HttpBody.ofResponse(head, method, status), in);
            byte[] buffer = new byte[64 * 1024];
            long total = 0;
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                total += n;
                if (total > MAX_ARTEFACT_BYTES) {
                    throw new IOException("an artefact of more than 1 GiB");
                }
                out.write(buffer, 0, n);
            }
            whole = true;
            return new Answer(200, total, Optional.of(file));
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String sha1(Path file) throws IOException {
        try {
            // The checksum that every repository publishes; TLS is what vouches for the server.
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
                var _ = in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static void refuse(OutputStream out, RefusedRequest refused) throws IOException {
        byte[] text = (refused.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
        List<HttpHead.Field> fields =
                List.of(
                        new HttpHead.Field("X-Proxy-Error", refused.kind().word()),
                        new HttpHead.Field("Content-Type", "text/plain; charset=utf-8"),
                        new HttpHead.Field("Content-Length", Integer.toString(text.length)),
                        new HttpHead.Field("Connection", "close"));
        String start = "HTTP/1.1 " + refused.kind().status() + " " + refused.reasonPhrase();
        out.write(HttpHead.bytes(start, fields));
        out.write(text);
        out.flush();
    }
}
