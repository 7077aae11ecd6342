package dev.cordon.sandbox;

import dev.cordon.protocol.Action;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// Passes one request on to its server and the answer back, each written anew from what was
/// understood, so that no other parser can understand it in another way.
final class HttpExchange {
    private static final int MAX_INTERIM_ANSWERS = 8;

    private final ConnectionJudge judge;
    private final Optional<Integer> process;
    private final Wires wires;
    private final SSLContext upstream;

    /// Whether the connection to the server is TLS.
    enum Scheme {
        PLAIN,
        TLS
    }

    /// A client's side of the exchange.
    record Client(Wire wire, InputStream in, OutputStream out) {}

    /// Knows the wires that are open, to close those that idle.
    interface Wires {
        void opened(Wire wire);

        void closed(Wire wire);
    }

    HttpExchange(
            ConnectionJudge judge, Optional<Integer> process, Wires wires, SSLContext upstream) {
        this.judge = judge;
        this.process = process;
        this.wires = wires;
        this.upstream = upstream;
    }

    /// Decides on the request and performs it.
    ///
    /// @return whether the client's connection can carry another request
    /// @throws RefusedRequest if nothing of an answer has been sent yet
    boolean pass(Client client, HttpRequest request, Scheme scheme)
            throws IOException, RefusedRequest, InterruptedException {
        long start = System.nanoTime();
        Action.Connect connection =
                judge.describe(process, request.host(), request.port(), request.method());
        HttpBody body = HttpBody.ofRequest(request.head());
        client.wire().neverExpire();
        judge.decide(connection, request.host(), request.target());
        List<HttpHead.Field> fields = requestFields(connection, request, body, scheme);
        boolean expectsContinue = request.expectsContinue();
        Wire server = Wire.of(judge.open(connection, request.host()));
        wires.opened(server);
        try {
            touch(client.wire(), server);
            Streams streams = streams(server, request.host(), request.port(), scheme);
            if (expectsContinue) {
                client.out()
                        .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            long sent = send(client, request, fields, body, streams);
            touch(client.wire(), server);
            Answer answer = receive(request, streams.in());
            boolean keep = respond(client, request, answer, streams.in());
            judge.finished(connection, sent, answer.copied[0], start);
            return keep;
        } finally {
            server.close();
            wires.closed(server);
        }
    }

    private record Streams(InputStream in, OutputStream out) {}

    @SuppressWarnings("ArrayRecordComponent") // a counter that is filled in later
    private record Answer(int status, HttpHead head, HttpBody body, long[] copied) {}

    private void touch(Wire client, Wire server) {
        int idle = judge.settings().limits().idleMillis();
        client.expireIn(idle);
        server.expireIn(idle);
    }

    private Streams streams(Wire server, NetworkHost host, int port, Scheme scheme)
            throws IOException, RefusedRequest {
        if (scheme == Scheme.PLAIN) {
            return new Streams(server.in(), new BufferedOutputStream(server.out(), 64 * 1024));
        }
        try {
            TlsStream tls = connectTls(upstream, server, host, port);
            return new Streams(
                    new BufferedInputStream(tls.in(), 16 * 1024),
                    new BufferedOutputStream(tls.out(), 16 * 1024));
        } catch (SSLException e) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.UNREACHABLE,
                    "cordon: no trusted TLS with "
                            + host.text()
                            + ":"
                            + port
                            + ": "
                            + e.getMessage());
        }
    }

    /// TLS as a client, with the name checked against the certificate.
    static TlsStream connectTls(SSLContext context, Wire server, NetworkHost host, int port)
            throws IOException {
        SSLEngine engine = context.createSSLEngine(host.text(), port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        return TlsStream.handshake(engine, server.in(), server.out());
    }

    private List<HttpHead.Field> requestFields(
            Action.Connect connection, HttpRequest request, HttpBody body, Scheme scheme)
            throws RefusedRequest {
        List<HttpHead.Field> fields = new ArrayList<>();
        fields.add(new HttpHead.Field("Host", request.authority()));
        for (HttpHead.Field field : request.head().endToEnd()) {
            if (!field.is("Host")) {
                withCredential(request, field, scheme).ifPresent(fields::add);
            }
        }
        for (InjectedCredential credential : judge.settings().credentials()) {
            if (request.target().contains(credential.sentinel())) {
                throw judge.report(
                        connection,
                        new RefusedRequest(
                                RefusedRequest.Kind.POLICY,
                                "cordon: a credential's stand-in is in the address; it is only"
                                        + " replaced in the field "
                                        + credential.field()
                                        + "."));
            }
        }
        fields.addAll(body.fields());
        fields.add(new HttpHead.Field("Connection", "close"));
        return fields;
    }

    /// The field as it goes out: with the secret for the hosts it is bound to, not at all if it
    /// carries a stand-in elsewhere or somebody else's key to a bound host.
    private Optional<HttpHead.Field> withCredential(
            HttpRequest request, HttpHead.Field field, Scheme scheme) {
        Optional<HttpHead.Field> out = Optional.of(field);
        for (InjectedCredential credential : judge.settings().credentials()) {
            boolean bound =
                    scheme == Scheme.TLS && credential.isFor(request.host(), request.port());
            boolean named = field.is(credential.field());
            if (credential.isIn(field.value())) {
                out =
                        bound && named
                                ? Optional.of(
                                        new HttpHead.Field(
                                                field.name(), credential.reveal(field.value())))
                                : Optional.empty();
                return out;
            }
            if (bound && (named || field.is("Authorization") || field.is("Cookie"))) {
                out = Optional.empty();
            }
        }
        return out;
    }

    private static long send(
            Client client,
            HttpRequest request,
            List<HttpHead.Field> fields,
            HttpBody body,
            Streams streams)
            throws IOException, RefusedRequest {
        String start = request.method() + " " + request.target() + " HTTP/1.1";
        byte[] head = HttpHead.bytes(start, fields);
        streams.out().write(head);
        long bytes = body.copy(client.in(), streams.out());
        streams.out().flush();
        return head.length + bytes;
    }

    private static Answer receive(HttpRequest request, InputStream in) throws RefusedRequest {
        try {
            for (int interim = 0; interim < MAX_INTERIM_ANSWERS; interim++) {
                HttpHead head =
                        HttpHead.read(in).orElseThrow(() -> new IOException("no answer came"));
                int status = status(head.start());
                if (status == 101) {
                    break;
                }
                if (status >= 200) {
                    HttpBody body = HttpBody.ofResponse(head, request.method(), status);
                    return new Answer(status, head, body, new long[1]);
                }
            }
        } catch (IOException | RefusedRequest e) {
            throw new RefusedRequest(
                    RefusedRequest.Kind.UNREACHABLE,
                    "cordon: "
                            + request.host().text()
                            + " did not answer as HTTP/1.1: "
                            + e.getMessage());
        }
        throw new RefusedRequest(
                RefusedRequest.Kind.UNREACHABLE,
                "cordon: " + request.host().text() + " wants another protocol");
    }

    /// The status in `HTTP/1.1 200 OK`.
    static int status(String start) throws RefusedRequest {
        boolean shape =
                start.length() >= 12
                        && start.startsWith("HTTP/1.")
                        && start.charAt(8) == ' '
                        && (start.length() == 12 || start.charAt(12) == ' ');
        if (!shape) {
            throw RefusedRequest.malformed("the answer is not HTTP/1.1");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = start.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw RefusedRequest.malformed("the answer has no status");
            }
            status = status * 10 + digit;
        }
        if (status < 100) {
            throw RefusedRequest.malformed("the answer has no status");
        }
        return status;
    }

    private boolean respond(Client client, HttpRequest request, Answer answer, InputStream in)
            throws IOException {
        boolean oldClient = request.head().start().endsWith("HTTP/1.0");
        boolean endless = answer.body() instanceof HttpBody.UntilClose;
        boolean unchunk = oldClient && answer.body() instanceof HttpBody.Chunked;
        boolean keep = request.keepAlive() && !endless && !unchunk;
        List<HttpHead.Field> fields = new ArrayList<>();
        for (HttpHead.Field field : answer.head().endToEnd()) {
            if (!field.is("Alt-Svc")) {
                fields.add(new HttpHead.Field(field.name(), conceal(field.value())));
            }
        }
        if (answer.body() instanceof HttpBody.None) {
            // The length of what a GET would have got stays in the answer to a HEAD.
            for (String length : answer.head().all("Content-Length")) {
                if (request.method().equals("HEAD")) {
                    fields.add(new HttpHead.Field("Content-Length", length));
                }
            }
        } else if (!unchunk) {
            fields.addAll(answer.body().fields());
        }
        fields.add(new HttpHead.Field("Connection", keep ? "keep-alive" : "close"));
        OutputStream out = client.out();
        out.write(HttpHead.bytes("HTTP/1.1" + answer.head().start().substring(8), fields));
        try {
            answer.copied()[0] =
                    unchunk
                            ? HttpBodyStream.open(answer.body(), in).transferTo(out)
                            : answer.body().copy(in, out);
        } catch (RefusedRequest e) {
            throw new IOException(e.sentence(), e);
        }
        out.flush();
        return keep;
    }

    private String conceal(String value) {
        String concealed = value;
        for (InjectedCredential credential : judge.settings().credentials()) {
            concealed = credential.conceal(concealed);
        }
        return concealed;
    }
}
