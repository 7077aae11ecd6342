package dev.cordon.sandbox;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// The proxy's own certificate authority, made anew for each session. Its key lives in memory only,
/// and only commands of the session are told to trust it.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc5280">RFC 5280, X.509 certificates</a>
final class CertificateAuthority {
    /// The most leaf certificates that are kept.
    static final int MAX_LEAVES = 256;

    private static final Duration LIFE = Duration.ofDays(30);
    private static final Duration CLOCK_SKEW = Duration.ofHours(24);
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final char[] NO_PASSWORD = new char[0];

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys;
    private final byte[] name;
    private final X509Certificate certificate;
    private final Map<String, SSLContext> leaves = new LeafCache();

    /// @param now when the certificate is made; it holds from a day before until a month later
    CertificateAuthority(Instant now) throws GeneralSecurityException {
        keys = newKeys();
        name = name("Cordon sandbox proxy " + Long.toHexString(random.nextLong()));
        byte[] extensions =
                Der.sequence(
                        extension(
                                "2.5.29.19",
                                true,
                                Der.sequence(Der.bool(true), Der.integer(BigInteger.ZERO))),
                        extension("2.5.29.15", true, Der.bits(1, (byte) 0x06)),
                        extension("2.5.29.14", false, Der.octets(keyId())));
        certificate = sign(name, keys, extensions, now);
    }

    /// The authority as commands trust it.
    X509Certificate certificate() {
        return certificate;
    }

    /// The authority in PEM.
    String pem() throws GeneralSecurityException {
        return pem(certificate);
    }

    static String pem(Certificate certificate) throws GeneralSecurityException {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN CERTIFICATE-----\n"
                + lines.encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /// A server context for one host; the same host gets the same one.
    SSLContext serverFor(NetworkHost host, Instant now) throws GeneralSecurityException {
        synchronized (leaves) {
            SSLContext known = leaves.get(host.text());
            if (known != null) {
                return known;
            }
            SSLContext made = newLeaf(host, now);
            leaves.put(host.text(), made);
            return made;
        }
    }

    private SSLContext newLeaf(NetworkHost host, Instant now) throws GeneralSecurityException {
        KeyPair leafKeys = newKeys();
        byte[] alternative =
                switch (host) {
                    case NetworkHost.Name(String text) ->
                            Der.tagged(0x82, text.getBytes(StandardCharsets.US_ASCII));
                    case NetworkHost.Address(InetAddress address) ->
                            Der.tagged(0x87, address.getAddress());
                };
        byte[] extensions =
                Der.sequence(
                        extension("2.5.29.19", true, Der.sequence()),
                        extension("2.5.29.15", true, Der.bits(7, (byte) 0x80)),
                        extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
                        extension("2.5.29.35", false, Der.sequence(Der.tagged(0x80, keyId()))),
                        // Critical, because the subject is empty: a common name has 64 characters
                        // at most and host names have more.
                        extension("2.5.29.17", true, Der.sequence(alternative)));
        X509Certificate leaf = sign(Der.sequence(), leafKeys, extensions, now);
        return context(leafKeys.getPrivate(), leaf);
    }

    private SSLContext context(PrivateKey key, X509Certificate leaf)
            throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("leaf", key, NO_PASSWORD, new Certificate[] {leaf, certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, random);
            return context;
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException("a key store in memory failed", e);
        }
    }

    private X509Certificate sign(
            byte[] subject, KeyPair subjectKeys, byte[] extensions, Instant now)
            throws GeneralSecurityException {
        byte[] toSign =
                Der.sequence(
                        Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                        Der.integer(new BigInteger(127, random).setBit(126)),
                        ECDSA_SHA256,
                        name,
                        Der.sequence(Der.time(now.minus(CLOCK_SKEW)), Der.time(now.plus(LIFE))),
                        subject,
                        subjectKeys.getPublic().getEncoded(),
                        Der.tagged(0xa3, extensions));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate(), random);
        signature.update(toSign);
        byte[] whole = Der.sequence(toSign, ECDSA_SHA256, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private byte[] keyId() throws GeneralSecurityException {
        // Any value will do that is the same in both places; nothing depends on SHA-1 being strong.
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
        return java.util.Arrays.copyOf(digest, 20);
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static byte[] extension(String oid, boolean critical, byte[] content) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(content))
                : Der.sequence(Der.oid(oid), Der.octets(content));
    }

    private static final class LeafCache extends LinkedHashMap<String, SSLContext> {
        private static final long serialVersionUID = 1L;

        LeafCache() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SSLContext> eldest) {
            return size() > MAX_LEAVES;
        }
    }
}
