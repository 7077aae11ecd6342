package dev.cordon.telemetry;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;

/// OTLP over HTTP. A collector takes both encodings, so what was spooled before a change of the
/// configuration goes too.
///
/// @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp-response">OTLP, answers over
///   HTTP</a>
record HttpCarrier(Transport transport) implements Carrier {
    @Override
    public Report carry(byte[] request, String ending) {
        String type = ending.equals("json") ? "application/json" : "application/x-protobuf";
        RequestBody body = RequestBody.create(request, MediaType.get(type));
        try (Response response = transport.send(transport.request(body).build())) {
            int status = response.code();
            if (status / 100 == 2) {
                return Report.DELIVERED;
            }
            // 429 and 5xx come from a collector that is busy; 401, 403, 404 and redirects from one
            // that is configured otherwise, which somebody will mend.
            boolean never = status == 400 || status == 413 || status == 415;
            return Report.not(never, "status " + status + " " + response.message());
        } catch (IOException e) {
            return Report.failed(e);
        }
    }

    @Override
    public boolean takes(String ending) {
        return true;
    }

    @Override
    public void close() {
        transport.close();
    }
}
