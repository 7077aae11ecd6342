package dev.cordon.telemetry;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/// An OTLP receiver over gRPC on loopback; keeps the first request of each signal.
final class GrpcCollector implements AutoCloseable {
    final CompletableFuture<ExportLogsServiceRequest> logs = new CompletableFuture<>();
    final CompletableFuture<ExportMetricsServiceRequest> metrics = new CompletableFuture<>();
    final CompletableFuture<ExportTraceServiceRequest> traces = new CompletableFuture<>();
    private final Server server;
    private final String scheme;

    GrpcCollector() {
        this(loopback(), "http");
    }

    /// Behind TLS, for one client only.
    GrpcCollector(Certificates own, Certificates client) throws IOException {
        this(
                loopback()
                        .sslContext(
                                GrpcSslContexts.forServer(
                                                own.certificate().toFile(), own.key().toFile())
                                        .trustManager(client.certificate().toFile())
                                        .clientAuth(ClientAuth.REQUIRE)
                                        .build()),
                "https");
    }

    private GrpcCollector(NettyServerBuilder builder, String scheme) {
        this.scheme = scheme;
        try {
            server =
                    builder.addService(new Logs())
                            .addService(new Metrics())
                            .addService(new Traces())
                            .build()
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NettyServerBuilder loopback() {
        return NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    URI address() {
        return URI.create(scheme + "://127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
        @Override
        public void export(
                ExportLogsServiceRequest request,
                StreamObserver<ExportLogsServiceResponse> response) {
            logs.complete(request);
            response.onNext(ExportLogsServiceResponse.getDefaultInstance());
            response.onCompleted();
        }
    }

    private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
        @Override
        public void export(
                ExportMetricsServiceRequest request,
                StreamObserver<ExportMetricsServiceResponse> response) {
            metrics.complete(request);
            response.onNext(ExportMetricsServiceResponse.getDefaultInstance());
            response.onCompleted();
        }
    }

    private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(
                ExportTraceServiceRequest request,
                StreamObserver<ExportTraceServiceResponse> response) {
            traces.complete(request);
            response.onNext(ExportTraceServiceResponse.getDefaultInstance());
            response.onCompleted();
        }
    }
}
