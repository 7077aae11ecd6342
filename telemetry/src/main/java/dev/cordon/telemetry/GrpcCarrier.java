package dev.cordon.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// OTLP over gRPC: one message a call, its status in the trailers.
///
/// @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-response">OTLP, answers over
///   gRPC</a>
/// @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over
///   HTTP/2</a>
record GrpcCarrier(Transport transport) implements Carrier {
    private static final int PREFIX_BYTES = 5;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final String OK = "0";
    private static final String INVALID_ARGUMENT = "3";
    private static final String OUT_OF_RANGE = "11";

    @Override
    public Report carry(byte[] request, String ending) {
        byte[] framed =
                ByteBuffer.allocate(PREFIX_BYTES + request.length)
                        .put((byte) 0)
                        .putInt(request.length)
                        .put(request)
                        .array();
        RequestBody body = RequestBody.create(framed, MediaType.get("application/grpc+proto"));
        try (Response response =
                transport.send(transport.request(body).header("te", "trailers").build())) {
            // Trailers come behind the whole answer, of which nothing but its end matters.
            long read = 0;
            byte[] buffer = new byte[4096];
            for (int n = 0; n >= 0 && read <= MAX_ANSWER_BYTES; read += Math.max(n, 0)) {
                n = response.body().byteStream().read(buffer);
            }
            return report(response);
        } catch (IOException e) {
            return Report.failed(e);
        }
    }

    private static Report report(Response response) throws IOException {
        @Nullable String status = response.header("grpc-status");
        @Nullable String message = response.header("grpc-message");
        if (status == null && response.isSuccessful()) {
            status = response.trailers().get("grpc-status");
            message = response.trailers().get("grpc-message");
        }
        if (status == null) {
            return Report.not(
                    false, "status " + response.code() + " " + response.message() + ", no gRPC");
        }
        if (status.equals(OK)) {
            return Report.DELIVERED;
        }
        boolean never = status.equals(INVALID_ARGUMENT) || status.equals(OUT_OF_RANGE);
        return Report.not(never, "gRPC status " + status + " " + (message == null ? "" : message));
    }

    @Override
    public boolean takes(String ending) {
        return ending.equals("pb");
    }

    @Override
    public void close() {
        transport.close();
    }
}
