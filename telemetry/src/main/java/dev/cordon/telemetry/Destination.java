package dev.cordon.telemetry;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where one signal goes.
///
/// @param protocol how it is encoded and carried
/// @param endpoint the collector; with HTTP and no path, `/v1/logs`, `/v1/metrics` or `/v1/traces`
///   is added
/// @param headers sent with every request
/// @param authority a PEM file with who signs the collector's certificate, if not the usual ones
/// @param certificate a PEM file with Cordon's own certificate
/// @param key a PEM file with the PKCS#8 key of that certificate
public record Destination(
        Protocol protocol,
        URI endpoint,
        Map<String, String> headers,
        Optional<Path> authority,
        Optional<Path> certificate,
        Optional<Path> key) {

    /// How it is encoded and carried.
    public enum Protocol {
        HTTP_BINARY("pb"),
        HTTP_JSON("json"),
        GRPC("pb");

        private final String ending;

        Protocol(String ending) {
            this.ending = ending;
        }

        /// The ending of a spooled file.
        String ending() {
            return ending;
        }
    }

    public Destination {
        String scheme = String.valueOf(endpoint.getScheme());
        if ((!scheme.equals("http") && !scheme.equals("https")) || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "\""
                            + endpoint
                            + "\" is no address of a collector; use http://HOST:PORT or"
                            + " https://HOST:PORT");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "a client certificate needs its key and the other way round");
        }
        headers = Map.copyOf(headers);
    }

    /// Without encryption or client certificate, to this address.
    public static Destination of(Protocol protocol, URI endpoint) {
        return new Destination(
                protocol, endpoint, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The address that requests of this signal go to.
    URI address(Signal signal) {
        String path = endpoint.getRawPath();
        boolean bare = path == null || path.isEmpty() || path.equals("/");
        return protocol != Protocol.GRPC && bare
                ? endpoint.resolve("/v1/" + signal.word())
                : endpoint;
    }
}
