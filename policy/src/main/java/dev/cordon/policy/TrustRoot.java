package dev.cordon.policy;

import dev.cordon.protocol.Origin;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose bundles this machine obeys and where they come from, from `trust.toml` in the
/// administrator's folder.
///
/// @param org the organisation that a bundle must name
/// @param source an `https://` address or an absolute path
/// @param keys Ed25519 public keys by the text that the file has
/// @param threshold how many different keys must have signed
/// @param refreshSeconds how long a fetched bundle is used before it is fetched again
public record TrustRoot(
        String org,
        String source,
        Map<String, PublicKey> keys,
        int threshold,
        long refreshSeconds) {
    private static final String SCHEME = "ed25519:";
    private static final int KEY_BYTES = 32;
    // SubjectPublicKeyInfo of an Ed25519 key up to the key itself, RFC 8410 section 4.
    private static final byte[] DER = {
        0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    public TrustRoot {
        keys = Map.copyOf(keys);
    }

    /// Reads the file; empty if there is none.
    ///
    /// @throws ConfigException if it is there and is not entirely right
    public static Optional<TrustRoot> load(Path file, FileOwner owner) {
        Optional<byte[]> bytes = ConfigFile.bytes(file);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        owner.check(file);
        return Optional.of(read(ConfigFile.decode(bytes.get(), file), file.toString()));
    }

    /// Reads a file whoever owns it, to check a bundle with; never to obey it.
    ///
    /// @throws ConfigException if it is there and is not entirely right
    public static Optional<TrustRoot> loadUnowned(Path file) {
        return ConfigFile.text(file).map(text -> read(text, file.toString()));
    }

    static TrustRoot read(String text, String file) {
        ConfigKeys keys =
                ConfigKeys.of(
                        List.of(
                                ConfigKeys.text("org", "The organisation."),
                                ConfigKeys.text("source", "Where bundles come from."),
                                ConfigKeys.texts("keys", "Who signs them."),
                                ConfigKeys.integer("threshold", "How many must sign."),
                                ConfigKeys.integer("refresh_seconds", "How often to look.")));
        ConfigLayer layer =
                ConfigLayer.check(
                        TomlReader.read(text, file), Origin.Layer.REQUIREMENTS, file, keys);
        String org = required(layer, "org");
        String source = required(layer, "source");
        if (!source.startsWith("/") && !source.startsWith("https://")) {
            throw new ConfigException(
                    file,
                    "source must be an https:// address or an absolute path, found "
                            + Quoted.of(source));
        }
        Map<String, PublicKey> trusted = new LinkedHashMap<>();
        if (layer.values().get("keys") instanceof Toml.Array(List<Toml> elements, _, _)) {
            for (Toml element : elements) {
                if (element instanceof Toml.Text(String word, _, _)) {
                    trusted.put(word, key(word, element, file));
                }
            }
        }
        long threshold = whole(layer, "threshold", 1);
        if (threshold < 1 || threshold > trusted.size()) {
            throw new ConfigException(
                    file,
                    "threshold is " + threshold + " but there are " + trusted.size() + " keys");
        }
        return new TrustRoot(
                org, source, trusted, (int) threshold, whole(layer, "refresh_seconds", 3600));
    }

    /// How a public key is written in the file: `ed25519:` and its 32 bytes in Base64.
    public static String written(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] raw =
                java.util.Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
        return SCHEME + Base64.getEncoder().encodeToString(raw);
    }

    private static PublicKey key(String word, Toml place, String file) {
        try {
            byte[] raw =
                    word.startsWith(SCHEME)
                            ? Base64.getDecoder().decode(word.substring(SCHEME.length()))
                            : new byte[0];
            if (raw.length == KEY_BYTES) {
                byte[] encoded = java.util.Arrays.copyOf(DER, DER.length + KEY_BYTES);
                System.arraycopy(raw, 0, encoded, DER.length, KEY_BYTES);
                return KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(encoded));
            }
        } catch (IllegalArgumentException | GeneralSecurityException _) {
            // Falls through to the sentence below, which says all there is to say.
        }
        throw new ConfigException(
                file, place, "a key is ed25519: and 32 bytes in Base64, found " + Quoted.of(word));
    }

    private static String required(ConfigLayer layer, String name) {
        if (layer.values().get(name) instanceof Toml.Text(String text, _, _) && !text.isBlank()) {
            return text;
        }
        throw new ConfigException(layer.file(), name + " is missing");
    }

    private static long whole(ConfigLayer layer, String name, long standard) {
        return layer.values().get(name) instanceof Toml.Whole(long number, _, _)
                ? number
                : standard;
    }
}
