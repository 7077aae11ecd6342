package dev.cordon.telemetry;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// What the transport wants to know. It makes no second try on its own: requests stay in the spool
/// until they are delivered.
final class CarrierConfig {
    static final int TIMEOUT_SECONDS = 10;
    private static final int CONNECT_SECONDS = 5;

    private final Signal signal;
    private final Destination destination;
    private final String contentType;
    private final @Nullable TlsTrust tls;

    CarrierConfig(Signal signal, Destination destination, String ending) {
        this.signal = signal;
        this.destination = destination;
        this.contentType = ending.equals("json") ? "application/json" : "application/x-protobuf";
        this.tls =
                destination.address(signal).getScheme().equals("https")
                        ? TlsTrust.of(destination)
                        : null;
    }

    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new HashMap<>();
        destination.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        headers.put("User-Agent", List.of("cordon"));
        return headers;
    }

    private @Nullable SSLContext context() {
        return tls == null ? null : tls.context();
    }

    private @Nullable X509TrustManager trust() {
        return tls == null ? null : tls.manager();
    }

    HttpSenderConfig http() {
        return new HttpSenderConfig() {
            @Override
            public URI getEndpoint() {
                return destination.address(signal);
            }

            @Override
            public String getContentType() {
                return contentType;
            }

            @Override
            public @Nullable Compressor getCompressor() {
                return null;
            }

            @Override
            public Duration getTimeout() {
                return Duration.ofSeconds(TIMEOUT_SECONDS);
            }

            @Override
            public Duration getConnectTimeout() {
                return Duration.ofSeconds(CONNECT_SECONDS);
            }

            @Override
            public Supplier<Map<String, List<String>>> getHeadersSupplier() {
                return CarrierConfig.this::headers;
            }

            @Override
            public @Nullable ProxyOptions getProxyOptions() {
                return null;
            }

            @Override
            public @Nullable RetryPolicy getRetryPolicy() {
                return null;
            }

            @Override
            public @Nullable SSLContext getSslContext() {
                return context();
            }

            @Override
            public @Nullable X509TrustManager getTrustManager() {
                return trust();
            }

            @Override
            public @Nullable ExecutorService getExecutorService() {
                return null;
            }
        };
    }

    GrpcSenderConfig grpc() {
        return new GrpcSenderConfig() {
            @Override
            public URI getEndpoint() {
                return destination.address(signal);
            }

            @Override
            public String getFullMethodName() {
                return signal.method();
            }

            @Override
            public @Nullable Compressor getCompressor() {
                return null;
            }

            @Override
            public Duration getTimeout() {
                return Duration.ofSeconds(TIMEOUT_SECONDS);
            }

            @Override
            public Duration getConnectTimeout() {
                return Duration.ofSeconds(CONNECT_SECONDS);
            }

            @Override
            public Supplier<Map<String, List<String>>> getHeadersSupplier() {
                return CarrierConfig.this::headers;
            }

            @Override
            public @Nullable RetryPolicy getRetryPolicy() {
                return null;
            }

            @Override
            public @Nullable SSLContext getSslContext() {
                return context();
            }

            @Override
            public @Nullable X509TrustManager getTrustManager() {
                return trust();
            }

            @Override
            public @Nullable ExecutorService getExecutorService() {
                return null;
            }
        };
    }
}
