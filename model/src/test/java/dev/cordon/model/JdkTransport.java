package dev.cordon.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// The same exchange over `java.net.http`, to measure the transport against.
final class JdkTransport implements Transport {
    private final Network network;
    private HttpClient client;

    JdkTransport(Network network) {
        this.network = network;
    }

    @Override
    public Exchange send(Call call) throws TransportException, InterruptedException {
        try {
            if (client == null) {
                SSLContext tls = call.uri().getScheme().equals("https") ? network.tls() : noTls();
                client =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .sslContext(tls)
                                .build();
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            call.body().writeTo(body);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(call.uri())
                            .timeout(Duration.ofMillis(call.idleTimeoutMillis()))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
            call.headers().forEach(h -> request.header(h.name(), h.value()));
            return new Answer(
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException | GeneralSecurityException e) {
            throw new TransportException(
                    TransportException.Reason.UNREACHABLE, String.valueOf(e), e);
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    private static SSLContext noTls() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new DenyAll()}, null);
        return context;
    }

    private record Answer(HttpResponse<InputStream> response) implements Exchange {
        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public InputStream body() {
            return response.body();
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException _) {
                // Nothing is lost.
            }
        }
    }

    private static final class DenyAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("no certificates");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new IllegalStateException("no certificates");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
