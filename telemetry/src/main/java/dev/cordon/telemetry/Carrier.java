package dev.cordon.telemetry;

import io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSenderProvider;
import io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Brings requests of one signal to its collector.
///
/// The transport is that of OpenTelemetry; encoded requests pass through as they are.
interface Carrier extends AutoCloseable {

    /// How a request fared.
    enum Outcome {
        DELIVERED,
        /// The collector will never take it: it is broken or too large.
        REFUSED,
        /// It may be taken later.
        FAILED
    }

    /// How a request fared, and why.
    record Report(Outcome outcome, String reason) {}

    /// Brings one request and waits for the answer.
    ///
    /// @throws InterruptedException if the calling thread was interrupted
    Report carry(byte[] request) throws InterruptedException;

    /// Whether it takes requests that were spooled with this ending.
    boolean takes(String ending);

    @Override
    void close();

    /// One for a destination.
    ///
    /// @param ending of the requests, `pb` or `json`
    /// @throws TelemetryException if its certificates cannot be read
    static Carrier of(Signal signal, Destination destination, String ending) {
        CarrierConfig config = new CarrierConfig(signal, destination, ending);
        return switch (destination.protocol()) {
            case GRPC -> new Grpc(new OkHttpGrpcSenderProvider().createSender(config.grpc()));
            case HTTP_BINARY, HTTP_JSON ->
                    new Http(new OkHttpHttpSenderProvider().createSender(config.http()));
        };
    }

    /// OTLP over HTTP, see <https://opentelemetry.io/docs/specs/otlp/#otlphttp-response>.
    record Http(HttpSender sender) implements Carrier {
        @Override
        public Report carry(byte[] request) throws InterruptedException {
            CompletableFuture<Report> answer = new CompletableFuture<>();
            sender.send(
                    message(request),
                    response ->
                            answer.complete(
                                    report(response.getStatusCode(), response.getStatusMessage())),
                    problem -> answer.complete(failed(problem)));
            return await(answer);
        }

        private static Report report(int status, String message) {
            if (status / 100 == 2) {
                return new Report(Outcome.DELIVERED, "");
            }
            // 429 and 5xx come from a collector that is busy; 401, 403 and 404 from one that is
            // configured otherwise, which somebody will mend.
            boolean never = status == 400 || status == 413 || status == 415;
            return new Report(
                    never ? Outcome.REFUSED : Outcome.FAILED,
                    ("status " + status + " " + message).strip());
        }

        @Override
        public boolean takes(String ending) {
            return true;
        }

        @Override
        public void close() {
            sender.shutdown();
        }
    }

    /// OTLP over gRPC, see <https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-response>.
    record Grpc(GrpcSender sender) implements Carrier {
        @Override
        public Report carry(byte[] request) throws InterruptedException {
            CompletableFuture<Report> answer = new CompletableFuture<>();
            sender.send(
                    message(request),
                    response ->
                            answer.complete(
                                    report(
                                            response.getStatusCode(),
                                            String.valueOf(response.getStatusDescription()))),
                    problem -> answer.complete(failed(problem)));
            return await(answer);
        }

        private static Report report(GrpcStatusCode status, String description) {
            if (status == GrpcStatusCode.OK) {
                return new Report(Outcome.DELIVERED, "");
            }
            boolean never =
                    status == GrpcStatusCode.INVALID_ARGUMENT
                            || status == GrpcStatusCode.OUT_OF_RANGE;
            return new Report(
                    never ? Outcome.REFUSED : Outcome.FAILED,
                    ("gRPC status " + status + " " + description).strip());
        }

        @Override
        public boolean takes(String ending) {
            return ending.equals("pb");
        }

        @Override
        public void close() {
            sender.shutdown();
        }
    }

    private static Report await(CompletableFuture<Report> answer) throws InterruptedException {
        try {
            return answer.get(2L * CarrierConfig.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return failed(e);
        } catch (TimeoutException _) {
            return new Report(Outcome.FAILED, "no answer");
        }
    }

    private static Report failed(Throwable problem) {
        String message = problem.getMessage();
        return new Report(
                Outcome.FAILED, message == null ? problem.getClass().getSimpleName() : message);
    }

    private static MessageWriter message(byte[] request) {
        return new MessageWriter() {
            @Override
            public void writeMessage(OutputStream output) throws IOException {
                output.write(request);
            }

            @Override
            public int getContentLength() {
                return request.length;
            }
        };
    }
}
