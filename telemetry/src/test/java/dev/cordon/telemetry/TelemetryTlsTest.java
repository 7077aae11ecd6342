package dev.cordon.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Collectors behind TLS: whom Cordon trusts, and who Cordon says it is.
class TelemetryTlsTest {
    private static final Clock CLOCK = Clock.fixed(Play.START.plusSeconds(60), ZoneOffset.UTC);

    @TempDir static Path made;
    private static Certificates server;
    private static Certificates elsewhere;
    private static Certificates cordon;

    @TempDir Path folder;

    @BeforeAll
    static void certificates() throws Exception {
        server = Certificates.make(made, "collector", "ip:127.0.0.1");
        elsewhere = Certificates.make(made, "elsewhere", "dns:elsewhere.example");
        cordon = Certificates.make(made, "cordon", "dns:cordon.example");
    }

    private static Destination there(
            Destination.Protocol protocol, URI address, Optional<Certificates> trusted) {
        return new Destination(
                protocol,
                address,
                Map.of(),
                trusted.map(Certificates::certificate),
                Optional.empty(),
                Optional.empty());
    }

    private static Destination identified(Destination plain) {
        return new Destination(
                plain.protocol(),
                plain.endpoint(),
                Map.of(),
                plain.authority(),
                Optional.of(cordon.certificate()),
                Optional.of(cordon.key()));
    }

    /// @return what the user is warned of
    private Optional<String> play(Destination there) {
        Map<Signal, Destination> all = new EnumMap<>(Signal.class);
        for (Signal signal : Signal.values()) {
            all.put(signal, there);
        }
        TelemetrySettings settings =
                new TelemetrySettings(
                        "0.1.0",
                        "host-7",
                        "test",
                        all,
                        TelemetrySettings.Content.NONE,
                        Map.of("team", "blue"),
                        Optional.empty(),
                        Map.of(),
                        folder.resolve("spool"),
                        new TelemetrySettings.Failure(false, 60, 1 << 20, 20_000));
        Telemetry telemetry = Telemetry.start(Play.SESSION, settings, text -> text, CLOCK);
        Play.session().forEach(telemetry::on);
        telemetry.close();
        return telemetry.takeWarning();
    }

    @Test
    void theConfiguredAuthorityLetsACollectorBeReachedOverHttp() throws Exception {
        try (HttpCollector collector = HttpCollector.startTls(server, Optional.empty())) {
            Destination there =
                    there(
                            Destination.Protocol.HTTP_BINARY,
                            collector.address(),
                            Optional.of(server));

            assertEquals(Optional.empty(), play(there));
            assertEquals(3, collector.all().size());
        }
    }

    @Test
    void theConfiguredAuthorityAndTheClientCertificateWorkOverGrpc() throws Exception {
        try (GrpcCollector collector = new GrpcCollector(server, cordon)) {
            Destination there =
                    there(Destination.Protocol.GRPC, collector.address(), Optional.of(server));

            assertEquals(Optional.empty(), play(identified(there)));
            Expected.logs(collector.logs.get(20, TimeUnit.SECONDS));
            Expected.metrics(collector.metrics.get(20, TimeUnit.SECONDS));
            Expected.traces(collector.traces.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aCollectorThatWantsACertificateGetsTheConfiguredOne() throws Exception {
        try (HttpCollector collector = HttpCollector.startTls(server, Optional.of(cordon))) {
            Destination there =
                    there(Destination.Protocol.HTTP_JSON, collector.address(), Optional.of(server));

            String refused = play(there).orElseThrow();
            assertTrue(refused.contains("do not reach " + collector.address()), refused);
            assertEquals(0, collector.all().size());

            assertEquals(Optional.empty(), play(identified(there)));
            assertEquals(6, collector.all().size());
        }
    }

    @Test
    void aCollectorThatCannotShowWhoItIsGetsNothing() throws Exception {
        try (HttpCollector unknown = HttpCollector.startTls(server, Optional.empty());
                HttpCollector misnamed = HttpCollector.startTls(elsewhere, Optional.empty())) {
            Destination.Protocol http = Destination.Protocol.HTTP_BINARY;

            assertTrue(play(there(http, unknown.address(), Optional.empty())).isPresent());
            assertTrue(play(there(http, misnamed.address(), Optional.of(elsewhere))).isPresent());
            assertEquals(0, unknown.all().size() + misnamed.all().size());
        }
    }

    @Test
    void aFileThatHoldsNoCertificateOrNoKeyIsNamed() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.pem"), "nothing\n");
        URI address = URI.create("https://127.0.0.1:1");
        Destination authority =
                new Destination(
                        Destination.Protocol.HTTP_BINARY,
                        address,
                        Map.of(),
                        Optional.of(broken),
                        Optional.empty(),
                        Optional.empty());
        Destination key =
                new Destination(
                        Destination.Protocol.GRPC,
                        address,
                        Map.of(),
                        Optional.empty(),
                        Optional.of(cordon.certificate()),
                        Optional.of(broken));

        for (Destination each : java.util.List.of(authority, key)) {
            String said =
                    assertThrows(TelemetryException.class, () -> Carrier.of(Signal.LOGS, each))
                            .getMessage();
            assertTrue(said.contains("look at the tls keys of [otel]"), said);
        }
    }
}
