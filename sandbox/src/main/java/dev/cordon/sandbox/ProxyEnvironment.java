package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The variables by which programs learn of the proxy and of its certificate authority.
///
/// Transparent capture serves programs that look at none of them; these spare it the work.
final class ProxyEnvironment {
    /// The port of the proxy inside the sandbox.
    static final int PROXY_PORT = 3128;

    /// Where the certificates that commands trust are shown.
    static final Path BUNDLE = Path.of("/run/cordon/ca-bundle.pem");

    private static final List<Path> HOST_BUNDLES =
            List.of(
                    Path.of("/etc/ssl/certs/ca-certificates.crt"),
                    Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
                    Path.of("/etc/ssl/cert.pem"));
    private static final int MAX_BUNDLE_BYTES = 4 * 1024 * 1024;

    private ProxyEnvironment() {}

    /// Points at the proxy. Private ranges are not exempt: what is not here goes through the door.
    static Map<String, String> proxy() {
        String http = "http://127.0.0.1:" + PROXY_PORT;
        Map<String, String> variables = new HashMap<>();
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY")) {
            variables.put(name, http);
            variables.put(name.toLowerCase(java.util.Locale.ROOT), http);
        }
        variables.put("ALL_PROXY", "socks5h://127.0.0.1:" + PROXY_PORT);
        variables.put("all_proxy", "socks5h://127.0.0.1:" + PROXY_PORT);
        variables.put("NO_PROXY", "localhost,127.0.0.1,::1");
        variables.put("no_proxy", "localhost,127.0.0.1,::1");
        variables.put("npm_config_proxy", http);
        variables.put("npm_config_https_proxy", http);
        variables.put("PIP_PROXY", http);
        variables.put("CARGO_HTTP_PROXY", http);
        variables.put("NODE_USE_ENV_PROXY", "1");
        return variables;
    }

    /// Points at the certificates.
    static Map<String, String> authorities() {
        Map<String, String> variables = new HashMap<>();
        for (String name :
                List.of(
                        "SSL_CERT_FILE",
                        "REQUESTS_CA_BUNDLE",
                        "CURL_CA_BUNDLE",
                        "GIT_SSL_CAINFO",
                        "NODE_EXTRA_CA_CERTS",
                        "CARGO_HTTP_CAINFO",
                        "PIP_CERT")) {
            variables.put(name, BUNDLE.toString());
        }
        return variables;
    }

    /// The host's authorities and the proxy's own in PEM.
    static String bundle(CertificateAuthority authority) {
        StringBuilder bundle = new StringBuilder();
        for (Path file : HOST_BUNDLES) {
            try {
                if (bundle.isEmpty()
                        && Files.isRegularFile(file)
                        && Files.size(file) <= MAX_BUNDLE_BYTES) {
                    bundle.append(Files.readString(file, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // The next place may have one; without any, only opened hosts are trusted.
                bundle.setLength(0);
            }
        }
        try {
            return bundle.append(bundle.isEmpty() ? "" : "\n").append(authority.pem()).toString();
        } catch (GeneralSecurityException e) {
            throw new SandboxException(
                    SandboxError.PROXY_FAILED,
                    "sandbox: the proxy's certificate could not be written. The command was not"
                            + " run.",
                    e);
        }
    }
}
