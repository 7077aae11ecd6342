package dev.cordon.journal;

import dev.cordon.protocol.JsonText;

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
import java.util.List;
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
        SigningKey key = read(secret.get().strip(), verifier);
        List<KeyRotation> rotations = KeyRotation.all(files);
        if (rotations.isEmpty()
                || rotations.getLast().after().toString().equals(verifier.toString())) {
            return Optional.of(key);
        }
        return Optional.of(interrupted(files, key, rotations.getLast()));
    }

    /// Makes a key for a journal and stores it.
    static SigningKey create(JournalFiles files, String name, Keyring keyring) throws IOException {
        Fresh fresh = generate(name);
        store(files, fresh, keyring);
        return fresh.key();
    }

    /// A key that is stored nowhere yet.
    private record Fresh(SigningKey key, String secret) {}

    private static Fresh generate(String name) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new Fresh(
                    new SigningKey(pair.getPrivate(), VerifierKey.of(name, pair.getPublic())),
                    PREFIX + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK has no Ed25519", e);
        }
    }

    private static void store(JournalFiles files, Fresh fresh, Keyring keyring) throws IOException {
        String name = fresh.key().verifier().name();
        if (!keyring.store(name, fresh.secret())) {
            JournalFiles.replace(files.key(), EntryLine.ascii(fresh.secret() + "\n"));
        }
        JournalFiles.replace(files.verifier(), EntryLine.ascii(fresh.key().verifier() + "\n"));
    }

    /// Puts a new key in the place of this one. The statement about it comes first, so a crash in
    /// between leaves either key usable, see {@link #load}.
    ///
    /// @param size how many entries checkpoints of the old key cover
    KeyRotation replace(JournalFiles files, long size, Keyring keyring) throws IOException {
        Fresh fresh = generate(verifier.name());
        KeyRotation rotation = KeyRotation.sign(this, fresh.key(), size);
        JournalFiles.file(files.keys());
        String before = Files.readString(files.keys(), StandardCharsets.UTF_8);
        JournalFiles.replace(
                files.keys(),
                (before + JsonText.write(rotation.json()) + "\n").getBytes(StandardCharsets.UTF_8));
        store(files, fresh, keyring);
        return rotation;
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

    /// A rotation stopped half-way: the statement is there, and either the old secret or the new
    /// one. The old one is still good, as if nothing had been begun; with the new one the rotation
    /// is finished.
    private static SigningKey interrupted(JournalFiles files, SigningKey key, KeyRotation last)
            throws IOException {
        byte[] probe = EntryLine.ascii("cordon-journal-key-probe");
        byte[] signature = key.sign(probe);
        if (last.after().verifies(probe, signature)) {
            JournalFiles.replace(files.verifier(), EntryLine.ascii(last.after() + "\n"));
            return new SigningKey(key.key, last.after());
        }
        List<String> lines = Files.readAllLines(files.keys(), StandardCharsets.UTF_8);
        StringBuilder kept = new StringBuilder();
        lines.subList(0, lines.size() - 1).forEach(line -> kept.append(line).append('\n'));
        JournalFiles.replace(files.keys(), kept.toString().getBytes(StandardCharsets.UTF_8));
        return key;
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
