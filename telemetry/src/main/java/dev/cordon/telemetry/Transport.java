package dev.cordon.telemetry;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// The connection to one collector. It makes no second try on its own, because requests stay in the
/// spool until they are delivered, and follows no redirect: what the configuration gives to one
/// host, its headers first of all, goes to no other. Promise kept by `TelemetryRedirectTest`.
final class Transport implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 10;
    private static final int CONNECT_SECONDS = 5;

    private final OkHttpClient client;
    private final HttpUrl address;
    private final Headers headers;

    private Transport(OkHttpClient client, HttpUrl address, Headers headers) {
        this.client = client;
        this.address = address;
        this.headers = headers;
    }

    /// The connection that requests of a signal take.
    ///
    /// @throws TelemetryException if certificates or headers cannot be used
    static Transport to(Signal signal, Destination destination) {
        URI there = destination.address(signal);
        boolean encrypted = there.getScheme().equals("https");
        OkHttpClient.Builder client =
                new OkHttpClient.Builder()
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .retryOnConnectionFailure(false)
                        .callTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS);
        if (encrypted) {
            TlsTrust tls = TlsTrust.of(destination);
            client.sslSocketFactory(tls.context().getSocketFactory(), tls.manager());
        }
        boolean grpc = destination.protocol() == Destination.Protocol.GRPC;
        if (grpc && !encrypted) {
            client.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
        }
        try {
            HttpUrl address = HttpUrl.get(there.toString());
            HttpUrl whole =
                    grpc
                            ? address.newBuilder().encodedPath("/" + signal.method()).build()
                            : address;
            return new Transport(client.build(), whole, headers(destination));
        } catch (IllegalArgumentException e) {
            throw new TelemetryException(
                    "[otel] cannot be used for " + destination.endpoint() + ": " + e.getMessage(),
                    e);
        }
    }

    private static Headers headers(Destination destination) {
        Headers.Builder headers = new Headers.Builder();
        destination.headers().forEach(headers::set);
        return headers.set("User-Agent", "cordon").build();
    }

    /// A request to the collector, with the configured headers.
    Request.Builder request(RequestBody body) {
        return new Request.Builder().url(address).headers(headers).post(body);
    }

    /// Sends and waits; the caller closes the answer.
    Response send(Request request) throws IOException {
        return client.newCall(request).execute();
    }

    /// Gives up what is on its way.
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
