package dev.cordon.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/// The key that signs the checkpoints and attestations of a journal: Ed25519.
///
/// It lies in the keyring where there is one, else in a file that only its owner can read. Nothing
/// in the sandbox can reach either.
public final class SigningKey {
    private static final String PREFIX = "CORDON+KEY+";

    private final PrivateKey key;
    private final VerifierKey verifier;

    private SigningKey(PrivateKey key, VerifierKey verifier) {
        this.key = key;
        this.verifier = verifier;
    }

    /// The key of the journal in `files`, if it has one.
    static Optional<SigningKey> load(JournalFiles files, Keyring keyring) throws IOException {
        if (!Files.exists(files.verifier())) {
            return Optional.empty();
        }
        VerifierKey verifier =
                VerifierKey.read(Files.readString(files.verifier(), StandardCharsets.UTF_8));
        Optional<String> secret =
                Files.exists(files.key())
                        ? Optional.of(Files.readString(files.key(), StandardCharsets.UTF_8))
                        : keyring.find(verifier.name());
        if (secret.isEmpty()) {
            throw new IOException(
                    "the key that belongs to "
                            + files.verifier()
                            + " is neither in "
                            + files.key()
                            + " nor in the keyring; unlock the keyring or restore the file");
        }
        return Optional.of(read(secret.get().strip(), verifier));
    }

    /// Makes a key for a journal and stores it.
    static SigningKey create(JournalFiles files, String name, Keyring keyring) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            SigningKey key =
                    new SigningKey(pair.getPrivate(), VerifierKey.of(name, pair.getPublic()));
            String secret =
                    PREFIX + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
            if (!keyring.store(name, secret)) {
                JournalFiles.replace(files.key(), EntryLine.ascii(secret + "\n"));
            }
            JournalFiles.replace(files.verifier(), EntryLine.ascii(key.verifier + "\n"));
            return key;
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK has no Ed25519", e);
        }
    }

    /// The public half.
    public VerifierKey verifier() {
        return verifier;
    }

    /// Signs.
    ///
    /// @return 64 bytes, RFC 8032
    public byte[] sign(byte[] message) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(message);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new JournalException("the journal's key does not sign: " + e.getMessage(), e);
        }
    }

    private static SigningKey read(String secret, VerifierKey verifier) throws IOException {
        try {
            if (!secret.startsWith(PREFIX)) {
                throw new IllegalArgumentException("it does not begin with " + PREFIX);
            }
            byte[] der = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der));
            return new SigningKey(key, verifier);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the journal's key is damaged: " + e.getMessage(), e);
        }
    }
}
