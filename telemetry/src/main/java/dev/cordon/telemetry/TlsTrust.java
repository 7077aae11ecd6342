package dev.cordon.telemetry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a connection to a collector trusts, and who Cordon says it is.
record TlsTrust(SSLContext context, X509TrustManager manager) {
    /// What the lines around a key in PKCS#8 name; in parts, as a whole it looks like a secret.
    private static final String KIND = "PRIVATE KEY";

    private static final char[] NO_PASSWORD = new char[0];

    /// @throws TelemetryException if a file cannot be read or holds something else
    static TlsTrust of(Destination destination) {
        try {
            X509TrustManager manager = manager(destination);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(destination), new TrustManager[] {manager}, null);
            return new TlsTrust(context, manager);
        } catch (IOException | GeneralSecurityException e) {
            throw new TelemetryException(
                    "the certificates for "
                            + destination.endpoint()
                            + " cannot be used: "
                            + e.getMessage()
                            + "; look at the tls keys of [otel]",
                    e);
        }
    }

    private static X509TrustManager manager(Destination destination)
            throws IOException, GeneralSecurityException {
        @Nullable KeyStore store = null;
        if (destination.authority().isPresent()) {
            KeyStore fresh = empty();
            int number = 0;
            for (Certificate certificate : certificates(destination.authority().get())) {
                fresh.setCertificateEntry("authority-" + number++, certificate);
            }
            store = fresh;
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JDK trusts no certificates");
    }

    private static KeyManager @Nullable [] identity(Destination destination)
            throws IOException, GeneralSecurityException {
        if (destination.certificate().isEmpty() || destination.key().isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        Certificate[] chain =
                certificates(destination.certificate().get()).toArray(new Certificate[0]);
        store.setKeyEntry("cordon", key(destination.key().get()), NO_PASSWORD, chain);
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> found =
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (found.isEmpty()) {
            throw new IOException(file + " holds no certificate in PEM");
        }
        return found;
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        String begin = "-----BEGIN " + KIND + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + KIND + "-----");
        if (start < 0 || end < start) {
            throw new IOException(
                    file + " holds no PKCS#8 key; \"openssl pkcs8 -topk8 -nocrypt\" makes one");
        }
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException _) {
                // A key of another kind.
            }
        }
        throw new IOException(file + " holds a key that is neither RSA, EC nor Ed25519");
    }
}
