package dev.cordon.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a collector says by a redirect is not obeyed: headers with credentials stay with the host
/// that they are configured for.
class TelemetryRedirectTest {
    @Test
    void noRedirectIsFollowed() {
        for (int status : List.of(301, 302, 303, 307, 308)) {
            try (HttpCollector first = HttpCollector.start();
                    HttpCollector second = HttpCollector.start()) {
                first.redirect(status, second.address().resolve("/v1/logs"));
                Destination there =
                        new Destination(
                                Destination.Protocol.HTTP_BINARY,
                                first.address(),
                                Map.of("x-api-key", "for the first one only"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty());
                try (Carrier carrier = Carrier.of(Signal.LOGS, there)) {
                    Carrier.Report report = carrier.carry(new byte[] {1}, "pb");

                    assertEquals(Carrier.Outcome.FAILED, report.outcome());
                    assertTrue(report.reason().contains("status " + status), report.reason());
                }
                assertEquals(1, first.asked(), "it was asked again after " + status);
                assertEquals(0, second.asked(), "followed after " + status);
            }
        }
    }

    @Test
    void aGrpcCollectorThatRedirectsIsNotFollowedEither() throws Exception {
        try (HttpCollector second = HttpCollector.start();
                RedirectingHttp2 first = RedirectingHttp2.to(second.address())) {
            Destination there = Destination.of(Destination.Protocol.GRPC, first.address());
            try (Carrier carrier = Carrier.of(Signal.LOGS, there)) {
                Carrier.Report report = carrier.carry(new byte[] {1}, "pb");

                assertEquals(Carrier.Outcome.FAILED, report.outcome());
                assertTrue(report.reason().contains("status 307"), report.reason());
            }
            assertEquals(0, second.asked());
        }
    }
}
