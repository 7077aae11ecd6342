package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import dev.cordon.protocol.Origin;
import dev.cordon.protocol.Result;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// Fetches one document for the model, by the same steps as a connection of a command: name
/// decided, resolved, addresses checked, and each redirect decided anew.
final class Fetcher {
    /// The most redirects that are followed.
    static final int MAX_REDIRECTS = 5;

    /// The most bytes of one document, whatever the action asks for.
    static final int MAX_BYTES = 8 * 1024 * 1024;

    /// How long one hop may take.
    static final int TIMEOUT_SECONDS = 60;

    private final ConnectionJudge judge;
    private final SSLContext trust;

    Fetcher(ConnectionJudge judge, SSLContext trust) {
        this.judge = judge;
        this.trust = trust;
    }

    /// Fetches with GET. HTML comes back as its text.
    Result perform(Action.FetchUrl action) throws InterruptedException {
        URI url = action.url();
        try {
            for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
                Hop answer = hop(url, Math.clamp(action.maxBytes(), 1, MAX_BYTES));
                if (answer.location().isEmpty()) {
                    return answer.document();
                }
                url = url.resolve(URI.create(answer.location().get()));
            }
            return new Result.Failed("the address redirects more than 5 times: " + action.url());
        } catch (RefusedRequest refused) {
            return refused.kind() == RefusedRequest.Kind.UNREACHABLE
                    ? new Result.Failed(refused.sentence())
                    : new Result.Refused(
                            "network." + refused.kind().word(),
                            Origin.BUILT_IN,
                            "sandbox",
                            refused.sentence());
        } catch (IOException | IllegalArgumentException e) {
            return new Result.Failed("the document could not be fetched: " + e.getMessage());
        }
    }

    /// There is no search service of ours yet.
    static Result perform(Action.WebSearch action) {
        return new Result.Failed(
                "no search service is configured, so \"" + action.query() + "\" was not searched.");
    }

    private record Hop(Optional<String> location, Result.Document document) {}

    private Hop hop(URI url, int maxBytes)
            throws IOException, RefusedRequest, InterruptedException {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if ((!tls && !scheme.equals("http")) || url.getRawAuthority() == null) {
            throw RefusedRequest.malformed("only http: and https: addresses are fetched");
        }
        int defaultPort = tls ? 443 : 80;
        HttpRequest.Authority authority =
                HttpRequest.Authority.parse(url.getRawAuthority(), defaultPort);
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7f) {
                throw RefusedRequest.malformed("the address has a character beyond ASCII");
            }
        }
        Action.Connect connection =
                judge.describe(Optional.empty(), authority.host(), authority.port(), "GET");
        judge.decide(connection, authority.host(), target);
        long start = System.nanoTime();
        Wire wire = Wire.of(judge.open(connection, authority.host()));
        try (wire;
                ScheduledExecutorService timer =
                        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory())) {
            ScheduledFuture<?> end = timer.schedule(wire::close, TIMEOUT_SECONDS, TimeUnit.SECONDS);
            try {
                Hop hop = exchange(wire, authority, target, tls, maxBytes, defaultPort);
                judge.finished(connection, target.length(), hop.document().totalBytes(), start);
                return hop;
            } finally {
                end.cancel(false);
            }
        }
    }

    private Hop exchange(
            Wire wire,
            HttpRequest.Authority authority,
            String target,
            boolean tls,
            int maxBytes,
            int defaultPort)
            throws IOException, RefusedRequest {
        InputStream in = wire.in();
        OutputStream out = wire.out();
        if (tls) {
            TlsStream stream =
                    HttpExchange.connectTls(trust, wire, authority.host(), authority.port());
            in = new BufferedInputStream(stream.in(), 16 * 1024);
            out = stream.out();
        }
        String text = authority.host().text();
        String host = text.indexOf(':') >= 0 ? "[" + text + "]" : text;
        String named = authority.port() == defaultPort ? host : host + ":" + authority.port();
        List<HttpHead.Field> fields =
                List.of(
                        new HttpHead.Field("Host", named),
                        new HttpHead.Field("User-Agent", "cordon"),
                        new HttpHead.Field(
                                "Accept", "text/html, text/plain, application/json, */*"),
                        new HttpHead.Field("Accept-Encoding", "identity"),
                        new HttpHead.Field("Connection", "close"));
        out.write(HttpHead.bytes("GET " + target + " HTTP/1.1", fields));
        out.flush();
        HttpHead head = HttpHead.read(in).orElseThrow(() -> new IOException("no answer came"));
        int status = HttpExchange.status(head.start());
        HttpBody body = HttpBody.ofResponse(head, "GET", status);
        boolean redirect =
                status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        Optional<String> location = redirect ? head.single("Location") : Optional.empty();
        byte[] bytes =
                location.isPresent()
                        ? new byte[0]
                        : HttpBodyStream.open(body, in).readNBytes(maxBytes);
        String type = head.single("Content-Type").orElse("application/octet-stream");
        return new Hop(location, document(status, type, bytes));
    }

    private static Result.Document document(int status, String type, byte[] bytes) {
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        boolean latin = type.toLowerCase(Locale.ROOT).contains("iso-8859-1");
        String text =
                new String(bytes, latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        boolean html = media.equals("text/html") || media.equals("application/xhtml+xml");
        return new Result.Document(status, media, html ? HtmlText.of(text) : text, bytes.length);
    }
}
