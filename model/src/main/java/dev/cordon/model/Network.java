package dev.cordon.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// How the outside is reached: proxies and trusted certificates. Shared by all clients of a
/// process.
public final class Network {
    /// The largest certificate file that is read.
    private static final long MAX_CA_BYTES = 16L * 1024 * 1024;

    private final Proxies proxies;
    private final Optional<Path> caFile;
    private final TlsHandshake handshake = new TlsHandshake();
    private @Nullable FutureTask<SSLContext> tls;

    /// @param caFile PEM certificates that are trusted besides those of the JDK
    public Network(Proxies proxies, Optional<Path> caFile) {
        this.proxies = proxies;
        this.caFile = caFile;
    }

    /// Starts to load what a TLS connection needs, on a thread of its own, if the address is
    /// `https`. Worth calling in the first lines of `main`; calling it never fails.
    public void warmUp(URI address) {
        if ("https".equals(address.getScheme())) {
            Thread.ofPlatform().daemon().name("tls-roots").start(task());
        }
    }

    Proxies proxies() {
        return proxies;
    }

    TlsHandshake handshake() {
        return handshake;
    }

    /// The context for `https`, loaded at most once.
    SSLContext tls() throws TransportException, InterruptedException {
        FutureTask<SSLContext> task = task();
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            String what = caFile.map(f -> " with the certificates of " + f).orElse("");
            throw new TransportException(
                    TransportException.Reason.TLS,
                    "TLS cannot be set up" + what + ": " + e.getCause(),
                    e);
        }
    }

    private synchronized FutureTask<SSLContext> task() {
        if (tls == null) {
            tls = new FutureTask<>(this::load);
        }
        return tls;
    }

    private SSLContext load() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, caFile.isEmpty() ? null : trust(caFile.get()), null);
        // Makes the cipher suites and the random source, which the first socket would wait for.
        context.createSSLEngine();
        return context;
    }

    private static TrustManager[] trust(Path file) throws GeneralSecurityException, IOException {
        if (Files.size(file) > MAX_CA_BYTES) {
            throw new IOException(file + " is too large for a certificate file");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Collection<? extends Certificate> extra =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            for (Certificate certificate : extra) {
                store.setCertificateEntry("extra-" + count++, certificate);
            }
        }
        if (count == 0) {
            throw new IOException(file + " holds no PEM certificate");
        }
        TrustManagerFactory defaults = factory(null);
        for (TrustManager manager : defaults.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate root : x509.getAcceptedIssuers()) {
                    store.setCertificateEntry("root-" + count++, root);
                }
            }
        }
        return factory(store).getTrustManagers();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
